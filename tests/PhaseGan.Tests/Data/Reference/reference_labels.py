#!/usr/bin/env python3
"""Reference phase labels for the reduced ODE (13), (14), computed with SciPy.

The labels in labels-scipy.csv were made by

    python3 reference_labels.py points.csv labels-scipy.csv

with Python 3.11, NumPy 1.24 and SciPy 1.10, about one second a point. A
run that was interrupted goes on after the last complete row when the same
command is given again; -n N labels only the first N points and -rows 3,17,20
only the rows listed.

Input: a CSV file with the columns lambda, lambda_fake, tau, tau_tilde, eta_t,
eta_g, p0, q0, r0, s0. Lists inside a cell are separated by semicolons,
matrices are row-major, and an empty s0 means the identity.

Output: a CSV file with the columns

    row       index of the point, from 0
    phase     Success, Fail, ModeCollapse, Oscillation or Uncertain
    kind      deceived (|q|, |r| below 1e-4 and shrinking), nondeceived, moving
              or unsettled
    recovery  rho_l = (P S^+ P^T)_ll at the end, for every feature l
    margin    for a fixed point min_l |rho_l - 0.05|; for a moving state the
              range of motion late in the run over the range earlier
    detail    time reached, size of the field, largest real part of the
              spectrum, evaluations of the field, unstable rests met

Method. LSODA integrates the ODE (relative tolerance 1e-10, absolute 1e-13) in
consecutive windows of time. At the end of each window:

  * if every component of the field is below 1e-9, the spectrum decides. Where
    q = r = 0 it is that of the 2d x 2d block B of the linearised (q, r)
    equations; elsewhere that of the full Jacobian, taken by complex-step
    differentiation and so exact to rounding. No eigenvalue with a positive
    real part: a fixed point, and the run stops. Otherwise the state is a
    resting place and not an attractor: it is mixed with 1e-8 of a random
    valid state and the integration goes on. Zero eigenvalues belong to
    families of fixed points and are neutral.
  * the range of every coordinate over the window is stored. After enough
    work the state is called moving when the largest range in the last part
    of the run is no smaller than in the part before it, and the field is not
    small: after an escape from a resting place it may be dying out.

Anything else is Uncertain. The implicit formulas in LSODA can hold a state at
an unstable rest by numerical damping; the spectrum test and the small
displacement are there to rule that out. Margins close to 0 for a fixed point,
and ratios close to 0.97 for a moving state, mark labels to treat with care.
"""

import argparse
import csv
import os
import sys
import time

import numpy as np
from scipy.integrate import odeint

THETA = 0.05           # a feature is recovered when rho >= THETA
RTOL, ATOL = 1e-10, 1e-13
FIELD = 1e-9           # below this the spectrum is examined
MOVING_FIELD = 1e-4    # below this nothing is called moving
NEUTRAL = 1e-7         # eigenvalues closer to the axis than this are neutral
DISPLACEMENT = 1e-8    # size of the kick given to an unstable rest
WINDOW = 500.0         # length of one window of time
MIN_TIME = 5000.0      # a state is not called moving before this time ...
MIN_EVALUATIONS = 80_000       # ... or this many evaluations of the field
ENOUGH_EVALUATIONS = 250_000   # fast motion is judged from MIN_TIME / 2 on
MAX_EVALUATIONS = 1_000_000
MAX_TIME = 1e6


class Model:
    """Right-hand side of (13), (14) for one point.

    The state is the vector (G, g) with G the 2d x d matrix that stacks P on S
    and g the 2d vector that stacks q on r.
    """

    def __init__(self, point):
        self.real = point["lambda"]
        self.fake = point["lambda_fake"]
        self.d = d = len(self.real)
        self.tau, self.tau_tilde = point["tau"], point["tau_tilde"]
        eta_t, eta_g = point["eta_t"], point["eta_g"]
        self.a = 1 - self.tau * eta_g / 2
        self.b = 1 + self.tau * eta_t / 2
        self.x = self.tau * (eta_t**2 + eta_g**2) / 2
        s0 = point["s0"] if len(point["s0"]) else np.eye(d).ravel()
        self.start = np.concatenate([point["p0"], s0, point["q0"], point["r0"]])
        self.size = 2 * d * d
        self.evaluations = 0

    def rhs(self, y, _t=0.0):
        self.evaluations += 1
        d, n = self.d, self.size
        big = y[:n].reshape(2 * d, d)
        g = y[n:]
        q, r = g[:d], g[d:]
        lr = self.fake * r
        lq = self.real * q
        decay = r * lr                                   # -L
        h = self.a * r.dot(lr) - self.b * q.dot(lq) - self.x
        out = np.empty_like(y)
        d_big = out[:n].reshape(2 * d, d)
        np.multiply(g[:, None], lr, out=d_big)
        d_big -= big * decay
        lower = d_big[d:]
        lower += lr[:, None] * r - decay[:, None] * big[d:]
        d_big *= self.tau_tilde
        dg = h * g - big.dot(lr)
        dg[:d] += lq
        dg[d:] += lq.dot(big[:d])
        dg *= self.tau
        dg[d:] += self.tau_tilde * (lr - decay * r)
        out[n:] = dg
        return out

    def split(self, y):
        d = self.d
        return y[: d * d].reshape(d, d), y[d * d : self.size].reshape(d, d), y[self.size :]

    def recovery(self, y):
        p, s, _ = self.split(y)
        values, vectors = np.linalg.eigh((s + s.T) / 2)
        keep = values > 1e-6
        projected = p @ vectors[:, keep]
        return (projected**2 / values[keep]).sum(axis=1)

    def transverse_spectrum(self, y):
        """Eigenvalues of B, the linearisation of (q, r) where q = r = 0."""
        p, s, _ = self.split(y)
        d, eye = self.d, np.eye(self.d)
        real, fake = np.diag(self.real), np.diag(self.fake)
        return np.linalg.eigvals(
            np.block(
                [
                    [self.tau * (real - self.x * eye), -self.tau * p @ fake],
                    [self.tau * p.T @ real, -self.tau * (s @ fake + self.x * eye) + self.tau_tilde * fake],
                ]
            )
        )

    def full_spectrum(self, y):
        """Eigenvalues of the Jacobian in the independent coordinates P, S_ij (i < j), q, r."""
        d = self.d
        rows, columns = np.triu_indices(d, 1)
        upper = d * d + rows * d + columns
        lower = d * d + columns * d + rows
        index = np.concatenate([np.arange(d * d), upper, np.arange(self.size, self.size + 2 * d)])
        jacobian = np.empty((len(index), len(index)))
        for k, i in enumerate(index):
            z = y.astype(complex)
            z[i] += 1e-30j
            if d * d <= k < d * d + len(upper):
                z[lower[k - d * d]] += 1e-30j
            jacobian[:, k] = self.rhs(z)[index].imag / 1e-30
        return np.linalg.eigvals(jacobian)

    def displaced(self, y, rng):
        """Mix y with a random valid state; the mixture of two valid states is valid."""
        d = self.d
        x = rng.standard_normal((2 * d + 1, d + 1))
        x /= np.linalg.norm(x, axis=0)
        v, w = x[:, :d], x[:, d]
        other = np.concatenate([v[:d].ravel(), (v.T @ v).ravel(), w[:d], v.T @ w])
        return (1 - DISPLACEMENT) * y + DISPLACEMENT * other


def label(point, seed):
    model = Model(point)
    rng = np.random.default_rng(seed)
    y, t = model.start.copy(), 0.0
    ranges, times = [], []
    rests, abscissa, ratio = 0, np.nan, np.nan
    phase, kind = "Uncertain", "unsettled"
    warned = False
    while t < MAX_TIME and model.evaluations < MAX_EVALUATIONS:
        window = 100.0 if t < WINDOW else WINDOW * max(1.0, np.floor(t / (40 * WINDOW)))
        grid = np.linspace(0.0, window, 201)
        path, info = odeint(model.rhs, y, grid, rtol=RTOL, atol=ATOL, mxstep=100_000, full_output=True)
        warned = warned or info["message"] != "Integration successful."
        y, t = path[-1].copy(), t + window
        if not np.all(np.isfinite(y)):
            break
        field = np.abs(model.rhs(y)).max()
        if field < FIELD:
            deceived = np.abs(y[model.size :]).max() < 1e-4
            spectrum = model.transverse_spectrum(y) if deceived else model.full_spectrum(y)
            abscissa = spectrum.real.max()
            if abscissa > NEUTRAL:
                rests += 1
                y = model.displaced(y, rng)
            elif not deceived or abscissa < -NEUTRAL:
                kind = "deceived" if deceived else "nondeceived"
                break
        ranges.append(np.ptp(path, axis=0).max())
        times.append(t)
        long_enough = t >= MIN_TIME or (t >= MIN_TIME / 2 and model.evaluations >= ENOUGH_EVALUATIONS)
        if long_enough and model.evaluations >= MIN_EVALUATIONS:
            times_array, ranges_array = np.array(times), np.array(ranges)
            earlier = ranges_array[(times_array > 0.2 * t) & (times_array <= 0.6 * t)].max()
            later = ranges_array[times_array > 0.6 * t]
            ratio = later.max() / earlier
            if later.max() > 1e-3 and ratio > 0.97 and later[-1] > 0.5 * later.max() and field > MOVING_FIELD:
                kind = "moving"
                break
    rho = model.recovery(y)
    margin = 0.0
    if kind == "moving":
        phase, margin = "Oscillation", ratio
    elif kind != "unsettled":
        recovered = int((rho >= THETA).sum())
        phase = "Fail" if recovered == 0 else "Success" if recovered == model.d else "ModeCollapse"
        margin = np.abs(rho - THETA).min()
    field = np.abs(model.rhs(y)).max()
    detail = f"T={t:.6g} field={field:.2g} abscissa={abscissa:.3g} evaluations={model.evaluations}"
    if rests:
        detail += f" unstable_rests={rests}"
    if warned:
        detail += " integrator_warning"
    return phase, kind, ";".join(f"{v:.17g}" for v in rho), f"{margin:.6g}", detail


def read_points(path):
    def numbers(cell):
        return np.array([float(v) for v in cell.split(";")]) if cell else np.array([])

    scalars = ("tau", "tau_tilde", "eta_t", "eta_g")
    with open(path, newline="") as file:
        return [
            {name: float(cell) if name in scalars else numbers(cell) for name, cell in row.items()}
            for row in csv.DictReader(file)
        ]


def main():
    parser = argparse.ArgumentParser(description="Label points of the reduced ODE by long integration.")
    parser.add_argument("points")
    parser.add_argument("labels")
    parser.add_argument("-n", type=int, default=None, help="label only the first N points")
    parser.add_argument("-rows", default=None, help="label only these rows, for example 3,17,20")
    options = parser.parse_args()
    points = read_points(options.points)
    rows = [int(v) for v in options.rows.split(",")] if options.rows else range(len(points))[: options.n]
    done = set()
    if os.path.exists(options.labels):
        with open(options.labels, newline="") as file:
            done = {int(row["row"]) for row in csv.DictReader(file)}
    with open(options.labels, "a", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if not done:
            writer.writerow(["row", "phase", "kind", "recovery", "margin", "detail"])
        start = time.time()
        for row in rows:
            if row in done:
                continue
            writer.writerow([row, *label(points[row], row)])
            file.flush()
        print(f"{time.time() - start:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
