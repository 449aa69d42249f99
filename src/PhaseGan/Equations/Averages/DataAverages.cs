using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>
/// The averages over one kind of data that the macroscopic ODE (8), (9) is made of: with X = c·q + e√(zη), the latent code c and standard
/// normal e, the pull g = ⟨c f(X)⟩ (d), the slope ⟨f′(X)⟩ and the square ⟨f²(X)⟩. For fake data read c̃, f̃, r, η_G.
/// </summary>
/// <remarks>
/// <para>
/// Method. A law of codes is a mixture of normal laws with means μ_k and diagonal covariances s_k (Gaussian codes: one component; discrete
/// codes: s = 0; uniform codes: nodes of quadrature rules). Given the component, X is normal, X ~ N(a·μ_k, a²·s_k + zη) in the scaled
/// overlaps a_ℓ = √Λ_ℓ q_ℓ, and Stein's lemma gives ⟨ĉ_ℓ f⟩ = μ_kℓ⟨f⟩ + s_kℓ a_ℓ⟨f′⟩. So integrals over the line are all that is left.
/// Noise zero, even z = 0, is allowed.
/// </para>
/// <para>
/// Cost: one integral over the line (24 to a few hundred values of f) for each component. Independent entries have the product of their
/// components, 2^d for Rademacher. Uniform codes of several features have the product of Gauss–Legendre rules, up to 4096 components, and beyond that the law of the
/// projection c·q alone (derived): at most 1024 integrals, as a rule some dozens, and O(d²) further work, whatever d is.
/// </para>
/// <para>
/// Accuracy: closed forms to rounding; otherwise about 1e-13 of the largest |f| met, for the ready-made responses and for custom ones analytic
/// within their <see cref="Response.Scale"/>; <see cref="EstimateError"/> measures it. It does not depend on how far X spreads in units of that scale where the response
/// <see cref="Response.IsCentred"/>, as tanh and logistic ones are. Others, and uniform codes of which several spread far beyond the scale, have a limit, some thousands and some
/// tens of scales: beyond it the averages are refused, not guessed.
/// </para>
/// </remarks>
public sealed class DataAverages
{
    /// <summary>Most components of a law that are worth summing.</summary>
    private const int MostComponents = 1 << 16;

    /// <summary>Most values of f that one evaluation may take, seconds' worth: more is refused.</summary>
    private const double MostValues = 1 << 28;

    /// <summary>Most components of a product of rules for uniform entries before the law of the projection is cheaper.</summary>
    private const int MostProduct = 1 << 12;

    /// <summary>Most points of the law of the projection.</summary>
    private const int MostPoints = 1024;

    /// <summary>Orders for an entire function of unknown growth: exact for polynomials up to degree 31.</summary>
    private const int OrderOfEntire = 16;

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
        int least = _linear is not null || _entry is UniformEntry ? 1 : _entry?.Rules[0].Count ?? 1;
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

    /// <summary>
    /// Writes the averages; NaN where z &lt; 0 or an argument is not finite, whatever the response. Allocates nothing, but for uniform codes that need more than products of simple rules.
    /// </summary>
    /// <param name="overlaps">q or r, length d.</param>
    /// <param name="power">z = w·w ≥ 0.</param>
    /// <param name="pull">Receives g = ⟨c f⟩, length d.</param>
    /// <param name="slope">Receives ⟨f′⟩.</param>
    /// <param name="square">Receives ⟨f²⟩.</param>
    /// <exception cref="ArgumentException">A length is not d.</exception>
    /// <exception cref="InvalidOperationException">The accuracy would take too many values of the response; the message says how many and why.</exception>
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
    /// <exception cref="InvalidOperationException">The accuracy would take too many values of the response; the message says how many and why.</exception>
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
        double noise = _noise * power, spread = noise;
        for (int l = 0; l < d; l++)
        {
            a[l] = _deviations[l] * overlaps[l];
            apart &= a[l] == 0;
            spread += a[l] * a[l];
        }
        if (!(power >= 0) || !double.IsFinite(spread))
        {
            sums.Fill(double.NaN);
            return;
        }

        // Everything is summed in the standardised codes and scaled at the end.
        sums.Fill(0);
        if (_linear is not null)
            AddLinear(a, noise, ref sums);
        else
        {
            var line = new LineRule(refinement);
            Span<double> weights = stackalloc double[_isPolynomial ? 0 : LineRule.Room];
            if (_joint is not null)
            {
                RequireAffordable(_joint.Weights.Length, spread);
                for (int k = 0; k < _joint.Weights.Length; k++)
                    AddComponent(_joint.Weights[k], _joint.Means.Slice(k * d, d), _joint.Variances.Slice(k * d, d), a, noise, ref line, weights, ref sums);
            }
            else if (_entry is UniformEntry)
                AddUniform(a, noise, spread, ref line, weights, refinement, ref sums);
            else
            {
                RequireAffordable(Math.Pow(_entry!.Rules[0].Count, d), spread);
                Span<int> only = stackalloc int[d];
                only.Clear();
                AddProduct(only, -1, null, a, noise, ref line, weights, ref sums);
            }
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

    /// <summary>Refuses an evaluation that would take longer than anyone waits for.</summary>
    private void RequireAffordable(double components, double spread)
    {
        double values = components * LineAverages.Cost(Response, Math.Sqrt(spread));
        if (values > MostValues)
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
                $"averages of the response {Response} over {Law} codes of {_d} feature(s) would take about {values:G3} of its values here and may take {MostValues:G3}; the response changes over a length of {Response.Scale:G6}, its argument has a standard deviation of {Math.Sqrt(spread):G6}"));
    }

    /// <summary>The order of a Gauss–Legendre rule for an entry of a given spread, or for the projection.</summary>
    private double NeededOrder(double spread, double deviation)
    {
        if (Response is PolynomialResponse polynomial)
            return polynomial.Degree + 1;
        double order = UniformEntry.NeededOrder(spread, deviation, Response.Scale);
        return double.IsPositiveInfinity(Response.Scale) ? Math.Max(order, OrderOfEntire) : order;
    }

    /// <summary>Averages over uniform entries: the first of the rules below that is accurate.</summary>
    private void AddUniform(
        scoped ReadOnlySpan<double> a, double noise, double spread, ref LineRule line, scoped Span<double> weights, int refinement, ref AverageSums sums)
    {
        int d = _d, widest = 0;
        double deviation = Math.Sqrt(noise), components = 1, total = 0, largest = 0, others = 1;
        Span<int> chosen = stackalloc int[d];
        for (int l = 0; l < d; l++)
        {
            double order = NeededOrder(Math.Abs(a[l]), deviation);
            chosen[l] = UniformEntry.Index(order, refinement);
            (components, total, largest) = (components * _entry!.Rules[chosen[l]].Count, total + Math.Abs(a[l]), Math.Max(largest, order));
            if (Math.Abs(a[l]) > Math.Abs(a[widest]))
                widest = l;
        }
        bool simple = largest <= UniformEntry.MostOrder;
        double points = Math.Max(16, Math.Ceiling(2 * NeededOrder(total, deviation))) * (refinement == 0 ? 1 : 1.5);
        if (simple && components <= MostProduct << (2 * refinement))
            AddProduct(chosen, -1, null, a, noise, ref line, weights, ref sums);
        else if (points <= (refinement == 0 ? MostPoints : 1.5 * MostPoints))
            AddProjection(chosen, (int)points, a, noise, ref line, weights, ref sums);
        else if (simple && components <= MostComponents)
        {
            RequireAffordable(components, spread);
            AddProduct(chosen, -1, null, a, noise, ref line, weights, ref sums);
        }
        else
        {
            // one entry spreads far beyond the scale, the others do not shift what it sees
            for (int l = 0; l < d; l++)
                others *= l == widest ? 1 : _entry!.Rules[chosen[l]].Count;
            double length = Math.Max(Response.Scale, deviation);
            EntryRule? composite = UniformEntry.Edge * (total - Math.Abs(a[widest])) <= 0.5 * length && others <= MostComponents
                ? LinePanels.Uniform(Math.Abs(a[widest]), length, Response.IsCentred, MostComponents, refinement)
                : null;
            if (composite is null)
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
                    $"averages of the response {Response} over uniform codes of {d} feature(s) need {points:G3} points of the law of c·q here and have {MostPoints}: the response changes over a length of {Response.Scale:G6}, the noise spreads over {deviation:G6}, and c·q over {UniformEntry.Edge * total:G6} to either side"));
            RequireAffordable(others * composite.Count, spread);
            AddProduct(chosen, widest, composite, a, noise, ref line, weights, ref sums);
        }
    }

    /// <summary>Averages from the law of c·q alone.</summary>
    private void AddProjection(
        scoped ReadOnlySpan<int> chosen, int points, scoped ReadOnlySpan<double> a, double noise, ref LineRule line, scoped Span<double> weights, ref AverageSums sums)
    {
        int d = _d;
        var rules = new EntryRule[d];
        for (int l = 0; l < d; l++)
            rules[l] = _entry!.Rules[chosen[l]];
        var law = new ProjectionRule(a, UniformEntry.Edge, rules, points, sums.HasDerivatives);
        for (int k = 0; k < law.Order; k++)
        {
            LineAverages f = LineAverages.Of(Response, law.Point(k), noise, ref line, weights, sums.HasDerivatives);
            double plain = law.Plain[k];
            sums.Slope += plain * f.Slope;
            sums.Square += plain * f.Square;
            for (int l = 0; l < d; l++)
                sums.Pull[l] += law.Single[l][k] * f.Value;
            if (!sums.HasDerivatives)
                continue;
            for (int j = 0; j < d; j++)
            {
                double single = law.Single[j][k];
                for (int l = 0; l <= j; l++)
                    sums.PullByOverlap[l * d + j] += law.Pair[l * d + j][k] * f.Slope;
                sums.PullByPower[j] += single * 0.5 * f.Second;
                sums.SlopeByOverlap[j] += single * f.Second;
                sums.SquareByOverlap[j] += single * f.SquareByMean;
            }
            sums.SlopeByPower += plain * 0.5 * f.Third;
            sums.SquareByPower += plain * f.SquareByVariance;
        }
        for (int l = 0; sums.HasDerivatives && l < d; l++)
            for (int j = 0; j < l; j++)
                sums.PullByOverlap[l * d + j] = sums.PullByOverlap[j * d + l];
    }

    /// <summary>
    /// Sums over the product of the entries' components, with the last entry running fastest: of the rules of the law that are chosen, and of another rule for one entry, if there is one.
    /// </summary>
    private void AddProduct(
        scoped ReadOnlySpan<int> chosen, int special, EntryRule? other, scoped ReadOnlySpan<double> a, double noise, ref LineRule line, scoped Span<double> weights,
        ref AverageSums sums)
    {
        int d = _d;
        Span<int> index = stackalloc int[d];
        Span<double> mean = stackalloc double[d], variance = stackalloc double[d];
        index.Clear();
        EntryRule[] rules = _entry!.Rules;
        while (true)
        {
            double weight = 1;
            for (int l = 0; l < d; l++)
            {
                EntryRule rule = l == special ? other! : rules[chosen[l]];
                weight *= rule.Weights[index[l]];
                mean[l] = rule.Means[index[l]];
                variance[l] = rule.Variances[index[l]];
            }
            AddComponent(weight, mean, variance, a, noise, ref line, weights, ref sums);
            int at = d - 1;
            while (at >= 0 && ++index[at] == (at == special ? other! : rules[chosen[at]]).Count)
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

    /// <summary>Of what.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"averages of {Response} over {Law}, {FeatureCount} features, noise {Noise}: {Method}");
}
