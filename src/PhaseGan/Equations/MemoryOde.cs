using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>
/// The macroscopic ODE of training with memory (<see cref="TrainingMemory"/>): slow momentum of either player and the running average of the generator, for any loss, strength and law of codes, with its
/// analytic Jacobian (derived).
/// </summary>
/// <remarks>
/// <para>With X = [U V w m N V̄], the inner products M = XᵀX obey</para>
/// <code>
/// dM = M D + Dᵀ M + noise,    dX = X D:    dm = γ(U g − V g̃ + h₀ w − m)    dw = τ(m + h w)
///                                          dN = γ_G(w g̃ᵀ − N)              dV = τ̃(N + V L)         dV̄ = γ_E(V − V̄)
/// h₀ = η_T⟨f′⟩ − η_G⟨f̃′⟩;   noise γ² b/m in |m|², or τ² b/m in z without m;   h = −λH′(z), or −w·m with unit norms;   L_ℓ = −λH′(S_ℓℓ), or −(VᵀN)_ℓℓ
/// </code>
/// <para>
/// and dw, dV are those of <see cref="GeneralOde"/> where a player has no momentum. With unit norms h₀ does not drop out, for m is not projected; at q = r = 0 and equal noises η the discriminator then forgets
/// at the rate ζ* = (γ/2τ)(√(1 + 4τx/γ) − 1) &lt; x: slow momentum averages noise, and feature ℓ is learned if Λ_ℓ &gt; ζ*.
/// </para>
/// <para>
/// Coordinates: those of <see cref="UnitNormOde"/> or, at finite strength, of <see cref="GeneralOde"/>; then the inner products with m, with N and with V̄. A macroscopic state starts without momentum, m = N = 0, and with V̄ = V.
/// </para>
/// </remarks>
public sealed class MemoryOde : ICaptureCandidates, INamedFixedPoints, IVectorField<MacroState>
{
    private readonly MacroscopicEquations _averages;
    private readonly MemoryLayout _layout;
    private readonly TrainingMemory _memory;
    private readonly double _tau, _tauTilde, _noise;

    /// <summary>Makes the field.</summary>
    /// <param name="parameters">Numbers: Λ, Λ̃, rates, noises, m.</param>
    /// <param name="rule">Loss, regulariser, laws of the codes, additions to the discriminator's step, and the memory; the scheme must be plain.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The scheme is not plain, or a law of the codes has another number of features.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The codes have too many features for the averages of a nonlinear response; see <see cref="DataAverages"/>.</exception>
    public MemoryOde(GanParameters parameters, TrainingRule rule)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(rule);
        Renaming.RequireKnown(rule);
        (Parameters, Rule, _memory) = (parameters, rule, rule.Memory);
        _averages = new MacroscopicEquations(parameters, rule, reduced: rule.HasUnitNorms, diffusion: true);
        _layout = new MemoryLayout(parameters.FeatureCount, rule.HasUnitNorms, rule.Memory);
        (_tau, _tauTilde) = (parameters.DiscriminatorRate, parameters.GeneratorRate);
        double received = rule.Memory.Discriminator ?? _tau;
        _noise = received * received / parameters.BatchSize;
    }

    /// <summary>The numbers of the field.</summary>
    public GanParameters Parameters { get; }

    /// <summary>The rule of training.</summary>
    public TrainingRule Rule { get; }

    /// <inheritdoc/>
    public int Dimension => _layout.Dimension;

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
    {
        int p = _layout.Vectors;
        Span<double> gram = new double[p * p], drift = new double[p * p], change = new double[p * p];
        _layout.Fill(y, gram);
        AverageSums real = Sums(), fake = Sums(), lift = Sums();
        _averages.Averages(y, ref real, ref fake, ref lift);
        Drift(gram, real, fake, lift, drift);
        AddSymmetric(gram, drift, change);
        int received = _layout.Momentum >= 0 ? _layout.Momentum : _layout.W;
        change[received * p + received] += _noise * _averages.NoisePower(real, fake);
        for (int k = 0; k < Dimension; k++)
        {
            (int row, int column) = _layout.Pairs[k];
            derivative[k] = change[row * p + column];
        }
    }

    /// <inheritdoc/>
    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian)
    {
        int p = _layout.Vectors, n = Dimension;
        Span<double> gram = new double[p * p], drift = new double[p * p], moved = new double[p * p], change = new double[p * p], turned = new double[p * p];
        _layout.Fill(y, gram);
        AverageSums real = Sums(), fake = Sums(), lift = Sums();
        _averages.Averages(y, ref real, ref fake, ref lift);
        Drift(gram, real, fake, lift, drift);
        int received = _layout.Momentum >= 0 ? _layout.Momentum : _layout.W;
        for (int k = 0; k < n; k++)
        {
            (int row, int column) = _layout.Pairs[k];
            moved.Clear();
            moved[row * p + column] = moved[column * p + row] = 1;
            change.Clear();
            turned.Clear();
            AddSymmetric(moved, drift, change);
            double power = VaryDrift(k, gram, real, fake, lift, turned);
            AddSymmetric(gram, turned, change);
            change[received * p + received] += _noise * power;
            for (int i = 0; i < n; i++)
                jacobian[i * n + k] = change[_layout.Pairs[i].Row * p + _layout.Pairs[i].Column];
        }
    }

    /// <summary>The coordinates of a state without momentum whose average is the generator itself.</summary>
    /// <param name="state">A state with d features; normalised if λ is infinite.</param>
    /// <returns>Length N.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="state"/> is null.</exception>
    /// <exception cref="ArgumentException">The state has another number of features, or is not normalised where it must be.</exception>
    public double[] Pack(MacroState state)
    {
        var y = new double[Dimension];
        _layout.State.Pack(state, Rule.HasUnitNorms).CopyTo(y, 0);
        if (_layout.Average < 0)
            return y;
        int p = _layout.Vectors, d = _layout.Features;
        double[] gram = new double[p * p];
        _layout.Fill(y, gram);
        for (int k = _layout.State.Dimension; k < y.Length; k++)
        {
            (int row, int column) = _layout.Pairs[k];
            if (column >= _layout.Average)
                y[k] = gram[(row >= _layout.Average ? row - _layout.Average + d : row) * p + column - _layout.Average + d];
        }
        return y;
    }

    /// <summary>The macroscopic state with the given coordinates; momentum and average are left out.</summary>
    /// <param name="y">Coordinates, length N.</param>
    /// <exception cref="ArgumentException">The length is not N.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A coordinate is not finite.</exception>
    public MacroState Unpack(ReadOnlySpan<double> y)
    {
        Guard.Length(y.Length, Dimension, "a vector of coordinates", nameof(y));
        return _layout.State.Unpack(y[.._layout.State.Dimension]);
    }

    /// <summary>The macroscopic state in which the average V̄ stands in the place of the generator V.</summary>
    /// <param name="y">Coordinates, length N.</param>
    /// <exception cref="ArgumentException">The length is not N.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A coordinate is not finite.</exception>
    /// <exception cref="InvalidOperationException">The rule keeps no average.</exception>
    public MacroState UnpackAverage(ReadOnlySpan<double> y)
    {
        if (_layout.Average < 0)
            throw new InvalidOperationException($"the rule must keep an average of the generator, {nameof(TrainingMemory)}.{nameof(TrainingMemory.Average)}; got {Rule}");
        MacroState state = Unpack(y);
        int p = _layout.Vectors, d = _layout.Features, e = _layout.Average;
        double[] gram = new double[p * p], overlaps = new double[d * d], lengths = new double[d * d], r = new double[d];
        _layout.Fill(y, gram);
        for (int i = 0; i < d; i++)
        {
            r[i] = gram[_layout.W * p + e + i];
            for (int j = 0; j < d; j++)
            {
                overlaps[i * d + j] = gram[i * p + e + j];
                lengths[i * d + j] = gram[(e + i) * p + e + j];
            }
        }
        return MacroState.FromComputed(overlaps, state.QValues.ToArray(), r, lengths, state.DiscriminatorPower);
    }

    /// <summary>Which of q and r vanish to within <c>FixedPoint.ZeroTolerance</c>.</summary>
    /// <param name="y">Coordinates of a fixed point, length N.</param>
    public FixedPointKind KindOf(ReadOnlySpan<double> y) => OverlapKind.OfMacroscopic(y, _layout.Features);

    string? INamedFixedPoints.NameOf(ReadOnlySpan<double> y) => OverlapKind.Name(KindOf(y));

    // the families of fixed points are known without memory alone
    bool ICaptureCandidates.AnyMayAttract() => true;

    /// <summary>Names of the coordinates in order: p_11, …, then such as u_1.m, w.m, m.m.</summary>
    public ImmutableArray<string> CoordinateNames() => _layout.Names();

    /// <summary>Its parameters and rule.</summary>
    public override string ToString() => $"ODE with memory, {Rule}: {Parameters}";

    /// <summary>D of dX = X D, with entry (a, b) the share of vector a in the change of vector b.</summary>
    private void Drift(ReadOnlySpan<double> gram, in AverageSums real, in AverageSums fake, in AverageSums lift, Span<double> drift)
    {
        int p = _layout.Vectors, d = _layout.Features, w = _layout.W, m = _layout.Momentum;
        bool unit = Rule.HasUnitNorms;
        double z = gram[w * p + w], regulariser = unit ? 0 : -Rule.Strength * Rule.Regulariser.Slope(z);
        double received = m >= 0 ? _memory.Discriminator!.Value : _tau;
        int receiver = m >= 0 ? m : w;
        for (int l = 0; l < d; l++)
        {
            drift[l * p + receiver] = received * real.Pull[l];
            drift[_layout.V(l) * p + receiver] = -received * fake.Pull[l];
        }
        double free = _averages.FreeShift(real, fake);
        if (m >= 0)
        {
            drift[w * p + m] = received * free;
            drift[m * p + m] = -received;
            drift[m * p + w] = _tau;
            drift[w * p + w] = _tau * (unit ? -gram[w * p + m] / z : regulariser);
        }
        else
        {
            drift[w * p + w] = _tau * (unit ? -(Gain(gram, real.Pull, fake.Pull) + 0.5 * _noise / _tau * _averages.NoisePower(real, fake)) / z : free + regulariser);
        }
        GeneratorDrift(gram, lift, drift);
    }

    private void GeneratorDrift(ReadOnlySpan<double> gram, in AverageSums lift, Span<double> drift)
    {
        int p = _layout.Vectors, d = _layout.Features, w = _layout.W;
        for (int l = 0; l < d; l++)
        {
            int v = _layout.V(l), n = _layout.GeneratorMomentum + l, e = _layout.Average + l;
            double length = gram[v * p + v], decay = -Rule.Strength * Rule.Regulariser.Slope(length);
            if (_memory.Generator is { } rate)
            {
                drift[w * p + n] = rate * lift.Pull[l];
                drift[n * p + n] = -rate;
                drift[n * p + v] = _tauTilde;
                drift[v * p + v] = _tauTilde * (Rule.HasUnitNorms ? -gram[v * p + n] / length : decay);
            }
            else
            {
                drift[w * p + v] = _tauTilde * lift.Pull[l];
                drift[v * p + v] = _tauTilde * (Rule.HasUnitNorms ? -gram[v * p + w] * lift.Pull[l] / length : decay);
            }
            if (_memory.Average is { } average)
            {
                drift[v * p + e] = average;
                drift[e * p + e] = -average;
            }
        }
    }

    /// <summary>The derivative of D by a coordinate; returns that of b.</summary>
    private double VaryDrift(int coordinate, ReadOnlySpan<double> gram, in AverageSums real, in AverageSums fake, in AverageSums lift, Span<double> drift)
    {
        int p = _layout.Vectors, d = _layout.Features, w = _layout.W, m = _layout.Momentum;
        (int row, int column) = _layout.Pairs[coordinate];
        bool unit = Rule.HasUnitNorms;
        if (column > w)
        {
            // the norms alone depend on what is beyond the macroscopic state
            if (unit && row == w && column == m)
                drift[w * p + w] = -_tau;
            if (unit && _layout.GeneratorMomentum >= 0 && row >= d && row < w && column == _layout.GeneratorMomentum + row - d)
                drift[row * p + row] = -_tauTilde;
            return 0;
        }
        if (column < w)
        {
            if (row == column)
                drift[row * p + row] = -_tauTilde * Rule.Strength * Rule.Regulariser.Curvature(gram[row * p + row]);
            return 0;
        }
        Span<double> pull = stackalloc double[d], push = stackalloc double[d], raise = stackalloc double[d];
        (double free, double power) = _averages.Vary(row, real, fake, lift, pull, push, raise);
        double received = m >= 0 ? _memory.Discriminator!.Value : _tau;
        int receiver = m >= 0 ? m : w;
        for (int l = 0; l < d; l++)
        {
            drift[l * p + receiver] = received * pull[l];
            drift[_layout.V(l) * p + receiver] = -received * push[l];
            if (_memory.Generator is { } rate)
                drift[w * p + _layout.GeneratorMomentum + l] = rate * raise[l];
            else
                drift[w * p + _layout.V(l)] = _tauTilde * raise[l];
            if (unit && _memory.Generator is null)
                drift[_layout.V(l) * p + _layout.V(l)] = -_tauTilde * (gram[_layout.V(l) * p + w] * raise[l] + (row == _layout.V(l) ? lift.Pull[l] : 0));
        }
        if (m >= 0)
            drift[w * p + m] = received * free;
        double own = row < d ? real.Pull[row] : row < w ? -fake.Pull[row - d] : 0;
        double shift = m >= 0 ? 0 : unit ? -(Gain(gram, pull, push) + own + 0.5 * _noise / _tau * power) : free;
        if (row == w)
            shift -= Rule.Strength * Rule.Regulariser.Curvature(gram[w * p + w]);
        drift[w * p + w] = _tau * shift;
        return power;
    }

    /// <summary>q·g − r·g̃.</summary>
    private double Gain(ReadOnlySpan<double> gram, ReadOnlySpan<double> pull, ReadOnlySpan<double> push)
    {
        int p = _layout.Vectors, w = _layout.W;
        double sum = 0;
        for (int l = 0; l < pull.Length; l++)
            sum += gram[l * p + w] * pull[l] - gram[_layout.V(l) * p + w] * push[l];
        return sum;
    }

    /// <summary>Adds G D + (G D)ᵀ for a symmetric G.</summary>
    private void AddSymmetric(ReadOnlySpan<double> gram, ReadOnlySpan<double> drift, Span<double> to)
    {
        int p = _layout.Vectors;
        for (int i = 0; i < p; i++)
        {
            for (int k = 0; k < p; k++)
            {
                double factor = gram[i * p + k];
                if (factor == 0)
                    continue;
                for (int j = 0; j < p; j++)
                {
                    double value = factor * drift[k * p + j];
                    to[i * p + j] += value;
                    to[j * p + i] += value;
                }
            }
        }
    }

    private AverageSums Sums() => new(new double[AverageSums.Room(_layout.Features)], _layout.Features);
}
