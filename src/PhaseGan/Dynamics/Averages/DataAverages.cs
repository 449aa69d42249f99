using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>
/// The averages over one kind of data that the macroscopic ODE (8), (9) is made of: with X = c·q + e√(zη), the latent code c and standard
/// normal e, the pull g = ⟨c f(X)⟩ (d), the slope ⟨f′(X)⟩ and the square ⟨f²(X)⟩. For fake data read c̃, f̃, r, η_G.
/// </summary>
/// <remarks>
/// <para>
/// Method. A law of codes is a mixture of normal laws with means μ_k and diagonal covariances s_k (Gaussian codes: one component; discrete
/// codes: s = 0; uniform codes: nodes of Gauss–Legendre rules). Given the component, X is normal, X ~ N(a·μ_k, a²·s_k + zη) in the scaled
/// overlaps a_ℓ = √Λ_ℓ q_ℓ, and Stein's lemma gives ⟨ĉ_ℓ f⟩ = μ_kℓ⟨f⟩ + s_kℓ a_ℓ⟨f′⟩. So integrals over the line are all that is left.
/// Noise zero, even z = 0, is allowed.
/// </para>
/// <para>
/// Cost: one integral over the line (24 to a few hundred values of f) for each component. Independent entries have the product of their
/// components: 2^d for Rademacher, order^d for uniform codes with orders from 4 to about 40, which limits nonlinear responses to a few features.
/// </para>
/// <para>
/// Accuracy: closed forms to rounding; otherwise about 1e-13 of the largest |f| met, for the ready-made responses and for custom ones analytic
/// within their <see cref="Response.Scale"/>; <see cref="EstimateError"/> measures it.
/// </para>
/// </remarks>
public sealed class DataAverages
{
    /// <summary>Most components of a law that are worth summing.</summary>
    private const int MostComponents = 1 << 16;

    private readonly int _d;
    private readonly double[] _deviations;
    private readonly double _noise;
    private readonly bool _isPolynomial;
    private readonly PolynomialResponse? _linear;
    private readonly EntryLaw? _entry;
    private readonly MixtureLaw? _joint;

    /// <summary>Prepares the averages.</summary>
    /// <param name="response">f or f̃.</param>
    /// <param name="law">The law of the codes up to scale.</param>
    /// <param name="variances">Λ or Λ̃, length d ≥ 1, finite and &gt; 0.</param>
    /// <param name="noise">η_T or η_G: variance of the background noise, finite and ≥ 0.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">There are no variances, or the law has another number of features.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range, or the law has more than 65 536 components with that many features.</exception>
    public DataAverages(Response response, LatentLaw law, IReadOnlyList<double> variances, double noise)
    {
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(law);
        ArgumentNullException.ThrowIfNull(variances);
        if (variances.Count == 0)
            throw new ArgumentException("variances must have one entry for each feature, at least one; got none", nameof(variances));
        (Response, Law) = (response, law);
        _d = variances.Count;
        if (law.FeatureCount is { } count && count != _d)
            throw new ArgumentException($"law is one of codes with {count} feature(s) and must have as many as there are variances, {_d}", nameof(law));
        _deviations = new double[_d];
        for (int l = 0; l < _d; l++)
            _deviations[l] = Math.Sqrt(Guard.Positive(variances[l], "a variance", $"{nameof(variances)}[{l}]"));
        Variances = [.. variances];
        _noise = Guard.NonNegative(noise, "a variance");
        _isPolynomial = response is PolynomialResponse;
        _linear = response is PolynomialResponse { Degree: <= 1 } linear ? linear : null;
        _joint = law as MixtureLaw;
        _entry = (law as IndependentLaw)?.Entry;
        Method = _linear is not null || (response is PolynomialResponse && _entry is not UniformEntry) ? AverageMethod.ClosedForm
            : _entry is UniformEntry ? AverageMethod.Quadrature
            : AverageMethod.LineIntegral;
        int least = _linear is not null ? 1 : _entry?.Rules[0].Count ?? 1;
        if (Math.Pow(least, _d) > MostComponents)
            throw Guard.OutOfRange(
                nameof(variances), _d, $"has one entry for each feature; with {law} codes and a nonlinear response there may be at most {(int)Math.Floor(Math.Log(MostComponents) / Math.Log(least) + 1e-9)} of them");
    }

    /// <summary>d: number of features.</summary>
    public int FeatureCount => _d;

    /// <summary>f or f̃.</summary>
    public Response Response { get; }

    /// <summary>The law of the codes up to scale.</summary>
    public LatentLaw Law { get; }

    /// <summary>Λ or Λ̃.</summary>
    public ImmutableArray<double> Variances { get; }

    /// <summary>η_T or η_G.</summary>
    public double Noise => _noise;

    /// <summary>How these averages are made.</summary>
    public AverageMethod Method { get; }

    /// <summary>Writes the averages; NaN where zη &lt; 0. Allocates nothing.</summary>
    /// <param name="overlaps">q or r, length d.</param>
    /// <param name="power">z = w·w ≥ 0.</param>
    /// <param name="pull">Receives g = ⟨c f⟩, length d.</param>
    /// <param name="slope">Receives ⟨f′⟩.</param>
    /// <param name="square">Receives ⟨f²⟩.</param>
    /// <exception cref="ArgumentException">A length is not d.</exception>
    public void Evaluate(ReadOnlySpan<double> overlaps, double power, Span<double> pull, out double slope, out double square)
    {
        Guard.Length(overlaps.Length, _d, "the overlaps with the features", nameof(overlaps));
        Guard.Length(pull.Length, _d, "the pull of each feature", nameof(pull));
        var sums = new AverageSums(pull);
        Evaluate(overlaps, power, ref sums);
        (slope, square) = (sums.Slope, sums.Square);
    }

    /// <summary>
    /// Estimates the error of the averages at a point: the largest change, among g_ℓ/√Λ_ℓ, ⟨f′⟩ and ⟨f²⟩, when every rule is refined (half the
    /// step on the line, the next but one order for uniform entries). 0 for closed forms.
    /// </summary>
    /// <param name="overlaps">q or r, length d.</param>
    /// <param name="power">z = w·w ≥ 0.</param>
    /// <exception cref="ArgumentException">A length is not d.</exception>
    /// <exception cref="ArgumentOutOfRangeException">z is negative or not finite.</exception>
    public double EstimateError(ReadOnlySpan<double> overlaps, double power)
    {
        Guard.Length(overlaps.Length, _d, "the overlaps with the features", nameof(overlaps));
        Guard.NonNegative(power, "the squared length of w");
        if (Method == AverageMethod.ClosedForm)
            return 0;
        var working = new AverageSums(new double[_d]);
        var finer = new AverageSums(new double[_d]);
        Evaluate(overlaps, power, ref working);
        Evaluate(overlaps, power, ref finer, refinement: 1);
        double error = Math.Max(Math.Abs(finer.Slope - working.Slope), Math.Abs(finer.Square - working.Square));
        for (int l = 0; l < _d; l++)
            error = Math.Max(error, Math.Abs(finer.Pull[l] - working.Pull[l]) / _deviations[l]);
        return error;
    }

    /// <summary>Writes the averages and, if there is room for them, their derivatives by the overlaps and by z.</summary>
    internal void Evaluate(scoped ReadOnlySpan<double> overlaps, double power, ref AverageSums sums, int refinement = 0)
    {
        int d = _d;
        Span<double> a = stackalloc double[d];
        bool apart = true;
        for (int l = 0; l < d; l++)
        {
            a[l] = _deviations[l] * overlaps[l];
            apart &= a[l] == 0;
        }
        double noise = _noise * power;

        // Everything is summed in the standardised codes and scaled at the end.
        sums.Clear();
        if (_linear is not null)
            AddLinear(a, noise, ref sums);
        else
        {
            var line = new LineRule(refinement);
            Span<double> weights = stackalloc double[_isPolynomial ? 0 : LineRule.Room];
            if (_joint is not null)
            {
                for (int k = 0; k < _joint.Weights.Length; k++)
                    AddComponent(_joint.Weights[k], _joint.Means.Slice(k * d, d), _joint.Variances.Slice(k * d, d), a, noise, ref line, weights, ref sums);
            }
            else
                AddProduct(a, noise, ref line, weights, refinement, ref sums);
        }
        if (apart)
        {
            // codes of zero mean that do not enter X: without this line rounding would leave a pull of 1e-17
            sums.Pull.Clear();
            sums.PullByPower.Clear();
        }

        for (int l = 0; l < d; l++)
        {
            sums.Pull[l] *= _deviations[l];
            if (!sums.HasDerivatives)
                continue;
            sums.PullByPower[l] *= _deviations[l] * _noise;
            sums.SlopeByOverlap[l] *= _deviations[l];
            sums.SquareByOverlap[l] *= _deviations[l];
            for (int j = 0; j < d; j++)
                sums.PullByOverlap[l * d + j] *= _deviations[l] * _deviations[j];
        }
        sums.SlopeByPower *= _noise;
        sums.SquareByPower *= _noise;
    }

    /// <summary>f = α + βx needs the second moments of the code alone.</summary>
    private void AddLinear(scoped ReadOnlySpan<double> a, double noise, ref AverageSums sums)
    {
        int d = _d;
        double alpha = _linear!.Value(0), beta = _linear.Slope(0);
        double variance = noise;
        for (int l = 0; l < d; l++)
        {
            sums.Pull[l] = beta * a[l];
            variance += a[l] * a[l];
        }
        sums.Slope = beta;
        sums.Square = alpha * alpha + beta * beta * variance;
        if (!sums.HasDerivatives)
            return;
        for (int l = 0; l < d; l++)
        {
            sums.PullByOverlap[l * d + l] = beta;
            sums.SquareByOverlap[l] = 2 * beta * beta * a[l];
        }
        sums.SquareByPower = beta * beta;
    }

    /// <summary>Sums over the product of the entries' components, with the last entry running fastest.</summary>
    private void AddProduct(scoped ReadOnlySpan<double> a, double noise, ref LineRule line, scoped Span<double> weights, int refinement, ref AverageSums sums)
    {
        int d = _d;
        double deviation = Math.Sqrt(Math.Max(noise, 0));
        Span<int> chosen = stackalloc int[d], index = stackalloc int[d];
        Span<double> mean = stackalloc double[d], variance = stackalloc double[d];
        for (int l = 0; l < d; l++)
            chosen[l] = _entry!.Choose(Math.Abs(a[l]), deviation, Response.Scale, refinement);
        index.Clear();
        while (true)
        {
            double weight = 1;
            for (int l = 0; l < d; l++)
            {
                EntryRule rule = _entry!.Rules[chosen[l]];
                weight *= rule.Weights[index[l]];
                mean[l] = rule.Means[index[l]];
                variance[l] = rule.Variances[index[l]];
            }
            AddComponent(weight, mean, variance, a, noise, ref line, weights, ref sums);
            int at = d - 1;
            while (at >= 0 && ++index[at] == _entry!.Rules[chosen[at]].Count)
                index[at--] = 0;
            if (at < 0)
                return;
        }
    }

    private void AddComponent(
        double weight, scoped ReadOnlySpan<double> mean, scoped ReadOnlySpan<double> variance, scoped ReadOnlySpan<double> a, double noise, ref LineRule line,
        scoped Span<double> weights, ref AverageSums sums)
    {
        int d = _d;
        double center = 0, spread = noise;
        for (int l = 0; l < d; l++)
        {
            center += a[l] * mean[l];
            spread += a[l] * a[l] * variance[l];
        }
        LineAverages f = LineAverages.Of(Response, center, spread, ref line, weights, sums.HasDerivatives);
        for (int l = 0; l < d; l++)
            sums.Pull[l] += weight * (mean[l] * f.Value + variance[l] * a[l] * f.Slope);
        sums.Slope += weight * f.Slope;
        sums.Square += weight * f.Square;
        if (!sums.HasDerivatives)
            return;

        // ∂/∂a_j moves the centre by μ_j and the variance by 2 a_j s_j, ∂/∂(zη) the variance by 1; ∂⟨f⟩/∂σ² = ½⟨f″⟩
        for (int j = 0; j < d; j++)
        {
            double byVariance = a[j] * variance[j];
            double valueBy = mean[j] * f.Slope + byVariance * f.Second;
            double slopeBy = mean[j] * f.Second + byVariance * f.Third;
            for (int l = 0; l < d; l++)
                sums.PullByOverlap[l * d + j] += weight * (mean[l] * valueBy + variance[l] * a[l] * slopeBy);
            sums.PullByOverlap[j * d + j] += weight * variance[j] * f.Slope;
            sums.PullByPower[j] += weight * 0.5 * (mean[j] * f.Second + variance[j] * a[j] * f.Third);
            sums.SlopeByOverlap[j] += weight * slopeBy;
            sums.SquareByOverlap[j] += weight * (mean[j] * f.SquareByMean + 2 * byVariance * f.SquareByVariance);
        }
        sums.SlopeByPower += weight * 0.5 * f.Third;
        sums.SquareByPower += weight * f.SquareByVariance;
    }
}
