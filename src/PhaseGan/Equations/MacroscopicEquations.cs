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
    private readonly StateLayout _layout;
    private readonly StepAverages _real, _fake;

    /// <summary>Where the gradient of the discriminator's step is scaled; both kinds of data then meet in every average.</summary>
    private readonly ScaledResponses? _scaled;

    /// <summary>Whether both players see the same averages of fake data.</summary>
    private readonly bool _sameFake;

    /// <param name="gan">Numbers.</param>
    /// <param name="rule">Loss, regulariser, codes.</param>
    /// <param name="reduced">Whether the diagonal of S and z are no coordinates; asks for unit norms.</param>
    /// <param name="diffusion">Whether the term τ²b/m is there.</param>
    public MacroscopicEquations(GanParameters gan, TrainingRule rule, bool reduced, bool diffusion)
    {
        Renaming.RequireOneDiscriminatorFeature(rule);
        (Parameters, Rule) = (gan, rule);
        (rule, gan) = Renaming.WithoutScheme(rule, gan);
        Renamed = gan;
        _d = gan.FeatureCount;
        _tau = gan.DiscriminatorRate;
        _tauTilde = gan.GeneratorRate;
        _realNoise = gan.RealNoise + rule.InstanceNoise;
        _fakeNoise = gan.FakeNoise + rule.InstanceNoise;
        _half = diffusion ? gan.NoiseRate : 0;
        _unit = rule.HasUnitNorms;
        _strength = rule.Strength;
        _regulariser = rule.Regulariser;
        _real = new StepAverages(rule.Loss.Real, rule.RealMultiplier, rule.Penalty.Real, rule.Penalty, rule.RealCodes, gan.RealVariances, _realNoise);
        _fake = new StepAverages(rule.Loss.Fake, rule.FakeMultiplier, -rule.Penalty.Fake, rule.Penalty, rule.FakeCodes, gan.FakeVariances, _fakeNoise);
        _scaled = rule.Scaling.IsNone ? null : new ScaledResponses(rule.Scaling, _realNoise, _fakeNoise, gan.BatchSize);
        double generatorNoise = rule.HasNoisyGenerator ? _fakeNoise : gan.FakeNoise;
        _sameFake = _scaled is null && _fake.IsPlain && generatorNoise == _fakeNoise;
        Fake = _sameFake ? _fake.Plain : new DataAverages(rule.Loss.Fake, rule.FakeCodes, gan.FakeVariances, generatorNoise);
        _layout = new StateLayout(_d, hasNorms: !reduced);
    }

    public GanParameters Parameters { get; }

    public TrainingRule Rule { get; }

    /// <summary>The parameters at which plain steps have this limit.</summary>
    public GanParameters Renamed { get; }

    /// <summary>Averages of f over real data.</summary>
    public DataAverages Real => _real.Plain;

    /// <summary>Averages of f̃ over fake data in the generator's step.</summary>
    public DataAverages Fake { get; }

    /// <summary>Number of coordinates.</summary>
    public int Dimension => _layout.Dimension;

    /// <summary>The coefficients of the macroscopic and the microscopic equations at a state.</summary>
    /// <param name="y">Coordinates.</param>
    /// <param name="pull">Receives g, length d.</param>
    /// <param name="push">Receives g̃ of the discriminator's step, length d.</param>
    /// <param name="lift">Receives g̃ of the generator's step, length d.</param>
    /// <param name="decay">Receives the diagonal of L, length d.</param>
    /// <param name="shift">Receives h.</param>
    /// <param name="diffusion">Receives τ b/2m.</param>
    public void Coefficients(ReadOnlySpan<double> y, Span<double> pull, Span<double> push, Span<double> lift, Span<double> decay, out double shift, out double diffusion)
    {
        int d = _d;
        ReadOnlySpan<double> q = _layout.QIn(y), r = _layout.RIn(y);
        double z = _layout.ZIn(y);
        var real = new AverageSums(pull);
        var fake = new AverageSums(push);
        ScaledStep step = Step(q, r, z, ref real, ref fake);
        if (_sameFake)
            push.CopyTo(lift);
        else
            Fake.Evaluate(r, z, lift, out _, out _);
        diffusion = _half * StepPower(real, fake, step);
        shift = _unit
            ? -(Gain(q, r, pull, push) + diffusion) / z
            : _realNoise * real.Slope - _fakeNoise * fake.Slope - _strength * _regulariser.Slope(z) - (real.Decay + fake.Decay);
        for (int l = 0; l < d; l++)
            decay[l] = _unit ? -r[l] * lift[l] / _layout.SIn(y, l, l) : -_strength * _regulariser.Slope(_layout.SIn(y, l, l));
    }

    /// <summary>All averages at a state whose coordinates begin with those of this layout, with derivatives if there is room for them.</summary>
    public void Averages(ReadOnlySpan<double> y, ref AverageSums real, ref AverageSums fake, ref AverageSums lift)
    {
        ReadOnlySpan<double> q = _layout.QIn(y), r = _layout.RIn(y);
        double z = _layout.ZIn(y);
        Step(q, r, z, ref real, ref fake);
        if (_sameFake)
            lift = fake;
        else
            Fake.Evaluate(r, z, ref lift);
    }

    /// <summary>b = η_T⟨f²⟩ + η_G⟨f̃²⟩.</summary>
    public double NoisePower(in AverageSums real, in AverageSums fake) => _realNoise * real.Square + _fakeNoise * fake.Square;

    /// <summary>b; where the gradient is scaled it is not a sum over the kinds of data.</summary>
    private double StepPower(in AverageSums real, in AverageSums fake, in ScaledStep scaled) => _scaled is null ? NoisePower(real, fake) : scaled.Power;

    /// <summary>h₀ = η_T⟨f′⟩ − η_G⟨f̃′⟩ less what a gradient penalty takes from w: the shift without regulariser and constraint.</summary>
    public double FreeShift(in AverageSums real, in AverageSums fake) => _realNoise * real.Slope - _fakeNoise * fake.Slope - (real.Decay + fake.Decay);

    /// <summary>The derivatives of the averages by the overlap of w with a vector.</summary>
    /// <param name="vector">i &lt; d for q_i, d + j for r_j, 2d for z.</param>
    /// <param name="real">Averages over real data.</param>
    /// <param name="fake">Averages over fake data in the discriminator's step.</param>
    /// <param name="lift">Averages over fake data in the generator's step.</param>
    /// <param name="pull">Receives that of g, length d.</param>
    /// <param name="push">Receives that of g̃ of the discriminator's step, length d.</param>
    /// <param name="raise">Receives that of g̃ of the generator's step, length d.</param>
    /// <returns>Those of <see cref="FreeShift"/> and of <see cref="NoisePower"/>.</returns>
    public (double Shift, double Power) Vary(
        int vector, in AverageSums real, in AverageSums fake, in AverageSums lift, Span<double> pull, Span<double> push, Span<double> raise)
    {
        int d = _d, j = vector % d;
        bool byZ = vector == 2 * d, byQ = vector < d;
        for (int l = 0; l < d; l++)
        {
            pull[l] = byZ ? real.PullByPower[l] : byQ ? real.PullByOverlap[l * d + j] : 0;
            push[l] = byZ ? fake.PullByPower[l] : byQ ? 0 : fake.PullByOverlap[l * d + j];
            raise[l] = byZ ? lift.PullByPower[l] : byQ ? 0 : lift.PullByOverlap[l * d + j];
        }
        if (byZ)
            return (
                _realNoise * real.SlopeByPower - _fakeNoise * fake.SlopeByPower - (real.DecayByPower + fake.DecayByPower),
                _realNoise * real.SquareByPower + _fakeNoise * fake.SquareByPower);
        return byQ
            ? (_realNoise * real.SlopeByOverlap[j] - real.DecayByOverlap[j], _realNoise * real.SquareByOverlap[j])
            : (-_fakeNoise * fake.SlopeByOverlap[j] - fake.DecayByOverlap[j], _fakeNoise * fake.SquareByOverlap[j]);
    }

    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
    {
        int d = _d;
        Span<double> scratch = stackalloc double[4 * d];
        Span<double> g = scratch[..d], push = scratch.Slice(d, d), decay = scratch.Slice(2 * d, d), lift = scratch.Slice(3 * d, d);
        Coefficients(y, g, push, lift, decay, out double h, out double diffusion);
        ReadOnlySpan<double> p = _layout.PIn(y), q = _layout.QIn(y), r = _layout.RIn(y);
        double z = _layout.ZIn(y);
        Span<double> dp = derivative[.._layout.QStart], dq = derivative.Slice(_layout.QStart, d), dr = derivative.Slice(_layout.RStart, d);

        for (int i = 0; i < d; i++)
        {
            double sum = g[i] + h * q[i];
            for (int j = 0; j < d; j++)
            {
                dp[i * d + j] = _tauTilde * (q[i] * lift[j] + p[i * d + j] * decay[j]);
                sum -= p[i * d + j] * push[j];
            }
            dq[i] = _tau * sum;
        }
        for (int j = 0; j < d; j++)
        {
            double sum = h * r[j];
            for (int i = 0; i < d; i++)
                sum += p[i * d + j] * g[i] - _layout.SIn(y, j, i) * push[i];
            dr[j] = _tau * sum + _tauTilde * (z * lift[j] + decay[j] * r[j]);
            for (int i = 0; i <= j; i++)
                if (_layout.S(i, j) is >= 0 and int at)
                    derivative[at] = i == j && _unit ? 0 : _tauTilde * (r[i] * lift[j] + lift[i] * r[j] + y[at] * (decay[i] + decay[j]));
        }
        if (_layout.Z >= 0)
            derivative[_layout.Z] = _unit ? 0 : 2 * _tau * (Gain(q, r, g, push) + z * h + diffusion);
    }

    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian)
    {
        int d = _d, n = Dimension;
        jacobian[..(n * n)].Clear();
        int room = JacobianTerms.Room(d);
        Span<double> scratch = room <= AverageSums.StackNumbers ? stackalloc double[room] : new double[room];
        var t = new JacobianTerms(_layout, y, scratch);
        ScaledStep scaled = Step(t.Q, t.R, t.Z, ref t.Real, ref t.Fake);
        if (_sameFake)
            t.Lift = t.Fake;
        else
            Fake.Evaluate(t.R, t.Z, ref t.Lift);
        t.Diffusion = _half * StepPower(t.Real, t.Fake, scaled);
        t.DiffusionByZ = _half * (_realNoise * t.Real.SquareByPower + _fakeNoise * t.Fake.SquareByPower);
        t.Gain = Gain(t.Q, t.R, t.Real.Pull, t.Fake.Pull);
        t.GainByZ = Gain(t.Q, t.R, t.Real.PullByPower, t.Fake.PullByPower);
        Shift(ref t);
        Decay(t);
        RowsOfP(t, jacobian);
        RowsOfQ(t, jacobian);
        RowsOfR(t, jacobian);
        RowsOfS(t, jacobian);
        if (_layout.Z >= 0 && !_unit)
            RowOfZ(t, jacobian.Slice(_layout.Z * n, n));
        if (_scaled is not null)
            AddScaling(t, scaled, jacobian);
    }

    /// <summary>The averages of the discriminator's step. Where its gradient is scaled their derivatives are those at fixed J, J̃ and b, which are returned.</summary>
    private ScaledStep Step(ReadOnlySpan<double> q, ReadOnlySpan<double> r, double z, ref AverageSums real, ref AverageSums fake)
    {
        _real.Evaluate(q, z, ref real);
        _fake.Evaluate(r, z, ref fake);
        if (_scaled is null)
            return default;
        ScaledStep step = _scaled.At(real.Square, fake.Square);
        real.Respond(step.Real);
        fake.Respond(step.Fake);
        // b in whole, whatever the noises
        (real.Square, fake.Square) = (0, 0);
        return step;
    }

    /// <summary>What J, J̃ and b add to the Jacobian by what they depend on. The field is linear in each, so that this is a sum of three products.</summary>
    private void AddScaling(in JacobianTerms t, in ScaledStep scaled, Span<double> jacobian)
    {
        int d = _d, n = Dimension;
        Span<double> scratch = stackalloc double[5 * d];
        Span<double> byReal = scratch[..d], byFake = scratch.Slice(d, d), realPull = scratch.Slice(2 * d, d), fakePull = scratch.Slice(3 * d, d), none = scratch.Slice(4 * d, d);
        none.Clear();
        for (int l = 0; l < d; l++)
        {
            realPull[l] = Parameters.RealVariances[l] * t.Q[l];
            fakePull[l] = Parameters.FakeVariances[l] * t.R[l];
            (byReal[l], byFake[l]) = (2 * realPull[l], 2 * fakePull[l]);
        }
        Span<double> gradient = stackalloc double[n];
        Gradient(scaled.RealByReal, scaled.RealByFake, byReal, byFake, gradient);
        AddProduct(t, realPull, none, _unit ? -Gain(t.Q, t.R, realPull, none) / t.Z : _realNoise, 0, gradient, jacobian);
        Gradient(scaled.FakeByReal, scaled.FakeByFake, byReal, byFake, gradient);
        AddProduct(t, none, fakePull, _unit ? -Gain(t.Q, t.R, none, fakePull) / t.Z : -_fakeNoise, 0, gradient, jacobian);
        Gradient(scaled.PowerByReal, scaled.PowerByFake, byReal, byFake, gradient);
        AddProduct(t, none, none, _unit ? -_half / t.Z : 0, _half, gradient, jacobian);
    }

    /// <summary>The gradient of a function of σ_T² = qᵀΛq + η_T z and σ_G² = rᵀΛ̃r + η_G z.</summary>
    private void Gradient(double byRealSquare, double byFakeSquare, ReadOnlySpan<double> byReal, ReadOnlySpan<double> byFake, Span<double> gradient)
    {
        gradient.Clear();
        for (int l = 0; l < _d; l++)
        {
            gradient[_layout.Q(l)] = byRealSquare * byReal[l];
            gradient[_layout.R(l)] = byFakeSquare * byFake[l];
        }
        if (_layout.Z >= 0)
            gradient[_layout.Z] = byRealSquare * _realNoise + byFakeSquare * _fakeNoise;
    }

    /// <summary>Adds to the Jacobian the product of a gradient with how q, r and z move with a part of g, of g̃ in the discriminator's step, of h and of τb/2m.</summary>
    private void AddProduct(
        in JacobianTerms t, ReadOnlySpan<double> pull, ReadOnlySpan<double> push, double shift, double diffusion, ReadOnlySpan<double> gradient, Span<double> jacobian)
    {
        int d = _d;
        for (int i = 0; i < d; i++)
        {
            double q = pull[i] + shift * t.Q[i], r = shift * t.R[i];
            for (int j = 0; j < d; j++)
            {
                q -= t.P[i * d + j] * push[j];
                r += t.P[j * d + i] * pull[j] - _layout.SIn(t.Y, i, j) * push[j];
            }
            AddRow(_layout.Q(i), _tau * q, gradient, jacobian);
            AddRow(_layout.R(i), _tau * r, gradient, jacobian);
        }
        if (_layout.Z >= 0 && !_unit)
            AddRow(_layout.Z, 2 * _tau * (Gain(t.Q, t.R, pull, push) + t.Z * shift + diffusion), gradient, jacobian);

        static void AddRow(int row, double factor, ReadOnlySpan<double> gradient, Span<double> jacobian)
        {
            Span<double> to = jacobian.Slice(row * gradient.Length, gradient.Length);
            for (int k = 0; k < gradient.Length; k++)
                to[k] += factor * gradient[k];
        }
    }

    /// <summary>h and its derivatives: by q, by r and by z.</summary>
    private void Shift(ref JacobianTerms t)
    {
        int d = _d;
        ReadOnlySpan<double> q = t.Q, r = t.R;
        if (_unit)
        {
            t.Shift = -(t.Gain + t.Diffusion) / t.Z;
            t.ShiftByZ = -(t.GainByZ + t.DiffusionByZ + t.Shift) / t.Z;
            for (int j = 0; j < d; j++)
            {
                t.ShiftBy[j] = -(GainByQ(q, t.Real, j) + _half * _realNoise * t.Real.SquareByOverlap[j]) / t.Z;
                t.ShiftBy[d + j] = -(GainByR(r, t.Fake, j) + _half * _fakeNoise * t.Fake.SquareByOverlap[j]) / t.Z;
            }
        }
        else
        {
            t.Shift = _realNoise * t.Real.Slope - _fakeNoise * t.Fake.Slope - _strength * _regulariser.Slope(t.Z) - (t.Real.Decay + t.Fake.Decay);
            t.ShiftByZ = _realNoise * t.Real.SlopeByPower - _fakeNoise * t.Fake.SlopeByPower - _strength * _regulariser.Curvature(t.Z) - (t.Real.DecayByPower + t.Fake.DecayByPower);
            for (int j = 0; j < d; j++)
            {
                t.ShiftBy[j] = _realNoise * t.Real.SlopeByOverlap[j] - t.Real.DecayByOverlap[j];
                t.ShiftBy[d + j] = -_fakeNoise * t.Fake.SlopeByOverlap[j] - t.Fake.DecayByOverlap[j];
            }
        }
    }

    /// <summary>The diagonal of L and its derivatives: by r, by z, and by the diagonal of S.</summary>
    private void Decay(in JacobianTerms t)
    {
        int d = _d;
        ReadOnlySpan<double> r = t.R;
        for (int l = 0; l < d; l++)
        {
            double s = _layout.SIn(t.Y, l, l);
            if (_unit)
            {
                t.Decay[l] = -r[l] * t.Lift.Pull[l] / s;
                for (int j = 0; j < d; j++)
                    t.DecayByR[l * d + j] = -r[l] * t.Lift.PullByOverlap[l * d + j] / s;
                t.DecayByR[l * d + l] -= t.Lift.Pull[l] / s;
                t.DecayByZ[l] = -r[l] * t.Lift.PullByPower[l] / s;
                t.DecayByS[l] = -t.Decay[l] / s;
            }
            else
            {
                t.Decay[l] = -_strength * _regulariser.Slope(s);
                t.DecayByS[l] = -_strength * _regulariser.Curvature(s);
                t.DecayByR.Slice(l * d, d).Clear();
                t.DecayByZ[l] = 0;
            }
        }
    }

    /// <summary>dP_ij = τ̃ (q_i g̃_j + P_ij L_j).</summary>
    private void RowsOfP(in JacobianTerms t, Span<double> jacobian)
    {
        int d = _d, n = Dimension, q0 = _layout.QStart, r0 = _layout.RStart;
        ReadOnlySpan<double> p = t.P, q = t.Q;
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
            {
                Span<double> row = jacobian.Slice((i * d + j) * n, n);
                row[i * d + j] = _tauTilde * t.Decay[j];
                row[q0 + i] = _tauTilde * t.Lift.Pull[j];
                for (int l = 0; l < d; l++)
                    row[r0 + l] = _tauTilde * (q[i] * t.Lift.PullByOverlap[j * d + l] + p[i * d + j] * t.DecayByR[j * d + l]);
                Add(row, _layout.S(j, j), _tauTilde * p[i * d + j] * t.DecayByS[j]);
                Add(row, _layout.Z, _tauTilde * (q[i] * t.Lift.PullByPower[j] + p[i * d + j] * t.DecayByZ[j]));
            }
        }
    }

    /// <summary>dq_i = τ (g_i − Σ_j P_ij g̃_j + h q_i).</summary>
    private void RowsOfQ(in JacobianTerms t, Span<double> jacobian)
    {
        int d = _d, n = Dimension, q0 = _layout.QStart, r0 = _layout.RStart;
        ReadOnlySpan<double> p = t.P, q = t.Q;
        for (int i = 0; i < d; i++)
        {
            Span<double> row = jacobian.Slice((q0 + i) * n, n);
            double byZ = t.Real.PullByPower[i] + t.ShiftByZ * q[i];
            for (int j = 0; j < d; j++)
            {
                row[i * d + j] = -_tau * t.Fake.Pull[j];
                row[q0 + j] = _tau * (t.Real.PullByOverlap[i * d + j] + t.ShiftBy[j] * q[i]);
                double sum = t.ShiftBy[d + j] * q[i];
                for (int l = 0; l < d; l++)
                    sum -= p[i * d + l] * t.Fake.PullByOverlap[l * d + j];
                row[r0 + j] = _tau * sum;
                byZ -= p[i * d + j] * t.Fake.PullByPower[j];
            }
            row[q0 + i] += _tau * t.Shift;
            Add(row, _layout.Z, _tau * byZ);
        }
    }

    /// <summary>dr_j = τ (Σ_i P_ij g_i − Σ_k S_jk g̃_k + h r_j) + τ̃ (z g̃_j + L_j r_j).</summary>
    private void RowsOfR(in JacobianTerms t, Span<double> jacobian)
    {
        int d = _d, n = Dimension, q0 = _layout.QStart, r0 = _layout.RStart;
        ReadOnlySpan<double> p = t.P, r = t.R;
        for (int j = 0; j < d; j++)
        {
            Span<double> row = jacobian.Slice((r0 + j) * n, n);
            double byZ = t.ShiftByZ * r[j];
            for (int i = 0; i < d; i++)
            {
                row[i * d + j] = _tau * t.Real.Pull[i];
                Add(row, _layout.S(j, i), -_tau * t.Fake.Pull[i]);
                byZ += p[i * d + j] * t.Real.PullByPower[i] - _layout.SIn(t.Y, j, i) * t.Fake.PullByPower[i];
                double byQ = t.ShiftBy[i] * r[j], byR = t.ShiftBy[d + i] * r[j];
                for (int l = 0; l < d; l++)
                {
                    byQ += p[l * d + j] * t.Real.PullByOverlap[l * d + i];
                    byR -= _layout.SIn(t.Y, j, l) * t.Fake.PullByOverlap[l * d + i];
                }
                row[q0 + i] = _tau * byQ;
                row[r0 + i] = _tau * byR + _tauTilde * (t.Z * t.Lift.PullByOverlap[j * d + i] + t.DecayByR[j * d + i] * r[j]);
            }
            row[r0 + j] += _tau * t.Shift + _tauTilde * t.Decay[j];
            Add(row, _layout.S(j, j), _tauTilde * t.DecayByS[j] * r[j]);
            Add(row, _layout.Z, _tau * byZ + _tauTilde * (t.Lift.Pull[j] + t.Z * t.Lift.PullByPower[j] + t.DecayByZ[j] * r[j]));
        }
    }

    /// <summary>dS_ij = τ̃ (r_i g̃_j + g̃_i r_j + S_ij (L_i + L_j)).</summary>
    private void RowsOfS(in JacobianTerms t, Span<double> jacobian)
    {
        int d = _d, n = Dimension, r0 = _layout.RStart;
        ReadOnlySpan<double> r = t.R;
        for (int i = 0; i < d; i++)
        {
            for (int j = i; j < d; j++)
            {
                int at = _layout.S(i, j);
                if (at < 0 || (i == j && _unit))
                    continue;
                Span<double> row = jacobian.Slice(at * n, n);
                double s = t.Y[at];
                for (int l = 0; l < d; l++)
                    row[r0 + l] = _tauTilde * (
                        r[i] * t.Lift.PullByOverlap[j * d + l] + t.Lift.PullByOverlap[i * d + l] * r[j] + s * (t.DecayByR[i * d + l] + t.DecayByR[j * d + l]));
                row[r0 + i] += _tauTilde * t.Lift.Pull[j];
                row[r0 + j] += _tauTilde * t.Lift.Pull[i];
                Add(row, at, _tauTilde * (t.Decay[i] + t.Decay[j]));
                Add(row, _layout.S(i, i), _tauTilde * s * t.DecayByS[i]);
                Add(row, _layout.S(j, j), _tauTilde * s * t.DecayByS[j]);
                Add(row, _layout.Z, _tauTilde * (r[i] * t.Lift.PullByPower[j] + t.Lift.PullByPower[i] * r[j] + s * (t.DecayByZ[i] + t.DecayByZ[j])));
            }
        }
    }

    /// <summary>dz = 2τ (q·g − r·g̃ + z h + τb/2m).</summary>
    private void RowOfZ(in JacobianTerms t, Span<double> row)
    {
        int d = _d, q0 = _layout.QStart, r0 = _layout.RStart;
        ReadOnlySpan<double> q = t.Q, r = t.R;
        for (int j = 0; j < d; j++)
        {
            row[q0 + j] = 2 * _tau * (GainByQ(q, t.Real, j) + t.Z * t.ShiftBy[j] + _half * _realNoise * t.Real.SquareByOverlap[j]);
            row[r0 + j] = 2 * _tau * (GainByR(r, t.Fake, j) + t.Z * t.ShiftBy[d + j] + _half * _fakeNoise * t.Fake.SquareByOverlap[j]);
        }
        row[_layout.Z] = 2 * _tau * (t.GainByZ + t.Shift + t.Z * t.ShiftByZ + t.DiffusionByZ);
    }

    /// <summary>
    /// The Jacobian over (q, r) at q = r = 0 for unit norms: the linear one with Λ⟨f′⟩, Λ̃⟨f̃′⟩ of the step of each player in the places of Λ, Λ̃ and τb/2m in that of x, all
    /// at X = e√η.
    /// </summary>
    public void TransverseBlock(ReadOnlySpan<double> y, Span<double> block)
    {
        int d = _d, k = 2 * d;
        Span<double> origin = stackalloc double[d], pull = stackalloc double[d];
        origin.Clear();
        AverageSums realSums = new(pull), fakeSums = new(pull);
        ScaledStep step = Step(origin, origin, 1, ref realSums, ref fakeSums);
        double slope = realSums.Slope, fakeSlope = fakeSums.Slope, lift = fakeSlope;
        if (!_sameFake)
            Fake.Evaluate(origin, 1, pull, out lift, out _);
        double forgetting = _half * StepPower(realSums, fakeSums, step);
        ReadOnlySpan<double> p = _layout.PIn(y);
        block[..(k * k)].Clear();
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
            {
                double real = slope * Parameters.RealVariances[i], fake = fakeSlope * Parameters.FakeVariances[j];
                block[i * k + d + j] = -_tau * p[i * d + j] * fake;
                block[(d + j) * k + i] = _tau * p[i * d + j] * real;
                block[(d + i) * k + d + j] = -_tau * _layout.SIn(y, i, j) * fake;
            }
            block[i * k + i] = _tau * (slope * Parameters.RealVariances[i] - forgetting);
            block[(d + i) * k + d + i] += _tauTilde * lift * Parameters.FakeVariances[i] - _tau * forgetting;
        }
    }

    /// <summary>The coordinates of a state.</summary>
    public double[] Pack(MacroState state) => _layout.Pack(state, needsUnitNorms: _unit);

    /// <summary>The state with the given coordinates.</summary>
    public MacroState Unpack(ReadOnlySpan<double> y) => _layout.Unpack(y);

    /// <summary>Names of the coordinates in order.</summary>
    public ImmutableArray<string> CoordinateNames() => _layout.Names();

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

    /// <summary>What the rows of the Jacobian share: the parts of the state, the averages with their derivatives, and the coefficients with theirs.</summary>
    private ref struct JacobianTerms
    {
        public readonly ReadOnlySpan<double> Y, P, Q, R;
        public readonly double Z;

        /// <summary>Of the discriminator's step.</summary>
        public AverageSums Real, Fake;

        /// <summary>Of the generator's step.</summary>
        public AverageSums Lift;

        /// <summary>q·g − r·g̃ and τb/2m, each by z too.</summary>
        public double Gain, GainByZ, Diffusion, DiffusionByZ;

        public double Shift, ShiftByZ;

        /// <summary>By q, then by r.</summary>
        public readonly Span<double> ShiftBy;

        public readonly Span<double> Decay, DecayByR, DecayByZ, DecayByS;

        public JacobianTerms(StateLayout layout, ReadOnlySpan<double> y, Span<double> scratch)
        {
            int d = layout.Features, sums = AverageSums.Room(d), at = 3 * sums;
            Y = y;
            P = layout.PIn(y);
            Q = layout.QIn(y);
            R = layout.RIn(y);
            Z = layout.ZIn(y);
            Real = new AverageSums(scratch[..sums], d);
            Fake = new AverageSums(scratch.Slice(sums, sums), d);
            Lift = new AverageSums(scratch.Slice(2 * sums, sums), d);
            ShiftBy = scratch.Slice(at, 2 * d);
            Decay = scratch.Slice(at + 2 * d, d);
            DecayByZ = scratch.Slice(at + 3 * d, d);
            DecayByS = scratch.Slice(at + 4 * d, d);
            DecayByR = scratch.Slice(at + 5 * d, d * d);
        }

        /// <summary>Numbers that the terms take.</summary>
        public static int Room(int d) => 3 * AverageSums.Room(d) + d * d + 5 * d;
    }
}
