using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>
/// The right-hand sides of (8), (9) and their Jacobian in either of two systems of coordinates: all of (P, q, r, S, z), or, for unit norms, what is
/// left of them when the diagonal of S and z are 1.
/// </summary>
internal sealed class MacroscopicEquations
{
    private readonly int _d;
    private readonly double _tau;
    private readonly double _tauTilde;
    private readonly double _realNoise;
    private readonly double _fakeNoise;

    /// <summary>τ/2m, or 0 without diffusion.</summary>
    private readonly double _half;
    private readonly bool _unit;
    private readonly double _strength;
    private readonly Regulariser _regulariser;

    /// <summary>Index of the coordinate of S_ij, −1 where it is held at 1.</summary>
    private readonly int[] _s;

    /// <summary>Index of z, −1 where it is held at 1.</summary>
    private readonly int _z;

    /// <param name="gan">Numbers.</param>
    /// <param name="rule">Loss, regulariser, codes.</param>
    /// <param name="reduced">Whether the diagonal of S and z are no coordinates; asks for unit norms.</param>
    /// <param name="diffusion">Whether the term τ²b/m is there.</param>
    public MacroscopicEquations(GanParameters gan, TrainingRule rule, bool reduced, bool diffusion)
    {
        (Parameters, Rule) = (gan, rule);
        _d = gan.FeatureCount;
        _tau = gan.DiscriminatorRate;
        _tauTilde = gan.GeneratorRate;
        _realNoise = gan.RealNoise;
        _fakeNoise = gan.FakeNoise;
        _half = diffusion ? gan.NoiseRate : 0;
        _unit = rule.HasUnitNorms;
        _strength = rule.Strength;
        _regulariser = rule.Regulariser;
        Real = new DataAverages(rule.Loss.Real, rule.RealCodes, gan.RealVariances, gan.RealNoise);
        Fake = new DataAverages(rule.Loss.Fake, rule.FakeCodes, gan.FakeVariances, gan.FakeNoise);

        _s = new int[_d * _d];
        int next = _d * _d + 2 * _d;
        for (int i = 0; i < _d; i++)
            for (int j = i; j < _d; j++)
                _s[i * _d + j] = _s[j * _d + i] = reduced && i == j ? -1 : next++;
        _z = reduced ? -1 : next++;
        Dimension = next;
    }

    public GanParameters Parameters { get; }

    public TrainingRule Rule { get; }

    public DataAverages Real { get; }

    public DataAverages Fake { get; }

    /// <summary>Number of coordinates.</summary>
    public int Dimension { get; }

    /// <summary>The coefficients of the macroscopic and the microscopic equations at a state.</summary>
    /// <param name="y">Coordinates.</param>
    /// <param name="pull">Receives g, length d.</param>
    /// <param name="push">Receives g̃, length d.</param>
    /// <param name="decay">Receives the diagonal of L, length d.</param>
    /// <param name="shift">Receives h.</param>
    /// <param name="diffusion">Receives τ b/2m.</param>
    public void Coefficients(ReadOnlySpan<double> y, Span<double> pull, Span<double> push, Span<double> decay, out double shift, out double diffusion)
    {
        int d = _d;
        ReadOnlySpan<double> q = y.Slice(d * d, d), r = y.Slice(d * d + d, d);
        double z = _z < 0 ? 1 : y[_z];
        Real.Evaluate(q, z, pull, out double slope, out double square);
        Fake.Evaluate(r, z, push, out double fakeSlope, out double fakeSquare);
        diffusion = _half * (_realNoise * square + _fakeNoise * fakeSquare);
        shift = _unit
            ? -(Gain(q, r, pull, push) + diffusion) / z
            : _realNoise * slope - _fakeNoise * fakeSlope - _strength * _regulariser.Slope(z);
        for (int l = 0; l < d; l++)
            decay[l] = _unit ? -r[l] * push[l] / SAt(y, l, l) : -_strength * _regulariser.Slope(SAt(y, l, l));
    }

    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
    {
        int d = _d;
        Span<double> scratch = stackalloc double[3 * d];
        Span<double> g = scratch[..d], push = scratch.Slice(d, d), decay = scratch.Slice(2 * d, d);
        Coefficients(y, g, push, decay, out double h, out double diffusion);
        ReadOnlySpan<double> p = y[..(d * d)], q = y.Slice(d * d, d), r = y.Slice(d * d + d, d);
        double z = _z < 0 ? 1 : y[_z];
        Span<double> dp = derivative[..(d * d)], dq = derivative.Slice(d * d, d), dr = derivative.Slice(d * d + d, d);

        for (int i = 0; i < d; i++)
        {
            double sum = g[i] + h * q[i];
            for (int j = 0; j < d; j++)
            {
                dp[i * d + j] = _tauTilde * (q[i] * push[j] + p[i * d + j] * decay[j]);
                sum -= p[i * d + j] * push[j];
            }
            dq[i] = _tau * sum;
        }
        for (int j = 0; j < d; j++)
        {
            double sum = h * r[j];
            for (int i = 0; i < d; i++)
                sum += p[i * d + j] * g[i] - SAt(y, j, i) * push[i];
            dr[j] = _tau * sum + _tauTilde * (z * push[j] + decay[j] * r[j]);
            for (int i = 0; i <= j; i++)
                if (_s[i * d + j] is >= 0 and int at)
                    derivative[at] = i == j && _unit ? 0 : _tauTilde * (r[i] * push[j] + push[i] * r[j] + y[at] * (decay[i] + decay[j]));
        }
        if (_z >= 0)
            derivative[_z] = _unit ? 0 : 2 * _tau * (Gain(q, r, g, push) + z * h + diffusion);
    }

    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian)
    {
        int d = _d, n = Dimension, q0 = d * d, r0 = q0 + d;
        ReadOnlySpan<double> p = y[..(d * d)], q = y.Slice(q0, d), r = y.Slice(r0, d);
        double z = _z < 0 ? 1 : y[_z];
        jacobian[..(n * n)].Clear();

        int room = AverageSums.Room(d);
        Span<double> scratch = stackalloc double[2 * room + d * d + 5 * d];
        var real = new AverageSums(Take(ref scratch, room), d);
        var fake = new AverageSums(Take(ref scratch, room), d);
        Real.Evaluate(q, z, ref real);
        Fake.Evaluate(r, z, ref fake);
        ReadOnlySpan<double> g = real.Pull, push = fake.Pull;

        // Derivatives of the coefficients: gain = q·g − r·g̃, diffusion = τb/2m, h, and the diagonal of L.
        double diffusion = _half * (_realNoise * real.Square + _fakeNoise * fake.Square);
        double diffusionByZ = _half * (_realNoise * real.SquareByPower + _fakeNoise * fake.SquareByPower);
        double gain = Gain(q, r, g, push);
        double gainByZ = Gain(q, r, real.PullByPower, fake.PullByPower);
        Span<double> shiftBy = Take(ref scratch, 2 * d);
        double h, shiftByZ;
        if (_unit)
        {
            h = -(gain + diffusion) / z;
            shiftByZ = -(gainByZ + diffusionByZ + h) / z;
            for (int j = 0; j < d; j++)
            {
                shiftBy[j] = -(GainByQ(q, real, j) + _half * _realNoise * real.SquareByOverlap[j]) / z;
                shiftBy[d + j] = -(GainByR(r, fake, j) + _half * _fakeNoise * fake.SquareByOverlap[j]) / z;
            }
        }
        else
        {
            h = _realNoise * real.Slope - _fakeNoise * fake.Slope - _strength * _regulariser.Slope(z);
            shiftByZ = _realNoise * real.SlopeByPower - _fakeNoise * fake.SlopeByPower - _strength * _regulariser.Curvature(z);
            for (int j = 0; j < d; j++)
            {
                shiftBy[j] = _realNoise * real.SlopeByOverlap[j];
                shiftBy[d + j] = -_fakeNoise * fake.SlopeByOverlap[j];
            }
        }
        Span<double> decay = Take(ref scratch, d), decayByR = Take(ref scratch, d * d), decayByZ = Take(ref scratch, d), decayByS = Take(ref scratch, d);
        for (int l = 0; l < d; l++)
        {
            double s = SAt(y, l, l);
            if (_unit)
            {
                decay[l] = -r[l] * push[l] / s;
                for (int j = 0; j < d; j++)
                    decayByR[l * d + j] = -r[l] * fake.PullByOverlap[l * d + j] / s;
                decayByR[l * d + l] -= push[l] / s;
                decayByZ[l] = -r[l] * fake.PullByPower[l] / s;
                decayByS[l] = -decay[l] / s;
            }
            else
            {
                decay[l] = -_strength * _regulariser.Slope(s);
                decayByS[l] = -_strength * _regulariser.Curvature(s);
                decayByR.Slice(l * d, d).Clear();
                decayByZ[l] = 0;
            }
        }

        // dP_ij = τ̃ (q_i g̃_j + P_ij L_j)
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
            {
                Span<double> row = jacobian.Slice((i * d + j) * n, n);
                row[i * d + j] = _tauTilde * decay[j];
                row[q0 + i] = _tauTilde * push[j];
                for (int l = 0; l < d; l++)
                    row[r0 + l] = _tauTilde * (q[i] * fake.PullByOverlap[j * d + l] + p[i * d + j] * decayByR[j * d + l]);
                Add(row, _s[j * d + j], _tauTilde * p[i * d + j] * decayByS[j]);
                Add(row, _z, _tauTilde * (q[i] * fake.PullByPower[j] + p[i * d + j] * decayByZ[j]));
            }
        }

        // dq_i = τ (g_i − Σ_j P_ij g̃_j + h q_i)
        for (int i = 0; i < d; i++)
        {
            Span<double> row = jacobian.Slice((q0 + i) * n, n);
            double byZ = real.PullByPower[i] + shiftByZ * q[i];
            for (int j = 0; j < d; j++)
            {
                row[i * d + j] = -_tau * push[j];
                row[q0 + j] = _tau * (real.PullByOverlap[i * d + j] + shiftBy[j] * q[i]);
                double sum = shiftBy[d + j] * q[i];
                for (int l = 0; l < d; l++)
                    sum -= p[i * d + l] * fake.PullByOverlap[l * d + j];
                row[r0 + j] = _tau * sum;
                byZ -= p[i * d + j] * fake.PullByPower[j];
            }
            row[q0 + i] += _tau * h;
            Add(row, _z, _tau * byZ);
        }

        // dr_j = τ (Σ_i P_ij g_i − Σ_k S_jk g̃_k + h r_j) + τ̃ (z g̃_j + L_j r_j)
        for (int j = 0; j < d; j++)
        {
            Span<double> row = jacobian.Slice((r0 + j) * n, n);
            double byZ = shiftByZ * r[j];
            for (int i = 0; i < d; i++)
            {
                row[i * d + j] = _tau * g[i];
                Add(row, _s[j * d + i], -_tau * push[i]);
                byZ += p[i * d + j] * real.PullByPower[i] - SAt(y, j, i) * fake.PullByPower[i];
                double byQ = shiftBy[i] * r[j], byR = shiftBy[d + i] * r[j];
                for (int l = 0; l < d; l++)
                {
                    byQ += p[l * d + j] * real.PullByOverlap[l * d + i];
                    byR -= SAt(y, j, l) * fake.PullByOverlap[l * d + i];
                }
                row[q0 + i] = _tau * byQ;
                row[r0 + i] = _tau * byR + _tauTilde * (z * fake.PullByOverlap[j * d + i] + decayByR[j * d + i] * r[j]);
            }
            row[r0 + j] += _tau * h + _tauTilde * decay[j];
            Add(row, _s[j * d + j], _tauTilde * decayByS[j] * r[j]);
            Add(row, _z, _tau * byZ + _tauTilde * (push[j] + z * fake.PullByPower[j] + decayByZ[j] * r[j]));
        }

        // dS_ij = τ̃ (r_i g̃_j + g̃_i r_j + S_ij (L_i + L_j))
        for (int i = 0; i < d; i++)
        {
            for (int j = i; j < d; j++)
            {
                int at = _s[i * d + j];
                if (at < 0 || (i == j && _unit))
                    continue;
                Span<double> row = jacobian.Slice(at * n, n);
                double s = y[at];
                for (int l = 0; l < d; l++)
                    row[r0 + l] = _tauTilde * (
                        r[i] * fake.PullByOverlap[j * d + l] + fake.PullByOverlap[i * d + l] * r[j] + s * (decayByR[i * d + l] + decayByR[j * d + l]));
                row[r0 + i] += _tauTilde * push[j];
                row[r0 + j] += _tauTilde * push[i];
                Add(row, at, _tauTilde * (decay[i] + decay[j]));
                Add(row, _s[i * d + i], _tauTilde * s * decayByS[i]);
                Add(row, _s[j * d + j], _tauTilde * s * decayByS[j]);
                Add(row, _z, _tauTilde * (r[i] * fake.PullByPower[j] + fake.PullByPower[i] * r[j] + s * (decayByZ[i] + decayByZ[j])));
            }
        }

        // dz = 2τ (q·g − r·g̃ + z h + τb/2m)
        if (_z >= 0 && !_unit)
        {
            Span<double> row = jacobian.Slice(_z * n, n);
            for (int j = 0; j < d; j++)
            {
                row[q0 + j] = 2 * _tau * (GainByQ(q, real, j) + z * shiftBy[j] + _half * _realNoise * real.SquareByOverlap[j]);
                row[r0 + j] = 2 * _tau * (GainByR(r, fake, j) + z * shiftBy[d + j] + _half * _fakeNoise * fake.SquareByOverlap[j]);
            }
            row[_z] = 2 * _tau * (gainByZ + h + z * shiftByZ + diffusionByZ);
        }
    }

    /// <summary>
    /// The Jacobian over (q, r) at q = r = 0 for unit norms: the linear one with Λ⟨f′⟩, Λ̃⟨f̃′⟩ in the places of Λ, Λ̃ and τb/2m in that of x, all
    /// at X = e√η.
    /// </summary>
    public void TransverseBlock(ReadOnlySpan<double> y, Span<double> block)
    {
        int d = _d, k = 2 * d;
        Span<double> origin = stackalloc double[d], pull = stackalloc double[d];
        origin.Clear();
        Real.Evaluate(origin, 1, pull, out double slope, out double square);
        Fake.Evaluate(origin, 1, pull, out double fakeSlope, out double fakeSquare);
        double forgetting = _half * (_realNoise * square + _fakeNoise * fakeSquare);
        ReadOnlySpan<double> p = y[..(d * d)];
        block[..(k * k)].Clear();
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
            {
                double real = slope * Parameters.RealVariances[i], fake = fakeSlope * Parameters.FakeVariances[j];
                block[i * k + d + j] = -_tau * p[i * d + j] * fake;
                block[(d + j) * k + i] = _tau * p[i * d + j] * real;
                block[(d + i) * k + d + j] = -_tau * SAt(y, i, j) * fake;
            }
            block[i * k + i] = _tau * (slope * Parameters.RealVariances[i] - forgetting);
            block[(d + i) * k + d + i] += _tauTilde * fakeSlope * Parameters.FakeVariances[i] - _tau * forgetting;
        }
    }

    /// <summary>The coordinates of a state.</summary>
    public double[] Pack(MacroState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Guard.Length(state.FeatureCount, _d, "a state of this model, one entry a feature,", nameof(state));
        if (_unit && !state.IsNormalised)
            throw new ArgumentException("state must be normalised for unit norms: unit diagonal of S and z = 1", nameof(state));
        int d = _d;
        var y = new double[Dimension];
        state.PValues.CopyTo(y);
        state.QValues.CopyTo(y.AsSpan(d * d));
        state.RValues.CopyTo(y.AsSpan(d * d + d));
        for (int i = 0; i < d; i++)
            for (int j = i; j < d; j++)
                Add(y, _s[i * d + j], _unit && i == j ? 1 : state.S(i, j));
        Add(y, _z, _unit ? 1 : state.DiscriminatorPower);
        return y;
    }

    /// <summary>The state with the given coordinates.</summary>
    public MacroState Unpack(ReadOnlySpan<double> y)
    {
        Guard.Length(y.Length, Dimension, "a vector of coordinates", nameof(y));
        foreach (double v in y)
            Guard.Finite(v, "a coordinate", nameof(y));
        int d = _d;
        var s = new double[d * d];
        for (int i = 0; i < d; i++)
            for (int j = 0; j < d; j++)
                s[i * d + j] = SAt(y, i, j);
        return MacroState.FromComputed(
            y[..(d * d)].ToArray(), y.Slice(d * d, d).ToArray(), y.Slice(d * d + d, d).ToArray(), s, _z < 0 ? 1 : y[_z]);
    }

    /// <summary>Names of the coordinates in order.</summary>
    public ImmutableArray<string> CoordinateNames()
    {
        int d = _d;
        var names = new string[Dimension];
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
                names[i * d + j] = Name("p", i, j);
            names[d * d + i] = $"q_{i + 1}";
            names[d * d + d + i] = $"r_{i + 1}";
            for (int j = i; j < d; j++)
                if (_s[i * d + j] is >= 0 and int at)
                    names[at] = Name("s", i, j);
        }
        if (_z >= 0)
            names[_z] = "z";
        return ImmutableArray.Create(names);

        string Name(string letter, int i, int j) => d < 10 ? $"{letter}_{i + 1}{j + 1}" : $"{letter}_{i + 1}_{j + 1}";
    }

    private double SAt(ReadOnlySpan<double> y, int i, int j) => _s[i * _d + j] is >= 0 and int at ? y[at] : 1;

    private static double Gain(ReadOnlySpan<double> q, ReadOnlySpan<double> r, ReadOnlySpan<double> pull, ReadOnlySpan<double> push)
    {
        double sum = 0;
        for (int l = 0; l < q.Length; l++)
            sum += q[l] * pull[l] - r[l] * push[l];
        return sum;
    }

    private static double GainByQ(ReadOnlySpan<double> q, in AverageSums real, int j)
    {
        double sum = real.Pull[j];
        for (int l = 0; l < q.Length; l++)
            sum += q[l] * real.PullByOverlap[l * q.Length + j];
        return sum;
    }

    private static double GainByR(ReadOnlySpan<double> r, in AverageSums fake, int j)
    {
        double sum = -fake.Pull[j];
        for (int l = 0; l < r.Length; l++)
            sum -= r[l] * fake.PullByOverlap[l * r.Length + j];
        return sum;
    }

    private static void Add(Span<double> row, int at, double value)
    {
        if (at >= 0)
            row[at] += value;
    }

    private static Span<double> Take(ref Span<double> scratch, int length)
    {
        Span<double> taken = scratch[..length];
        scratch = scratch[length..];
        return taken;
    }
}
