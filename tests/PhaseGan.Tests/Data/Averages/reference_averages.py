"""Reference values of <c f(X)>, <f'(X)>, <f^2(X)> with X = c q + e sqrt(z eta), one feature, by adaptive quadrature at 30 digits.

The code is integrated as it stands (no Stein's lemma, no conditioning), so nothing is shared with the library.
Run: python3 reference_averages.py > averages.csv   (mpmath 1.3.0)
"""
from mpmath import mp, mpf, quad, tanh, exp, sqrt, pi, inf

mp.dps = 30
responses = {
    "tanh": (lambda x: tanh(x), lambda x: 1 - tanh(x) ** 2),
    "logistic": (lambda x: 1 / (1 + exp(-x)), lambda x: exp(-abs(x)) / (1 + exp(-abs(x))) ** 2),
}
gauss = lambda x, m=0, v=1: exp(-(x - m) ** 2 / (2 * v)) / sqrt(2 * pi * v)
cuts = [mpf(k) for k in (-14, -9, -6, -4, -2, -1, 0, 1, 2, 4, 6, 9, 14)]
unit = sqrt(mpf(3))


def over_noise(h, sigma):
    if sigma == 0:
        return h(mpf(0))
    return quad(lambda e: h(sigma * e) * gauss(e), cuts)


def over_code(h, law):
    """Integrates h over the standardised code."""
    if law == "gaussian":
        return quad(lambda c: h(c) * gauss(c), cuts)
    if law == "uniform":
        return quad(lambda c: h(c) / (2 * unit), [-unit, -unit / 2, 0, unit / 2, unit])
    if law == "rademacher":
        return (h(mpf(-1)) + h(mpf(1))) / 2
    # mixture of N(3/2, 1/4) with chance 2/5 and N(-1, 1/2) with chance 3/5; variance 2/5 (9/4 + 1/4) + 3/5 (1 + 1/2) = 19/10
    s = sqrt(mpf(19) / 10)
    first = quad(lambda u: h((mpf(3) / 2 + u / 2) / s) * gauss(u), cuts)
    second = quad(lambda u: h((-1 + u * sqrt(mpf(1) / 2)) / s) * gauss(u), cuts)
    return mpf(2) / 5 * first + mpf(3) / 5 * second


points = [  # variance, overlap, z, eta
    ("1", "0.3", "1", "2"), ("5", "0.9", "1.1", "0.25"), ("3", "-0.6", "0.8", "4"), ("2", "0.5", "1", "0"), ("1", "1e-3", "0.9", "1e-4"),
]
print("response,law,variance,overlap,z,eta,pull,slope,square")
for name, (f, df) in responses.items():
    for law in ("gaussian", "uniform", "rademacher", "mixture"):
        for texts in points:
            v, q, z, eta = map(mpf, texts)
            root, sigma = sqrt(v), sqrt(z * eta)
            pull = over_code(lambda c: root * c * over_noise(lambda e: f(root * c * q + e), sigma), law)
            slope = over_code(lambda c: over_noise(lambda e: df(root * c * q + e), sigma), law)
            square = over_code(lambda c: over_noise(lambda e: f(root * c * q + e) ** 2, sigma), law)
            print(",".join([name, law, *texts, *(mp.nstr(x, 20) for x in (pull, slope, square))]), flush=True)
