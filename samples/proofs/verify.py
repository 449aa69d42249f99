"""Verifies certificates of fixed points, of complete lists of them and of ends of trainings, one a line, in exact rational arithmetic.

    phasegan prove --lambda 1 --tau 0.2 --eta 0.5 --output points.jsonl
    python3 verify.py points.jsonl

It shares no code with what made them. What it trusts: Python's fractions, the equations (13) written below, Brouwer's and Gershgorin's theorems, Routh and Hurwitz's conditions, Taylor's theorem.
"""
import hashlib
import json
import sys
from fractions import Fraction
from math import isqrt


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
    """Taylor coefficients, and with n > 1 those of the derivatives by the start: a list of balls for each."""

    def __init__(self, n):
        self.of = [[] for _ in range(n)]

    def add(self, terms):
        for own, term in zip(self.of, terms):
            own.append(term)


def product(a, b, j):
    turned = [list(reversed(x[:j + 1])) for x in b.of]
    terms = [dot(zip(a.of[0], turned[0]))]
    for d in range(1, len(a.of)):
        terms.append(added(dot(zip(a.of[d], turned[0])), dot(zip(a.of[0], turned[d]))))
    return terms


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
        rr, qq, pr, pq = product(r, r, j), product(q, q, j), product(p, r, j), product(p, q, j)
        # dP = τ̃Λ̃ r g, dq = τ(h q − Λ̃Pr), dr = k r + τΛPq, each factor with its constant, for what is summed apart has wider bounds
        feedback = combined((gain_g, rr), (minus(gain_t), qq))
        g.add(combined((one, at[1]), (minus(one), pr)))
        h.add(plus(feedback, added(real, minus(noise))))
        k.add(plus(combined((tau, feedback), (minus(rate), rr)), added(rate, minus(dot([(tau, added(fake, noise))])))))
        rg, hq, kr = product(r, g, j), product(h, q, j), product(k, r, j)
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


def spanned(coefficients, h, pieces=8):
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


def inverse(t):
    cofactor = [[t[(i + 1) % 3][(j + 1) % 3] * t[(i + 2) % 3][(j + 2) % 3] - t[(i + 1) % 3][(j + 2) % 3] * t[(i + 2) % 3][(j + 1) % 3] for j in range(3)] for i in range(3)]
    determinant = sum(t[0][j] * cofactor[0][j] for j in range(3))
    require(determinant != 0, "a frame is singular")
    return [[ball(cofactor[j][i] / determinant) for j in range(3)] for i in range(3)]


def follow(c, m):
    """Carries the start over the steps; gives a box that holds the state after them."""
    order, numbers = int(c["order"]), {k: [Fraction(v) for v in c[k]] for k in ("start", "length", "center", "frame", "low", "high")}
    center = [ball(v) for v in numbers["start"]]
    radius, center = [b[1] for b in center], [b[0] for b in center]
    frame = [[ball(Fraction(int(i == j))) for j in range(3)] for i in range(3)]
    for n, length in enumerate(numbers["length"]):
        require(length > 0, "a step goes nowhere")
        h, power = ball(length), ball(length ** order)
        reach = [(sum((abs(f[0]) + f[1]) * e for f, e in zip(row, radius)) >> BITS) + 1 for row in frame]
        around = expand(m, list(zip(center, reach)), order, slopes=True)
        low, high = ([numbers[k][3 * n + i] for i in range(3)] for k in ("low", "high"))
        box = [ball((a + b) / 2) for a, b in zip(low, high)]
        box = [(b[0], b[1] + ball((v - u) / 2)[0] + 2) for b, u, v in zip(box, low, high)]
        rest = [dot([(power, s[0][order])]) for s in expand(m, box, order)]
        for i in range(3):
            a, b = spanned(around[i][0][:order], h)
            most = abs(rest[i][0]) + rest[i][1]
            require(box[i][0] - box[i][1] < a - most and b + most < box[i][0] + box[i][1], f"step {n} may leave its box")
        moved = [added(summed(s[0][:order], h), e) for s, e in zip(expand(m, [(v, 0) for v in center], order - 1), rest)]
        slopes = [[summed(around[i][1 + j][:order], h) for j in range(3)] for i in range(3)]
        center = [ball(v)[0] for v in numbers["center"][3 * n:3 * n + 3]]
        exact = [[Fraction(ball(v)[0], 1 << BITS) for v in numbers["frame"][9 * n + 3 * i:9 * n + 3 * i + 3]] for i in range(3)]
        back, carried = inverse(exact), [[dot((slopes[i][k], frame[k][j]) for k in range(3)) for j in range(3)] for i in range(3)]
        off = [(b[0] - v, b[1]) for b, v in zip(moved, center)]
        new = []
        for i in range(3):
            total = sum(map(abs, dot(zip(back[i], off))))
            for j in range(3):
                total += (sum(map(abs, dot((back[i][k], carried[k][j]) for k in range(3)))) * radius[j] >> BITS) + 1
            new.append(total)
        radius, frame = new, [[ball(v) for v in row] for row in exact]
    reach = [(sum((abs(f[0]) + f[1]) * e for f, e in zip(row, radius)) >> BITS) + 1 for row in frame]
    return [fraction(b) for b in zip(center, reach)]


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


def verify_end(c):
    (real,), (fake,) = [Fraction(v) for v in c["lambda"]], [Fraction(v) for v in c["lambda_fake"]]
    tau, rate, noise_t, noise_g = (Fraction(c[k]) for k in ("tau", "tau_tilde", "eta_t", "eta_g"))
    share = tau / (2 * int(c["batch"]))
    m = tau, rate, real, fake, 1 + share * noise_t, 1 - share * noise_g, share * (noise_t ** 2 + noise_g ** 2)
    require(min(m[:4]) > 0, "the parameters are none")
    box = follow(c, [ball(v) for v in (tau, rate * fake, real, fake, m[4] * real, m[5] * fake, m[6])])
    end = verify_trap(c, m, box) if c["kind_of_rest"] == "Deceived" else verify_basin(c, m, box)
    threshold = Fraction(c["threshold"])
    require(c["learned"] == ("yes" if end[0] >= threshold else "no" if end[1] < threshold else "not decided"), "the end is on the other side of the threshold")
    return f"training ends at {c['kind_of_rest']}, {'learned' if c['learned'] == 'yes' else 'not learned'}, after {len(c['length'])} steps"


def verify(line):
    whole = json.loads(line)
    c = whole["certificate"]
    text = json.dumps(c, separators=(",", ":"), ensure_ascii=False)
    require(hashlib.sha256(text.encode()).hexdigest() == whole["sha256"], "the digest is of another certificate")
    if c["kind"] == "all fixed points of the reduced ODE (13) with one feature":
        return verify_list(c)
    if c["kind"] == "end of the training of one feature by the reduced ODE (13)":
        return verify_end(c)
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
