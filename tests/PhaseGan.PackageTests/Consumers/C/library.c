/* What the C library answers to good input and to bad: a line a call. */
#include "phasegan.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define GRID 1000

static const double one = 1, tau = 0.2, alpha[2] = {0.5, 1}, eta[2] = {1, 1.5};
static int32_t phases[GRID * GRID];
static double values[GRID];

static int32_t stop(int64_t done, int64_t total, void *user) {
    *(int32_t *)user = total >= done;
    return done > 0;
}

static int32_t go_on(int64_t done, int64_t total, void *user) {
    *(int64_t *)user = total - done;
    return 0;
}

static void say(const char *what, int32_t result) {
    char text[200], short_text[6];
    int32_t length = phasegan_error(text, sizeof text);
    if (result == PHASEGAN_OK)
        printf("%s: ok\n", what);
    else
        printf("%s: %d %s%s\n", what, (int)result, text,
               length == (int32_t)strlen(text) && phasegan_error(short_text, sizeof short_text) == length && strncmp(text, short_text, 5) == 0 && short_text[5] == 0 ? "" : " (length?)");
}

static phasegan_points usual(void) {
    phasegan_points point = {1, 1, &one, NULL, &tau, &tau, &one, &one, NULL};
    return point;
}

static void good(void) {
    const double lambda[6] = {1, 0.5, 5, 3, 1, 1}, t[3] = {0.2, 0.2, 0.2}, tilde[3] = {0.04, 0.04, 0.2}, noise[3] = {1, 2, 1.5};
    double recoveries[6];
    char attractors[3 * PHASEGAN_ATTRACTOR_SIZE];
    phasegan_points points = {3, 2, lambda, NULL, t, tilde, noise, noise, NULL}, none = {0, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL}, point = usual();
    phasegan_labels labels = {phases, recoveries, attractors}, nowhere = {NULL, NULL, NULL};
    phasegan_axis x = {"alpha", 2, alpha}, y = {"eta", 2, eta};
    int64_t left = -1;
    phasegan_work work = {1, go_on, &left};
    say("classify", phasegan_classify(&points, &work, &labels));
    for (int i = 0; i < 3; i++)
        printf("%s %s %.3f %.3f\n", phasegan_phase_name(phases[i]), attractors + i * PHASEGAN_ATTRACTOR_SIZE, recoveries[2 * i], recoveries[2 * i + 1]);
    say("no points", phasegan_classify(&none, NULL, &labels));
    say("no labels", phasegan_classify(&points, NULL, &nowhere));
    say("sweep", phasegan_sweep(&point, &x, &y, NULL, &labels));
    printf("%s %s %s %s\n", phasegan_phase_name(phases[0]), phasegan_phase_name(phases[1]), phasegan_phase_name(phases[2]), phasegan_phase_name(phases[3]));
}

static void bad_points(void) {
    const double wrong[4] = {-1, NAN, INFINITY, 1e300};
    const int32_t batch = 0;
    phasegan_labels labels = {phases, NULL, NULL};
    for (int k = 0; k < 4; k++) {
        phasegan_points point = usual();
        point.lambda = wrong + k;
        say("lambda", phasegan_classify(&point, NULL, &labels));
        point = usual();
        point.eta_g = wrong + k;
        say("eta_g", phasegan_classify(&point, NULL, &labels));
    }
    phasegan_points point = usual();
    point.batch = &batch;
    say("batch", phasegan_classify(&point, NULL, &labels));
    point = usual();
    point.count = -1;
    say("count", phasegan_classify(&point, NULL, &labels));
    point = usual();
    point.features = 0;
    say("no features", phasegan_classify(&point, NULL, &labels));
    point.features = 176;
    say("features", phasegan_classify(&point, NULL, &labels));
    point = usual();
    point.tau = NULL;
    say("no tau", phasegan_classify(&point, NULL, &labels));
    point = usual();
    say("no points", phasegan_classify(NULL, NULL, &labels));
    say("no labels", phasegan_classify(&point, NULL, NULL));
    phasegan_work work = {-1, NULL, NULL};
    say("threads", phasegan_classify(&point, &work, &labels));
}

static void bad_axes(void) {
    const double down[2] = {1, 0.5}, nan[2] = {1, NAN}, none[2] = {0, 1}, far[2] = {1, 1e300};
    phasegan_points point = usual(), two = usual();
    phasegan_labels labels = {phases, NULL, NULL};
    phasegan_axis x = {"alpha", 2, alpha}, y = {"eta", 2, eta}, z;
    const struct { const char *what, *name; int32_t count; const double *axis; } cases[] = {
        {"unknown", "alpah", 2, eta}, {"no name", NULL, 2, eta}, {"bytes", "\xff\xfe", 2, eta}, {"downwards", "eta", 2, down}, {"nan", "eta", 2, nan}, {"one value", "eta", 1, eta},
        {"no values", "eta", 2, NULL}, {"many", "eta", 2000000000, eta}, {"twice", "alpha", 2, eta}, {"same parameter", "tau-tilde", 2, eta}, {"zero", "tau", 2, none}, {"far", "eta", 2, far},
    };
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        z.name = cases[k].name;
        z.count = cases[k].count;
        z.values = cases[k].axis;
        say(cases[k].what, phasegan_sweep(&point, &x, &z, NULL, &labels));
    }
    two.count = 2;
    say("two points", phasegan_sweep(&two, &x, &y, NULL, &labels));
    say("no axis", phasegan_sweep(&point, &x, NULL, NULL, &labels));
    say("space", phasegan_space(1, 0, 3, 0, values));
    say("logarithmic", phasegan_space(0, 1, 3, 1, values));
    say("few", phasegan_space(0, 1, 1, 0, values));
    say("nowhere", phasegan_space(0, 1, 3, 0, NULL));
    printf("%s\n", phasegan_phase_name(5) == NULL && phasegan_phase_name(-1) == NULL ? "no phase" : "a phase");
}

static void stopped(void) {
    phasegan_points point = usual();
    int32_t seen = 0;
    phasegan_work work = {0, stop, &seen};
    phasegan_labels labels = {phases, NULL, NULL};
    phasegan_axis x = {"alpha", GRID, values}, y = {"eta", GRID, values};
    phases[0] = -7;
    say("values", phasegan_space(0.1, 4, GRID, 0, values));
    say("stopped", phasegan_sweep(&point, &x, &y, &work, &labels));
    printf("%s\n", phases[0] == -7 && seen ? "nothing written" : "written");
}

int main(void) {
    if (phasegan_abi() != PHASEGAN_ABI)
        return 1;
    printf("PhaseGan %s\n", phasegan_version());
    good();
    bad_points();
    bad_axes();
    stopped();
    return 0;
}
