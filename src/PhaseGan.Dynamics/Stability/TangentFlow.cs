namespace PhaseGan.Dynamics;

/// <summary>Carries orthonormal tangents along a trajectory and collects their rates of growth, block by block. Serves one measurement.</summary>
internal sealed class TangentFlow<TField>
    where TField : IVectorField
{
    /// <summary>Pieces into which the duration is cut: the grain of the averages.</summary>
    private const int Pieces = 4096;

    /// <summary>States that are kept of the motion.</summary>
    private const int Visits = 64;

    // between two orthonormalisations the ratio of the fastest to the slowest growth is kept between these, where time allows
    private const double CloseLogarithm = 2, FarLogarithm = 6;

    private readonly TField _field;
    private readonly ISymmetricField? _symmetric;
    private readonly LyapunovOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly int _n, _k;
    private readonly MotionHull? _hull;
    private readonly bool _isAcross;
    private readonly DormandPrinceStepper<VariationalField<TField>> _stepper;
    private readonly double[] _seed, _neutral, _before, _growth, _low, _high;
    private readonly double[][] _visited = new double[Visits][];
    private int _neutralRank, _visits, _pieces;
    private double _measureFrom, _movedAt, _angle;

    /// <param name="field">The field.</param>
    /// <param name="count">Number of tangents.</param>
    /// <param name="options">Length, tolerances and bounds.</param>
    /// <param name="hull">An invariant subspace that holds the motion, to which the tangents are confined; null for none.</param>
    /// <param name="isAcross">Whether the tangents are those across that subspace.</param>
    /// <param name="cancellation">Ends the measurement.</param>
    public TangentFlow(TField field, int count, LyapunovOptions options, MotionHull? hull, bool isAcross, CancellationToken cancellation)
    {
        (_hull, _isAcross) = (hull, isAcross);
        (_field, _options, _cancellation, _n, _k) = (field, options, cancellation, field.Dimension, count);
        _symmetric = options.RemoveNeutral ? field as ISymmetricField : null;
        _stepper = new(new VariationalField<TField>(field, count), options.RelativeTolerance, options.AbsoluteTolerance, options.Duration / 256);
        _seed = new double[_n * (1 + count)];
        _neutral = new double[_n * (1 + (_symmetric?.SymmetryCount ?? 0))];
        (_before, _growth, _low, _high) = (new double[_n], new double[count], new double[_n], new double[_n]);
        Series = new GrowthSeries(count);
        for (int v = 0; v < Visits; v++)
            _visited[v] = new double[_n];
    }

    /// <summary>States on the motion, a few of each part of the measurement.</summary>
    public ReadOnlySpan<double[]> Visited => _visited.AsSpan(0, _visits);

    /// <summary>The logarithms of growth, piece by piece.</summary>
    public GrowthSeries Series { get; }

    /// <summary>The most neutral directions that were removed at once.</summary>
    public int Removed { get; private set; }

    /// <summary>Radians per unit of time by which the direction of motion turned.</summary>
    public double TurningRate => Series.Duration > 0 ? _angle / Math.Max(Series.Duration, _stepper.Time - _measureFrom) : 0;

    public ReadOnlySpan<double> State => _stepper.State[.._n];

    public long Evaluations => _stepper.Evaluations;

    public LyapunovStatus Run(ReadOnlySpan<double> start)
    {
        if (!Begin(start))
            return LyapunovStatus.NonFinite;
        double piece = _options.Duration / Pieces, transient = _options.Transient, end = transient + _options.Duration;
        double interval = 0, last = 0, pieceFrom = 0, pieceTo = transient > 0 ? transient : piece, check = 0.25;
        bool measuring = transient == 0;
        double[] growth = new double[_k];
        while (true)
        {
            if (_cancellation.IsCancellationRequested)
                return LyapunovStatus.Cancelled;
            if (_stepper.Evaluations >= _options.MaxEvaluations)
                return LyapunovStatus.EvaluationBudget;
            _stepper.Derivative[.._n].CopyTo(_before);
            StepOutcome outcome = _stepper.TryStep(double.PositiveInfinity);
            if (outcome == StepOutcome.Rejected)
                continue;
            if (outcome != StepOutcome.Accepted)
                return LyapunovStatus.NonFinite;
            double time = _stepper.Time;
            if (measuring)
                _angle += Angle(_before, _stepper.Derivative[.._n]);

            bool full = time >= pieceTo;
            if (!full && time - last < interval && IsModerate())
                continue;
            _stepper.State.CopyTo(_seed);
            if (!Orthonormalise())
                return LyapunovStatus.NonFinite;
            if (_options.RemoveNeutral && IsAtRest(0.25 * end))
                return LyapunovStatus.AtRest;

            double spread = Collect(growth), elapsed = time - last;
            interval = spread > FarLogarithm ? 0.5 * elapsed : spread < CloseLogarithm ? Math.Max(interval, 2 * elapsed) : interval;
            last = time;
            if (full)
            {
                if (measuring)
                {
                    Series.Add(growth, time - pieceFrom);
                    if (_pieces++ % (Pieces / Visits) == 0 && _visits < Visits)
                        State.CopyTo(_visited[_visits++]);
                }
                else
                {
                    _measureFrom = time;
                }
                measuring = true;
                Array.Clear(growth);
                pieceFrom = time;
                pieceTo = time + piece;
                if (time >= end || IsPrecise(ref check))
                    return LyapunovStatus.Completed;
            }
            if (!_stepper.Start(time, _seed, _stepper.NextStep))
                return LyapunovStatus.NonFinite;
        }
    }

    /// <summary>Starts from a state with tangents in random directions.</summary>
    private bool Begin(ReadOnlySpan<double> start)
    {
        start.CopyTo(_seed);
        var random = new SplitMix(1);
        for (int e = _n; e < _seed.Length; e++)
            _seed[e] = random.NextNormal();
        if (!_stepper.Start(0, _seed))
            return false;
        _stepper.State.CopyTo(_seed);
        if (!Orthonormalise() || !_stepper.Start(0, _seed))
            return false;
        _stepper.State[.._n].CopyTo(_low);
        _stepper.State[.._n].CopyTo(_high);
        return true;
    }

    /// <summary>Adds the growth since the last orthonormalisation to that of a piece, and says how far tangents came from their lengths and from each other.</summary>
    private double Collect(double[] growth)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        for (int j = 0; j < _k; j++)
        {
            growth[j] += _growth[j];
            (low, high) = (Math.Min(low, _growth[j]), Math.Max(high, _growth[j]));
        }
        return Math.Max(high - low, Math.Max(Math.Abs(high), Math.Abs(low)));
    }

    /// <summary>Whether the standard errors are at the target already; looks after an eighth of the duration each.</summary>
    private bool IsPrecise(ref double check)
    {
        if (_options.TargetStandardError <= 0 || Series.Duration < check * _options.Duration)
            return false;
        check += 0.125;
        return Series.Exponents().All(e => e.StandardError <= _options.TargetStandardError);
    }

    /// <summary>Whether no tangent has grown or shrunk so much that it should be scaled now.</summary>
    private bool IsModerate()
    {
        ReadOnlySpan<double> v = _stepper.State[_n..];
        for (int j = 0; j < _k; j++)
        {
            double largest = 0;
            for (int i = 0; i < _n; i++)
                largest = Math.Max(largest, Math.Abs(v[i * _k + j]));
            if (largest is < 1e-2 or > 1e2)
                return false;
        }
        return true;
    }

    /// <summary>Whether for a time all coordinates have kept within a millionth of the state's size.</summary>
    private bool IsAtRest(double time)
    {
        double range = 0, size = 1;
        for (int i = 0; i < _n; i++)
        {
            _low[i] = Math.Min(_low[i], _seed[i]);
            _high[i] = Math.Max(_high[i], _seed[i]);
            range = Math.Max(range, _high[i] - _low[i]);
            size = Math.Max(size, Math.Abs(_seed[i]));
        }
        if (range <= 1e-6 * size)
            return _stepper.Time - _movedAt > time;
        _movedAt = _stepper.Time;
        _seed.AsSpan(0, _n).CopyTo(_low);
        _seed.AsSpan(0, _n).CopyTo(_high);
        return false;
    }

    /// <summary>
    /// Makes the tangents in <c>_seed</c> orthogonal to the neutral directions and orthonormal, and takes the logarithms of their growth.
    /// False if a tangent vanished or is not finite.
    /// </summary>
    private bool Orthonormalise()
    {
        FindNeutral();
        int n = _n, k = _k;
        Span<double> v = _seed.AsSpan(n);
        _hull?.Project(v, k, _isAcross);
        for (int j = 0; j < k; j++)
        {
            double norm = 0;
            // twice is enough: Giraud, Langou and Rozloznik, Comput. Math. Appl. 50 (2005) 1069-1075
            for (int pass = 0; pass < 2; pass++)
            {
                for (int e = 0; e < _neutralRank; e++)
                {
                    ReadOnlySpan<double> direction = _neutral.AsSpan(e * n, n);
                    double dot = 0;
                    for (int i = 0; i < n; i++)
                        dot += direction[i] * v[i * k + j];
                    for (int i = 0; i < n; i++)
                        v[i * k + j] -= dot * direction[i];
                }
                for (int m = 0; m < j; m++)
                {
                    double dot = 0;
                    for (int i = 0; i < n; i++)
                        dot += v[i * k + m] * v[i * k + j];
                    for (int i = 0; i < n; i++)
                        v[i * k + j] -= dot * v[i * k + m];
                }
            }
            for (int i = 0; i < n; i++)
                norm += v[i * k + j] * v[i * k + j];
            norm = Math.Sqrt(norm);
            if (!(norm > 1e-150) || !double.IsFinite(norm))
                return false;
            for (int i = 0; i < n; i++)
                v[i * k + j] /= norm;
            _growth[j] = Math.Log(norm);
        }
        return true;
    }

    /// <summary>An orthonormal basis of the neutral directions at the stepper's state; directions that vanish or depend on the others are left out.</summary>
    private void FindNeutral()
    {
        _neutralRank = 0;
        if (!_options.RemoveNeutral)
            return;
        int n = _n;
        int directions = _neutral.Length / n;
        _stepper.Derivative[..n].CopyTo(_neutral);
        _symmetric?.SymmetryDirections(_stepper.State[..n], _neutral.AsSpan(n));
        for (int e = 0; e < directions; e++)
        {
            Span<double> from = _neutral.AsSpan(e * n, n), to = _neutral.AsSpan(_neutralRank * n, n);
            double largest = VectorMath.Largest(from);
            if (!(largest > 0) || !double.IsFinite(largest))
                continue;
            for (int i = 0; i < n; i++)
                to[i] = from[i] / largest;
            double whole = VectorMath.Norm(to);
            _hull?.Project(to, 1, _isAcross);
            for (int pass = 0; pass < 2; pass++)
                for (int m = 0; m < _neutralRank; m++)
                    VectorMath.RemoveAlong(to, _neutral.AsSpan(m * n, n));
            double rest = VectorMath.Norm(to);
            if (rest <= 1e-7 * whole)
                continue;
            VectorMath.Divide(to, rest);
            _neutralRank++;
        }
        Removed = Math.Max(Removed, _neutralRank);
    }

    /// <summary>Angle between two directions of motion; 0 if one has no direction.</summary>
    private static double Angle(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double product = VectorMath.Norm(a) * VectorMath.Norm(b);
        return product > 0 ? Math.Acos(Math.Clamp(VectorMath.Dot(a, b) / product, -1, 1)) : 0;
    }
}
