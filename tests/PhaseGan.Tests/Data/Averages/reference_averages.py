"""Reference values of <c f(X)>, <f'(X)>, <f^2(X)> with X = c q + e sqrt(z eta), one feature.

Composite Gauss-Legendre quadrature over both the code and the noise at 25 digits. The code is integrated as it stands (no
Stein's lemma, no conditioning, no trapezoidal rule), so nothing is shared with the library. With the argument "check" the
panels get 50 nodes in place of 32 and the largest change of a table is printed.
Run: python3 reference_averages.py > averages.csv   (mpmath 1.3.0)
"""
import sys
from mpmath import mp, mpf, exp, sqrt, pi, nstr, tanh

mp.dps = 25
CUTS = [mpf(k) for k in (-13, -8, -5, -3, -1.5, 0, 1.5, 3, 5, 8, 13)]
ROOT3 = sqrt(mpf(3))


def rule(order):
    """Nodes and weights on [-1, 1] by Newton's method from Chebyshev's guesses."""
    nodes = []
    for k in range(order):
        x = mp.cos(pi * (k + mpf(3) / 4) / (order + mpf(1) / 2))
        for _ in range(8):
            p0, p1 = mpf(1), x
            for n in range(2, order + 1):
                p0, p1 = p1, ((2 * n - 1) * x * p1 - (n - 1) * p0) / n
            slope = order * (x * p1 - p0) / (x * x - 1)
            x -= p1 / slope
        nodes.append((x, 2 / ((1 - x * x) * slope * slope)))
    return nodes


def panels(cuts, base):
    return [((a + b) / 2 + (b - a) / 2 * x, w * (b - a) / 2) for a, b in zip(cuts, cuts[1:]) for x, w in base]


def normal(base):
    return [(x, w * exp(-x * x / 2) / sqrt(2 * pi)) for x, w in panels(CUTS, base)]


def codes(law, base):
    """Points and weights of the standardised code."""
    if law == "gaussian":
        return normal(base)
    if law == "uniform":
        return [(x, w / (2 * ROOT3)) for x, w in panels([-ROOT3, -ROOT3 / 2, mpf(0), ROOT3 / 2, ROOT3], base)]
    if law == "rademacher":
        return [(mpf(-1), mpf(1) / 2), (mpf(1), mpf(1) / 2)]
    # mixture of N(3/2, 1/4) with chance 2/5 and N(-1, 1/2) with chance 3/5; variance 2/5 (9/4 + 1/4) + 3/5 (1 + 1/2) = 19/10
    s = sqrt(mpf(19) / 10)
    return [((mpf(3) / 2 + u / 2) / s, mpf(2) / 5 * w) for u, w in normal(base)] + [((-1 + u / sqrt(mpf(2))) / s, mpf(3) / 5 * w) for u, w in normal(base)]


def value_and_slope(name, x):
    if name == "tanh":
        t = tanh(x)
        return t, 1 - t * t
    e = exp(-abs(x))
    return (1 if x >= 0 else e) / (1 + e), e / (1 + e) ** 2


POINTS = [  # variance, overlap, z, eta
    ("1", "0.3", "1", "2"), ("5", "0.9", "1.1", "0.25"), ("3", "-0.6", "0.8", "4"), ("2", "0.5", "1", "0"), ("1", "1e-3", "0.9", "1e-4"),
]


def row(name, law, texts, base):
    v, q, z, eta = map(mpf, texts)
    root, sigma = sqrt(v), sqrt(z * eta)
    noise = normal(base) if sigma > 0 else [(mpf(0), mpf(1))]
    pull = slope = square = mpf(0)
    for c, weight in codes(law, base):
        f1 = f2 = f3 = mpf(0)
        for e, w in noise:
            f, df = value_and_slope(name, root * c * q + sigma * e)
            f1 += w * f
            f2 += w * df
            f3 += w * f * f
        pull += weight * root * c * f1
        slope += weight * f2
        square += weight * f3
    return pull, slope, square


base = rule(32)
if sys.argv[1:] == ["check"]:
    fine = rule(50)
    for name in ("tanh", "logistic"):
        print(name, nstr(max(abs(a - b) for texts in POINTS for a, b in zip(row(name, "uniform", texts, base), row(name, "uniform", texts, fine))), 3))
    sys.exit()
print("response,law,variance,overlap,z,eta,pull,slope,square")
for name in ("tanh", "logistic"):
    for law in ("gaussian", "uniform", "rademacher", "mixture"):
        for texts in POINTS:
            print(",".join([name, law, *texts, *(nstr(x, 20) for x in row(name, law, texts, base))]), flush=True)
