"""Verifies certificates of fixed points, one a line, in exact rational arithmetic.

    phasegan prove --lambda 1 --tau 0.2 --eta 0.5 --output points.jsonl
    python3 verify.py points.jsonl

It shares no code with what made them. What it trusts: Python's fractions, the equations (13) written below, Brouwer's and Gershgorin's theorems.
"""
import hashlib
import json
import sys
from fractions import Fraction


class Interval:
    """[low, high] with rational ends, and the derivative along one coordinate as another."""

    def __init__(self, low, high=None, slope=None):
        self.low, self.high = Fraction(low), Fraction(low if high is None else high)
        self.slope = slope if slope is not None else (Fraction(0), Fraction(0))

    def __add__(a, b):
        b = b if isinstance(b, Interval) else Interval(b)
        return Interval(a.low + b.low, a.high + b.high, plus(a.slope, b.slope))

    def __sub__(a, b):
        b = b if isinstance(b, Interval) else Interval(b)
        return a + Interval(-b.high, -b.low, (-b.slope[1], -b.slope[0]))

    def __mul__(a, b):
        b = b if isinstance(b, Interval) else Interval(b)
        low, high = times((a.low, a.high), (b.low, b.high))
        return Interval(low, high, plus(times(a.slope, (b.low, b.high)), times((a.low, a.high), b.slope)))

    __radd__, __rmul__ = __add__, __mul__


def require(holds, otherwise):
    if not holds:
        raise ValueError(otherwise)


def plus(a, b):
    return a[0] + b[0], a[1] + b[1]


def times(a, b):
    products = a[0] * b[0], a[0] * b[1], a[1] * b[0], a[1] * b[1]
    return min(products), max(products)


def modulus(a):
    return max(abs(a[0]), abs(a[1]))


def field(c, y):
    """(13): dP, dq, dr and the entries of dS above the diagonal, over P row by row, q, r and S."""
    real, fake = [Fraction(v) for v in c["lambda"]], [Fraction(v) for v in c["lambda_fake"]]
    tau, rate, noise_t, noise_g = (Fraction(c[k]) for k in ("tau", "tau_tilde", "eta_t", "eta_g"))
    d, share = len(real), tau / (2 * int(c["batch"]))
    p, q, r, upper = [y[i * d:(i + 1) * d] for i in range(d)], y[d * d:d * d + d], y[d * d + d:d * d + 2 * d], list(y[d * d + 2 * d:])
    s = [[Interval(1) for _ in range(d)] for _ in range(d)]
    for i in range(d):
        for j in range(i + 1, d):
            s[i][j] = s[j][i] = upper.pop(0)
    zero = Interval(0)
    h = (sum((r[l] * r[l] * fake[l] for l in range(d)), zero) * (1 - share * noise_g)
         - sum((q[l] * q[l] * real[l] for l in range(d)), zero) * (1 + share * noise_t) - share * (noise_t ** 2 + noise_g ** 2))
    pull = [zero - r[l] * r[l] * fake[l] for l in range(d)]
    dp = [(q[i] * r[j] * fake[j] + p[i][j] * pull[j]) * rate for i in range(d) for j in range(d)]
    dq = [(q[i] * real[i] - sum((p[i][j] * r[j] * fake[j] for j in range(d)), zero) + h * q[i]) * tau for i in range(d)]
    dr = [(sum((p[i][j] * q[i] * real[i] for i in range(d)), zero) - sum((s[j][k] * r[k] * fake[k] for k in range(d)), zero) + h * r[j]) * tau
          + (pull[j] + fake[j]) * r[j] * rate for j in range(d)]
    ds = [(r[i] * r[j] * (fake[i] + fake[j]) + s[i][j] * (pull[i] + pull[j])) * rate for i in range(d) for j in range(i + 1, d)]
    return dp + dq + dr + ds


def jacobian(c, box):
    n = len(box)
    columns = [[v.slope for v in field(c, [Interval(*b, (Fraction(i == j),) * 2) for i, b in enumerate(box)])] for j in range(n)]
    return [[columns[j][i] for j in range(n)] for i in range(n)]


def row_times(row, column):
    total = Fraction(0), Fraction(0)
    for a, b in zip(row, column):
        total = plus(total, times((a, a), b))
    return total


def verify_rest(c):
    center = [Fraction(v) for v in c["center"]]
    n = len(center)
    search = [(Fraction(a), Fraction(b)) for a, b in zip(c["search_low"], c["search_high"])]
    small = [(Fraction(a), Fraction(b)) for a, b in zip(c["low"], c["high"])]
    m = [[Fraction(c["preconditioner"][i * n + j]) for j in range(n)] for i in range(n)]
    value = [(v.low, v.high) for v in field(c, [Interval(v) for v in center])]
    j = jacobian(c, search)
    for i in range(n):
        step = row_times(m[i], value)
        image = center[i] - step[1], center[i] - step[0]
        for k in range(n):
            product = row_times(m[i], [j[l][k] for l in range(n)])
            rest = int(i == k) - product[1], int(i == k) - product[0]
            image = plus(image, times(rest, (search[k][0] - center[k], search[k][1] - center[k])))
        require(search[i][0] < image[0] and image[1] < search[i][1], "Krawczyk's test fails")
        require(small[i][0] <= image[0] and image[1] <= small[i][1], "the small box is not shown to hold the point")
    return n, small


def verify_count(c, n, small):
    j = jacobian(c, small)
    t = [[Fraction(c["basis"][i * n + k]) for k in range(n)] for i in range(n)]
    w = [[Fraction(c["basis_inverse"][i * n + k]) for k in range(n)] for i in range(n)]
    jt = [[row_times([t[l][k] for l in range(n)], j[i]) for k in range(n)] for i in range(n)]
    similar = [[row_times(w[i], [jt[l][k] for l in range(n)]) for k in range(n)] for i in range(n)]
    defect = max(sum(abs(sum(w[i][l] * t[l][k] for l in range(n)) - (i == k)) for k in range(n)) for i in range(n))
    require(defect < 1, "the basis is not shown to be one")
    extra = defect / (1 - defect) * max(sum(modulus(v) for v in row) for row in similar)
    unstable = stable = i = 0
    while i < n:
        width = 2 if c["pairs"][i] == "1" else 1
        radius = sum(extra + sum(modulus(similar[a][k]) for k in range(n) if not i <= k < i + width) for a in range(i, i + width))
        middle = similar[i][i]
        if width == 2:
            a = (min(middle[0], similar[i + 1][i + 1][0]) + max(middle[1], similar[i + 1][i + 1][1])) / 2
            radius += modulus((middle[0] - a, middle[1] - a)) + modulus((similar[i + 1][i + 1][0] - a, similar[i + 1][i + 1][1] - a))
            radius += modulus(plus(similar[i][i + 1], similar[i + 1][i]))
            middle = a, a
        require(middle[0] - radius > 0 or middle[1] + radius < 0, "an eigenvalue may lie on the axis")
        unstable, stable = unstable + width * (middle[0] - radius > 0), stable + width * (middle[1] + radius < 0)
        i += width
    require((str(unstable), str(stable)) == (c["unstable"], c["stable"]), "the directions are counted differently")


def verify(line):
    whole = json.loads(line)
    c = whole["certificate"]
    text = json.dumps(c, separators=(",", ":"), ensure_ascii=False)
    require(hashlib.sha256(text.encode()).hexdigest() == whole["sha256"], "the digest is of another certificate")
    require(c["kind"] == "fixed point of the reduced ODE (13)", "unknown kind of certificate")
    n, small = verify_rest(c)
    if "unstable" in c:
        verify_count(c, n, small)
    return f"one fixed point, {c['unstable']} unstable and {c['stable']} stable directions" if "unstable" in c else "one fixed point"


if __name__ == "__main__":
    failed = 0
    for number, line in enumerate(open(sys.argv[1], encoding="utf-8"), 1):
        try:
            print(f"{number}: verified, {verify(line)}")
        except (ValueError, KeyError, IndexError, TypeError) as error:
            failed += 1
            print(f"{number}: REJECTED, {error}")
    sys.exit(failed > 0)
