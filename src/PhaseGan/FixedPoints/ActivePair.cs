namespace PhaseGan;

/// <summary>All fixed points of the reduced ODE with two features at which both columns of the generator are active (r₁ ≠ 0, r₂ ≠ 0).</summary>
/// <remarks>
/// <para>
/// In units of τ and with F = Λ̃₁ + Λ̃₂ as the unit of all variances: μ = Λ̃₁ − Λ̃₂, u_j = r_j², a = α, ξ = x, λ = Λ_i. The unknowns are y = Λ̃₁u₁ + Λ̃₂u₂ and c with
/// Λ̃₁u₁ = (1 + c)y/2, Λ̃₂u₂ = (1 − c)y/2; then r₁r₂S = u₁u₂/y and S² = (1 − c²)/(1 − μ²), so that S = ±1 where |c| = |μ|. Nothing is 0/0 where the columns are aligned, whether
/// variances are equal, nearly equal, or not: the sum and the difference of the two equations r_j dr_j = 0, each times Λ̃_j/y, are, with w = 1 − y,
/// </para>
/// <code>
/// q(w) = y (½(a − 1)μc + ½Nc²)        q = ½aw² − (λ + ½a − A/B)w + ζ/B,  N = 1 − a + aw,  ζ = (1 − A) + (B − 1)λ + ξ
/// 0 = 2cMy + μY                       M = ½(1 − a) − λ + aw,  Y = 2λ − 2ζ/B − 2(A/B)w + (a − 1)y
/// </code>
/// <para>
/// where a feature i is seen, v = q_i² = (Ay − ξ − 1 + λ)/(Bλ). All terms of ζ are positive: it vanishes without noise, and only then. With c from the second equation the first is a polynomial
/// of degree 5 in w (times 8M²y), −8qM²y − 2μ²(a − 1)YMy + μ²Y²N, whose constant is −2(ζ/B)((2M(0))² + μ²(1 − a)Y(0)): without noise w = 0, r₁² = r₂² = 1, is a root, which is divided
/// out. At equal variances it is −8qM²y: q = 0 are aligned columns, M = 0 two that are mirror images. Where M is small c is not taken from the second equation but from the first, which is
/// quadratic in it.
/// </para>
/// <para>Where no feature is seen the sum has no c in it: w = 2ζ/(a − 2A), ζ = (1 − A) + ξ, and the difference gives c = (1 − a)μ/(1 − ay). There is one such point at most.</para>
/// </remarks>
internal readonly struct ActivePair
{
    /// <summary>Most points with one feature seen: two for each interval with a root, and that without noise.</summary>
    public const int MaxPoints = 2 * RootIsolation.MaxIntervals + 1;

    /// <summary>Below this size of M the other equation gives c.</summary>
    private const double SmallM = 1e-3;

    /// <summary>Where all coefficients of that equation are smaller, it says nothing of c: there is, or nearly is, a line of fixed points.</summary>
    private const double NoCondition = 1e-5;

    /// <summary>How far, in w and c, Newton's method may lead from an interval that holds a root, and how short its last step must be.</summary>
    private const double MostTravel = 1e-3, LongestLastStep = 1e-7;

    private const int NewtonSteps = 20;

    /// <summary>Edges of the range of points, 0 ≤ v ≤ u_j ≤ 1 and S² ≤ 1, belong to it, and so does what rounding and Newton's method make of them.</summary>
    private const double Edge = 1e-6;

    /// <summary>Where one variance is a smaller part of the sum, u_j is not known well enough from c.</summary>
    private const double SmallestShare = 1e-6;

    /// <summary>What is added to conditions on y that only save work.</summary>
    private const double Spare = 1e-4;

    private readonly double _unit, _first, _second, _mu, _a, _noise, _loss, _excess;

    public ActivePair(GanParameters gan)
    {
        double f1 = gan.FakeVariances[0], f2 = gan.FakeVariances[1];
        _unit = f1 + f2;
        (_first, _second, _mu) = (f1 / _unit, f2 / _unit, (f1 - f2) / _unit);
        (_a, _noise) = (gan.RateRatio, gan.EffectiveNoise / _unit);
        (_loss, _excess) = (gan.FakeLoss, gan.RealExcess);
    }

    private double FakeGain => 1 - _loss;

    private double RealGain => 1 + _excess;

    /// <summary>The points at which no feature is seen.</summary>
    /// <param name="points">Receives them.</param>
    /// <param name="count">Their number, 0 or 1.</param>
    /// <returns>False if they are not known: there is a line of them, or rounding decides.</returns>
    public bool TryUnseen(Span<Point> points, out int count)
    {
        count = 0;
        double zeta = _loss + _noise, slope = _a - 2 * FakeGain;
        if (zeta > 0 && !(slope > 0))
            return true;
        double w = zeta == 0 ? 0 : 2 * zeta / slope, y = 1 - w, turn = 1 - _a * y;
        if (Math.Abs(slope) < Edge * (_a + 2) && zeta < Edge)
            return false;
        if (!(y > 0))
            return true;
        double c = (1 - _a) * _mu / turn;
        if (Math.Abs(turn) < Edge * (1 + _a))
            return Math.Abs(_mu * (1 - _a)) > 2 * Edge * (1 + _a);
        return TryAdd(w, c, 0, points, ref count);
    }

    /// <summary>The points at which a feature is seen and which the trace of no block of the Jacobian shows to repel.</summary>
    /// <param name="seen">Λ_i.</param>
    /// <param name="unseen">The other feature's Λ.</param>
    /// <param name="points">Receives them, <see cref="MaxPoints"/> at most.</param>
    /// <param name="count">Their number.</param>
    /// <returns>False if they are not known to be all.</returns>
    public bool TrySeen(double seen, double unseen, Span<Point> points, out int count)
    {
        count = 0;
        double lambda = seen / _unit, end = 1 - LeastY(lambda, unseen / _unit);
        if (!(end > 0))
            return true;
        var branch = new PairBranch(this, lambda);
        SizedPolynomial polynomial = branch.Residual(out bool hasRootAtZero);
        if (hasRootAtZero)
        {
            // without noise, r₁² = r₂² = S² = 1
            if (!TryAdd(0, _mu, lambda, points, ref count))
                return false;
            polynomial = polynomial.WithoutRootAtZero();
        }
        Span<double> from = stackalloc double[RootIsolation.MaxIntervals], to = stackalloc double[RootIsolation.MaxIntervals], starts = stackalloc double[2];
        int intervals = RootIsolation.Isolate(polynomial, end, from, to);
        if (intervals < 0)
            return false;
        for (int k = 0; k < intervals; k++)
        {
            double w = 0.5 * (from[k] + to[k]);
            int candidates = branch.Asymmetries(w, starts);
            if (candidates < 0)
                return false;
            for (int n = 0; n < candidates; n++)
            {
                double at = w, c = starts[n];
                if (Math.Abs(c) > 1 + MostTravel)
                    continue;
                if (!branch.TryPolish(ref at, ref c) || Math.Abs(at - w) > MostTravel || !TryAdd(at, c, lambda, points, ref count))
                    return false;
            }
        }
        return true;
    }

    /// <summary>
    /// A bound from below on y where 0 ≤ v ≤ u_j and where two blocks of the Jacobian may have negative traces: that of the unseen feature l, Λ_l + h − ay for (P_l1, P_l2, q_l), and
    /// that of (P_i1, P_i2, q_i, r₁, r₂, S), −5ay + 2ξ + 4h + a, with h = 1 − λ.
    /// </summary>
    private double LeastY(double seen, double unseen)
    {
        double h = 1 - seen, spare = Spare * (1 + _a + seen + unseen + _noise), least = Math.Max((unseen + h - spare) / _a, (2 * _noise + 4 * h + _a - spare) / (5 * _a));
        double gap = RealGain * seen - FakeGain, offset = _noise + h;
        if (FakeGain > 0)
            least = Math.Max(least, (offset - spare) / FakeGain);
        // v is at most the smaller u_j, which is at most y
        if (gap > 0)
            least = Math.Max(least, (-offset - spare) / gap);
        return Math.Max(least, 0);
    }

    /// <summary>Adds the point with given w and c if it is one; false if rounding decides what its overlaps are.</summary>
    private bool TryAdd(double w, double c, double lambda, Span<Point> points, ref int count)
    {
        double y = 1 - w, u1 = 0.5 * (1 + c) * y / _first, u2 = 0.5 * (1 - c) * y / _second;
        double v = lambda == 0 ? 0 : (FakeGain * y - _noise - 1 + lambda) / (RealGain * lambda);
        if (!(y > 0 && u1 > 0 && u2 > 0 && u1 <= 1 + Edge && u2 <= 1 + Edge && v >= -Edge && v <= Math.Min(u1, u2) + Edge && c * c >= _mu * _mu - Edge))
            return !(double.IsNaN(u1) || double.IsNaN(u2) || double.IsNaN(v));
        if (Math.Min(_first, _second) < SmallestShare || count == points.Length)
            return false;
        points[count++] = new Point(u1, u2, Math.Max(0, v), y);
        return true;
    }

    /// <summary>A fixed point, up to signs.</summary>
    /// <param name="First">r₁².</param>
    /// <param name="Second">r₂².</param>
    /// <param name="Seen">q_i², or 0.</param>
    /// <param name="Weight">y.</param>
    public readonly record struct Point(double First, double Second, double Seen, double Weight)
    {
        /// <summary>S.</summary>
        public double Overlap => Math.Min(1, Math.Sqrt(First * Second) / Weight);
    }

    /// <summary>The equations where a feature is seen.</summary>
    private readonly struct PairBranch
    {
        private readonly double _lambda, _mu, _a, _ratio, _rest, _slopeOfQ, _start;
        private readonly double _sizeOfSlope;

        public PairBranch(in ActivePair pair, double lambda)
        {
            (_lambda, _mu, _a) = (lambda, pair._mu, pair._a);
            _ratio = pair.FakeGain / pair.RealGain;
            _rest = (pair._loss + pair._excess * lambda + pair._noise) / pair.RealGain;
            // λ + a/2 − A/B, where 1 − A/B is made of positive terms
            _slopeOfQ = lambda - 1 + 0.5 * _a + (pair._loss + pair._excess) / pair.RealGain;
            _sizeOfSlope = lambda + 1 + 0.5 * _a + (pair._loss + pair._excess) / pair.RealGain;
            _start = lambda - 0.5 + 0.5 * _a;
        }

        /// <summary>The polynomial in w; whether w = 0 is a root.</summary>
        public SizedPolynomial Residual(out bool hasRootAtZero)
        {
            double square = _mu * _mu, sizeOfRatio = Math.Abs(_ratio);
            var q = new SizedPolynomial(_rest, _rest, -_slopeOfQ, _sizeOfSlope).With(2, 0.5 * _a, 0.5 * _a);
            var m = new SizedPolynomial(-_start, _lambda + 0.5 + 0.5 * _a, _a, _a);
            var y = new SizedPolynomial(1, 1, -1, 1);
            var n = new SizedPolynomial(1 - _a, 1 + _a, _a, _a);
            var y2 = new SizedPolynomial(2 * _start - 2 * _rest, 2 * _lambda + 1 + _a + 2 * _rest, -2 * _ratio + 1 - _a, 2 * sizeOfRatio + 1 + _a);
            hasRootAtZero = _rest == 0;
            if (_mu == 0)
                return q * m;
            SizedPolynomial my = m * y;
            SizedPolynomial sum = -8 * (q * m * my) + (-2 * square * (_a - 1)) * (y2 * my) + square * (y2 * y2 * n);
            // the constant, from which all that cancels is taken
            double constant = -2 * _rest * (4 * _start * _start + square * (1 - _a) * (2 * _start - 2 * _rest));
            double size = 2 * _rest * (4 * _start * _start + square * (1 + _a) * (2 * _lambda + 1 + _a + 2 * _rest));
            return sum.With(0, constant, size);
        }

        /// <summary>The values of c that a w near a root allows: from the second equation, or, where M is small, both roots of the first; −1 if any c is a root of both.</summary>
        public int Asymmetries(double w, Span<double> c)
        {
            double y = 1 - w, m = _a * w - _start;
            if (Math.Abs(m) > SmallM * (1 + _lambda + _a))
            {
                c[0] = -_mu * Y(w) / (2 * m * y);
                return 1;
            }
            double n = 1 - _a + _a * w, half = 0.5 * (_a - 1) * _mu, q = Q(w) / y, discriminant = half * half + 2 * n * q;
            if (Math.Max(Math.Abs(n), Math.Max(Math.Abs(half), Math.Abs(q))) < NoCondition * (1 + _lambda + _a))
                return -1;
            // where both are one, a rest below zero is what the distance from the root, and rounding, make of it
            if (discriminant < 0)
            {
                if (discriminant < -1e-5 * (1 + _a) * (1 + _lambda + _a))
                    return 0;
                discriminant = 0;
            }
            double t = -half - Math.CopySign(Math.Sqrt(discriminant), half);
            (c[0], c[1]) = (t / n, t == 0 ? 0 : -2 * q / t);
            return 2;
        }

        /// <summary>Newton's method on both equations; false if it does not come to rest.</summary>
        public bool TryPolish(ref double w, ref double c)
        {
            double step = double.PositiveInfinity;
            for (int k = 0; k < NewtonSteps && step > 1e-15; k++)
            {
                double y = 1 - w, m = _a * w - _start, n = 1 - _a + _a * w, ofC = 0.5 * (_a - 1) * _mu * c + 0.5 * n * c * c;
                double f = y * ofC - Q(w), g = 2 * c * m * y + _mu * Y(w);
                double fw = -ofC + 0.5 * _a * y * c * c - (_a * w - _slopeOfQ), fc = y * (0.5 * (_a - 1) * _mu + n * c);
                double gw = 2 * c * (_a * y - m) + _mu * (-2 * _ratio + 1 - _a), gc = 2 * m * y;
                double det = fw * gc - fc * gw;
                // a root that is met at rest, whatever its multiplicity
                if (f == 0 && g == 0)
                    return true;
                double dw = (f * gc - fc * g) / det, dc = (fw * g - f * gw) / det;
                (w, c, step) = (w - dw, c - dc, Math.Max(Math.Abs(dw), Math.Abs(dc)));
                if (!(step < 1))
                    return false;
            }
            return step < LongestLastStep;
        }

        private double Q(double w) => (0.5 * _a * w - _slopeOfQ) * w + _rest;

        private double Y(double w) => 2 * _start - 2 * _rest + (-2 * _ratio + 1 - _a) * w;
    }
}
