using System.Collections.Immutable;
using System.Numerics;

namespace PhaseGan;

/// <summary>Training in steps of finite size h along a rule's field F: the iteration, its multipliers at a rest point, and the largest stable h.</summary>
/// <remarks>
/// <para>
/// Simultaneous steps have the multipliers 1 + hλ for each eigenvalue λ of F′. With F′ = [[A, B], [C, D]] over generator and discriminator, alternating steps have those of
/// [[I, 0], [hC, I + hD]] [[I + hA, hB], [0, I]]; with k steps of the discriminator for each of the generator the first factor is taken k times (Goodfellow and others, <em>Generative adversarial nets</em>,
/// NIPS 2014, algorithm 1, begins with the discriminator: the same cycle, entered elsewhere). A rest point attracts the iteration when every multiplier lies inside the unit circle.
/// </para>
/// </remarks>
public sealed class TrainingSteps
{
    private readonly ITwoPlayerField _field;

    /// <summary>Makes the iteration of a field.</summary>
    /// <param name="field">A game or a rule of <see cref="GameRules"/>.</param>
    /// <param name="discriminatorSteps">k ≥ 1: how many steps the discriminator makes for each of the generator. Default 1.</param>
    /// <exception cref="ArgumentNullException"><paramref name="field"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">k is outside its range.</exception>
    public TrainingSteps(ITwoPlayerField field, int discriminatorSteps = 1)
    {
        ArgumentNullException.ThrowIfNull(field);
        _field = field;
        DiscriminatorSteps = Guard.AtLeast(discriminatorSteps, 1, "a number of steps");
    }

    /// <summary>k: how many steps the discriminator makes for each of the generator.</summary>
    public int DiscriminatorSteps { get; }

    /// <summary>
    /// c &gt; 0: after each of its steps the discriminator's parameters are clipped to [−c, c]; null, the default, for none. Arjovsky, Chintala and Bottou, <em>Wasserstein generative adversarial networks</em> (ICML 2017),
    /// algorithm 1.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a number that is not positive and finite.</exception>
    public double? Clip
    {
        get;
        init => field = value is { } c ? Guard.Positive(c, "a bound of parameters", nameof(Clip)) : null;
    }

    /// <summary>Writes the parameters after one step.</summary>
    /// <param name="y">The parameters before it, length N.</param>
    /// <param name="step">h, finite and &gt; 0.</param>
    /// <param name="order">The order of the players.</param>
    /// <param name="next">Receives the parameters after it, length N; must not overlap <paramref name="y"/>. Not finite where the field is not.</param>
    /// <exception cref="ArgumentException">A length is not N.</exception>
    /// <exception cref="ArgumentOutOfRangeException">h is outside its range or the order is not defined.</exception>
    public void Advance(ReadOnlySpan<double> y, double step, StepOrder order, Span<double> next)
    {
        int n = _field.Dimension, g = _field.GeneratorDimension;
        Guard.Length(y.Length, n, "the parameters", nameof(y));
        Guard.Length(next.Length, n, "the parameters", nameof(next));
        Guard.Positive(step, "the size of a step");
        bool alternating = IsAlternating(order);
        Span<double> slope = n <= GameMatrix.Small ? stackalloc double[n] : new double[n];
        _field.Evaluate(y, slope);
        y.CopyTo(next);
        for (int i = 0; i < (alternating ? g : n); i++)
            next[i] += step * slope[i];
        if (!alternating)
        {
            ClipTo(next[g..n]);
            MoreSimultaneousSteps(y, step, slope, next);
            return;
        }
        for (int k = 0; k < DiscriminatorSteps; k++)
        {
            _field.Evaluate(next, slope);
            for (int i = g; i < n; i++)
                next[i] += step * slope[i];
            ClipTo(next[g..n]);
        }
    }

    /// <summary>The multipliers of a small deviation from a rest point in one step, by falling modulus.</summary>
    /// <param name="restPoint">Parameters at which the field vanishes, length N.</param>
    /// <param name="step">h, finite and &gt; 0.</param>
    /// <param name="order">The order of the players.</param>
    /// <returns>N multipliers, or null if they could not be computed (values that are not finite, no convergence).</returns>
    /// <exception cref="ArgumentException"><paramref name="restPoint"/> has not length N, or has a parameter of the discriminator on the bound that clips it or beyond.</exception>
    /// <exception cref="ArgumentOutOfRangeException">h is outside its range or the order is not defined.</exception>
    public ImmutableArray<Complex>? Multipliers(ReadOnlySpan<double> restPoint, double step, StepOrder order)
    {
        int n = _field.Dimension, g = _field.GeneratorDimension;
        Guard.Positive(step, "the size of a step");
        bool alternating = IsAlternating(order);
        double[] jacobian = JacobianAt(restPoint);
        double[] map = [.. jacobian.Select(v => step * v)];
        for (int i = 0; i < n; i++)
            map[i * n + i] += 1;
        for (int i = g; alternating && i < n; i++)
            for (int j = 0; j < n; j++)
                for (int k = 0; k < g; k++)
                    map[i * n + j] += step * jacobian[i * n + k] * (map[k * n + j] - (k == j ? 1 : 0));
        for (int k = 1; k < DiscriminatorSteps; k++)
            FollowOneMoreStep(map, jacobian, step, alternating);
        return EigenSolver.Eigenvalues(map, n) is { } values ? [.. values.OrderByDescending(v => v.Magnitude)] : null;
    }

    /// <summary>The largest h below which no multiplier at a rest point lies outside the unit circle, in closed form.</summary>
    /// <remarks>
    /// Simultaneous steps: the least −2 Re λ/|λ|² over the eigenvalues λ ≠ 0 of F′ (eigenvalues below 1e-12 of the largest count as zero). Alternating steps, one parameter each: with
    /// t = A + D, p = AD and r = BC the multipliers' sum is 2 + ht + h²r and their product 1 + ht + h²p, so that p ≥ r, t + hp ≤ 0 and 4 + 2ht + h²(p + r) ≥ 0 are needed. Where F′
    /// has eigenvalues on the imaginary axis multipliers may lie on the circle itself, where nothing decays. Where t &gt; 0 &gt; p alternating steps larger than t/|p| can be stable again
    /// although small ones are not; <see cref="Multipliers"/> tells.
    /// </remarks>
    /// <param name="restPoint">Parameters at which the field vanishes, length N.</param>
    /// <param name="order">The order of the players.</param>
    /// <returns>h ≥ 0, zero if no step is stable and +∞ if all are; null if the eigenvalues could not be computed.</returns>
    /// <exception cref="ArgumentException"><paramref name="restPoint"/> has not length N, or alternating steps are asked for with more than one parameter a player.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The order is not defined.</exception>
    /// <exception cref="InvalidOperationException">The discriminator makes more than one step.</exception>
    public double? LargestStableStep(ReadOnlySpan<double> restPoint, StepOrder order)
    {
        int n = _field.Dimension;
        bool alternating = IsAlternating(order);
        if (DiscriminatorSteps > 1)
            throw new InvalidOperationException($"the largest stable step has a closed form for one step of the discriminator only; it makes {DiscriminatorSteps}. Use Multipliers");
        if (alternating && n != 2)
            throw new ArgumentException($"order can be Alternating for one parameter a player only, where there is a closed form; the field has {n} coordinates. Use Multipliers", nameof(order));
        double[] f = JacobianAt(restPoint);
        if (EigenSolver.Eigenvalues(f, n) is not { } values)
            return null;
        return alternating ? Alternating(f[0] + f[3], f[0] * f[3], f[1] * f[2]) : Simultaneous(values);
    }

    /// <summary>The discriminator's steps after the first against the generator's old parameters.</summary>
    private void MoreSimultaneousSteps(ReadOnlySpan<double> y, double step, Span<double> slope, Span<double> next)
    {
        int n = _field.Dimension, g = _field.GeneratorDimension;
        if (DiscriminatorSteps == 1)
            return;
        Span<double> seen = n <= GameMatrix.Small ? stackalloc double[n] : new double[n];
        y[..g].CopyTo(seen);
        for (int k = 1; k < DiscriminatorSteps; k++)
        {
            next[g..n].CopyTo(seen[g..]);
            _field.Evaluate(seen, slope);
            for (int i = g; i < n; i++)
                next[i] += step * slope[i];
            ClipTo(next[g..n]);
        }
    }

    private void ClipTo(Span<double> weights)
    {
        for (int i = 0; Clip is { } c && i < weights.Length; i++)
            weights[i] = double.IsNaN(weights[i]) ? weights[i] : Math.Clamp(weights[i], -c, c);
    }

    /// <summary>Multiplies the discriminator's rows of a step's linear map by those of one more of its steps; simultaneous steps see the generator as it was.</summary>
    private void FollowOneMoreStep(double[] map, double[] jacobian, double step, bool alternating)
    {
        int n = _field.Dimension, g = _field.GeneratorDimension;
        var more = new double[n * n];
        for (int i = g; i < n; i++)
            for (int j = 0; j < n; j++)
                for (int k = 0; k < n; k++)
                    more[i * n + j] += jacobian[i * n + k] * (k < g && !alternating ? (k == j ? 1 : 0) : map[k * n + j]);
        for (int i = g * n; i < n * n; i++)
            map[i] += step * more[i];
    }

    private static double Simultaneous(Complex[] values)
    {
        double zero = 1e-12 * values.Max(v => v.Magnitude), largest = double.PositiveInfinity;
        foreach (Complex v in values)
            if (v.Magnitude > zero)
                largest = Math.Min(largest, Math.Max(0, -2 * v.Real / (v.Real * v.Real + v.Imaginary * v.Imaginary)));
        return largest;
    }

    private static double Alternating(double t, double p, double r)
    {
        if (t > 0 || p < r || (t == 0 && p > 0))
            return 0;
        double largest = p > 0 ? -t / p : double.PositiveInfinity;

        // the least positive root of 4 + 2th + (p + r)h², in the form that does not cancel for t ≤ 0
        double discriminant = t * t - 4 * (p + r);
        return discriminant >= 0 && -t + Math.Sqrt(discriminant) is > 0 and double below ? Math.Min(largest, 4 / below) : largest;
    }

    private double[] JacobianAt(ReadOnlySpan<double> restPoint)
    {
        int n = _field.Dimension;
        Guard.Length(restPoint.Length, n, "the parameters of a rest point", nameof(restPoint));
        for (int i = _field.GeneratorDimension; Clip is { } c && i < n; i++)
            if (!(Math.Abs(restPoint[i]) < c))
                throw new ArgumentException(FormattableString.Invariant($"restPoint must lie inside the bound {c:G6} that clips the discriminator's parameters, where steps are smooth; restPoint[{i}] is {restPoint[i]:G6}"), nameof(restPoint));
        var jacobian = new double[n * n];
        _field.Jacobian(restPoint, jacobian);
        return jacobian;
    }

    private static bool IsAlternating(StepOrder order) => Enum.IsDefined(order)
        ? order == StepOrder.Alternating
        : throw Guard.OutOfRange(nameof(order), order, "must be one of the defined orders");

    /// <summary>Whose steps.</summary>
    public override string ToString() => DiscriminatorSteps == 1 ? $"finite steps of {_field}" : $"finite steps of {_field}, {DiscriminatorSteps} of the discriminator for each of the generator";
}
