# Hopf points of the d = 1 model with Debian's auto-07p:
#     AUTO_DIR=/usr/lib/auto-07p PYTHONPATH=/usr/lib/auto-07p/python python3 run.py
# Continues each equilibrium in alpha both ways and writes the Hopf points met to hopf-auto.csv.
import math

from auto import run

cases = [  # Lambda, Lambda fake, tau, x, alpha of the start
    (1, 1, 0.2, 0.005, 3.0), (1, 1, 0.2, 0.01, 3.0), (1, 1, 0.2, 0.33, 3.5), (1, 1, 0.2, 0.35, 3.5), (1, 1, 0.2, 0.4, 3.8),
    (1, 1, 0.2, 0.5, 3.0), (1, 1, 0.2, 0.8, 3.0),
    (3, 1, 0.2, 1.992, 1.0), (3, 1, 0.2, 1.999, 1.0), (3, 1, 0.2, 2.1, 5.8), (3, 1, 0.2, 2.7, 5.5),
    (1, 3, 0.2, 0.07, 4.0), (1, 3, 0.2, 0.5, 3.0),
    (2, 1, 0.4, 0.99, 0.5), (2, 1, 0.4, 1.1, 4.5), (2, 1, 0.4, 1.6, 4.5),
    (1, 1, 1.2, 0.06, 3.0), (1, 1, 1.2, 0.2, 3.0), (1.5, 2.5, 0.6, 0.2, 4.0),
]


def starts(L, F, tau, x, alpha):
    s = math.sqrt(x / tau)
    A, B = 1 - tau * s / 2, 1 + tau * s / 2
    a, b, c = B * alpha * F, A * F - B * (L - alpha * F), F - L + x
    disc = b * b - 4 * a * c
    points = []
    if disc > 0:
        for sign in (1, -1):
            u = (b + sign * math.sqrt(disc)) / (2 * a)
            p2 = 1 - alpha * F * (1 - u) / L
            if 0 < u <= 1 and 0 < p2 <= 1:
                p, r = math.sqrt(p2), math.sqrt(u)
                points.append(("Undeceived", s, p, p * r, r))
    u = (F * (1 - alpha) + x) / (F * (A - alpha))
    if 0 < u <= 1:
        points.append(("Locked", s, 0.0, 0.0, math.sqrt(u)))
    return points


rows = []
for L, F, tau, x, alpha in cases:
    for name, s, p, q, r in starts(L, F, tau, x, alpha):
        with open("start.txt", "w") as f:
            f.write("%.17g %.17g %.17g %.17g %.17g\n%.17g %.17g %.17g\n" % (alpha, s, L, F, tau, p, q, r))
        for direction in (1, -1):
            branch = run(e="gan", c="gan", DS=0.002 * direction)
            for hopf in branch("HB"):
                u = [hopf["U(%d)" % k][0] for k in (1, 2, 3)]
                alpha = hopf["PAR(1)"]
                # One point of each sign orbit, found once.
                if u[0] < -1e-9 or u[2] < 0 or any(r[:4] == (L, F, tau, x) and abs(r[5] - alpha) < 1e-6 for r in rows):
                    continue
                # The first steps along the branch of cycles that is born there: which way does alpha go?
                cycles = run(hopf, IPS=2, ICP=[1, 11], ILP=0, ISP=0, NMX=8, NPR=8, DS=1e-3, DSMAX=2e-3, RL0=0.0, RL1=7.0)
                shift = cycles()[-1]["PAR(1)"] - alpha
                rows.append((L, F, tau, x, s, alpha, u[0], u[1], u[2], 2 * math.pi / hopf["PAR(11)"], shift))

with open("hopf-auto.csv", "w") as f:
    f.write("lambda,lambda_fake,tau,x,s,alpha,p,q,r,omega_over_tau,cycle_alpha_shift\n")
    for row in rows:
        f.write(",".join("%.12g" % v for v in row) + "\n")
