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
    small = intervals(c["low"], c["high"])
    n = len(c["center"])
    krawczyk(c, small, list(range(n)), [None] * n)
    return n, small


def intervals(low, high):
    require(len(low) == len(high) and all(Fraction(a) <= Fraction(b) for a, b in zip(low, high)), "the ends of an interval are not in order")
    return [(Fraction(a), Fraction(b)) for a, b in zip(low, high)]


def krawczyk(c, box, places, held):
    """The test over some coordinates, with the others held in intervals: K lies inside the search box and within the given one."""
    center = [Fraction(v) for v in c["center"]]
    n = len(places)
    search, small = intervals(c["search_low"], c["search_high"]), [box[k] for k in places]
    require(len(center) == len(search) == n and all(a <= y <= b for y, (a, b) in zip(center, search)), "the center lies outside the search box")
    m = [[Fraction(c["preconditioner"][i * n + j]) for j in range(n)] for i in range(n)]
    whole = list(held)
    for k, place in enumerate(places):
        whole[place] = center[k], center[k]
    value = field(c, [Interval(*v) for v in whole])
    value = [(value[k].low, value[k].high) for k in places]
    for k, place in enumerate(places):
        whole[place] = search[k]
    j = jacobian(c, whole)
    j = [[j[a][b] for b in places] for a in places]
    for i in range(n):
        step = row_times(m[i], value)
        image = center[i] - step[1], center[i] - step[0]
        for k in range(n):
            product = row_times(m[i], [j[l][k] for l in range(n)])
            rest = int(i == k) - product[1], int(i == k) - product[0]
            image = plus(image, times(rest, (search[k][0] - center[k], search[k][1] - center[k])))
        require(search[i][0] < image[0] and image[1] < search[i][1], "Krawczyk's test fails")
        require(small[i][0] <= image[0] and image[1] <= small[i][1], "the small box is not shown to hold the point")


def verify_family(c):
    """With the vanishing coordinates at 0, they and the free ones do not move, whatever the others are within 1 of the member; the others are solved for."""
    box = intervals(c["low"], c["high"])
    n, vanishing, free = len(box), [int(v) for v in c["vanishing"]], [int(v) for v in c["free"]]
    d = len(c["lambda"])
    require(n == d * d + 2 * d + d * (d - 1) // 2 and len(set(vanishing + free)) == len(vanishing + free) and all(0 <= i < n for i in vanishing + free), "the coordinates are not those of (13)")
    solved = [i for i in range(n) if i not in vanishing + free]
    require(all(box[i] == (0, 0) for i in vanishing), "a vanishing coordinate does not vanish")
    require(all(box[i][0] == box[i][1] for i in free), "a free coordinate is not given")
    around = field(c, [Interval(0) if i in vanishing else Interval(a - 1, b + 1) for i, (a, b) in enumerate(box)])
    require(all(around[i].low == 0 == around[i].high for i in vanishing + free), "the family is not shown to be at rest")
    if solved:
        krawczyk(c, box, solved, [None if i in solved else v for i, v in enumerate(box)])
        require(all(box[i][0] - 1 < Fraction(a) and Fraction(b) < box[i][1] + 1 for i, a, b in zip(solved, c["search_low"], c["search_high"])), "the search box is too wide")
    if "unstable" not in c:
        return f"a family of dimension {len(free)}"
    j = jacobian(c, box)
    counts = [count(c, name + "_", [[j[a][b] for b in places] for a in places]) for name, places in (("solved", solved), ("vanishing", vanishing)) if places]
    require((str(sum(a for a, _ in counts)), str(sum(b for _, b in counts))) == (c["unstable"], c["stable"]), "the directions are counted differently")
    return f"a family of dimension {len(free)}, {c['unstable']} unstable and {c['stable']} stable directions across it"


def verify_count(c, n, small):
    require(tuple(map(str, count(c, "", jacobian(c, small)))) == (c["unstable"], c["stable"]), "the directions are counted differently")


def count(c, prefix, j):
    """How many eigenvalues lie right and left of the axis, by Gershgorin's theorem for blocks."""
    n = len(j)
    t = [[Fraction(c[prefix + "basis"][i * n + k]) for k in range(n)] for i in range(n)]
    w = [[Fraction(c[prefix + "basis_inverse"][i * n + k]) for k in range(n)] for i in range(n)]
    jt = [[row_times([t[l][k] for l in range(n)], j[i]) for k in range(n)] for i in range(n)]
    similar = [[row_times(w[i], [jt[l][k] for l in range(n)]) for k in range(n)] for i in range(n)]
    defect = max(sum(abs(sum(w[i][l] * t[l][k] for l in range(n)) - (i == k)) for k in range(n)) for i in range(n))
    require(defect < 1, "the basis is not shown to be one")
    extra = defect / (1 - defect) * max(sum(modulus(v) for v in row) for row in similar)
    unstable = stable = i = 0
    while i < n:
        width = 2 if c[prefix + "pairs"][i] == "1" else 1
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
    return unstable, stable


def verify(line):
    whole = json.loads(line)
    c = whole["certificate"]
    text = json.dumps(c, separators=(",", ":"), ensure_ascii=False)
    require(hashlib.sha256(text.encode()).hexdigest() == whole["sha256"], "the digest is of another certificate")
    if c["kind"] == "family of fixed points of the reduced ODE (13)":
        return verify_family(c)
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
