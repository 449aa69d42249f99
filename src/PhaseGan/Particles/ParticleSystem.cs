using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>Particles (û, v̂, ŵ) as columns, and their step in time.</summary>
internal sealed class ParticleSystem
{
    /// <summary>Of the trace, below which a moment of the noise's basis counts as nothing: v̂ may equal û.</summary>
    private const double Negligible = 1e-13;

    private readonly MacroscopicEquations _equations;
    private readonly SeparablePenalty _penalty;
    private readonly StateLayout _layout;
    private readonly Philox.RoundKey[] _keys;
    private readonly int _d, _count;
    private readonly double[] _ones, _featureGram, _noise, _slope, _slopeAhead, _other;
    private readonly double[][] _u, _v, _vAhead, _vSlope, _vSlopeAhead;
    private readonly double[] _w, _wAhead;
    private readonly Coefficients _now, _ahead;
    private ulong _step;

    public ParticleSystem(MacroscopicEquations equations, SeparablePenalty penalty, MacroState start, ParticleOptions options)
    {
        (_equations, _penalty) = (equations, penalty);
        _d = equations.Parameters.FeatureCount;
        _layout = new StateLayout(_d, hasNorms: true);
        _count = Count(options, _d);
        _keys = Philox.Expand(options.Seed);
        (_ones, _noise, _slope, _slopeAhead, _other, _w, _wAhead) = (Room(), Room(), Room(), Room(), Room(), Room(), Room());
        (_u, _v, _vAhead, _vSlope, _vSlopeAhead) = (Rooms(), Rooms(), Rooms(), Rooms(), Rooms());
        _ones.AsSpan().Fill(1);
        (_now, _ahead) = (new Coefficients(_layout), new Coefficients(_layout));
        FillFeatures(options.Rows);
        _featureGram = FeatureGram();
        FillStart(start);

        double[] Room() => new double[_count];
        double[][] Rooms() => [.. Enumerable.Range(0, _d).Select(_ => Room())];
    }

    private bool IsUnit => _equations.Rule.HasUnitNorms;

    /// <summary>One step. False if a weight is no longer finite.</summary>
    public bool Advance(double dt)
    {
        double tau = _equations.Renamed.DiscriminatorRate, tauTilde = _equations.Renamed.GeneratorRate;
        Shrink(0.5 * dt);
        if (!Evaluate(_v, _w, _vSlope, _slope, _now))
            return false;
        NoiseShares noise = MatchNoise();

        // the step ahead
        double scale = Math.Sqrt(dt) * noise.Scale, kick = scale * Math.Sqrt(2 * tau * _now.Diffusion);
        MoveW(_wAhead, tau * dt, 0, kick, noise);
        for (int l = 0; l < _d; l++)
            MoveV(_vAhead[l], l, tauTilde * dt, 0);
        if (!Evaluate(_vAhead, _wAhead, _vSlopeAhead, _slopeAhead, _ahead))
            return false;

        // the mean of both slopes; w last, for v needs it
        kick = 0.5 * scale * (Math.Sqrt(2 * tau * _now.Diffusion) + Math.Sqrt(2 * tau * _ahead.Diffusion));
        MoveW(_other, 0.5 * tau * dt, 0.5 * tau * dt, kick, noise);
        for (int l = 0; l < _d; l++)
        {
            MoveV(_noise, l, 0.5 * tauTilde * dt, 0.5 * tauTilde * dt);
            // the noise has been used; v of the other columns is not read again
            _noise.CopyTo(_v[l], 0);
        }
        _other.CopyTo(_w, 0);
        Shrink(0.5 * dt);
        if (IsUnit)
            Normalise();
        return true;
    }

    /// <summary>Moments at a time.</summary>
    public ParticleRecord Record(double time)
    {
        Moments(_v, _w, _now.State);
        return new ParticleRecord
        {
            Time = time,
            State = _layout.Unpack(_now.State),
            MeanAbsoluteDiscriminator = MeanAbsolute(_w),
            MeanAbsoluteGenerator = [.. _v.Select(MeanAbsolute)],
            DiscriminatorKurtosis = Kurtosis(_w),
            GeneratorKurtosis = [.. _v.Select(Kurtosis)],
            GeneratorZeros = [.. _v.Select(v => v.Count(x => x == 0) / (double)_count)],
        };
    }

    /// <summary>The path, with copies of the columns.</summary>
    public ParticlePath Path(ImmutableArray<ParticleRecord> records, StopReason reason, double step, int taken) =>
        new(records, reason, step, taken, [.. _u.Select(c => (double[])[.. c])], [.. _v.Select(c => (double[])[.. c])], [.. _w]);

    /// <summary>Particles in whole blocks, in which columns of few values are orthogonal.</summary>
    private static int Count(ParticleOptions options, int d)
    {
        double block = options.Rows.IsGaussian ? 16 : 16 * Math.Pow(2 * options.Rows.OneIn, d);
        double count = Math.Ceiling(options.Particles / block) * block;
        return count <= ParticleOptions.MostParticles
            ? (int)count
            : throw new ArgumentException($"options ask for {options.Rows} of {d} features, whose values have {block:G6} combinations, and may ask for {ParticleOptions.MostParticles}; take normal rows", nameof(options));
    }

    private void FillFeatures(RowLaw rows)
    {
        long period = 1;
        for (int l = 0; l < _d; l++)
        {
            if (rows.IsGaussian)
            {
                FillNormals(_u[l], StreamPurpose.Start, (ulong)l);
                Orthonormalise(_u[l], [_ones, .. _u[..l]]);
                continue;
            }
            int values = 2 * rows.OneIn;
            double height = Math.Sqrt(rows.OneIn);
            for (int i = 0; i < _count; i++)
                _u[l][i] = (i / period % values) switch { 0 => height, 1 => -height, _ => 0 };
            period *= values;
        }
    }

    /// <summary>Rows with the second moments of a state, normal but for û.</summary>
    private void FillStart(MacroState start)
    {
        var frame = new double[_d + 1][];
        for (int k = 0; k <= _d; k++)
        {
            frame[k] = new double[_count];
            FillNormals(frame[k], StreamPurpose.Start, (ulong)(_d + k));
            Orthonormalise(frame[k], [_ones, .. _u, .. frame[..k]]);
        }
        double[] rows = StartFrame.Rows(start, IsUnit);
        double[][] axes = [.. _u, .. frame];
        for (int j = 0; j <= _d; j++)
        {
            double[] column = j < _d ? _v[j] : _w;
            for (int k = 0; k < axes.Length; k++)
                Wide.Combine(1, column, rows[j * axes.Length + k], axes[k], column);
        }
    }

    private void FillNormals(double[] to, StreamPurpose purpose, ulong vector)
    {
        var work = new NormalWork(_keys, purpose, vector * ((ulong)_count / 2), to);
        Widest.Run(ref work);
    }

    /// <summary>Makes a column orthogonal to others of mean square 1, twice for the rounding, and of mean square 1.</summary>
    private void Orthonormalise(double[] column, double[][] others)
    {
        for (int pass = 0; pass < 2; pass++)
            foreach (double[] other in others)
                Wide.Combine(1, column, -Wide.Dot(column, other) / _count, other, column);
        Wide.Combine(1 / Math.Sqrt(Wide.Dot(column, column) / _count), column, 0, column, column);
    }

    /// <summary>What |x| does in a time: weights go toward zero and stop there.</summary>
    private void Shrink(double dt)
    {
        if (_penalty.Discriminator.HasKink && _penalty.DiscriminatorWeight > 0)
            Shrink(_w, dt * _equations.Renamed.DiscriminatorRate * _penalty.DiscriminatorWeight);
        if (_penalty.Generator.HasKink && _penalty.GeneratorWeight > 0)
            foreach (double[] v in _v)
                Shrink(v, dt * _equations.Renamed.GeneratorRate * _penalty.GeneratorWeight);

        static void Shrink(double[] weights, double by)
        {
            foreach (ref double x in weights.AsSpan())
                x = Math.CopySign(Math.Max(Math.Abs(x) - by, 0), x) + 0.0;
        }
    }

    /// <summary>Moments, coefficients and slopes of the penalties at columns. False if they are not finite.</summary>
    private bool Evaluate(double[][] v, double[] w, double[][] vSlope, double[] slope, Coefficients at)
    {
        Moments(v, w, at.State);
        foreach (double value in at.State)
            if (!double.IsFinite(value))
                return false;
        _equations.Coefficients(at.State, at.Pull, at.Push, at.Lift, at.Decay, out at.Shift, out at.Diffusion);
        at.Shift += Slopes(_penalty.Discriminator, _penalty.DiscriminatorWeight, w, slope, _layout.ZIn(at.State));
        for (int l = 0; l < _d; l++)
            at.Decay[l] += Slopes(_penalty.Generator, _penalty.GeneratorWeight, v[l], vSlope[l], _layout.SIn(at.State, l, l));
        return double.IsFinite(at.Shift) && double.IsFinite(at.Diffusion);
    }

    /// <summary>Writes λφ′, which is done by shrinking where φ has a kink, and returns λ E xφ′(x)/E x², by which unit norms are kept.</summary>
    private double Slopes(WeightPenalty penalty, double weight, double[] x, double[] slope, double square)
    {
        if (weight == 0)
            return 0;
        penalty.Slopes(x, slope);
        return IsUnit ? weight * Wide.Dot(x, slope) / (_count * square) : 0;
    }

    /// <summary>P, q, r, S, z.</summary>
    private void Moments(double[][] v, double[] w, double[] y)
    {
        double scale = 1.0 / _count;
        for (int i = 0; i < _d; i++)
        {
            for (int j = 0; j < _d; j++)
            {
                y[_layout.P(i, j)] = scale * Wide.Dot(_u[i], v[j]);
                if (i <= j)
                    y[_layout.S(i, j)] = scale * Wide.Dot(v[i], v[j]);
            }
            y[_layout.Q(i)] = scale * Wide.Dot(_u[i], w);
            y[_layout.R(i)] = scale * Wide.Dot(v[i], w);
        }
        y[_layout.Z] = scale * Wide.Dot(w, w);
    }

    /// <summary>Draws the noise of a step, whose moments have been taken, and says what must be taken away of 1, û, v̂ and ŵ, and by what the rest is to be multiplied, so that it is orthogonal to them and of mean square 1.</summary>
    private NoiseShares MatchNoise()
    {
        FillNormals(_noise, StreamPurpose.Vector, _step++);
        double[][] basis = [_ones, .. _u, .. _v, _w];
        int m = basis.Length;
        double[] gram = new double[m * m], shares = new double[m], moments = new double[m];
        double scale = 1.0 / _count, trace = 0;
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j <= i; j++)
                gram[i * m + j] = i > _d && j == 0 ? scale * Wide.Dot(basis[i], _ones) : Moment(i, j);
            moments[i] = shares[i] = scale * Wide.Dot(basis[i], _noise);
            trace += gram[i * m + i];
        }
        double square = scale * Wide.Dot(_noise, _noise);
        for (int i = 0; i < m; i++)
            gram[i * m + i] += Negligible * trace;
        if (!Cholesky.TryFactor(gram, m))
            return new NoiseShares(new double[m], 1 / Math.Sqrt(square));
        Cholesky.Solve(gram, shares);
        return new NoiseShares(shares, 1 / Math.Sqrt(square - VectorMath.Dot(shares, moments)));
    }

    /// <summary>The moment of entries j ≤ i of 1, û, v̂, ŵ at the start of the step: those of 1 and û never change, the others have just been taken.</summary>
    private double Moment(int i, int j)
    {
        if (i <= _d)
            return _featureGram[i * (_d + 1) + j];
        ReadOnlySpan<double> y = _now.State;
        int column = i - 1 - _d, other = j - 1 - _d;
        if (column < _d)
            return y[j <= _d ? _layout.P(j - 1, column) : _layout.S(other, column)];
        return y[j <= _d ? _layout.Q(j - 1) : other < _d ? _layout.R(other) : _layout.Z];
    }

    /// <summary>Moments of 1 and û.</summary>
    private double[] FeatureGram()
    {
        double[][] columns = [_ones, .. _u];
        var gram = new double[columns.Length * columns.Length];
        for (int i = 0; i < columns.Length; i++)
            for (int j = 0; j <= i; j++)
                gram[i * columns.Length + j] = 1.0 / _count * Wide.Dot(columns[i], columns[j]);
        return gram;
    }

    /// <summary>ŵ + a dŵ(now) + b dŵ(ahead) + kick · noise.</summary>
    private void MoveW(double[] to, double now, double ahead, double kick, in NoiseShares noise)
    {
        Wide.Combine(1 + now * _now.Shift - kick * noise.Shares[^1], _w, kick, _noise, to);
        Add(to, -kick * noise.Shares[0], _ones);
        for (int l = 0; l < _d; l++)
        {
            Add(to, now * _now.Pull[l] + ahead * _ahead.Pull[l] - kick * noise.Shares[1 + l], _u[l]);
            Add(to, -now * _now.Push[l] - kick * noise.Shares[1 + _d + l], _v[l]);
            Add(to, -ahead * _ahead.Push[l], _vAhead[l]);
        }
        Add(to, ahead * _ahead.Shift, _wAhead);
        if (_penalty.Discriminator.HasKink)
            return;
        Add(to, -now * _penalty.DiscriminatorWeight, _slope);
        Add(to, -ahead * _penalty.DiscriminatorWeight, _slopeAhead);
    }

    /// <summary>v̂_ℓ + a dv̂_ℓ(now) + b dv̂_ℓ(ahead).</summary>
    private void MoveV(double[] to, int l, double now, double ahead)
    {
        Wide.Combine(1 + now * _now.Decay[l], _v[l], now * _now.Lift[l], _w, to);
        Add(to, ahead * _ahead.Decay[l], _vAhead[l]);
        Add(to, ahead * _ahead.Lift[l], _wAhead);
        if (_penalty.Generator.HasKink)
            return;
        Add(to, -now * _penalty.GeneratorWeight, _vSlope[l]);
        Add(to, -ahead * _penalty.GeneratorWeight, _vSlopeAhead[l]);
    }

    private static void Add(double[] to, double factor, double[] column)
    {
        if (factor != 0)
            Wide.Combine(1, to, factor, column, to);
    }

    /// <summary>Takes away what a step of second order leaves of the norms.</summary>
    private void Normalise()
    {
        foreach (double[] column in (double[][])[_w, .. _v])
            Wide.Combine(1 / Math.Sqrt(Wide.Dot(column, column) / _count), column, 0, column, column);
    }

    private double MeanAbsolute(double[] column)
    {
        double sum = 0;
        foreach (double x in column)
            sum += Math.Abs(x);
        return sum / _count;
    }

    private double Kurtosis(double[] column)
    {
        double fourth = 0, square = 0;
        foreach (double x in column)
        {
            square += x * x;
            fourth += x * x * x * x;
        }
        return square > 0 ? fourth / square * (_count / square) : 0;
    }

    private readonly record struct NoiseShares(double[] Shares, double Scale);

    /// <summary>Moments and what the equations make of them.</summary>
    private sealed class Coefficients(StateLayout layout)
    {
        public readonly double[] State = new double[layout.Dimension], Pull = new double[layout.Features], Push = new double[layout.Features];
        public readonly double[] Lift = new double[layout.Features], Decay = new double[layout.Features];
        public double Shift, Diffusion;
    }

    private readonly ref struct NormalWork(Philox.RoundKey[] keys, StreamPurpose purpose, ulong first, Span<double> to) : ILaneWork
    {
        private readonly Span<double> _to = to;

        public void Run<T>()
            where T : unmanaged, IWideLanes<T> =>
            Normals<T>.Fill(keys, 0, purpose, first, _to);
    }
}
