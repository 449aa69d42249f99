/*
 * PhaseGan in C: which phase does training of the solvable high-dimensional GAN of Wang, Hu and Lu (NeurIPS 2019) end in?
 *
 * Labels are those of the command phasegan with its default start (generic overlaps of size 0.03 from seed 1), classifier (ode) and budget, which bounds the work on each point.
 *
 * Functions that return int32_t return PHASEGAN_OK, or another code and then write no label; phasegan_error says why. No input that these comments allow ends the process: numbers may be
 * anything, NaN included, and pointers may be NULL where that is an error, too. An array that is shorter than said is beyond what C can see. All functions may be called from several
 * threads at once. Texts are UTF-8 and end with a zero byte.
 */
#ifndef PHASEGAN_H
#define PHASEGAN_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The form of these declarations; phasegan_abi() gives that of the library. It grows when a program must be compiled anew. */
#define PHASEGAN_ABI 1

/* What a call came to. */
#define PHASEGAN_OK 0
#define PHASEGAN_BAD_ARGUMENT 1 /* an argument broke a rule; the text names it, its value and the rule */
#define PHASEGAN_STOPPED 2      /* the progress function asked for it */
#define PHASEGAN_FAILURE 3      /* no memory, or a defect */

/* Phases. */
#define PHASEGAN_UNDETERMINED 0  /* nothing could be shown within the budget */
#define PHASEGAN_SUCCESS 1       /* a fixed point at which every feature is recovered */
#define PHASEGAN_FAIL 2          /* a fixed point at which none is */
#define PHASEGAN_OSCILLATION 3   /* training keeps moving */
#define PHASEGAN_MODE_COLLAPSE 4 /* a fixed point at which some are */

/* Bytes of the name of an attractor, its zero byte included. */
#define PHASEGAN_ATTRACTOR_SIZE 32

/* Points of parameter space. The variance of feature l of point i is at [i * features + l]. */
typedef struct {
    int32_t count;             /* number of points, >= 0 */
    int32_t features;          /* d, in [1, 175] */
    const double *lambda;      /* count * features variances of the real features, > 0 */
    const double *lambda_fake; /* count * features variances of the fake features, > 0; NULL: those of lambda */
    const double *tau;         /* count learning rates of the discriminator, > 0 */
    const double *tau_tilde;   /* count learning rates of the generator, > 0 */
    const double *eta_t;       /* count variances of the noise in real data, >= 0 */
    const double *eta_g;       /* count variances of the noise in fake data, >= 0 */
    const int32_t *batch;      /* count sizes of mini-batches, >= 1; NULL: 1 */
} phasegan_points;

/* An axis of a grid. */
typedef struct {
    const char *name;     /* alpha (tau_tilde / tau), tau, tau-tilde, eta (both noises), eta-t, eta-g, or x (the noise of inequality (15)) */
    int32_t count;        /* number of values, >= 2 */
    const double *values; /* finite and increasing */
} phasegan_axis;

/* Told by the calling thread, ten times a second, how many points of how many are labelled; what it returns other than 0 stops the work. */
typedef int32_t (*phasegan_progress)(int64_t done, int64_t total, void *user);

/* How to work. NULL in its place: all processors, no word of progress. */
typedef struct {
    int32_t threads;            /* most threads, >= 1; 0: one for each processor. The labels are the same */
    phasegan_progress progress; /* may be NULL */
    void *user;                 /* given to progress */
} phasegan_work;

/* Where labels go. Each array may be NULL if it is not wanted. */
typedef struct {
    int32_t *phases;    /* one for each point */
    double *recoveries; /* features for each point, in [0, 1]; -1 where there is none, as in an oscillation */
    char *attractors;   /* PHASEGAN_ATTRACTOR_SIZE bytes for each point: Deceived, Undeceived, Locked, LimitCycle, Moving, ... */
} phasegan_labels;

/* The version of PhaseGan, as in 1.2.3. */
const char *phasegan_version(void);

/* PHASEGAN_ABI of the library. */
int32_t phasegan_abi(void);

/* Success, Fail, ... as in tables; NULL for a number that is no phase. */
const char *phasegan_phase_name(int32_t phase);

/* Copies what went wrong in the last call of this thread that did not return PHASEGAN_OK to text, at most size bytes of it with the zero byte, and returns the number of bytes of the whole
   text without it. text may be NULL if size is 0. */
int32_t phasegan_error(char *text, int32_t size);

/* The values of an axis as the command has them, both ends included: equal steps, or equal ratios if logarithmic is not 0. */
int32_t phasegan_space(double minimum, double maximum, int32_t count, int32_t logarithmic, double *values);

/* Labels points. */
int32_t phasegan_classify(const phasegan_points *points, const phasegan_work *work, const phasegan_labels *labels);

/* Labels a grid: one point, in which the parameters of two axes take all pairs of their values. Cell (i, j), with the i-th value of x and the j-th of y, is at [j * x->count + i]. */
int32_t phasegan_sweep(const phasegan_points *point, const phasegan_axis *x, const phasegan_axis *y, const phasegan_work *work, const phasegan_labels *labels);

#ifdef __cplusplus
}
#endif

#endif
