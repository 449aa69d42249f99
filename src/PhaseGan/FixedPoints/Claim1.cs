using System.Collections.Immutable;
using System.Globalization;
using Microsoft.DotNet.Interactive.Formatting;

namespace PhaseGan;

/// <summary>
/// Claim 1 of the paper put to the test: inequality (15) with its margins, the determinant condition that it lacks, and what the spectra
/// say at perfect recovery P = I and at P = 0 (both with q = r = 0, S = I).
/// </summary>
/// <remarks>
/// <para>(15): ½ max_ℓ {Λ_ℓ − Λ̃_ℓ + αΛ̃_ℓ} ≤ x &lt; min_ℓ Λ_ℓ with x = <see cref="GanParameters.EffectiveNoise"/>.</para>
/// <para>
/// For P = diag(p), S = I the transverse block splits into a 2×2 block a feature with trace/τ = Λ_ℓ − Λ̃_ℓ + αΛ̃_ℓ − 2x and
/// det/τ² = (Λ_ℓ − x)(αΛ̃_ℓ − Λ̃_ℓ − x) + p²Λ_ℓΛ̃_ℓ. The left side of (15) makes the traces non-positive; P = I is stable only if the
/// determinants at p = 1 are positive too: x² − x(Λ_ℓ − Λ̃_ℓ + αΛ̃_ℓ) + αΛ_ℓΛ̃_ℓ &gt; 0. For Λ = Λ̃ this follows from (15), otherwise it
/// does not, and a point that satisfies (15) can have a saddle at P = I. Equality on the left is marginal, never asymptotically stable.
/// </para>
/// </remarks>
[TypeFormatterSource(typeof(NotebookFormatters))]
public sealed class Claim1 : IShownInNotebooks
{
    private Claim1(GanParameters given, TrainingRule rule, GanParameters parameters)
    {
        (Parameters, Rule, Equivalent) = (given, rule, parameters);
        int d = parameters.FeatureCount;
        double x = parameters.EffectiveNoise, alpha = parameters.RateRatio;
        var (half, left, right, determinant, critical) = (new double[d], new double[d], new double[d], new double[d], new double[d]);
        for (int l = 0; l < d; l++)
        {
            double real = parameters.RealVariances[l], fake = parameters.FakeVariances[l];
            half[l] = 0.5 * (real - fake + alpha * fake);
            left[l] = x - half[l];
            right[l] = real - x;
            determinant[l] = x * x - 2 * x * half[l] + alpha * real * fake;
            critical[l] = new SingleFeatureConstants(parameters, l, l).LeastOverlapSquared;
        }
        Left = half.Max();
        Right = parameters.RealVariances.Min();
        LeftMargins = [.. left];
        RightMargins = [.. right];
        DeterminantMargins = [.. determinant];
        CriticalOverlapsSquared = [.. critical];

        int k = rule.DiscriminatorFeatures;
        var several = k > 1 ? new DeceivedFeaturesOde(parameters, new TrainingRule { DiscriminatorFeatures = k, DiscriminatorNorms = rule.DiscriminatorNorms }) : null;
        var ode = new ReducedOde(parameters);
        var zeros = Enumerable.Repeat(0.0, d).ToArray();
        AtPerfectRecovery = SpectrumAt(Enumerable.Repeat(1.0, d).ToArray());
        AtNoRecovery = SpectrumAt(zeros);

        Spectrum SpectrumAt(double[] p) =>
            (several is null
                ? StabilityClassifier.Classify(ode, ode.Pack(MacroState.Diagonal(p, zeros, zeros)))
                : StabilityClassifier.Classify(several, several.Pack(MacroState.Diagonal(p, zeros, zeros).Spread(k))))
            ?? throw new InvalidOperationException("the eigenvalues of the transverse block could not be computed");
    }

    /// <summary>The parameters that were checked.</summary>
    public GanParameters Parameters { get; }

    /// <summary>The rule of training; Example 1 if none was given.</summary>
    public TrainingRule Rule { get; }

    /// <summary>The parameters at which Example 1 is what the rule is at <see cref="Parameters"/>: Λ, Λ̃, α and x of everything below are theirs. The same object where the rule changes nothing.</summary>
    public GanParameters Equivalent { get; }

    /// <summary>Left side of (15): ½ max_ℓ {Λ_ℓ − Λ̃_ℓ + αΛ̃_ℓ}.</summary>
    public double Left { get; }

    /// <summary>Right side of (15): min_ℓ Λ_ℓ.</summary>
    public double Right { get; }

    /// <summary>x − ½(Λ_ℓ − Λ̃_ℓ + αΛ̃_ℓ) for each feature; the left side holds when none is negative.</summary>
    public ImmutableArray<double> LeftMargins { get; }

    /// <summary>Λ_ℓ − x for each feature; the right side holds when all are positive.</summary>
    public ImmutableArray<double> RightMargins { get; }

    /// <summary>x² − x(Λ_ℓ − Λ̃_ℓ + αΛ̃_ℓ) + αΛ_ℓΛ̃_ℓ for each feature: det/τ² at p = 1, the condition that (15) lacks.</summary>
    public ImmutableArray<double> DeterminantMargins { get; }

    /// <summary>
    /// p*²_ℓ = (Λ_ℓ − x)(Λ̃_ℓ + x − αΛ̃_ℓ)/(Λ_ℓΛ̃_ℓ): a deceived state with P = diag(p), S = I has a positive determinant for p_ℓ² above it. Not
    /// positive: for every p_ℓ ≠ 0; above 1: for none.
    /// </summary>
    public ImmutableArray<double> CriticalOverlapsSquared { get; }

    /// <summary>Transverse spectrum at P = I, q = r = 0, in units of 1/t.</summary>
    public Spectrum AtPerfectRecovery { get; }

    /// <summary>Transverse spectrum at P = 0, q = r = 0, in units of 1/t.</summary>
    public Spectrum AtNoRecovery { get; }

    /// <summary>Whether the left side of (15) holds, equality included as printed.</summary>
    public bool LeftHolds => LeftMargins.All(m => m >= 0);

    /// <summary>Whether the right side of (15) holds.</summary>
    public bool RightHolds => RightMargins.All(m => m > 0);

    /// <summary>Whether inequality (15) holds as printed.</summary>
    public bool InequalityHolds => LeftHolds && RightHolds;

    /// <summary>Whether the determinant condition that (15) lacks holds for every feature.</summary>
    public bool DeterminantHolds => DeterminantMargins.All(m => m >= 0);

    /// <summary>Checks Claim 1 at the given parameters.</summary>
    /// <param name="parameters">Any number of features.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    public static Claim1 Check(GanParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return new Claim1(parameters, TrainingRule.Example1, parameters);
    }

    /// <summary>
    /// Checks the generalisation of Claim 1 to a rule that <see cref="Renaming"/> leads back to Example 1 (derived): with multipliers, gradient penalties and instance noise, in the parameters given,
    /// ½ max_ℓ {j_TΛ_ℓ − (j_G − α)Λ̃_ℓ} ≤ x_γ &lt; j_T min_ℓ Λ_ℓ. With k orthonormal discriminator features the transverse block is that of one, each eigenvalue k times: the claim, the condition that it lacks and p* stay as
    /// they are. With unit columns the same holds where Z = I; where the columns have other angles, α is to be replaced by αζ with the eigenvalues ζ of Z.
    /// </summary>
    /// <param name="parameters">Any number of features.</param>
    /// <param name="rule">The rule of training.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The rule is not a renaming of Example 1, or of Example 1 with several discriminator features.</exception>
    public static Claim1 Check(GanParameters parameters, TrainingRule rule)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(rule);
        return new Claim1(
            parameters, rule,
            Renaming.ToPlain(rule, parameters) ?? throw new ArgumentException(
                $"rule must have linear responses, unit norms, no other ρ than x and positive factors j_T and j_G for Claim 1 to say anything; got {rule}", nameof(rule)));
    }

    /// <summary>Whether (15) and the condition that it lacks hold, and what the spectra say.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"(15) {Holds(InequalityHolds)}: {Left:G6} ≤ x = {Equivalent.EffectiveNoise:G6} < {Right:G6}; determinant condition {Holds(DeterminantHolds)}; P = I {AtPerfectRecovery.Verdict}, P = 0 {AtNoRecovery.Verdict}");

    /// <summary>The claim as a table, for notebooks that show a value as HTML.</summary>
    public string ToHtml() => new HtmlTable("Claim 1", "condition", "", "value")
        .Add("left side of (15)", Holds(LeftHolds), $"{HtmlTable.Number(Left)} ≤ x = {HtmlTable.Number(Equivalent.EffectiveNoise)}")
        .Add("right side of (15)", Holds(RightHolds), $"x < {HtmlTable.Number(Right)}")
        .Add("determinant condition", Holds(DeterminantHolds), $"least margin {HtmlTable.Number(DeterminantMargins.Min())}")
        .Add("perfect recovery, P = I", AtPerfectRecovery.Verdict.ToString(), $"growth rate {HtmlTable.Number(AtPerfectRecovery.GrowthRate)}")
        .Add("no recovery, P = 0", AtNoRecovery.Verdict.ToString(), $"growth rate {HtmlTable.Number(AtNoRecovery.GrowthRate)}")
        .ToString();

    private static string Holds(bool condition) => condition ? "holds" : "fails";
}
