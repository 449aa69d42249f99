"""Verifies certificates of fixed points and of complete lists of them, one a line, in exact rational arithmetic.

    phasegan prove --lambda 1 --tau 0.2 --eta 0.5 --output points.jsonl
    python3 verify.py points.jsonl

It shares no code with what made them. What it trusts: Python's fractions, the equations (13) written below, Brouwer's and Gershgorin's theorems, Routh and Hurwitz's conditions.
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


def roots_between(a, b, c, low, high):
    """How many different roots of a u² − b u + c, a > 0, lie in (low, high]."""
    def g(u):
        return a * u * u - b * u + c
    if b * b < 4 * a * c:
        return 0
    if b * b == 4 * a * c:
        return int(low < b / (2 * a) <= high)
    first = g(low) > 0 and low < b / (2 * a) and (g(high) <= 0 or high >= b / (2 * a))
    second = (low < b / (2 * a) or g(low) < 0) and high >= b / (2 * a) and g(high) >= 0
    return first + second


def attracts(m, u, v, h):
    """Routh and Hurwitz over intervals of u = r² and v = P², for q = Pr, with coordinates in units of P, Pr and r."""
    real, fake, alpha, gain_t, gain_g = m
    one, pull, seen = Interval(1), alpha * fake * u, v * real
    m22, m23 = h + real - 2 * gain_t * real * (u * v), (2 * gain_g * u - one) * fake
    m32, m33 = seen * (one - 2 * gain_t * u), h - fake + 2 * gain_g * fake * u + (one - 3 * u) * (alpha * fake)
    a1 = pull - m22 - m33
    a2 = pull * (Interval(fake) - m22) + pull * (seen - m33) + m22 * m33 - m23 * m32
    a3 = pull * (m22 * m33 - m23 * m32 - fake * m33 - m23 * seen - fake * m32 - m22 * seen)
    turn = a1 * a2 - a3
    if a1.low > 0 and a3.low > 0 and turn.low > 0:
        return "yes"
    return "no" if min(a1.high, a2.high, a3.high, turn.high) < 0 else "not decided"


def root_of(square, box):
    """Whether √ of every number of an interval lies in a box."""
    return box[0] >= 0 and box[0] ** 2 <= square[0] and square[1] <= box[1] ** 2


def verify_list(c):
    """q = Pr or r = 0 at every fixed point; counts the roots of what is left, and sees that each enclosure holds one."""
    (real,), (fake,) = [Fraction(v) for v in c["lambda"]], [Fraction(v) for v in c["lambda_fake"]]
    tau, rate, noise_t, noise_g = (Fraction(c[k]) for k in ("tau", "tau_tilde", "eta_t", "eta_g"))
    share, alpha = tau / (2 * int(c["batch"])), rate / tau
    gain_g, gain_t, x = 1 - share * noise_g, 1 + share * noise_t, share * (noise_t ** 2 + noise_g ** 2)
    m = real, fake, alpha, gain_t, gain_g
    trace, least = real - fake + alpha * fake - 2 * x, (real - x) * (fake + x - alpha * fake) / (real * fake)
    require(Fraction(c["least_overlap_low"]) <= least <= Fraction(c["least_overlap_high"]), "the end of the deceived points that attract is elsewhere")
    deceived = "no" if trace > 0 or least > 1 else "yes" if trace < 0 and least < 1 else "not decided"
    require(c["deceived_attracts"] in (deceived, "not decided"), "the deceived points are not of that kind")
    line = gain_g == alpha and fake * (1 - alpha) + x == 0
    require(c["locked_line"] == ("yes" if line else "no"), "Locked is a line, or is not")
    g = gain_t * alpha * fake, gain_g * fake - gain_t * (real - alpha * fake), fake - real + x
    locked = None if gain_g == alpha else (fake * (1 - alpha) + x) / (fake * (gain_g - alpha))
    counts = {"DiscriminatorOnly": int(x < real), "Locked": int(locked is not None and 0 < locked <= 1),
              "Undeceived": roots_between(*g, max(Fraction(0), 1 - real / (alpha * fake)), Fraction(1))}
    for kind, count in counts.items():
        require(c[kind] == str(count) and c["kinds"].count(kind) == count, f"{count} points are {kind}")
    require(len(c["kinds"]) == sum(counts.values()), "there are points of another kind")
    last = None
    for i, kind in enumerate(c["kinds"]):
        u, p, q, r = [(Fraction(c[k + "_low"][i]), Fraction(c[k + "_high"][i])) for k in "upqr"]
        require(u[0] <= u[1] and root_of(u, r), "r is not the root of u")
        if kind == "DiscriminatorOnly":
            require(p == u == (0, 0) and root_of(((real - x) / (real * gain_t),) * 2, q), "q is elsewhere")
            found = "no"  # the block over P and r has a negative determinant
        elif kind == "Locked":
            require(p == q == (0, 0) and u[0] <= locked <= u[1], "Locked is elsewhere")
            found = attracts(m, Interval(*u), Interval(0), gain_g * fake * Interval(*u) - x)
        else:
            at = [g[0] * w * w - g[1] * w + g[2] for w in u]
            require(0 < u[0] and u[1] <= 1 and at[0] * at[1] <= 0, "no root of the quadratic is shown in u")
            require(last is None or u[1] < last, "two enclosures may hold the same root")
            last = u[0]
            v = tuple(1 - alpha * fake * (1 - w) / real for w in u)
            require(v[0] > 0 and root_of(v, p) and q[0] <= p[0] * r[0] and p[1] * r[1] <= q[1], "P or q is elsewhere")
            found = attracts(m, Interval(*u), Interval(*v), Interval(fake - real))
        require(c["attracts"][i] in (found, "not decided"), "the stability is not that")
    return f"complete list, {len(c['kinds'])} isolated fixed points"


def verify(line):
    whole = json.loads(line)
    c = whole["certificate"]
    text = json.dumps(c, separators=(",", ":"), ensure_ascii=False)
    require(hashlib.sha256(text.encode()).hexdigest() == whole["sha256"], "the digest is of another certificate")
    if c["kind"] == "all fixed points of the reduced ODE (13) with one feature":
        return verify_list(c)
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
