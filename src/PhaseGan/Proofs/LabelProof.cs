using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>What is proved of the label of one point of parameter space: that there is a rest where training was seen to end, that it attracts, and what it has learned; or that nothing at all at rest attracts.</summary>
/// <remarks>That a given start leads to the rest is not proved here but by <see cref="TrainingEndProof"/>, and a motion that goes on among attracting rests has no proof of this kind.</remarks>
public sealed class LabelProof
{
    private LabelProof(bool isProved, string reason, ImmutableArray<Interval> recovery = default, int? learned = null, FamilyProof? rest = null, FamilyList? list = null)
    {
        (IsProved, Reason, Recovery, Learned, Rest, List) = (isProved, reason, recovery.IsDefault ? [] : recovery, learned, rest, list);
    }

    /// <summary>Whether everything that the label says of the attractor is proved.</summary>
    public bool IsProved { get; }

    /// <summary>What is proved, or what could not be.</summary>
    public string Reason { get; }

    /// <summary>Intervals that hold ρ_ℓ at the rest; empty without one.</summary>
    public ImmutableArray<Interval> Recovery { get; }

    /// <summary>How many features are learned there, ρ_ℓ ≥ θ: all of them are Success, none is Fail, others ModeCollapse. Null where that is not proved.</summary>
    public int? Learned { get; }

    /// <summary>The rest, isolated or a member of a family; null without one.</summary>
    public FamilyProof? Rest { get; }

    /// <summary>All fixed points, where motion was to be proved.</summary>
    public FamilyList? List { get; }

    /// <summary>Proves a rest where training ends.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="end">The end in coordinates of <see cref="ReducedOde"/>, such as that of a <c>FixedPointAttractor</c>.</param>
    /// <param name="threshold">θ in (0, 1]: a feature with ρ_ℓ ≥ θ is learned. Default 0.05.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="end"/> has another number of coordinates.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A coordinate is not finite, or θ is outside its range.</exception>
    public static LabelProof OfRest(GanParameters parameters, ReadOnlySpan<double> end, double threshold = 0.05)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Guard.InRange(threshold, double.Epsilon, 1, "a threshold of recoveries");
        var field = new EnclosedOde(ParameterBox.Of(parameters));
        if (FamilyProof.Try(field, end) is not { } rest)
            return new LabelProof(false, "no rest is shown there: Krawczyk's test fails");
        ImmutableArray<Interval> recovery = Recoveries(rest.Box, parameters.FeatureCount);
        int learned = recovery.Count(r => r.Low >= threshold);
        int? known = learned + recovery.Count(r => r.High < threshold) == recovery.Length ? learned : null;
        string what = rest.Dimension == 0 ? "an isolated rest" : string.Create(CultureInfo.InvariantCulture, $"a member of a family of rests of dimension {rest.Dimension}");
        return rest.Count is null ? new LabelProof(false, $"{what} is there; its directions are not counted", recovery, known, rest)
            : !rest.Attracts ? new LabelProof(false, $"{what} is there, and repels: {rest.Count}", recovery, known, rest)
            : known is null ? new LabelProof(false, $"{what} is there and attracts; a recovery is too near the threshold", recovery, known, rest)
            : new LabelProof(true, $"{what} is there and attracts", recovery, known, rest);
    }

    /// <summary>Proves that nothing at rest attracts, so that training moves for ever from almost every start.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are more than <see cref="FamilyList.MaxFeatures"/> features.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static LabelProof OfMotion(GanParameters parameters, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var list = FamilyList.Of(ParameterBox.Of(parameters), cancellationToken);
        ProvedFamily? other = list.Families.FirstOrDefault(f => f.Stability is FamilyStability.SomeAttract or FamilyStability.Attracts) ?? list.Families.FirstOrDefault(f => f.Stability == FamilyStability.Undecided);
        return other is null
            ? new LabelProof(true, string.Create(CultureInfo.InvariantCulture, $"all {list.Families.Length} families of fixed points repel"), list: list)
            : new LabelProof(false, $"{other.Kind}{(other.Stability == FamilyStability.Undecided ? " may attract" : " attracts as well")}: {other.Reason}", list: list);
    }

    /// <summary>Whether it is proved, and what.</summary>
    public override string ToString() => $"{(IsProved ? "proved" : "not proved")}: {Reason}";

    /// <summary>ρ_ℓ = (P S⁻¹ Pᵀ)_ℓℓ: 0 where the row of P is, at least the largest P_ℓj², and, where S is shown to be regular, by its solution.</summary>
    internal static ImmutableArray<Interval> Recoveries(ImmutableArray<Interval> rest, int d)
    {
        var at = new StateLayout(d, hasNorms: false);
        var s = new Interval[d * d];
        for (int j = 0; j < d; j++)
            for (int k = 0; k < d; k++)
                s[j * d + k] = j == k ? 1 : rest[at.S(j, k)];
        var recovery = ImmutableArray.CreateBuilder<Interval>(d);
        for (int l = 0; l < d; l++)
        {
            Interval[] row = [.. Enumerable.Range(0, d).Select(j => rest[at.P(l, j)])];
            var possible = new Interval(Math.Min(1, row.Max(p => p.Square().Low)) + 0.0, row.All(p => p == 0) ? 0 : 1);
            if (possible.High > 0 && IntervalMatrix.Solve(s, row, d) is { } x)
            {
                Interval sum = 0;
                for (int j = 0; j < d; j++)
                    sum += row[j] * x[j];
                possible = possible.Intersect(sum) ?? possible;
            }
            recovery.Add(possible);
        }
        return recovery.MoveToImmutable();
    }
}
