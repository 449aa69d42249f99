"""Verifies certificates of fixed points, of complete lists of them and of ends of trainings, one a line, in exact rational arithmetic.

    phasegan prove --lambda 1 --tau 0.2 --eta 0.5 --output points.jsonl
    python3 verify.py points.jsonl

It shares no code with what made them. What it trusts: Python's fractions, the equations (13) written below, Brouwer's, Banach's and Gershgorin's theorems, Routh and Hurwitz's conditions, Taylor's theorem, Gronwall's lemma.
"""
import hashlib
import json
import sys
from fractions import Fraction
from math import isqrt, sqrt
from operator import mul


class Interval:
    """[low, high] with rational ends, and the derivative along one coordinate as another."""

    def __init__(self, low, high=None, slope=None):
        self.low, self.high = Fraction(low), Fraction(low if high is None else high)
        self.slope = slope if slope is not None else (Fraction(0), Fraction(0))

    def __add__(a, b):
        if isinstance(b, Jet):
            return NotImplemented
        b = b if isinstance(b, Interval) else Interval(b)
        return Interval(a.low + b.low, a.high + b.high, plus(a.slope, b.slope))

    def __sub__(a, b):
        if isinstance(b, Jet):
            return NotImplemented
        b = b if isinstance(b, Interval) else Interval(b)
        return a + Interval(-b.high, -b.low, (-b.slope[1], -b.slope[0]))

    def __mul__(a, b):
        if isinstance(b, Jet):
            return NotImplemented
        b = b if isinstance(b, Interval) else Interval(b)
        low, high = times((a.low, a.high), (b.low, b.high))
        return Interval(low, high, plus(times(a.slope, (b.low, b.high)), times((a.low, a.high), b.slope)))

    __radd__, __rmul__ = __add__, __mul__

    def __rsub__(a, b):
        return Interval(b) - a


class Jet:
    """An interval and its derivative along a vector, both with the derivative along one coordinate."""

    def __init__(self, value, tangent=None):
        self.value = value if isinstance(value, Interval) else Interval(value)
        self.tangent = tangent if tangent is not None else Interval(0)

    def __add__(a, b):
        b = b if isinstance(b, Jet) else Jet(b)
        return Jet(a.value + b.value, a.tangent + b.tangent)

    def __sub__(a, b):
        b = b if isinstance(b, Jet) else Jet(b)
        return Jet(a.value - b.value, a.tangent - b.tangent)

    def __mul__(a, b):
        b = b if isinstance(b, Jet) else Jet(b)
        return Jet(a.value * b.value, a.value * b.tangent + a.tangent * b.value)

    __radd__, __rmul__ = __add__, __mul__

    def __rsub__(a, b):
        return Jet(b) - a


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
    tau, rate, noise_t, noise_g = (c[k] if isinstance(c[k], Interval) else Fraction(c[k]) for k in ("tau", "tau_tilde", "eta_t", "eta_g"))
    d, share = len(real), tau * Fraction(1, 2 * int(c["batch"]))
    p, q, r, upper = [y[i * d:(i + 1) * d] for i in range(d)], y[d * d:d * d + d], y[d * d + d:d * d + 2 * d], list(y[d * d + 2 * d:])
    s = [[Interval(1) for _ in range(d)] for _ in range(d)]
    for i in range(d):
        for j in range(i + 1, d):
            s[i][j] = s[j][i] = upper.pop(0)
    zero = Interval(0)
    h = (sum((r[l] * r[l] * fake[l] for l in range(d)), zero) * (1 - share * noise_g)
         - sum((q[l] * q[l] * real[l] for l in range(d)), zero) * (1 + share * noise_t) - share * (noise_t * noise_t + noise_g * noise_g))
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
    """The test over some coordinates, with the others held in intervals."""
    def whole(part):
        full = list(held)
        for place, v in zip(places, part):
            full[place] = v
        return full

    def value(part):
        found = field(c, [Interval(*v) for v in whole(part)])
        return [(found[k].low, found[k].high) for k in places]

    def slopes(part):
        j = jacobian(c, whole(part))
        return [[j[a][b] for b in places] for a in places]
    krawczyk_of(c, [box[k] for k in places], value, slopes)


def krawczyk_of(c, small, value_over, jacobian_over):
    """K = y - C f(y) + (I - C J(Y))(Y - y) lies inside the search box Y and within the given one."""
    center = [Fraction(v) for v in c["center"]]
    n, search = len(center), intervals(c["search_low"], c["search_high"])
    require(n == len(search) == len(small) and all(a <= y <= b for y, (a, b) in zip(center, search)), "the center lies outside the search box")
    m = [[Fraction(c["preconditioner"][i * n + j]) for j in range(n)] for i in range(n)]
    value, j = value_over([(y, y) for y in center]), jacobian_over(search)
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
    """How many eigenvalues lie right and left of the axis."""
    found = bands(c, prefix, j)
    require(all(low > 0 or high < 0 for low, high, _ in found), "an eigenvalue may lie on the axis")
    return sum(width for low, _, width in found if low > 0), sum(width for _, high, width in found if high < 0)


def has_unstable(c, prefix, j):
    """Whether some bands lie right of the axis and meet no others: they hold as many eigenvalues as they stand for."""
    found = sorted(bands(c, prefix, j), reverse=True)
    return any(found[k][0] > 0 and all(other[1] < found[k][0] for other in found[k + 1:]) for k in range(len(found)))


def bands(c, prefix, j):
    """Bands that hold the real parts of eigenvalues, with their numbers, by Gershgorin's theorem for blocks."""
    n = len(j)
    t = [[Fraction(c[prefix + "basis"][i * n + k]) for k in range(n)] for i in range(n)]
    w = [[Fraction(c[prefix + "basis_inverse"][i * n + k]) for k in range(n)] for i in range(n)]
    jt = [[row_times([t[l][k] for l in range(n)], j[i]) for k in range(n)] for i in range(n)]
    similar = [[row_times(w[i], [jt[l][k] for l in range(n)]) for k in range(n)] for i in range(n)]
    defect = max(sum(abs(sum(w[i][l] * t[l][k] for l in range(n)) - (i == k)) for k in range(n)) for i in range(n))
    require(defect < 1, "the basis is not shown to be one")
    extra = defect / (1 - defect) * max(sum(modulus(v) for v in row) for row in similar)
    found, i = [], 0
    while i < n:
        width = 2 if c[prefix + "pairs"][i] == "1" else 1
        radius = sum(extra + sum(modulus(similar[a][k]) for k in range(n) if not i <= k < i + width) for a in range(i, i + width))
        middle = similar[i][i]
        if width == 2:
            a = (min(middle[0], similar[i + 1][i + 1][0]) + max(middle[1], similar[i + 1][i + 1][1])) / 2
            radius += modulus((middle[0] - a, middle[1] - a)) + modulus((similar[i + 1][i + 1][0] - a, similar[i + 1][i + 1][1] - a))
            radius += modulus(plus(similar[i][i + 1], similar[i + 1][i]))
            middle = a, a
        found.append((middle[0] - radius, middle[1] + radius, width))
        i += width
    return found


def over(a, b):
    require(b[0] > 0, "a divisor may vanish")
    return times(a, (1 / b[1], 1 / b[0]))


def total(*terms):
    return sum(t[0] for t in terms), sum(t[1] for t in terms)


def scaled(factor, a):
    return times((factor, factor), a)


def root(a):
    """Rational bounds on the square root of an interval."""
    def down(v):
        return Fraction(isqrt((v.numerator << 240) // v.denominator), 1 << 120)
    require(a[0] >= 0, "there is no root")
    return down(a[0]), down(a[1]) + Fraction(1, 1 << 120)


class Model:
    """The parameters in units of tau."""

    def __init__(self, c):
        tau, noise_t, noise_g = Fraction(c["tau"]), Fraction(c["eta_t"]), Fraction(c["eta_g"])
        share = tau / (2 * int(c["batch"]))
        require(tau > 0 and Fraction(c["tau_tilde"]) > 0 and noise_t >= 0 and noise_g >= 0 and share > 0, "a parameter leaves its range")
        self.real, self.fake = [Fraction(v) for v in c["lambda"]], [Fraction(v) for v in c["lambda_fake"]]
        require(min(self.real + self.fake) > 0 and len(self.real) == len(self.fake), "a variance leaves its range")
        self.alpha, self.noise = Fraction(c["tau_tilde"]) / tau, share * (noise_t ** 2 + noise_g ** 2)
        self.fake_gain, self.real_gain = 1 - share * noise_g, 1 + share * noise_t

    def weight(self, active, u):
        return total(*(scaled(self.fake[j], v) for j, v in zip(active, u)))

    def regulation(self, active, s, u):
        if s is not None:
            h = sum(self.fake[j] for j in active) - self.real[s]
            return h, h
        return total(scaled(self.fake_gain, self.weight(active, u)), (-self.noise, -self.noise))

    def pull(self, active, s, u):
        """Lambda_s v."""
        if s is None:
            return Fraction(0), Fraction(0)
        rest = self.noise + self.regulation(active, s, u)[0]
        return scaled(1 / self.real_gain, total(scaled(self.fake_gain, self.weight(active, u)), (-rest, -rest)))

    def excludes(self, active, s, u):
        """Whether an equation, or 0 <= v <= u_j or S^2 <= 1, fails all over a piece of 0 <= u_j <= 1: E_j of the active columns, and their sum, in which the shares of pairs add up."""
        n, f, pull = len(active), [self.fake[j] for j in active], self.pull(active, s, u)
        if s is not None:
            pull = max(pull[0], 0), min(pull[1], self.real[s] * min(b for _, b in u))
            if pull[0] > pull[1]:
                return True
        h = self.regulation(active, s, u)
        w = self.weight(active, u)
        seen_sum = Fraction(0), Fraction(0)
        for j in range(n):
            seen = (Fraction(0), Fraction(0)) if s is None else (pull[0] / u[j][1], min(self.real[s], pull[1] / u[j][0]) if u[j][0] > 0 else self.real[s])
            seen_sum = total(seen_sum, seen)
            start = (self.alpha - 1) * f[j] + (-self.noise if s is None else h[0])
            terms = [seen, (start, start)]
            for k in range(n):
                terms.append(scaled((self.fake_gain * f[k] if s is None else 0) - (self.alpha * f[j] if j == k else 0), u[k]))
                if j != k:
                    low = f[k] * (f[j] + f[k]) * u[k][0] / (f[j] * u[j][1] + f[k] * u[k][0])
                    high = f[k] * (f[j] + f[k]) * u[k][1] / (f[j] * u[j][0] + f[k] * u[k][1])
                    terms.append((-high, -low))
            value = total(*terms)
            if value[0] > 0 or value[1] < 0:
                return True
        both = sum(f)
        if s is None:
            value = total(scaled(n * self.fake_gain - self.alpha, w), ((self.alpha - n) * both - n * self.noise,) * 2)
        else:
            value = total(seen_sum, scaled(-self.alpha, w), (n * h[0] + (self.alpha - n) * both,) * 2)
        return value[0] > 0 or value[1] < 0 or any(
            u[j][0] > u[k][1] and u[k][0] > 0 and u[j][1] / u[k][0] < (f[k] / f[j]) ** 2 for j in range(n) for k in range(n) if j != k)


def verify_motion(c):
    """Every fixed point repels: the deceived ones by their trace, those with r = 0 always, and the others lie in the boxes listed, each of which repels; whatever is outside the boxes is excluded piece by piece."""
    g = Model(c)
    d = len(g.real)
    require(sum(g.real) + (g.alpha - 1) * sum(g.fake) > 2 * d * g.noise, "the deceived states are not shown to repel")
    entries = [(tuple(int(j) for j in e["active"]), int(e["seen"]) if e["seen"] else None, intervals(e["low"], e["high"]), e) for e in c["families"]]
    for columns in range(1, 1 << d):
        active = tuple(j for j in range(d) if columns >> j & 1)
        for s in [None] + [s for s in range(d) if g.real[s] not in g.real[:s]]:
            cover(g, active, s, [box for a, t, box, _ in entries if (a, t) == (active, s)])
    for active, s, box, e in entries:
        require(repels(c, g, active, s, box, e), f"columns {active} with feature {s} are not shown to repel")
    return f"no fixed point attracts, {len(entries)} boxes"


def cover(g, active, s, boxes):
    pieces, looked = [((Fraction(0), Fraction(1)),) * len(active)], 0
    while pieces:
        piece, looked = pieces.pop(), looked + 1
        if any(all(b[0] <= p[0] and p[1] <= b[1] for b, p in zip(box, piece)) for box in boxes) or g.excludes(active, s, piece):
            continue
        widest = max(range(len(piece)), key=lambda k: piece[k][1] - piece[k][0])
        low, high = piece[widest]
        require(high - low > Fraction(1, 1 << 50) and looked < 20000, "a piece is neither listed nor excluded")
        for half in ((low, (low + high) / 2), ((low + high) / 2, high)):
            pieces.append(piece[:widest] + (half,) + piece[widest + 1:])


def repels(c, g, active, s, u, e):
    d, n = len(g.real), len(active)
    unseen, frozen = [i for i in range(d) if i != s], [l for l in range(d) if l not in active]
    require(all(v[0] > 0 for v in u), "a box reaches r = 0")
    h, w, pull = g.regulation(active, s, u), g.weight(active, u), g.pull(active, s, u)
    rest = sum(g.real[i] for i in unseen) + sum((g.alpha - 1) * g.fake[l] for l in frozen)
    if total(scaled(len(unseen) + len(frozen), h), scaled(-g.alpha * (len(unseen) + len(frozen)), w), (rest, rest))[0] > 0:
        return True
    kappa = [scaled(g.alpha * g.fake[j], v) for j, v in zip(active, u)]
    for rate in (Fraction(1, 10000), Fraction(1, 1000), Fraction(1, 100), Fraction(3, 100), Fraction(1, 10), Fraction(3, 10)):
        z = rate * sum(g.fake[j] for j in active)
        if sum(z - g.real[i] - h[0] + sum(g.fake[j] * k[1] / (z + k[1]) for j, k in zip(active, kappa)) < 0 for i in unseen) > len(frozen):
            return True
    if s is not None:
        require(pull[0] > 0, "a box reaches v = 0")
        if all(g.real[i] != g.real[s] for i in unseen) and sum(g.real[i] > g.real[s] for i in unseen) != len(frozen):
            return True
    if d == 2 and n == 1 and members_repel(g, active[0], s, u[0], h, pull):
        return True
    return blocks_repel(c, g, active, s, u, e)


def blocks_repel(c, g, active, s, u, e):
    """The spectra over the coordinates that do not vanish, and, without free ones, over the others."""
    d, v = len(g.real), None if s is None else scaled(1 / g.real[s], g.pull(active, s, u))
    names = [("P", i, j) for i in range(d) for j in range(d)] + [("q", i) for i in range(d)] + [("r", j) for j in range(d)] + [("S", i, j) for i in range(d) for j in range(i + 1, d)]
    state = [(Fraction(0), Fraction(0))] * len(names)
    for a, j in enumerate(active):
        state[names.index(("r", j))] = root(u[a])
        if s is not None:
            state[names.index(("P", s, j))] = root(over(v, u[a]))
        for b in range(a):
            k = active[b]
            state[names.index(("S", k, j))] = over(scaled(g.fake[j] + g.fake[k], times(root(u[a]), root(u[b]))), total(scaled(g.fake[j], u[a]), scaled(g.fake[k], u[b])))
    if s is not None:
        state[names.index(("q", s))] = root(v)
    even = [i for i, m in enumerate(names) if m[0] == "r" and m[1] in active or m[0] == "S" and m[1] in active and m[2] in active or m[0] == "q" and m[1] == s or m[0] == "P" and m[1] == s and m[2] in active]
    free = [i for i, m in enumerate(names) if m[0] == "P" and m[1] != s and m[2] not in active or m[0] == "S" and m[1] not in active and m[2] not in active]
    odd = [i for i in range(len(names)) if i not in even + free]
    j = jacobian(c, state)
    blocks = [("even_", even)] + ([("odd_", odd)] if odd and not free else [])
    return any(prefix + "basis" in e and has_unstable(e, prefix, [[j[a][b] for b in places] for a in places]) for prefix, places in blocks)


def product(p, q):
    result = [(Fraction(0), Fraction(0))] * (len(p) + len(q) - 1)
    for i, a in enumerate(p):
        for k, b in enumerate(q):
            result[i + k] = plus(result[i + k], times(a, b))
    return result


def members_repel(g, j, s, u, h, pull):
    """Two features, one active column: the characteristic polynomials of the coordinates that vanish are linear in the squares of the free overlaps; by halving, each box of squares has a polynomial that is not Hurwitz, some way right of the axis."""
    active, frozen, one = g.fake[j], g.fake[1 - j], (Fraction(1), Fraction(1))
    kappa = scaled(g.alpha * active, u)

    def quadratic(rate, share):
        return [times(kappa, total((share, share), (-rate[1], -rate[0]))), total(kappa, (-rate[1], -rate[0])), one]
    near = [kappa, one]
    square, column = product(near, near), quadratic(total(h, ((g.alpha - 1) * frozen,) * 2), active + frozen)
    feature = [quadratic(total(h, (real, real)), active) for real in g.real]
    if s is None:
        origin = product(column, product(*feature))
        slopes = [[scaled(frozen * g.real[l], v) for v in product(square, feature[1 - l])] for l in range(2)]
    else:
        inner = [(Fraction(0), Fraction(0))] + column
        for k in range(2):
            part = scaled(g.alpha * frozen, times(pull, near[k]))
            inner[k] = total(inner[k], (-part[1], -part[0]))
        origin = product(feature[1 - s], inner)
        slopes = [[(Fraction(0), Fraction(0))] + [scaled(frozen * g.real[1 - s], v) for v in square]]
    size = 2 * max(abs(float(max(abs(origin[-1 - k][0]), abs(origin[-1 - k][1])) + sum(t[len(origin) - 1 - k][1] for t in slopes if len(origin) - 1 - k < len(t)))) ** (1 / k) for k in range(1, len(origin)))
    moves = [Fraction(0)] + [Fraction(size) / 2 ** k for k in range(1, 17)]
    boxes, looked, last = [((Fraction(0), Fraction(1)),) * len(slopes)], 0, 0
    while boxes:
        box, looked = boxes.pop(), looked + 1
        if sum(b[0] for b in box) > 1:
            continue
        at = list(origin)
        for b, slope in zip(box, slopes):
            for k, v in enumerate(slope):
                at[k] = plus(at[k], times(b, v))
        found = next((k for k in [last] + list(range(len(moves))) if not_hurwitz(at, moves[k])), None)
        if found is not None:
            last = found
            continue
        widest = max(range(len(box)), key=lambda k: box[k][1] - box[k][0])
        low, high = box[widest]
        if high - low < Fraction(1, 1 << 14) or looked > 2000:
            return False
        for half in ((low, (low + high) / 2), ((low + high) / 2, high)):
            boxes.append(box[:widest] + (half,) + box[widest + 1:])
    return True


def not_hurwitz(at, move):
    """Whether the polynomials in z + move, coefficients from the lowest, all break a condition of Lienard and Chipart; without a move only a negative coefficient counts, since a root may lie on the axis."""
    c = list(at)
    for first in range(len(c) - 1):
        for k in range(len(c) - 2, first - 1, -1):
            c[k] = plus(c[k], scaled(move, c[k + 1]))
    if any(v[1] < 0 for v in c[:-1]):
        return True
    if move == 0:
        return False
    n = len(c) - 1
    c = [None] + [c[n - k] for k in range(1, n + 1)]

    def minus(a, b):
        return a[0] - b[1], a[1] - b[0]
    a, b = minus(times(c[1], c[2]), c[3]), minus(times(c[1], c[4]), c[5])
    if n == 5:
        x, y, z = a, minus(times(c[3], c[4]), times(c[2], c[5])), b
    else:
        x, y, z = minus(times(c[3], a), times(c[1], b)), minus(times(c[5], b), times(times(c[1], c[3]), c[6])), minus(times(c[5], a), times(times(c[1], c[1]), c[6]))
    least = 0 if z[0] <= 0 <= z[1] else min(z[0] ** 2, z[1] ** 2)
    return x[1] < 0 or times(x, y)[1] - least < 0


def moved(c, p):
    """The parameters with the one that moves in an interval."""
    name, tau = c["moves"], Fraction(c["tau"])
    require(p.low > 0, "a parameter leaves its range")
    changes = {"alpha": {"tau_tilde": p * tau}, "tau": {"tau": p}, "tau-tilde": {"tau_tilde": p}, "eta": {"eta_t": p, "eta_g": p}, "eta-t": {"eta_t": p}, "eta-g": {"eta_g": p}}
    return {**c, **changes[name]}


def verify_branch(c):
    """A tube: on each piece of the parameter one fixed point in the search box, and at both ends a point in a small box inside it, the same one for neighbours."""
    pieces, nodes = c["pieces"], c["nodes"]
    require(len(nodes) == len(pieces) + 1 > 1, "pieces and their ends do not fit")

    def proved(e, low, high):
        at = moved(c, Interval(low, high))
        box = intervals(e["low"], e["high"])
        krawczyk(dict(at, **{k: e[k] for k in ("center", "search_low", "search_high", "preconditioner")}), box, list(range(len(box))), [None] * len(box))
        return box, intervals(e["search_low"], e["search_high"])
    ends = [(Fraction(e["at"]), proved(e, e["at"], e["at"])[0]) for e in nodes]
    for e, (start, first), (end, second) in zip(pieces, ends, ends[1:]):
        require(start != end, "a piece has no length")
        _, search = proved(e, min(start, end), max(start, end))
        for node in (first, second):
            require(all(s[0] <= b[0] and b[1] <= s[1] for s, b in zip(search, node)), "an end lies outside its piece")
    require(all((b[0] > a[0]) == (ends[1][0] > ends[0][0]) for a, b in zip(ends, ends[1:])), "the pieces do not follow one another")
    return f"one branch without a jump, {len(pieces)} pieces from {c['moves']} = {nodes[0]['at']} to {nodes[-1]['at']}"


def verify_special(c, is_hopf):
    """One root of the extended system in a box: a fold F = 0, Jv = 0, l.v = 1, or a Hopf point F = 0, Ja + wb = 0, Jb - wa = 0, l.a = 1, l.b = 0, where the speed of crossing is not 0."""
    norm = [Fraction(v) for v in c["norm"]]
    n = len(norm)

    def dot(v):
        return sum((x * a for x, a in zip(v, norm)), Interval(0))

    def system(z):
        at, a = moved(c, z[-1]), z[n:2 * n]
        along = field(at, [Jet(y, v) for y, v in zip(z, a)])
        if not is_hopf:
            return [v.value for v in along] + [v.tangent for v in along] + [dot(a) - 1]
        b, w = z[2 * n:3 * n], z[3 * n]
        across = field(at, [Jet(y, v) for y, v in zip(z, b)])
        return ([v.value for v in along] + [v.tangent + w * x for v, x in zip(along, b)] + [v.tangent - w * x for v, x in zip(across, a)] + [dot(a) - 1, dot(b)])

    def slopes(box):
        columns = [[v.slope for v in system([Interval(*v, (Fraction(i == k),) * 2) for i, v in enumerate(box)])] for k in range(len(box))]
        return [list(row) for row in zip(*columns)]
    small = intervals(c["low"], c["high"])
    require(len(small) == (3 * n + 2 if is_hopf else 2 * n + 1), "the extended system has another size")
    krawczyk_of(c, small, lambda box: [(v.low, v.high) for v in system([Interval(*v) for v in box])], slopes)
    where = f"at {c['moves']} = {float(sum(small[-1]) / 2)!r}"
    if not is_hopf:
        return f"one simple fold {where}"
    require(small[-2][0] > 0, "the frequency may vanish")
    speed = crossing(c, small, slopes(small), n)
    return f"one Hopf point {where}, crossing speed {float(sum(speed) / 2)!r}"


def crossing(c, z, j, n):
    """With the real part for the parameter the matrix is regular where 0 is no eigenvalue and the pair is simple; its solution holds the speed."""
    m = len(z)
    right = [(-row[-1][1], -row[-1][0]) for row in j]
    a = [row[:-1] + [(-z[i][1], -z[i][0]) if n <= i < 3 * n else (Fraction(0), Fraction(0))] for i, row in enumerate(j)]
    w = [[Fraction(c["speed_inverse"][i * m + k]) for k in range(m)] for i in range(m)]
    near = [Fraction(v) for v in c["speed_near"]]
    rest = [total(right[i], *(scaled(-near[k], a[i][k]) for k in range(m))) for i in range(m)]
    defect = size = Fraction(0)
    for i in range(m):
        row = [row_times(w[i], [a[l][k] for l in range(m)]) for k in range(m)]
        defect = max(defect, sum(modulus((v[0] - (i == k), v[1] - (i == k))) for k, v in enumerate(row)))
        size = max(size, modulus(row_times(w[i], rest)))
    require(defect < 1, "the pair is not shown to be simple, or 0 to be no eigenvalue")
    error = size / (1 - defect)
    low, high = Fraction(c["speed_low"]), Fraction(c["speed_high"])
    require(low <= near[-1] - error and near[-1] + error <= high and low * high > 0, "the speed of crossing is not shown")
    return low, high


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


BITS = 140  # balls (m, r) of whole numbers: all values within r of m, in units of 2^-BITS


def ball(x):
    m = (x.numerator << BITS) // x.denominator
    return m, int(m * x.denominator != x.numerator << BITS)


def fraction(b):
    return Fraction(b[0] - b[1], 1 << BITS), Fraction(b[0] + b[1], 1 << BITS)


def added(*balls):
    return sum(b[0] for b in balls), sum(b[1] for b in balls)


def dot(pairs):
    """The sum of products of balls, rounded once."""
    m = r = 0
    for (a, e), (b, f) in pairs:
        m += a * b
        if e or f:
            r += abs(a) * f + abs(b) * e + e * f
    return m >> BITS, (r >> BITS) + 2


def minus(b):
    return -b[0], b[1]


def shrunk(b, j):
    return b[0] // j, b[1] // j + 2


class Series:
    """Taylor coefficients, and with n > 1 those of the derivatives by the start: a list of balls for each, and beside it what products need: middles, their sizes, radii and the largest sizes."""

    def __init__(self, n):
        self.of = [[] for _ in range(n)]
        self.parts = [([], [], [], []) for _ in range(n)]

    def add(self, terms):
        for own, parts, (m, r) in zip(self.of, self.parts, terms):
            own.append((m, r))
            for part, v in zip(parts, (m, abs(m), r, abs(m) + r)):
                part.append(v)


def convolved(*pairs):
    """The sum of products of balls, with the second list turned round, rounded once."""
    m = r = 0
    for a, b in pairs:
        m += sum(map(mul, a[0], b[0]))
        r += sum(map(mul, a[1], b[2])) + sum(map(mul, a[2], b[3]))
    return m >> BITS, (r >> BITS) + 2


def coefficient(a, b, j):
    turned = [[part[j::-1] for part in parts] for parts in b.parts]
    return [convolved((a.parts[0], turned[0]))] + [convolved((a.parts[d], turned[0]), (a.parts[0], turned[d])) for d in range(1, len(a.of))]


def combined(*parts):
    """Sums of numbers times coefficients."""
    return [dot((c, p[d]) for c, p in parts) for d in range(len(parts[0][1]))]


def expand(m, y, order, slopes=False):
    """(13) by recurrence: coefficients up to an order of the solutions from a box of balls."""
    n, one = (4 if slopes else 1), ball(Fraction(1))
    tau, rate, real, fake, gain_t, gain_g, noise = m
    p, q, r, g, h, k = (Series(n) for _ in range(6))
    for i, (s, v) in enumerate(zip((p, q, r), y)):
        s.add([v] + [ball(Fraction(int(i == d))) for d in range(3)])

    def plus(coefficients, constant):
        return [added(coefficients[0], constant)] + coefficients[1:] if j == 0 else coefficients

    for j in range(order):
        at = [[x[j] for x in s.of] for s in (p, q, r)]
        rr, qq, pr, pq = coefficient(r, r, j), coefficient(q, q, j), coefficient(p, r, j), coefficient(p, q, j)
        # dP = τ̃Λ̃ r g, dq = τ(h q − Λ̃Pr), dr = k r + τΛPq, each factor with its constant, for what is summed apart has wider bounds
        feedback = combined((gain_g, rr), (minus(gain_t), qq))
        g.add(combined((one, at[1]), (minus(one), pr)))
        h.add(plus(feedback, added(real, minus(noise))))
        k.add(plus(combined((tau, feedback), (minus(rate), rr)), added(rate, minus(dot([(tau, added(fake, noise))])))))
        rg, hq, kr = coefficient(r, g, j), coefficient(h, q, j), coefficient(k, r, j)
        dq = combined((tau, combined((one, hq), (minus(fake), pr))))
        dr = combined((dot([(tau, real)]), pq), (one, kr))
        for s, d in zip((p, q, r), (combined((rate, rg)), dq, dr)):
            s.add([shrunk(x, j + 1) for x in d])
    return [s.of for s in (p, q, r)]


def summed(coefficients, t):
    total = 0, 0
    for c in reversed(coefficients):
        total = added(dot([(total, t)]), c)
    return total


def spanned(coefficients, h, pieces=2):
    """Lowest and highest value of a sum over [0, h], piece by piece about its middle."""
    ends = []
    for piece in range(pieces):
        at, half, c, off = shrunk((h[0] * (2 * piece + 1), h[1] * 20), 2 * pieces), shrunk(h, 2 * pieces), list(coefficients), 0
        for i in range(len(c) - 1):
            for j in range(len(c) - 2, i - 1, -1):
                c[j] = added(c[j], dot([(c[j + 1], at)]))
        step = half
        for x in c[1:]:
            off += sum(dot([((abs(x[0]), x[1]), step)]))
            step = dot([(step, half)])
        ends += [c[0][0] - c[0][1] - off, c[0][0] + c[0][1] + off]
    return min(ends), max(ends)


def size_of(b):
    return abs(b[0]) + b[1]


def multiplied(a, b):
    return [[dot((row[k], b[k][j]) for k in range(3)) for j in range(3)] for row in a]


UNIT = [[(int(i == j) << BITS, 0) for j in range(3)] for i in range(3)]


def upright(matrix, sizes):
    """Nearly orthogonal axes along the columns of a matrix, the largest first. Any axes would do, so plain numbers choose them; 60 bits of them are kept, and are exact from here on."""
    columns = [[row[j][0] / (1 << BITS) for row in matrix] for j in range(3)]
    axes = []
    for v in sorted(columns, key=lambda v: -sum(x * x for x in v) * sizes[columns.index(v)] ** 2):
        for _ in range(2):
            for axis in axes:
                along = sum(x * y for x, y in zip(v, axis))
                v = [x - along * y for x, y in zip(v, axis)]
            length = sqrt(sum(x * x for x in v))
            if length < 1e-150:
                return UNIT
            v = [x / length for x in v]
        axes.append(v)
    return [[(round(axis[i] * 2 ** 60) << BITS - 60, 0) for axis in axes] for i in range(3)]


def inverse(t):
    """Of a matrix whose entries are exact."""
    t = [[Fraction(b[0], 1 << BITS) for b in row] for row in t]
    cofactor = [[t[(i + 1) % 3][(j + 1) % 3] * t[(i + 2) % 3][(j + 2) % 3] - t[(i + 1) % 3][(j + 2) % 3] * t[(i + 2) % 3][(j + 1) % 3] for j in range(3)] for i in range(3)]
    determinant = sum(t[0][j] * cofactor[0][j] for j in range(3))
    require(determinant != 0, "a frame is singular")
    return [[ball(cofactor[j][i] / determinant) for j in range(3)] for i in range(3)]


class States:
    """All c + Cu + Qv with |u_i| at most a_i and |v_i| at most b_i (Lohner): what the start spans, carried linearly, and the rest in a box that turns with the flow."""

    def __init__(self, center, matrix=UNIT, span=(0, 0, 0)):
        self.center, self.matrix, self.span, self.frame, self.rest = center, matrix, list(span), UNIT, [0] * 3

    def reach(self):
        return [(sum(size_of(a) * e for a, e in zip(row + other, self.span + self.rest)) >> BITS) + 2 for row, other in zip(self.matrix, self.frame)]

    def balls(self):
        return list(zip(self.center, self.reach()))


def box_of_step(m, s, around, order, h, power, slopes):
    """Coefficients over a box that no solution leaves: the sum of the series stays inside by more than the remainder over the box."""
    spans = [spanned(a[0][:order], h) for a in around]
    most = [4 * dot([(power, (size_of(a[0][order]), 0))])[0] + (1 << BITS - 60) for a in around]
    for _ in range(4):
        require(max(e + abs(a) + abs(b) for (a, b), e in zip(spans, most)) < 1 << BITS + 4, "the step is too long")
        box = [((a + b) // 2, (b - a) // 2 + e + 2) for (a, b), e in zip(spans, most)]
        whole = expand(m, box, order, slopes)
        reached = [size_of(dot([(power, w[0][order])])) for w in whole]
        if all(a < b for a, b in zip(reached, most)):
            return whole
        most = [2 * a + (1 << BITS - 60) for a in reached]
    raise ValueError("a step may leave its box")


def carry(m, s, length, order, derivative=None):
    """Carries a set over a step; a derivative (frame, factor) too, where there is one."""
    require(length > 0, "a step goes nowhere")
    h, power = ball(length), ball(length ** order)
    require(max(s.reach()) < 1 << BITS - 3, "the set has grown too wide")
    around = expand(m, s.balls(), order, slopes=True)
    whole = box_of_step(m, s, around, order, h, power, derivative is not None)
    moved = [added(summed(a[0][:order], h), dot([(power, w[0][order])])) for a, w in zip(expand(m, [(v, 0) for v in s.center], order - 1), whole)]
    slopes = [[summed(around[i][1 + j][:order], h) for j in range(3)] for i in range(3)]
    loose = [b[1] for b in moved]
    s.center = [b[0] for b in moved]
    carried = multiplied(slopes, s.matrix)
    for i, row in enumerate(carried):
        loose[i] += (sum(b[1] * e for b, e in zip(row, s.span)) >> BITS) + 1
    s.matrix = [[(b[0], 0) for b in row] for row in carried]
    carried = multiplied(slopes, s.frame)
    s.frame = upright(carried, s.rest)
    back = inverse(s.frame)
    turned = multiplied(back, carried)
    s.rest = [(sum(size_of(a) * e for a, e in zip(turned[i] + back[i], s.rest + loose)) >> BITS) + 2 for i in range(3)]
    if derivative is None:
        return None
    # of the remainder: h^K f_K' e^(Lh) with L at least the norm of the Jacobian, and e < 3
    growth = 3 ** (max(sum(size_of(w[1 + j][1]) for j in range(3)) for w in whole) * length.numerator // (length.denominator << BITS) + 1)
    for row, w in zip(slopes, whole):
        extra = growth * size_of(dot([(power, (sum(size_of(w[1 + j][order]) for j in range(3)), 0))]))
        row[:] = [(b[0], b[1] + extra) for b in row]
    frame, factor = derivative
    carried = multiplied(slopes, frame)
    frame = upright(carried, [1] * 3)
    return frame, multiplied(multiplied(inverse(frame), carried), factor)


class Section:
    """Coordinates (z_1, z_2, s) = G^-1 (y - c), and the plane s = 0; G and c are cut off after the bits that are kept, for any would do."""

    def __init__(self, m, c):
        numbers = [(ball(Fraction(v))[0], 0) for v in c["point"] + c["columns"]]
        require(len(numbers) == 12, "there is no section")
        self.m, self.point, self.columns = m, numbers[:3], [numbers[k:k + 3] for k in (3, 6, 9)]
        self.rows = inverse(self.columns)

    def cross(self, s, derivative=None):
        """Bounds of |z_i| where the states cross the plane, of the time they take, forwards or back, and of the derivatives of z_i by those of a start in the plane."""
        at = [dot(zip(row, [added(p, (v, 0)) for p, v in zip([minus(b) for b in self.point], s.center)])) for row in self.rows]
        at = [size_of(b) + (sum(size_of(a) * e for a, e in zip(own + more, s.span + s.rest)) >> BITS) + 2 for b, own, more in zip(at, multiplied(self.rows, s.matrix), multiplied(self.rows, s.frame))]
        reach = s.reach()
        wide = list(reach)
        for _ in range(5):
            field = expand(self.m, list(zip(s.center, wide)), 1, slopes=True)
            speed = [dot(zip(row, [f[0][1] for f in field])) for row in self.rows]
            slowest = abs(speed[2][0]) - speed[2][1]
            require(slowest > 0, "the plane may not be crossed")
            time = (at[2] << BITS) // slowest + 1
            need = [a + (time * size_of(f[0][1]) >> BITS) + 1 for a, f in zip(reach, field)]
            if all(a < b for a, b in zip(need, wide)):
                break
            wide = [a + a // 4 + 2 for a in need]
        else:
            raise ValueError("the plane may not be reached")
        ratio = [(size_of(v) << BITS) // slowest + 1 for v in speed]
        image = [at[i] + (ratio[i] * at[2] >> BITS) + 1 for i in range(2)]
        if derivative is None:
            return image, time, None
        # within a time t the derivative of the flow is within e^(Lt) - 1 < Lt/(1 - Lt) of I
        x = max(sum(size_of(f[1 + j][1]) for j in range(3)) for f in field) * time >> BITS
        x += 1
        require(2 * x < 1 << BITS, "the crossing takes too long")
        near = [[(b[0], b[1] + 2 * x) for b in row] for row in UNIT]
        frame, factor = derivative
        slopes = multiplied(self.rows, multiplied(near, multiplied(multiplied(frame, factor), self.columns)))
        return image, time, [[size_of(slopes[i][j]) + (ratio[i] * size_of(slopes[2][j]) >> BITS) + 1 for j in range(2)] for i in range(2)]


def follow(c, m):
    """Carries the start over the steps."""
    center = [ball(Fraction(v)) for v in c["start"]]
    s = States([b[0] for b in center])
    s.rest = [b[1] for b in center]
    for length in c["length"]:
        carry(m, s, Fraction(length), int(c["order"]))
    return s


def verify_cycle(c):
    """A piece of a section returns into itself; with a contraction all of it converges to the one cycle there. The path from the start passes through the piece."""
    m, balls = constants(c)
    section, size = Section(balls, c), ball(Fraction(c["size"]))[0]
    factor, lengths = c["contraction"], [Fraction(v) for v in c["turn"]]
    require(size > 0, "the piece is empty")
    require(factor == "none" or 0 < Fraction(factor) < 1, "that is no contraction")
    require(0 < Fraction(c["period_low"]) < sum(lengths) < Fraction(c["period_high"]), "the steps of a return do not add up to the period")
    s = States([b[0] for b in section.point], section.columns, [size, size, 0])
    derivative = UNIT, UNIT
    for length in lengths:
        derivative = carry(balls, s, length, int(c["order"]), derivative)
    image, time, slopes = section.cross(s, derivative)
    require(max(image) < size, "the piece is not shown to return into itself")
    low, high = fraction((ball(sum(lengths))[0], time + 1))
    require(Fraction(c["period_low"]) <= low and high <= Fraction(c["period_high"]), "the period is not shown to be that")
    require(factor == "none" or Fraction(max(map(sum, slopes)), 1 << BITS) <= Fraction(factor), "returns are not shown to contract so much")
    image, _, _ = section.cross(follow(c, balls))
    require(max(image) <= size, "the path is not shown to enter the piece")
    return f"training ends on a cycle of period {float(sum(lengths)):.6g}{'' if factor == 'none' else ', which attracts'}, after {len(c['length'])} steps"


def root_up(x):
    """A number not below √x."""
    return Fraction(isqrt(-(-(x.numerator << 200) // x.denominator)) + 1, 1 << 100)


def larger(a, b, off):
    """An upper bound on the eigenvalues of all [[a, off], [off, b]]."""
    half = (a - b) * Fraction(1, 2)
    return (a + b).high / 2 + root_up(modulus((half.low, half.high)) ** 2 + modulus((off.low, off.high)) ** 2)


def verify_basin(c, m, box):
    """zᵀMz falls in an ellipsoid about the fixed point, and the box lies inside; gives P² there."""
    tau, rate, real, fake, gain_t, gain_g, x = m
    u, form, level = (Fraction(c["u_low"]), Fraction(c["u_high"])), [Fraction(v) for v in c["form"]], Fraction(c["level"])
    alpha = rate / tau
    if c["kind_of_rest"] == "Locked":
        require(gain_g != alpha and u[0] <= (fake * (1 - alpha) + x) / (fake * (gain_g - alpha)) <= u[1], "Locked is elsewhere")
        v = Fraction(0), Fraction(0)
    else:
        at = [gain_t * alpha * fake * w * w - (gain_g * fake - gain_t * (real - alpha * fake)) * w + fake - real + x for w in u]
        require(c["kind_of_rest"] == "Undeceived" and at[0] * at[1] <= 0, "no root of the quadratic is shown in u")
        v = tuple(1 - alpha * fake * (1 - w) / real for w in u)
    require(0 < u[0] <= u[1] <= 1 and 0 <= v[0], "there is no such fixed point")
    tiny = Fraction(1, 1 << 90)
    p, r = (Interval(max(Fraction(0), root_up(w[0]) - tiny), root_up(w[1])) for w in (v, u))
    point = p, p * r, r
    a, b, d, e, f, g = form[0], form[1], form[2], form[3] / 2, form[4] / 2, form[5] / 2
    minors = b * d - g * g, a * d - f * f, a * b - e * e
    determinant = a * minors[0] - e * (e * d - f * g) + f * (e * g - b * f)
    require(a > 0 and minors[2] > 0 and determinant > 0, "the form is not positive")
    off = [Interval(-w, w) for w in (root_up(level * k / determinant) for k in minors)]
    half = Fraction(1, 2)
    p, q, r = (y + z * half for y, z in zip(point, off))
    qq, rr, oq, orr = square(q), square(r), square(off[1]) * Fraction(1, 4), square(off[2]) * Fraction(1, 4)
    pull, h = rate * fake, (rr + orr) * (gain_g * fake) - (qq + oq) * (gain_t * real) - x
    s = [[(rr + orr) * -pull, r * pull, (q - p * r * 2) * pull],
         [r * (-tau * fake), (h + real - qq * (2 * gain_t * real)) * tau, (q * r * (2 * gain_g) - p) * (tau * fake)],
         [q * (tau * real), (p - q * r * (2 * gain_t)) * (tau * real), (h - fake + rr * (2 * gain_g * fake)) * tau + (Interval(1) - rr * 3 - orr) * pull]]
    full = [[a, e, f], [e, b, g], [f, g, d]]
    total = Fraction(0)
    for i in range(3):
        for j in range(3):
            entry = sum((s[k][i] * full[k][j] + s[k][j] * full[i][k] for k in range(3)), Interval(int(i == j)))
            total += modulus((entry.low, entry.high)) ** 2
    require(total < 1, "the form is not shown to fall")
    signs = [1 if sum(k) >= 0 else -1 for k in box[1:]]
    z = [Interval(*w) * k - y for w, k, y in zip(box, (signs[0] * signs[1], *signs), point)]
    require(sum((z[i] * z[j] * full[i][j] if i != j else square(z[i]) * full[i][i] for i in range(3) for j in range(3)), Interval(0)).high < level, "the path is not shown to enter the basin")
    return v


def square(a):
    low = Fraction(0) if a.low <= 0 <= a.high else min(abs(a.low), abs(a.high)) ** 2
    return Interval(low, modulus((a.low, a.high)) ** 2)


def verify_trap(c, m, box):
    """q and r fall to zero and P moves by a bound: gives P² at the end."""
    tau, rate, real, fake, gain_t, gain_g, x = m
    (a, b, k, d), rho = [Fraction(v) for v in c["axes"]], Fraction(c["reach"])
    determinant = a * d - b * k
    require(c["kind_of_rest"] == "Deceived" and determinant != 0 and rho > 0, "the axes are none")
    q, r = Interval(*box[1]), Interval(*box[2])
    first, second = (q * d - r * b) * (1 / determinant), (r * a - q * k) * (1 / determinant)
    most = square(first).high + square(second).high
    q, r = (Interval(-w, w) for w in (root_up(most * (a * a + b * b)), root_up(most * (k * k + d * d))))
    p = Interval((box[0][0] + box[0][1]) / 2 - rho, (box[0][0] + box[0][1]) / 2 + rho)
    h = square(r) * (gain_g * fake) - square(q) * (gain_t * real) - x
    c11, c12, c21, c22 = (h + real) * tau, p * (-tau * fake), p * (tau * real), (h - fake) * tau + (Interval(1) - square(r)) * (rate * fake)
    m11, m12, m21, m22 = c11 * a + c12 * k, c11 * b + c12 * d, c21 * a + c22 * k, c21 * b + c22 * d
    growth = larger((m11 * d - m21 * b) * (1 / determinant), (m22 * a - m12 * k) * (1 / determinant), (m12 * d - m22 * b + m21 * a - m11 * k) * (1 / (2 * determinant)))
    require(growth < 0, "q and r are not shown to fall")
    w11, w22, w12 = (Interval(a) - p * k) * k, (Interval(b) - p * d) * d, ((Interval(b) - p * d) * k + (Interval(a) - p * k) * d) * Fraction(1, 2)
    size = max(larger(w11, w22, w12), larger(w11 * -1, w22 * -1, w12))
    drift = rate * fake * size * most / (-2 * growth)
    require(drift + (box[0][1] - box[0][0]) / 2 < rho, "P may drift away")
    end = Interval(box[0][0] - drift, box[0][1] + drift)
    return square(end).low, square(end).high


def constants(c):
    """Parameters of one feature, and what (13) is made of, as balls."""
    (real,), (fake,) = [Fraction(v) for v in c["lambda"]], [Fraction(v) for v in c["lambda_fake"]]
    tau, rate, noise_t, noise_g = (Fraction(c[k]) for k in ("tau", "tau_tilde", "eta_t", "eta_g"))
    share = tau / (2 * int(c["batch"]))
    m = tau, rate, real, fake, 1 + share * noise_t, 1 - share * noise_g, share * (noise_t ** 2 + noise_g ** 2)
    require(min(m[:4]) > 0 and int(c["batch"]) > 0, "the parameters are none")
    return m, [ball(v) for v in (tau, rate * fake, real, fake, m[4] * real, m[5] * fake, m[6])]


def verify_end(c):
    m, balls = constants(c)
    box = [fraction(b) for b in follow(c, balls).balls()]
    end = verify_trap(c, m, box) if c["kind_of_rest"] == "Deceived" else verify_basin(c, m, box)
    threshold = Fraction(c["threshold"])
    require(c["learned"] == ("yes" if end[0] >= threshold else "no" if end[1] < threshold else "not decided"), "the end is on the other side of the threshold")
    return f"training ends at {c['kind_of_rest']}, {'learned' if c['learned'] == 'yes' else 'not learned'}, after {len(c['length'])} steps"


CURVE_CONDITIONS = {"LockedHopf": ["r", "Frequency"], "LockedPitchfork": ["r", "FakeGain"], "UndeceivedBirth": ["P"], "UndeceivedFold": ["r", "P"], "UndeceivedHopf": ["Frequency", "r", "P"]}


def curve_model(c):
    """Lambda, Lambda~, tau/2m, the shares of the noises and the window."""
    real, fake, tau, share_t, share_g = (Fraction(c[k]) for k in ("lambda", "lambda_fake", "tau", "share_t", "share_g"))
    window = [Fraction(v) for v in c["window"]]
    require(min(real, fake, tau) > 0 and int(c["batch"]) > 0 and min(share_t, share_g) >= 0, "the parameters are none")
    require(len(window) == 4 and 0 < window[0] < window[1] and 0 < window[2] < window[3], "the window is none")
    return real, fake, tau / (2 * int(c["batch"])), share_t, share_g, window


def curve_values(name, m, z):
    """The equations of a boundary over (alpha, s) or (alpha, s, u), and the conditions that are positive on it."""
    real, fake, half, share_t, share_g, window = m
    alpha, s = z[0], z[1]
    loss = half * share_g * s
    b, a, x = half * share_t * s + 1, 1 - loss, half * (share_t ** 2 + share_g ** 2) * (s * s)
    edges = [alpha - window[0], window[1] - alpha, s - window[2], window[3] - s]
    if name in ("UndeceivedFold", "UndeceivedHopf"):
        u, pull = z[2], fake * alpha
        w = real - pull * (1 - u)
        seen, rest, off = b * w, fake * (a - alpha), w - fake
        equation, k = u * (b * (real - pull + pull * u) - fake * a) + (fake - real) + x, seen - fake * a + b * pull * u
        if name == "UndeceivedFold":
            return [equation, k], edges + [u, w]
        inner, outer = 3 * pull + 2 * (seen - fake * a), 3 * seen - rest
        a1, b2, a3 = off + u * inner, 2 * ((seen - rest) * off + pull * u * outer), 4 * pull * w * k
        # b2 has the sign of w where a1 and k are positive; u is positive but at the end of the curve where the two factors are
        frequency = Interval(1) if not b2.low > 0 and a1.low > 0 and k.low > 0 else b2
        other = a3 - off * (2 * pull * outer + 2 * (seen - rest) * inner) - 2 * pull * inner * outer * u
        return [equation, a1 * b2 - a3 * u], edges + [frequency, u if u.low > 0 or not ((seen - rest).low > 0 and other.low > 0) else seen - rest, w]
    locked, turn = fake * (alpha - 1) - x, alpha * (fake * loss + x) - real * (alpha - a)
    equation, own = {
        "FeatureVisible": (x - real, []),
        "DeceivedTrace": ((real - fake) + fake * alpha - x - x, []),
        "DeceivedPerfect": (x * x - x * (real - fake) + fake * alpha * (real - x), []),
        "DeceivedUntrained": (fake * alpha - fake - x, []),
        "LockedHopf": (fake * alpha - real - fake, [locked, turn]),
        "LockedPitchfork": (turn, [locked, alpha - a]),
        "UndeceivedBirth": (x - real + fake, [real - fake * alpha]),
    }[name]
    return [equation], edges + own


def curve_checked(name, m, z):
    """At a point with rational coordinates the equations are those of the characteristic polynomial of the scaled Jacobian, exactly."""
    real, fake, half, share_t, share_g, _ = m
    alpha, s, u = z
    a, b, x = 1 - half * share_g * s, 1 + half * share_t * s, half * (share_t ** 2 + share_g ** 2) * s * s
    v, h, pull = 1 - alpha * fake * (1 - u) / real, fake - real, alpha * fake * u
    j = [[-pull, pull, -pull], [-fake, real + h - 2 * b * real * v * u, fake * (2 * a * u - 1)],
         [real * v, real * v * (1 - 2 * b * u), h - fake + 2 * a * fake * u + alpha * fake * (1 - 3 * u)]]
    minors = [j[i][i] * j[k][k] - j[i][k] * j[k][i] for i, k in ((0, 1), (0, 2), (1, 2))]
    determinant = sum(j[0][i] * (j[1][(i + 1) % 3] * j[2][(i + 2) % 3] - j[1][(i + 2) % 3] * j[2][(i + 1) % 3]) for i in range(3))
    a1, a2, a3 = -sum(j[i][i] for i in range(3)), sum(minors), -determinant
    at = [w.low for w in curve_values(name, m, [Interval(w) for w in z])[0]]
    require(at[0] == b * alpha * fake * u * u - (a * fake - b * (real - alpha * fake)) * u + fake - real + x, "the equation of Undeceived is another one")
    require(a3 == 4 * alpha * fake * real * v * u * u * at[1] if name == "UndeceivedFold" else a1 * a2 - a3 == u * at[1], "the condition is not that of the Jacobian")


def curve_speed(name, m, e, i):
    """Encloses the derivative of a condition along a piece: the tangent t of product 1 with the normal differs from near = C e_n by no more than |C (e_n - J near)| / (1 - |I - C J|)."""
    n, box = len(e["normal"]), intervals(e["low"], e["high"])
    columns = [[v.slope for part in curve_values(name, m, [Interval(*w, (Fraction(k == l),) * 2) for l, w in enumerate(box)]) for v in part] for k in range(n)]
    rows = [[columns[k][r] for k in range(n)] for r in range(len(columns[0]))]
    j = rows[:n - 1] + [[(Fraction(v),) * 2 for v in e["normal"]]]
    w = [[Fraction(e["preconditioner"][r * n + k]) for k in range(n)] for r in range(n)]
    near = [w[r][n - 1] for r in range(n)]
    rest = [total((int(l == n - 1),) * 2, *(scaled(-near[k], j[l][k]) for k in range(n))) for l in range(n)]
    defect = Fraction(0)
    for r in range(n):
        product_row = [row_times(w[r], [j[l][k] for l in range(n)]) for k in range(n)]
        defect = max(defect, sum(modulus((v[0] - (r == k), v[1] - (r == k))) for k, v in enumerate(product_row)))
    require(defect < 1, "the tangent is not enclosed")
    error = max(modulus(row_times(row, rest)) for row in w) / (1 - defect)
    return total(*(times(rows[n - 1 + i][k], (near[k] - error, near[k] + error)) for k in range(n)))


def curve_height(e, box):
    return total(*(scaled(Fraction(l), (v[0] - Fraction(o), v[1] - Fraction(o))) for l, o, v in zip(e["normal"], e["origin"], box)))


def curve_holds(piece, box):
    """Whether a box lies on sections of a piece and inside the box that has no other point of the curve."""
    low, high = curve_height(piece, box)
    return (Fraction(piece["range"][0]) <= low and high <= Fraction(piece["range"][1])
            and all(Fraction(a) <= v[0] and v[1] <= Fraction(b) for a, b, v in zip(piece["search_low"], piece["search_high"], box)))


def verify_curve(c):
    """A chain of boxes, each with one point of the boundary on every section, joined by points that lie in both neighbours; all conditions are positive up to the ends, where one vanishes."""
    name, m, pieces, joints, ends = c["boundary"], curve_model(c), c["pieces"], c["joints"], c["ends"]
    require(name in ("FeatureVisible", "DeceivedTrace", "DeceivedPerfect", "DeceivedUntrained") or name in CURVE_CONDITIONS, "there is no such boundary")
    conditions, n = ["AlphaFrom", "AlphaTo", "NoiseFrom", "NoiseTo"] + CURVE_CONDITIONS.get(name, []), 3 if name in ("UndeceivedFold", "UndeceivedHopf") else 2
    require(len(pieces) > 1 and (len(joints), len(ends)) in ((len(pieces) - 1, 2), (len(pieces), 0)), "pieces, joints and ends do not fit")

    def proved(e, last):
        require(len(e["center"]) == n, "the boundary has another number of unknowns")
        box = intervals(e["low"], e["high"])
        krawczyk_of(e, box, lambda at: [(v.low, v.high) for v in curve_values(name, m, [Interval(*w) for w in at])[0]] + [last(at)[0]],
                    lambda at: [[v.slope for v in row] for row in zip(*(curve_values(name, m, [Interval(*w, (Fraction(k == l),) * 2) for l, w in enumerate(at)])[0] for k in range(n)))] + [last(at)[1]])
        return box

    def section(e):
        require(len(e["normal"]) == len(e["origin"]) == n and Fraction(e["range"][0]) <= Fraction(e["range"][1]), "a section is none")
        normal = [(Fraction(v),) * 2 for v in e["normal"]]

        def last(at):
            height = curve_height(e, at)
            return (height[0] - Fraction(e["range"][1]), height[1] - Fraction(e["range"][0])), normal
        return proved(e, last)

    def end(e):
        i = conditions.index(e["condition"])

        def last(at):
            by = [curve_values(name, m, [Interval(*w, (Fraction(k == l),) * 2) for l, w in enumerate(at)])[1][i] for k in range(n)]
            return (by[0].low, by[0].high), [v.slope for v in by]
        return i, proved(e, last)
    boxes = [section(e) for e in joints]
    require(all(Fraction(e["range"][0]) == Fraction(e["range"][1]) for e in joints), "a joint has more than one section")
    if n == 3:
        for e in joints:
            curve_checked(name, m, [Fraction(v) for v in e["center"]])
    at_joints = [[v.low for v in curve_values(name, m, [Interval(*w) for w in box])[1]] for box in boxes]
    require(all(min(values) > 0 for values in at_joints), "a condition fails at a joint")
    closed = not ends
    last = {0: end(ends[0]), len(pieces) - 1: end(ends[1])} if ends else {}
    for k, e in enumerate(pieces):
        box = section(e)
        require(all(curve_holds(e, boxes[i]) for i in ([k - 1, k] if closed else [i for i in (k - 1, k) if 0 <= i < len(joints)])), "a joint lies outside its piece")
        values = curve_values(name, m, [Interval(*w) for w in box])[1]
        if k in last:
            require(curve_holds(e, last[k][1]), "an end lies outside its piece")
            there = curve_values(name, m, [Interval(*w) for w in last[k][1]])[1]
        for i, v in enumerate(values):
            if v.low > 0:
                continue
            speed = curve_speed(name, m, e, i)
            require(speed[0] > 0 or speed[1] < 0, "a condition is not shown to be positive, or to vanish once")
            require(k not in last or i == last[k][0] or there[i].low > 0, "a condition fails before the end")
        if n == 2:
            by = [curve_values(name, m, [Interval(*w, (Fraction(d == l),) * 2) for l, w in enumerate(intervals(e["search_low"], e["search_high"]))])[0][0].slope for d in range(2)]
            left = total(scaled(Fraction(e["normal"][0]), by[1]), scaled(-Fraction(e["normal"][1]), by[0]))
            sign = int(c["sign_on_left"]) * (-1 if e["reversed"] == "yes" else 1)
            require(left[0] > 0 if sign == 1 else left[1] < 0 if sign == -1 else False, "the sign on the left is not shown")
            ahead, behind = (boxes[k % len(boxes)] if closed or k < len(joints) else last[k][1]), (boxes[k - 1] if closed or k > 0 else last[k][1])
            run = curve_height({"normal": e["normal"], "origin": ["0"] * n}, [(a[0] - b[1], a[1] - b[0]) for a, b in zip(ahead, behind)])
            require(run[1] < 0 if e["reversed"] == "yes" else run[0] > 0, "a piece runs the other way")
    if closed:
        return f"the boundary {name} is closed and without a gap, {len(pieces)} pieces"
    where = [f"{e['condition']} = 0 at ({float(sum(b[0]) / 2)!r}, {float(sum(b[1]) / 2)!r})" for e, (_, b) in zip(ends, (last[0], last[len(pieces) - 1]))]
    return f"the boundary {name} without a gap from {where[0]} to {where[1]}, {len(pieces)} pieces"


class EndPath:
    """A path of (13) as polynomials of the time over each step, in whole numbers in units of 2^-bits, and a bound on how far the solution from the start is away from it.

    The polynomials p are only near the solution. How far, their defect f(p) - p' tells: the norm of the error e grows by |e|' <= mu |e| + |defect|, with mu the largest eigenvalue of the symmetric part of the Jacobian between the two.
    """

    WEIGHT = 2  # errors of P and S count so many times, for q and r change faster than these
    TUBE = 20  # errors stay below 2^-TUBE
    MOST = 1 << 44  # a step has no larger defect, in units of 2^-bits: rounding is far below

    def __init__(self, c, bits):
        self.real, self.fake = [Fraction(v) for v in c["lambda"]], [Fraction(v) for v in c["lambda_fake"]]
        self.tau, self.rate, noise_t, noise_g = (Fraction(c[k]) for k in ("tau", "tau_tilde", "eta_t", "eta_g"))
        share, self.d, self.bits = self.tau / (2 * int(c["batch"])), len(self.real), bits
        require(min(self.real + self.fake + [self.tau, self.rate, share]) > 0 and len(self.real) == len(self.fake) and min(noise_t, noise_g) >= 0, "the parameters are none")
        self.gain_t, self.gain_g, self.noise = 1 + share * noise_t, 1 - share * noise_g, share * (noise_t ** 2 + noise_g ** 2)
        start, d = [Fraction(v) for v in c["start"]], self.d
        self.weights = [self.WEIGHT] * (d * d) + [1] * (2 * d) + [self.WEIGHT] * (d * (d - 1) // 2)
        require(len(start) == len(self.weights) and max(map(abs, start)) <= 1, "there is no such start")
        self.at = [(v.numerator << bits) // v.denominator for v in start]
        self.error, self.widest, self.growth = sum(self.weights), 0, 0.0  # errors in units of 2^-bits

    def operations(self, h):
        """h times (13) as products of two and sums of numbers times others; the first are the coordinates, the last the number 1."""
        d, tau, rate, real, fake = self.d, self.tau, self.rate, self.real, self.fake
        n, made = len(self.at), []

        def times(a, b):
            made.append((a, b))
            return n + len(made)

        def plus(*parts):
            made.append([((v.numerator << self.bits) // v.denominator, int((v.numerator << self.bits) % v.denominator > 0), a) for v, a in ((Fraction(v), a) for v, a in parts)])
            return n + len(made)
        p, q, r, one = [list(range(i * d, i * d + d)) for i in range(d)], list(range(d * d, d * d + d)), list(range(d * d + d, d * d + 2 * d)), n
        s, pairs = {}, [(i, j) for i in range(d) for j in range(i + 1, d)]
        for k, (i, j) in enumerate(pairs):
            s[i, j] = s[j, i] = d * d + 2 * d + k
        rr, qq = [times(v, v) for v in r], [times(v, v) for v in q]
        h_of = plus(*zip((self.gain_g * f for f in fake), rr), *zip((-self.gain_t * f for f in real), qq), (-self.noise, one))
        pr = [[times(p[i][j], r[j]) for j in range(d)] for i in range(d)]
        dp = [plus((h * rate * fake[j], times(r[j], plus((1, q[i]), (-1, pr[i][j]))))) for i in range(d) for j in range(d)]
        dq = [plus((h * tau, times(plus((1, h_of), (real[i], one)), q[i])), *((-h * tau * fake[j], pr[i][j]) for j in range(d))) for i in range(d)]
        dr = [plus((h, times(plus((tau, h_of), ((rate - tau) * fake[j], one), (-rate * fake[j], rr[j])), r[j])), *((h * tau * real[i], times(p[i][j], q[i])) for i in range(d)),
                   *((-h * tau * fake[k], times(s[j, k], r[k])) for k in range(d) if k != j)) for j in range(d)]
        ds = [plus((h * rate * (fake[i] + fake[j]), times(r[i], r[j])), (-h * rate, times(s[i, j], plus((fake[i], rr[i]), (fake[j], rr[j]))))) for i, j in pairs]
        return made, dp + dq + dr + ds

    def polynomials(self, h, order):
        """Coefficients over a step, with the time in units of h, and bounds on the defect."""
        made, results = self.operations(h)
        n, bits = len(self.at), self.bits
        series = [[v] for v in self.at] + [[1 << bits] + [0] * (order - 1)] + [[] for _ in made]
        for j in range(order):
            for k, made_of in enumerate(made, n + 1):
                if isinstance(made_of, tuple):
                    series[k].append(sum(map(mul, series[made_of[0]], reversed(series[made_of[1]]))) >> bits)
                else:
                    series[k].append(sum(c * series[a][j] for c, _, a in made_of) >> bits)
            if j < order - 1:
                for i, k in enumerate(results):
                    series[i].append(series[k][j] // (j + 1))
        sizes = [list(map(abs, v)) for v in series]
        whole = [sum(v) for v in sizes]
        left = [0] * (n + 1)
        for made_of in made:
            if isinstance(made_of, tuple):
                # what two polynomials have beyond the order, and the products with what is left of each
                a, b = made_of
                tails, cut = 0, 0
                for x, y in zip(sizes[a][1:], reversed(sizes[b])):
                    tails += y
                    cut += x * tails
                left.append((cut + left[a] * (whole[b] + left[b]) + left[b] * whole[a] >> bits) + order + 1)
            else:
                left.append((sum(e * (whole[a] + left[a]) + abs(c) * left[a] for c, e, a in made_of) >> bits) + order + 1)
        # j c_j differs from the coefficient by rounding, less than j, and the last has none
        return series[:n], [left[k] + order * order + sizes[k][order - 1] for k in results]

    def jacobian(self, y):
        """The Jacobian of (13) over balls of BITS, row by row."""
        d, tau, rate = self.d, ball(self.tau), ball(self.rate)
        p, q, r, upper = [y[i * d:(i + 1) * d] for i in range(d)], y[d * d:d * d + d], y[d * d + d:d * d + 2 * d], y[d * d + 2 * d:]
        pairs = [(i, j) for i in range(d) for j in range(i + 1, d)]
        n, real, fake = len(y), [ball(v) for v in self.real], [ball(v) for v in self.fake]
        s = {(i, i): ball(Fraction(1)) for i in range(d)}
        for (i, j), v in zip(pairs, upper):
            s[i, j] = s[j, i] = v

        def of(*factors):
            v = factors[0]
            for f in factors[1:]:
                v = dot([(v, f)])
            return v

        def many(k, v):
            return k * v[0], abs(k) * v[1]
        gain_t, gain_g = ball(self.gain_t), ball(self.gain_g)
        h = added(*(of(gain_g, f, v, v) for f, v in zip(fake, r)), *(minus(of(gain_t, f, v, v)) for f, v in zip(real, q)), minus(ball(self.noise)))
        m = [[(0, 0)] * n for _ in range(n)]
        at_q, at_r, at_s = d * d, d * d + d, d * d + 2 * d
        for j in range(d):
            pull = of(rate, fake[j])
            for i in range(d):
                k = i * d + j
                m[k][k], m[k][at_q + i], m[k][at_r + j] = minus(of(pull, r[j], r[j])), of(pull, r[j]), of(pull, added(q[i], many(-2, of(p[i][j], r[j]))))
                m[at_q + i][k], m[at_r + j][k] = minus(of(tau, fake[j], r[j])), of(tau, real[i], q[i])
                m[at_q + i][at_r + j] = of(tau, fake[j], added(minus(p[i][j]), many(2, of(gain_g, r[j], q[i]))))
                m[at_r + j][at_q + i] = of(tau, real[i], added(p[i][j], many(-2, of(gain_t, q[i], r[j]))))
                m[at_q + j][at_q + i] = of(tau, added(many(-2, of(gain_t, real[i], q[i], q[j])), *([h, real[j]] if i == j else [])))
                m[at_r + j][at_r + i] = of(tau, added(many(2, of(gain_g, fake[i], r[i], r[j])), minus(of(s[i, j], fake[i])), *([h] if i == j else [])))
            m[at_r + j][at_r + j] = added(m[at_r + j][at_r + j], of(pull, added(ball(Fraction(1)), many(-3, of(r[j], r[j])))))
        for k, (i, j) in enumerate(pairs, at_s):
            m[at_r + i][k], m[at_r + j][k] = minus(of(tau, fake[j], r[j])), minus(of(tau, fake[i], r[i]))
            m[k][k] = minus(of(rate, added(of(fake[i], r[i], r[i]), of(fake[j], r[j], r[j]))))
            for a, b in ((i, j), (j, i)):
                m[k][at_r + a] = of(rate, added(of(added(fake[i], fake[j]), r[b]), many(-2, of(upper[k - at_s], fake[a], r[a]))))
        return m

    def step(self, h, order):
        """Over h, if the defect is small enough; gives the defect."""
        bits, w = self.bits, self.weights
        of, defects = self.polynomials(h, order)
        defect = sum(a * b for a, b in zip(w, defects))
        if defect > self.MOST:
            return defect
        around = []
        for v in of:
            middle, off = 2 * v[0] + v[1], abs(v[1]) + 2 * sum(map(abs, v[2:])) + 2
            around.append((middle << BITS >> bits + 1, (off << BITS >> bits + 1) + 2 + (1 << BITS - self.TUBE)))
        j = self.jacobian(around)
        middles = [[(w[i] * w[i] * j[i][k][0] + w[k] * w[k] * j[k][i][0]) // (2 * w[i] * w[k]) for k in range(len(w))] for i in range(len(w))]
        radii = [[(w[i] * w[i] * j[i][k][1] + w[k] * w[k] * j[k][i][1]) // (2 * w[i] * w[k]) + 2 for k in range(len(w))] for i in range(len(w))]
        x = h * end_largest(middles, radii)
        if x >= 1:
            return self.MOST << order
        # e^x - 1 - x - x^2/2 is at most x^3/4 for x in [0, 1], and below 0 for x < 0
        factor, most = 1 + x + x * x / 2 + (x ** 3 / 4 if x > 0 else 0), 3 if x > 0 else 1
        self.widest = max(self.widest, (self.error + defect) * most)
        self.error = int(self.error * factor) + most * defect + 1
        self.at = [sum(v) for v in of]
        self.growth += float(x)
        return defect


def end_largest(middles, radii):
    """An upper bound on the eigenvalues of all symmetric matrices of balls of BITS: plain numbers guess one, which the leading minors of a matrix of whole numbers confirm."""
    n, kept = len(middles), 60
    rough, most = [[v / (1 << BITS) for v in row] for row in middles], [[size_of(b) / (1 << BITS) for b in zip(*rows)] for rows in zip(middles, radii)]
    shift = max(map(sum, most)) + 1
    v, w = [1 + 0.1 * i for i in range(n)], [1.0] * n
    for _ in range(40):
        v = [shift * x + sum(map(mul, row, v)) for x, row in zip(v, rough)]
        size = sqrt(sum(x * x for x in v))
        v = [x / size for x in v]
        w = [(shift + rough[i][i] - abs(rough[i][i])) * w[i] + sum(map(mul, row, w)) for i, row in enumerate(most)]
        w = [max(x / max(w), 1e-4) for x in w]
    guess = sum(x * sum(map(mul, row, v)) for x, row in zip(v, rough))
    # 2 |x_i x_j| is at most x_i^2 w_j/w_i + x_j^2 w_i/w_j: with these weights radii go to the diagonal, and what is cut off with them
    weights = [round(x * (1 << 30)) for x in w]
    whole = [[v >> BITS - kept for v in row] for row in middles]
    for i in range(n):
        whole[i][i] += sum(((radii[i][k] >> BITS - kept) + 2) * weights[k] // weights[i] + 1 for k in range(n))
    low, bound = guess, None
    high = max(guess, max(rough[i][i] - abs(rough[i][i]) + sum(map(mul, row, w)) / w[i] for i, row in enumerate(most))) + 1e-6
    tried = high
    for _ in range(7):
        candidate = round(tried * (1 << kept))
        if end_is_positive([[(candidate if i == k else 0) - whole[max(i, k)][min(i, k)] for k in range(n)] for i in range(n)]):
            bound, high = candidate, tried
        else:
            low = tried
        tried = (low + high) / 2
    require(bound is not None, "an eigenvalue is not bounded")
    return Fraction(bound, 1 << kept)


def end_is_positive(m):
    """Whether all leading minors of a symmetric matrix of whole numbers are positive (Bareiss)."""
    m, last = [list(row) for row in m], 1
    for k in range(len(m)):
        if m[k][k] <= 0:
            return False
        for i in range(k + 1, len(m)):
            for j in range(k + 1, len(m)):
                m[i][j] = (m[i][j] * m[k][k] - m[i][k] * m[k][j]) // last
        last = m[k][k]
    return True


def end_follow(c, bits, order):
    """Carries the start to the given time."""
    path, time, h, steps = EndPath(c, bits), Fraction(c["time"]), Fraction(1, 64), 0
    require(0 < time, "there is no such time")
    gone = Fraction(0)
    while gone < time:
        h, steps = min(h, time - gone, Fraction(1)), steps + 1
        require(steps < 20000 and h > Fraction(1, 1 << 20) * min(1, time - gone), "the path is too long")
        defect = path.step(h, order)
        if defect <= path.MOST:
            gone += h
        change = 0.97 * 2.0 ** ((path.MOST.bit_length() - defect.bit_length()) / order)
        h = Fraction(max(1, int(4096 * float(h) * max(0.25, min(2.0, change)))), 4096)
    return path, steps


def end_box(c):
    """The coordinates of all that the start may have become: a first pass tells how many bits the second needs."""
    path, _ = end_follow(c, 96, 24)
    bits = int(96 + 1.45 * path.growth)
    require(bits <= 1600, "the path stretches too much")
    path, steps = end_follow(c, bits, max(24, int(0.33 * bits)))
    require(path.widest < 1 << bits - path.TUBE, "the path is not known well enough")
    return [(Fraction(v - path.error // w - 1, 1 << bits), Fraction(v + path.error // w + 1, 1 << bits)) for v, w in zip(path.at, path.weights)], steps


def end_inverse(m):
    """The exact inverse of a matrix of fractions."""
    n = len(m)
    rows = [list(row) + [Fraction(int(i == k)) for k in range(n)] for i, row in enumerate(m)]
    for k in range(n):
        pivot = max(range(k, n), key=lambda i: abs(rows[i][k]))
        require(rows[pivot][k] != 0, "the norm is none")
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [v / rows[k][k] for v in rows[k]]
        for i in range(n):
            if i != k and rows[i][k]:
                rows[i] = [a - rows[i][k] * b for a, b in zip(rows[i], rows[k])]
    return [row[n:] for row in rows]


def end_trap(c, member, vanishing, free, at):
    """Across the family distances shrink in a norm, and the free coordinates are moved by no more than a bound: gives the coordinates at the end."""
    n = len(member)
    across = [i for i in range(n) if i not in free]
    m = len(across)
    wide = jacobian(c, [(Fraction(0), Fraction(0)) if i in vanishing else (a - 1, b + 1) for i, (a, b) in enumerate(member)])
    require(all(wide[i][k] == (0, 0) for i in across if i not in vanishing for k in free), "the place of the rest depends on the member of its family")
    require(len(c["norm"]) == m * m, "the norm is of other coordinates")
    norm = [[Fraction(round(Fraction(c["norm"][i * m + k]) * (1 << 40)), 1 << 40) for k in range(m)] for i in range(m)]
    back = end_inverse(norm)
    off = [(at[i][0] - member[i][1], at[i][1] - member[i][0]) for i in across]
    most = sum(modulus(row_times(row, off)) ** 2 for row in norm)
    reach = [root_up(most * sum(v * v for v in row)) for row in back]
    require(all(v < 1 for v in reach), "the path has not come near")
    rho = [Fraction(1, 1 << 40)] * len(free)
    for _ in range(6):
        box = [None] * n
        for i, r in zip(across, reach):
            box[i] = member[i][0] - r, member[i][1] + r
        for i, r in zip(free, rho):
            box[i] = at[i][0] - r, at[i][1] + r
            require(member[i][1] - 1 < box[i][0] and box[i][1] < member[i][0] + 1, "the member is another one")
        j = jacobian(c, [(Fraction((a.numerator << 60) // a.denominator, 1 << 60), Fraction(-((-b.numerator << 60) // b.denominator), 1 << 60)) for a, b in box])
        turned = [[row_times(row, [j[i][k] for i in across]) for k in across] for row in norm]
        turned = [[row_times([back[l][k] for l in range(m)], row) for k in range(m)] for row in turned]
        both = [[scaled(Fraction(1, 2), plus(turned[i][k], turned[k][i])) for k in range(m)] for i in range(m)]
        middles = [[ball((v[0] + v[1]) / 2)[0] for v in row] for row in both]
        radii = [[ball((v[1] - v[0]) / 2)[0] + 2 for v in row] for row in both]
        rate = end_largest(middles, radii)
        require(rate < 0, "distances are not shown to shrink")
        drift = [sum(modulus(j[i][k]) * r for k, r in zip(across, reach) if k in vanishing) / -rate for i in free]
        if all(a < b for a, b in zip(drift, rho)):
            end = list(member)
            for i, v in zip(free, drift):
                end[i] = at[i][0] - v, at[i][1] + v
            return end
        rho = [max(a, 2 * b) for a, b in zip(rho, drift)]
    raise ValueError("members may drift away")


def end_recoveries(d, y):
    """Bounds on (P S^-1 P^T)_ll: 0 where the row vanishes, at least the largest square of it, and what elimination gives where S is shown to be regular."""
    pairs = [(i, j) for i in range(d) for j in range(i + 1, d)]
    one = Fraction(1), Fraction(1)
    found = []
    for l in range(d):
        row = y[l * d:(l + 1) * d]
        if all(v == (0, 0) for v in row):
            found.append((Fraction(0), Fraction(0)))
            continue
        low, high = max(square(Interval(*v)).low for v in row), Fraction(1)
        s = [[one] * d + [row[i]] for i in range(d)]
        for (i, j), v in zip(pairs, y[d * d + 2 * d:]):
            s[i][j] = s[j][i] = v
        if all(s[i][j] != one for i, j in pairs):
            try:
                # P S^-1 P^T is the sum of the squares of what elimination leaves on the right, over the pivots
                sum_of = Fraction(0), Fraction(0)
                for k in range(d):
                    own = square(Interval(*s[k][d]))
                    sum_of = plus(sum_of, over((own.low, own.high), s[k][k]))
                    for i in range(k + 1, d):
                        factor = over(s[i][k], s[k][k])
                        s[i] = [plus(a, scaled(Fraction(-1), times(factor, b))) for a, b in zip(s[i], s[k])]
                low, high = max(low, sum_of[0]), min(high, sum_of[1])
            except ValueError:
                pass
        found.append((low, high))
    return found


def verify_training_end(c):
    """The start is carried to a neighbourhood of a proved member of a family of fixed points, in which it ends on the family near that member."""
    d, member = len(c["lambda"]), intervals(c["low"], c["high"])
    verify_family(c)
    vanishing, free = [int(v) for v in c["vanishing"]], [int(v) for v in c["free"]]
    unseen, inactive = (all(i in vanishing for i in range(k, k + d)) for k in (d * d, d * d + d))
    kind = ("Deceived" if inactive else "Locked") if unseen else "DiscriminatorOnly" if inactive else "Undeceived"
    require(kind == c["kind_of_rest"], "the rest is of another kind")
    at, steps = end_box(c)
    end = end_trap(c, member, vanishing, free, at)
    threshold, recoveries = Fraction(c["threshold"]), end_recoveries(d, end)
    require(0 < threshold < 1 and d == len(c["learned"]) == len(c["recovery_low"]) == len(c["recovery_high"]), "features are missing")
    for (low, high), learned, a, b in zip(recoveries, c["learned"], c["recovery_low"], c["recovery_high"]):
        require(Fraction(a) <= low and high <= Fraction(b), "a recovery is elsewhere")
        require(low >= threshold if learned == "yes" else learned == "no" and high < threshold, "a recovery is on the other side of the threshold")
    return f"training ends at {kind}, {c['learned'].count('yes')} of {d} features learned, after t = {float(Fraction(c['time'])):.6g} in {steps} steps"


def verify(line):
    whole = json.loads(line)
    c = whole["certificate"]
    text = json.dumps(c, separators=(",", ":"), ensure_ascii=False)
    require(hashlib.sha256(text.encode()).hexdigest() == whole["sha256"], "the digest is of another certificate")
    if c["kind"] == "all fixed points of the reduced ODE (13) with one feature":
        return verify_list(c)
    if c["kind"] == "end of the training of one feature by the reduced ODE (13)":
        return verify_end(c)
    if c["kind"] == "cycle on which the training of one feature ends by the reduced ODE (13)":
        return verify_cycle(c)
    if c["kind"] == "end of the training by the reduced ODE (13)":
        return verify_training_end(c)
    if c["kind"] == "family of fixed points of the reduced ODE (13)":
        return verify_family(c)
    if c["kind"] == "no fixed point of the reduced ODE (13) attracts":
        return verify_motion(c)
    if c["kind"] == "branch of fixed points of the reduced ODE (13)":
        return verify_branch(c)
    if c["kind"] in ("fold of the reduced ODE (13)", "Hopf point of the reduced ODE (13)"):
        return verify_special(c, c["kind"].startswith("Hopf"))
    if c["kind"] == "boundary of the exact map of one feature":
        return verify_curve(c)
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
        except (ValueError, KeyError, IndexError, TypeError, ArithmeticError) as error:
            failed += 1
            print(f"{number}: REJECTED, {error}")
    sys.exit(failed > 0)
