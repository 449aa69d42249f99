"""Reference values of <c f(X)>, <f'(X)>, <f^2(X)> with X = c q + e sqrt(z eta), one feature, where X spreads from 1e-6 to 1e6 times
the length over which f changes.

One integral over x, with the density of X and the mean of c given X in closed form (normal and uniform codes) or as a sum (codes of +-1),
by mpmath's tanh-sinh quadrature at 30 digits between breakpoints: nothing is shared with the library. With the argument "check" the
breakpoints are twice as many, and the largest change, relative to the size of each column, is printed.
Run: python3 reference_wide.py > wide.csv   (mpmath 1.3.0)
"""
import sys
from mpmath import mp, mpf, exp, sqrt, nstr, tanh, quad, ncdf, npdf, linspace

mp.dps = 30
ROOT3 = sqrt(mpf(3))
POINTS = [  # overlap, eta; variance and z are 1
    ("0.3", "1e-12"), ("1e-6", "1e-14"), ("0.3", "400"), ("0.3", "1e4"), ("0.7", "1e8"), ("0.3", "1e12"),
    ("100", "1"), ("1e4", "0"), ("1e6", "1e-6"), ("30", "1e4"), ("1e-3", "1e6"), ("1e6", "1e12"), ("-40", "25"),
]


def value_and_slope(name, x):
    if name == "tanh":
        t = tanh(x)
        return t, 1 - t * t
    e = exp(-abs(x))
    return (1 if x >= 0 else e) / (1 + e), e / (1 + e) ** 2


def density(law, q, s):
    """Functions x -> p(x) and x -> p(x) <c | x>, the centres of what they are made of and their width, or None for points."""
    if law == "gaussian":
        total = sqrt(q * q + s * s)
        p = lambda x: npdf(x / total) / total
        return p, lambda x: p(x) * q * x / total ** 2, [mpf(0)], total
    if law == "rademacher":
        if s == 0:
            return None
        near = lambda x, m: npdf((x - m) / s) / s
        return (lambda x: (near(x, q) + near(x, -q)) / 2), (lambda x: (near(x, q) - near(x, -q)) / 2), [-abs(q), abs(q)], s
    h = abs(q) * ROOT3
    if s == 0:
        return (lambda x: 1 / (2 * h)), (lambda x: x / q / (2 * h)), [-h, h], s
    def below(x):
        # Phi((h - x)/s) - Phi((-h - x)/s), from the tail where both are near 1
        a, b = (h - abs(x)) / s, (-h - abs(x)) / s
        return ncdf(a) - ncdf(b)
    p = lambda x: below(x) / (2 * h)
    c = lambda x: (x * below(x) + s * (npdf((-h - x) / s) - npdf((h - x) / s))) / (2 * h) / q
    return p, c, [-h, h], s


def breakpoints(centres, width, more):
    cuts = {mpf(0)}
    for centre in centres:
        for k in ([-13, -9, -6, -4, -2, -1, 0, 1, 2, 4, 6, 9, 13] if width > 0 else [0]):
            cuts.add(centre + k * width)
    low, high = min(cuts), max(cuts)
    step = mpf(3) if not more else sqrt(mpf(3))
    x = mpf(1) / 2
    while x < max(abs(low), abs(high)):
        cuts |= {x, -x}
        x *= step
    return sorted(c for c in cuts if low <= c <= high)


def row(name, law, texts, more=False):
    q, eta = map(mpf, texts)
    s = sqrt(eta)
    made = density(law, q, s)
    if made is None:
        (f, df), (g, dg) = value_and_slope(name, q), value_and_slope(name, -q)
        return (f - g) / 2, (df + dg) / 2, (f * f + g * g) / 2
    p, c, centres, width = made
    cuts = breakpoints(centres, width, more)
    # <c> = 0: the mean of f is taken off, so that digits are not lost
    middle = mpf(0) if name == "tanh" else mpf(1) / 2
    return (quad(lambda x: c(x) * (value_and_slope(name, x)[0] - middle), cuts), quad(lambda x: p(x) * value_and_slope(name, x)[1], cuts),
            quad(lambda x: p(x) * value_and_slope(name, x)[0] ** 2, cuts))


CASES = [(name, law, texts) for name in ("tanh", "logistic") for law in ("gaussian", "uniform", "rademacher") for texts in POINTS]
if sys.argv[1:] == ["check"]:
    print(nstr(max(abs(a - b) / max(abs(a), mpf("1e-20")) for case in CASES for a, b in zip(row(*case), row(*case, more=True))), 3))
    sys.exit()
print("response,law,overlap,eta,pull,slope,square")
for name, law, texts in CASES:
    print(",".join([name, law, *texts, *(nstr(x, 20) for x in row(name, law, texts))]), flush=True)
