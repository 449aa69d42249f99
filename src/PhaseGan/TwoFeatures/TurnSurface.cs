namespace PhaseGan;

/// <summary>
/// The deceived states of two features with trace zero about which (q, r) turns in two pairs: how fast one pair grows while the other falls, where neither does, and how the overlaps drift along that surface.
/// </summary>
/// <remarks>
/// <para>
/// With tr B = 0 the characteristic polynomial of the block B is λ⁴ + a₂λ² − fλ/3 + a₀, f = tr B³, so that both pairs ±iω₁, ±iω₂ turn without a rate on the surface f = 0. Beside it the slower pair grows at
/// f/6Δ, Δ = ω₂² − ω₁², and the faster one falls. With X_k the mean of zzᵀ over a turn of pair k at energy one, E_k the energies and f_k the change of f by the drift of the overlaps that X_k makes, averages over turns obey
/// </para>
/// <code>
/// E₁′ = fE₁/3Δ,  E₂′ = −fE₂/3Δ,  f′ = f₁E₁ + f₂E₂,  and keep  H = f² − 6Δf₁E₁ + 6Δf₂E₂.
/// </code>
/// <para>
/// Where f₁ &lt; 0 &lt; f₂ all terms of H are positive: f swings about zero, the energies rise and fall in turn, in bursts where E₁E₂ is small, and in the mean f₁E₁ + f₂E₂ = 0. So the mean of zzᵀ goes with f₂X₁ − f₁X₂ whatever the
/// bursts are, and the overlaps drift along one path of the surface, to a state of <see cref="StationaryTurn"/>. Terms of higher order change H on the time of this drift, and it falls like 1/t where they make it fall; what the
/// overlaps leave that path by goes with the swing of f.
/// </para>
/// <para>
/// Π₁ = (B² + ω₂²)/Δ projects on pair 1, Π₂ = 1 − Π₁ on the other, and X_k goes with Π_kΠ_kᵀ + BΠ_kΠ_kᵀBᵀ/ω_k².
/// </para>
/// </remarks>
/// <param name="ode">The field, with two features, where the trace at deceived states vanishes.</param>
internal sealed class TurnSurface(ReducedOde ode)
{
    private const int N = 9, K = 4, Q = 4, R = 6, S = 8;

    /// <summary>The least ω₂ − ω₁ and ω₁ in units of ω₂, and the most that a pair may grow by in units of ω₂ − ω₁.</summary>
    private const double LeastGap = 1e-3, LargestGrowth = 0.1;

    /// <summary>Steps along the surface in units of the time that a drift takes at the rate of the largest Λ̃, and the drift in those units at which the path has come to its end.</summary>
    private const double Step = 0.2, AtRest = 1e-4;

    private const int MostSteps = 20_000;

    /// <summary>Steps of Newton's method back to the surface.</summary>
    private const int Corrections = 3;

    private readonly double[] _block = new double[K * K], _square = new double[K * K], _moved = new double[K * K], _along = new double[N], _half = new double[N], _shifted = new double[N];
    private readonly Pair _slow = new(), _fast = new();

    /// <summary>f.</summary>
    private double _height;

    /// <summary>Whether two pairs turn about a deceived state, apart from each other, and move the overlaps so that f swings about zero.</summary>
    /// <param name="y">The state; its q and r are not looked at.</param>
    public bool TryAt(ReadOnlySpan<double> y)
    {
        Block(y, _block);
        Multiply(_block, _block, _square);
        _height = TraceOf(_square, _block);
        double half = -0.25 * Trace(_square), zero = 2 * half * half - 0.25 * TraceOf(_square, _square), root = half * half - zero;
        if (!(half > 0 && root > 0))
            return false;
        root = Math.Sqrt(root);
        (_slow.Square, _fast.Square) = (half - root, half + root);
        if (!(_slow.Square > LeastGap * LeastGap * _fast.Square && _fast.Frequency - _slow.Frequency > LeastGap * _fast.Frequency))
            return false;
        Look(_slow, _fast.Square, y);
        Look(_fast, _slow.Square, y);
        return _slow.Change < 0 && _fast.Change > 0;
    }

    /// <summary>H at a state on or beside the surface, at which two pairs turn; null where its terms do not hold there.</summary>
    public double? Swing(ReadOnlySpan<double> y)
    {
        if (!TryAt(y))
            return null;
        double gap = _fast.Square - _slow.Square;
        if (!(Math.Abs(_height) < 6 * gap * LargestGrowth * (_fast.Frequency - _slow.Frequency)))
            return null;
        ReadOnlySpan<double> z = y.Slice(Q, K);
        return _height * _height + 6 * gap * (_fast.Change * _fast.Energy(_block, z) - _slow.Change * _slow.Energy(_block, z));
    }

    /// <summary>Follows the mean drift of the overlaps along the surface to its end.</summary>
    /// <param name="y">Overlaps beside the surface, with q = r = 0; receives those at the end.</param>
    /// <param name="visit">Says of each state on the way whether to go on.</param>
    /// <returns>Whether there is an end.</returns>
    public bool TryFollow(Span<double> y, Visit visit)
    {
        double unit = Math.Max(ode.Parameters.FakeVariances[0], ode.Parameters.FakeVariances[1]), step = Step / unit;
        for (int k = 0; k < MostSteps; k++)
        {
            if (!TryReturn(y) || !visit(y) || !TryAt(y))
                return false;
            Drift();
            if (VectorMath.Largest(_along) < AtRest * unit)
                return true;
            y.CopyTo(_half);
            VectorMath.AddMultiple(_half, 0.5 * step, _along);
            if (!TryAt(_half))
                return false;
            Drift();
            VectorMath.AddMultiple(y, step, _along);
        }
        return false;
    }

    /// <summary>The mean of zzᵀ at the last state, with trace one.</summary>
    public void Mean(Span<double> mean)
    {
        double sum = _fast.Change - _slow.Change;
        for (int i = 0; i < K * K; i++)
            mean[i] = (_fast.Change * _slow.Mean[i] - _slow.Change * _fast.Mean[i]) / sum;
    }

    /// <summary>Says of a state whether to go on.</summary>
    public delegate bool Visit(ReadOnlySpan<double> y);

    /// <summary>The drift of the overlaps by the mean of zzᵀ, in units of τ̃.</summary>
    private void Drift()
    {
        double sum = _fast.Change - _slow.Change;
        for (int i = 0; i < N; i++)
            _along[i] = (_fast.Change * _slow.Drift[i] - _slow.Change * _fast.Drift[i]) / sum;
    }

    /// <summary>Leads overlaps to the surface, along the gradient of f = tr B³.</summary>
    private bool TryReturn(Span<double> y)
    {
        Span<double> gradient = stackalloc double[N];
        for (int k = 0; k < Corrections; k++)
        {
            Block(y, _block);
            Multiply(_block, _block, _square);
            _height = TraceOf(_square, _block);
            gradient.Clear();
            foreach (int i in (ReadOnlySpan<int>)[0, 1, 2, 3, S])
            {
                double at = y[i];
                y[i] = at + 1;
                gradient[i] = ChangeOfHeight(y);
                y[i] = at;
            }
            VectorMath.AddMultiple(y, -_height / VectorMath.SumOfSquares(gradient), gradient);
        }
        return VectorMath.AllFinite(y);
    }

    /// <summary>3 tr B²(B(y) − B): what f changes by to first order on the way to other overlaps, since B is linear in them.</summary>
    private double ChangeOfHeight(ReadOnlySpan<double> y)
    {
        Block(y, _moved);
        VectorMath.AddMultiple(_moved, -1, _block);
        return 3 * TraceOf(_square, _moved);
    }

    /// <summary>The mean of zzᵀ of a pair, what it moves the overlaps by, and what that changes f by.</summary>
    private void Look(Pair pair, double otherSquare, ReadOnlySpan<double> y)
    {
        double gap = otherSquare - pair.Square;
        for (int i = 0; i < K * K; i++)
            pair.Projection[i] = (_square[i] + (i % (K + 1) == 0 ? otherSquare : 0)) / gap;
        Span<double> turned = stackalloc double[K * K];
        Multiply(_block, pair.Projection, turned);
        double trace = 0;
        for (int i = 0; i < K; i++)
        {
            for (int j = 0; j < K; j++)
                pair.Mean[i * K + j] = VectorMath.Dot(pair.Projection.AsSpan(i * K, K), pair.Projection.AsSpan(j * K, K)) + VectorMath.Dot(turned.Slice(i * K, K), turned.Slice(j * K, K)) / pair.Square;
            trace += pair.Mean[i * K + i];
        }
        VectorMath.Divide(pair.Mean, trace);
        StationaryTurn.Drift(ode, y, pair.Mean, pair.Drift);
        y.CopyTo(_shifted);
        VectorMath.AddMultiple(_shifted, 1, pair.Drift);
        pair.Change = ode.Parameters.RateRatio * ChangeOfHeight(_shifted);
    }

    private void Block(ReadOnlySpan<double> y, Span<double> block)
    {
        ode.TransverseBlock(y, block);
        VectorMath.Divide(block, ode.Parameters.DiscriminatorRate);
    }

    private static void Multiply(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> product)
    {
        product[..(K * K)].Clear();
        for (int i = 0; i < K; i++)
            for (int k = 0; k < K; k++)
                VectorMath.AddMultiple(product.Slice(i * K, K), a[i * K + k], b.Slice(k * K, K));
    }

    private static double Trace(ReadOnlySpan<double> a)
    {
        double sum = 0;
        for (int i = 0; i < K; i++)
            sum += a[i * K + i];
        return sum;
    }

    private static double TraceOf(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < K; i++)
            for (int j = 0; j < K; j++)
                sum += a[i * K + j] * b[j * K + i];
        return sum;
    }

    private sealed class Pair
    {
        /// <summary>ω².</summary>
        public double Square { get; set; }

        public double Frequency => Math.Sqrt(Square);

        /// <summary>f_k.</summary>
        public double Change { get; set; }

        public double[] Projection { get; } = new double[K * K];

        /// <summary>X_k, with trace one.</summary>
        public double[] Mean { get; } = new double[K * K];

        /// <summary>The drift that it makes.</summary>
        public double[] Drift { get; } = new double[N];

        /// <summary>The mean of |z|² over a turn of the pair's part of z.</summary>
        public double Energy(ReadOnlySpan<double> block, ReadOnlySpan<double> z)
        {
            Span<double> part = stackalloc double[K];
            double sum = 0, turned = 0;
            for (int i = 0; i < K; i++)
            {
                part[i] = VectorMath.Dot(Projection.AsSpan(i * K, K), z);
                sum += part[i] * part[i];
            }
            for (int i = 0; i < K; i++)
                turned += Math.Pow(VectorMath.Dot(block.Slice(i * K, K), part), 2);
            return 0.5 * (sum + turned / Square);
        }
    }
}
