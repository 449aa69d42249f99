using System.Globalization;

namespace PhaseGan;

/// <summary>
/// The law of single weights in the limit n → ∞, (10)–(12) of the paper: of the scaled rows v̂ = √n [V]_i (d numbers) and ŵ = √n [w]_i, given the
/// row û = √n [U]_i of the features.
/// </summary>
/// <remarks>
/// <para>With g, g̃, L, h, b from the macroscopic ODE at time t = k/n, the rows follow the stochastic differential equation</para>
/// <code>
/// dv̂ = τ̃ (ŵ g̃ + L v̂) dt        dŵ = τ (û·g − v̂·g̃ + h ŵ) dt + τ √(b/m) dB
/// </code>
/// <para>
/// which is linear with coefficients that are no random numbers. So a Gaussian start stays Gaussian, and mean and covariance solve linear ODEs
/// (derived): they are integrated here along with the macroscopic ODE, and no particles are needed. The law of the rows does not depend on the law of
/// codes or noise but through the coefficients.
/// </para>
/// <para>
/// The start that belongs to a <see cref="MacroState"/>, of vectors in general position with its overlaps, has mean (P₀ᵀû, q₀·û) and the covariance
/// [[S₀ − P₀ᵀP₀, r₀ − P₀ᵀq₀], [·, z₀ − q₀·q₀]]. Averaged over rows with ⟨ûûᵀ⟩ = UᵀU = I the second moments of the law are P, q, r, S, z of the ODE at all
/// times; <see cref="SecondMoments"/> computes them from the law, so the difference from <see cref="Macroscopic"/> shows the error.
/// </para>
/// <para>With the default tolerances that difference stays below 1e-9 on paths of a few hundred time units.</para>
/// </remarks>
public sealed class MicroscopicLaw
{
    private readonly TransitionField _field;
    private readonly Trajectory _path;
    private readonly IntegrationOptions _options;

    private MicroscopicLaw(GeneralOde ode, TransitionField field, MacroState start, Trajectory path, IntegrationOptions options)
    {
        (Ode, _field, Start, _path, _options) = (ode, field, start, path, options);
    }

    /// <summary>Tolerances used if none are given: relative 1e-11, absolute 1e-13.</summary>
    public static IntegrationOptions DefaultOptions { get; } = new() { RelativeTolerance = 1e-11, AbsoluteTolerance = 1e-13 };

    /// <summary>The macroscopic ODE; if it has no diffusion this is the law in the limit of small learning rates.</summary>
    public GeneralOde Ode { get; }

    /// <summary>The macroscopic start.</summary>
    public MacroState Start { get; }

    /// <summary>Why the integration stopped; <see cref="StopReason.EndReached"/> if all went well.</summary>
    public StopReason StopReason => _path.StopReason;

    /// <summary>The last time at which the law is known: the end asked for, unless <see cref="StopReason"/> says otherwise.</summary>
    public double EndTime => _path.EndTime;

    /// <summary>Integrates the law along the path of the macroscopic ODE.</summary>
    /// <param name="ode">The macroscopic ODE, with or without diffusion.</param>
    /// <param name="start">The overlaps at t = 0, fit for the ODE.</param>
    /// <param name="until">End time, finite and &gt; 0.</param>
    /// <param name="options">Tolerances and bounds; <see cref="DefaultOptions"/> if absent. Events are not watched.</param>
    /// <param name="cancellationToken">Ends the integration with <see cref="StopReason.Cancelled"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="ode"/> or <paramref name="start"/> is null.</exception>
    /// <exception cref="ArgumentException">The start does not fit the ODE.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The end time is not finite and positive.</exception>
    public static MicroscopicLaw Along(
        GeneralOde ode, MacroState start, double until, IntegrationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ode);
        ArgumentNullException.ThrowIfNull(start);
        options = (options ?? DefaultOptions) with { Events = [], Output = PathOutput.Steps };
        var field = new TransitionField(ode.Equations);
        Trajectory path = DormandPrince.Integrate(field, field.Start(ode.Pack(start)), until, options, cancellationToken);
        return new MicroscopicLaw(ode, field, start, path, options);
    }

    /// <summary>The state of the macroscopic ODE.</summary>
    /// <param name="time">In [0, <see cref="EndTime"/>].</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is outside the path.</exception>
    public MacroState Macroscopic(double time) => Ode.Unpack(_path.At(time).AsSpan(0, Ode.Dimension));

    /// <summary>The law of (v̂, ŵ) given û, for rows that start from the law that belongs to <see cref="Start"/>.</summary>
    /// <param name="time">In [0, <see cref="EndTime"/>].</param>
    /// <param name="feature">û, length d, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is outside the path, or û not finite.</exception>
    /// <exception cref="ArgumentException">û has not length d.</exception>
    public WeightLaw At(double time, ReadOnlySpan<double> feature) => At(time, feature, StartLaw(feature));

    /// <summary>The law of (v̂, ŵ) given û, for rows that start from another Gaussian law.</summary>
    /// <param name="time">In [0, <see cref="EndTime"/>].</param>
    /// <param name="feature">û, length d, finite.</param>
    /// <param name="start">The law at t = 0 given û.</param>
    /// <exception cref="ArgumentNullException"><paramref name="start"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time is outside the path, or û not finite.</exception>
    /// <exception cref="ArgumentException">û has not length d, or the start is a law of another number of weights.</exception>
    public WeightLaw At(double time, ReadOnlySpan<double> feature, WeightLaw start)
    {
        ArgumentNullException.ThrowIfNull(start);
        int d = CheckFeature(feature), size = d + 1;
        Guard.Length(start.Count, size, "the law of d generator weights and the discriminator's", nameof(start));
        double[] y = _path.At(time);
        return Carry(y, feature, start.Mean.AsSpan(), start.CovarianceValues);
    }

    /// <summary>The law of (v̂, ŵ) at t = 0 given û that belongs to <see cref="Start"/>.</summary>
    /// <param name="feature">û, length d, finite.</param>
    /// <exception cref="ArgumentException">û has not length d.</exception>
    /// <exception cref="ArgumentOutOfRangeException">û is not finite.</exception>
    public WeightLaw StartLaw(ReadOnlySpan<double> feature)
    {
        int d = CheckFeature(feature), size = d + 1;
        double[] slopes = StartSlopes(), covariance = StartCovariance(slopes);
        var mean = new double[size];
        for (int i = 0; i < size; i++)
            for (int l = 0; l < d; l++)
                mean[i] += slopes[i * d + l] * feature[l];
        return new WeightLaw(mean, covariance);
    }

    /// <summary>
    /// The overlaps that the law implies, averaged over rows with ⟨ûûᵀ⟩ = I: P = ⟨û v̂ᵀ⟩, q = ⟨û ŵ⟩, r = ⟨v̂ ŵ⟩, S = ⟨v̂ v̂ᵀ⟩, z = ⟨ŵ²⟩. They agree with
    /// <see cref="Macroscopic"/> to within the error of integration.
    /// </summary>
    /// <param name="time">In [0, <see cref="EndTime"/>].</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is outside the path.</exception>
    public MacroState SecondMoments(double time)
    {
        int d = Ode.Parameters.FeatureCount, size = d + 1;
        double[] y = _path.At(time), startSlopes = StartSlopes();
        ReadOnlySpan<double> propagator = y.AsSpan(_field.Propagator, size * size), drift = y.AsSpan(_field.Drift, size * d);
        var slopes = new double[size * d];
        for (int i = 0; i < size; i++)
        {
            for (int l = 0; l < d; l++)
            {
                double sum = drift[i * d + l];
                for (int k = 0; k < size; k++)
                    sum += propagator[i * size + k] * startSlopes[k * d + l];
                slopes[i * d + l] = sum;
            }
        }
        double[] moments = CarryCovariance(y, StartCovariance(startSlopes));
        for (int i = 0; i < size; i++)
            for (int j = 0; j < size; j++)
                for (int l = 0; l < d; l++)
                    moments[i * size + j] += slopes[i * d + l] * slopes[j * d + l];

        double[] p = new double[d * d], q = new double[d], r = new double[d], s = new double[d * d];
        for (int i = 0; i < d; i++)
        {
            q[i] = slopes[d * d + i];
            r[i] = moments[i * size + d];
            for (int j = 0; j < d; j++)
            {
                p[i * d + j] = slopes[j * d + i];
                s[i * d + j] = moments[i * size + j];
            }
        }
        return MacroState.FromComputed(p, q, r, s, moments[d * size + d]);
    }

    /// <summary>
    /// Samples paths of the stochastic differential equation (12) for rows with one û. The law from one time to the next is known, so the samples are
    /// exact at the times given, however far apart.
    /// </summary>
    /// <param name="times">Increasing, in [0, <see cref="EndTime"/>], at least one.</param>
    /// <param name="feature">û, length d, finite.</param>
    /// <param name="count">How many paths, ≥ 1.</param>
    /// <param name="seed">The same seed gives the same paths.</param>
    /// <param name="start">The law at t = 0; that which belongs to <see cref="Start"/> if absent.</param>
    /// <exception cref="ArgumentNullException"><paramref name="times"/> is null.</exception>
    /// <exception cref="ArgumentException">There are no times, they do not increase, û has not length d, or the start is a law of another number of weights.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A time is outside the path, û not finite, or the count less than 1.</exception>
    public WeightPaths Sample(IReadOnlyList<double> times, ReadOnlySpan<double> feature, int count, long seed, WeightLaw? start = null)
    {
        ArgumentNullException.ThrowIfNull(times);
        Guard.AtLeast(count, 1, "a number of paths");
        if (times.Count == 0)
            throw new ArgumentException("times must have at least one entry; got none", nameof(times));
        for (int i = 0; i < times.Count; i++)
        {
            Guard.InRange(times[i], 0, EndTime, "a time of the path", $"{nameof(times)}[{i}]");
            if (i > 0 && times[i] <= times[i - 1])
                throw new ArgumentException(FormattableString.Invariant($"times must increase; got {times[i - 1]} before {times[i]}"), nameof(times));
        }
        start ??= StartLaw(feature);
        int d = CheckFeature(feature), size = d + 1;
        Guard.Length(start.Count, size, "the law of d generator weights and the discriminator's", nameof(start));

        var random = new SplitMix(seed);
        var points = new double[times.Count * count * size];
        Span<double> before = stackalloc double[size];
        for (int i = 0; i < times.Count; i++)
        {
            Transition? step = i == 0
                ? times[0] == 0 ? null : new Transition(_field, _path.At(times[0]), feature)
                : new Transition(_field, Between(times[i - 1], times[i]), feature);
            for (int k = 0; k < count; k++)
            {
                Span<double> point = points.AsSpan((i * count + k) * size, size);
                if (i == 0)
                    start.Sample(ref random, before);
                else
                    points.AsSpan(((i - 1) * count + k) * size, size).CopyTo(before);
                if (step is null)
                    before.CopyTo(point);
                else
                    step.Sample(before, ref random, point);
            }
        }
        return new WeightPaths([.. times], count, size, points);
    }

    /// <summary>Coordinates at <paramref name="to"/> of the field that started at <paramref name="from"/> with Φ = I.</summary>
    private double[] Between(double from, double to)
    {
        double[] start = _field.Start(_path.At(from).AsSpan(0, Ode.Dimension));
        Trajectory path = DormandPrince.Integrate(_field, start, to - from, _options with { Output = PathOutput.End });
        return path.StopReason == StopReason.EndReached
            ? path.End.ToArray()
            : throw new InvalidOperationException(FormattableString.Invariant($"the path was integrated beyond t = {to} once and could not be from t = {from}: {path.StopReason}"));
    }

    private WeightLaw Carry(double[] y, ReadOnlySpan<double> feature, ReadOnlySpan<double> mean, ReadOnlySpan<double> covariance)
    {
        var moved = new double[mean.Length];
        Transition.Mean(_field, y, feature, mean, moved);
        return new WeightLaw(moved, CarryCovariance(y, covariance));
    }

    /// <summary>ΦΣΦᵀ + N.</summary>
    private double[] CarryCovariance(double[] y, ReadOnlySpan<double> covariance)
    {
        int size = Ode.Parameters.FeatureCount + 1;
        ReadOnlySpan<double> phi = y.AsSpan(_field.Propagator, size * size), noise = y.AsSpan(_field.Noise, size * size);
        double[] half = new double[size * size], result = noise.ToArray();
        for (int i = 0; i < size; i++)
            for (int j = 0; j < size; j++)
                for (int k = 0; k < size; k++)
                    half[i * size + j] += phi[i * size + k] * covariance[k * size + j];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = result[i * size + j];
                for (int k = 0; k < size; k++)
                    sum += half[i * size + k] * phi[j * size + k];
                result[i * size + j] = result[j * size + i] = sum;
            }
        }
        return result;
    }

    /// <summary>The start's mean as a linear function of û: [[P₀ᵀ], [q₀ᵀ]], (d + 1)×d.</summary>
    private double[] StartSlopes()
    {
        int d = Start.FeatureCount;
        var slopes = new double[(d + 1) * d];
        for (int l = 0; l < d; l++)
        {
            for (int j = 0; j < d; j++)
                slopes[j * d + l] = Start.P(l, j);
            slopes[d * d + l] = Start.Q(l);
        }
        return slopes;
    }

    /// <summary>What the Gram matrix leaves to the start's covariance.</summary>
    private double[] StartCovariance(ReadOnlySpan<double> slopes)
    {
        int d = Start.FeatureCount, size = d + 1;
        var covariance = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = i < d ? Start.S(i, j) : j < d ? Start.R(j) : Start.DiscriminatorPower;
                for (int l = 0; l < d; l++)
                    sum -= slopes[i * d + l] * slopes[j * d + l];
                covariance[i * size + j] = covariance[j * size + i] = i == j ? Math.Max(sum, 0) : sum;
            }
        }
        return covariance;
    }

    private int CheckFeature(ReadOnlySpan<double> feature)
    {
        int d = Ode.Parameters.FeatureCount;
        Guard.Length(feature.Length, d, "the scaled row of U", nameof(feature));
        foreach (double v in feature)
            Guard.Finite(v, "a scaled entry of U", nameof(feature));
        return d;
    }

    /// <summary>Along which path, and how far.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"weights along {Ode} to t = {EndTime:G6}: {StopReason}");
}
