using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace PhaseGan;

/// <summary>The scalars whose zeros can bound a phase, for the change of a label between two cells.</summary>
/// <param name="features">Number of features.</param>
/// <param name="ode">Start, threshold and budget of trainings.</param>
internal sealed class BoundaryScalars(int features, OdePhaseOptions ode)
{
    /// <summary>How far from the recovery of a state the one that was measured may be, for rounding and for the end point's tolerance.</summary>
    private const double SameRecovery = 1e-4;

    /// <summary>An imaginary part above this share of the eigenvalue's size is one.</summary>
    private const double Turning = 1e-6;

    /// <summary>How long trainings are followed that say nothing of their end, in units of 1/τ.</summary>
    private const double DefaultTime = 200;

    private readonly OdePhaseClassifier _classifier = new(ode);
    private readonly double _threshold = ode.RecoveryThreshold;
    private readonly Dictionary<GanParameters, string[]> _mayAttract = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(string, string), BoundaryScalar> _sides = [];
    private readonly Dictionary<(int Feature, string Attractor), BoundaryScalar> _recoveries = [];

    /// <summary>The scalars of the states that may attract, which depend on the parameters alone.</summary>
    public ImmutableArray<BoundaryScalar> States { get; } = [.. OfDeceived(features), .. features <= 2 ? OfPairs(features) : OfFamilies(features), .. features == 2 ? OfBothActive() : []];

    /// <summary>States of which all that is known allows them to attract at a point.</summary>
    public string[] MayAttract(GanParameters gan) =>
        _mayAttract.TryGetValue(gan, out string[]? known) ? known : _mayAttract[gan] = [.. States.GroupBy(s => s.State).Where(g => g.All(s => s.Value(gan) < 0)).Select(g => g.Key)];

    /// <summary>The scalars of the recoveries that passed the threshold between two ends; none if one of them is no fixed point, or they are of two kinds.</summary>
    public ImmutableArray<BoundaryScalar> Recoveries(PhaseVerdict a, PhaseVerdict b)
    {
        if (a.Attractor != b.Attractor || a.Recovery.Length != features || b.Recovery.Length != features)
            return [];
        return [.. Enumerable.Range(0, features).Where(l => a.Recovery[l] >= _threshold != b.Recovery[l] >= _threshold).Select(l => Recovery(l, a.Attractor))];
    }

    /// <summary>Which of two attractors training from the start ends at: −1 for the first by name, 1 for the second.</summary>
    public BoundaryScalar Side(string a, string b)
    {
        (string first, string second) = string.CompareOrdinal(a, b) < 0 ? (a, b) : (b, a);
        if (_sides.TryGetValue((first, second), out BoundaryScalar? known))
            return known;
        return _sides[(first, second)] = new BoundaryScalar(
            $"{first} against {second}", "which attractor is reached", gan => EndAt(gan).Attractor is var end && end == first ? -1 : end == second ? 1 : double.NaN,
            (x, y) => x.Attractor == first && y.Attractor == second, _ => BoundaryMechanism.Separatrix)
        {
            IsStartDependent = true,
        };
    }

    /// <summary>The label of a point between cells.</summary>
    public PhaseVerdict VerdictAt(GanParameters gan) => _classifier.ClassifyMany([gan])[0];

    /// <summary>Where training starts.</summary>
    public MacroState StartOf(GanParameters gan) => _classifier.StartOf(gan);

    /// <summary>The cycle at which training from the start ends; null where it ends elsewhere.</summary>
    public LimitCycle? CycleOf(GanParameters gan, CancellationToken cancellationToken)
    {
        var field = new ReducedOde(gan);
        return (AttractorFinder.Find(field, field.Pack(StartOf(gan)), ode.Attractor, cancellationToken) as LimitCycleAttractor)?.Cycle;
    }

    /// <summary>The time by which training has ended at one of two points, in the units of the ODE.</summary>
    public double TimeOf(GanParameters one, GanParameters other)
    {
        int column = _classifier.EvidenceColumns.IndexOf("time");
        double longest = 0;
        foreach (GanParameters gan in (ReadOnlySpan<GanParameters>)[one, other])
            if (EndAt(gan).Evidence[column] is { Length: > 0 } text)
                longest = Math.Max(longest, double.Parse(text, CultureInfo.InvariantCulture));
        return longest > 0 ? longest : DefaultTime / one.DiscriminatorRate;
    }

    /// <summary>Where training ends: by the search alone for one feature, which tells cycles from other motions; for more as in a sweep, since next to x = Λ_ℓ the search alone takes much longer.</summary>
    private PhaseVerdict EndAt(GanParameters gan) => features == 1 ? _classifier.Classify(gan) : VerdictAt(gan);

    private static IEnumerable<BoundaryScalar> OfDeceived(int features)
    {
        yield return new BoundaryScalar(
            "Deceived", "trace of the transverse block, Σ(Λ − Λ̃ + αΛ̃) − 2dx", DeceivedTrace,
            (a, b) => Is(a, FixedPointKind.Deceived) && !Is(b, FixedPointKind.Deceived), _ => BoundaryMechanism.DeceivedTrace);
        if (features == 1)
            yield return new BoundaryScalar(
                "Deceived", "p*² − 1", gan => new SingleFeatureConstants(gan).LeastOverlapSquared - 1,
                (a, b) => Is(a, FixedPointKind.Deceived) && !Is(b, FixedPointKind.Deceived), _ => BoundaryMechanism.DeceivedPerfect);
    }

    /// <summary>Those of the points with one active column.</summary>
    private static IEnumerable<BoundaryScalar> OfPairs(int features)
    {
        const string words = "largest real part of the spectrum, in units of τ", ofFamily = "largest real part of the spectrum, smallest over the family; its sign by the Hurwitz conditions of the whole family";
        bool isPoint = features == 1;
        for (int j = 0; j < features; j++)
        {
            int column = j;
            for (int i = 0; i < features; i++)
            {
                int feature = i;
                yield return new BoundaryScalar(
                    isPoint ? "Undeceived" : $"Undeceived, feature {i + 1}, column {j + 1}", isPoint ? words : ofFamily,
                    gan => SinglePairMargin.Undeceived(gan, feature, column),
                    (a, b) => Is(a, FixedPointKind.Undeceived) && !Is(b, FixedPointKind.Undeceived),
                    isPoint ? gan => OfPoint(gan, SinglePairMargin.LeadingUndeceived) : _ => BoundaryMechanism.BestMember)
                {
                    Fits = (gan, a) => SinglePairMargin.Overlaps(gan, feature, column).Any(square => Math.Abs(square - a.Recovery[feature]) < SameRecovery),
                };
            }
            yield return new BoundaryScalar(
                isPoint ? "Locked" : $"Locked, column {j + 1}", isPoint ? words : ofFamily,
                gan => SinglePairMargin.Locked(gan, column),
                (a, b) => Is(a, FixedPointKind.Locked) && !Is(b, FixedPointKind.Locked),
                isPoint ? gan => OfPoint(gan, SinglePairMargin.LeadingLocked) : _ => BoundaryMechanism.BestMember);
        }
    }

    /// <summary>Those of the isolated points of two features with both columns active.</summary>
    private static IEnumerable<BoundaryScalar> OfBothActive()
    {
        for (int i = -1; i < 2; i++)
        {
            (int feature, FixedPointKind kind) = (i, i < 0 ? FixedPointKind.Locked : FixedPointKind.Undeceived);
            yield return new BoundaryScalar(
                i < 0 ? "Locked, both columns" : $"Undeceived, feature {i + 1}, both columns", "largest real part of the spectrum, in units of τ",
                gan => TwoActiveMargin.Of(gan, feature),
                (a, b) => Is(a, kind) && !Is(b, kind),
                gan => OfPair(gan, feature))
            {
                Fits = (gan, a) => TwoActiveMargin.Recoveries(gan, feature).Any(rho => Math.Abs(rho - a.Recovery[Math.Max(0, feature)]) < SameRecovery),
            };
        }
    }

    /// <summary>Those of the points with any set of active columns, for three features or more.</summary>
    private static IEnumerable<BoundaryScalar> OfFamilies(int features)
    {
        for (int set = 1; features <= ActiveFamilies.MaxFeatures && set < 1 << features; set++)
            for (int i = -1; i < features; i++)
            {
                (int columns, int feature, FixedPointKind kind, MemberSearch search) = (set, i, i < 0 ? FixedPointKind.Locked : FixedPointKind.Undeceived, new MemberSearch());
                int[] active = [.. Enumerable.Range(0, features).Where(j => (columns >> j & 1) != 0)];
                string names = $"column{(active.Length > 1 ? "s" : "")} {string.Join(", ", active.Select(j => j + 1))}";
                bool isPoint = active.Length == features;
                yield return new BoundaryScalar(
                    i < 0 ? $"Locked, {names}" : $"Undeceived, feature {i + 1}, {names}",
                    isPoint ? "largest real part of the spectrum, in units of τ" : "largest real part of the spectrum, smallest over the family, of all members that were looked at, in units of τ",
                    gan => ManyActiveMargin.Of(gan, columns, feature, search),
                    (a, b) => Is(a, kind) && !Is(b, kind),
                    gan => !isPoint ? BoundaryMechanism.BestMember : OfTurning(ManyActiveMargin.Leading(gan, feature)))
                {
                    IsSearched = !isPoint,
                    Fits = (gan, a) => feature < 0 || ManyActiveMargin.Recoveries(gan, columns, feature).Any(rho => Math.Abs(rho - a.Recovery[feature]) < SameRecovery),
                };
            }
    }

    private BoundaryScalar Recovery(int feature, string attractor)
    {
        if (_recoveries.TryGetValue((feature, attractor), out BoundaryScalar? known))
            return known;
        bool isSelected = features > 1 || attractor != nameof(FixedPointKind.Undeceived);
        return _recoveries[(feature, attractor)] = new BoundaryScalar(
            attractor, isSelected ? $"θ − ρ{feature + 1} where training ends" : "θ − P²",
            isSelected ? gan => ValueOf(EndAt(gan)) : gan => _threshold - SinglePairMargin.MostStableOverlap(gan),
            (a, b) => a.Attractor == attractor && b.Attractor == attractor,
            _ => isSelected ? BoundaryMechanism.SelectedRecovery : BoundaryMechanism.PointRecovery)
        {
            IsStartDependent = isSelected,
        };

        double ValueOf(PhaseVerdict verdict) => verdict.Attractor == attractor && verdict.Recovery.Length == features ? _threshold - verdict.Recovery[feature] : double.NaN;
    }

    private static double DeceivedTrace(GanParameters gan)
    {
        double trace = 0;
        for (int l = 0; l < gan.FeatureCount; l++)
            trace += new SingleFeatureConstants(gan, l, l).DeceivedTrace;
        return trace;
    }

    /// <summary>What an isolated point with one feature meets where it ceases to attract, by what there is beyond: a pair that grows, no root of its quadratic, or a real rate that grows.</summary>
    private static BoundaryMechanism OfPoint(GanParameters beyond, Func<GanParameters, Complex?> leading)
    {
        if (leading(beyond) is { } value)
            return Math.Abs(value.Imaginary) > Turning ? BoundaryMechanism.Hopf : BoundaryMechanism.BranchPoint;
        (double a, double b, double c, _, _) = new SingleFeatureConstants(beyond).Quadratic();
        return leading == SinglePairMargin.LeadingUndeceived && b * b < 4 * a * c ? BoundaryMechanism.Fold : BoundaryMechanism.BranchPoint;
    }

    private static BoundaryMechanism OfPair(GanParameters beyond, int feature) => OfTurning(TwoActiveMargin.Leading(beyond, feature));

    private static BoundaryMechanism OfTurning(Complex? leading) =>
        leading is { } value && Math.Abs(value.Imaginary) > Turning ? BoundaryMechanism.Hopf : BoundaryMechanism.BranchPoint;

    private static bool Is(PhaseVerdict verdict, FixedPointKind kind) => verdict.Attractor == kind.ToString();
}
