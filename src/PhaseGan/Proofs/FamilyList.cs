using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>All fixed points of the reduced ODE (13) at given parameters, or over a box of them: proved to be complete, with what is proved of which attract. For up to <see cref="MaxFeatures"/> features.</summary>
/// <remarks>
/// Where q or r does not vanish, sets of active columns and a seen feature, or none, tell all cases; for each one the equations in r_j² (<c>ActiveEquations</c>) are solved by halving the box 0 &lt; r_j² ≤ 1, so that nothing is left out. States with r = 0 and q ≠ 0
/// have the block [[0, D], [D′, X]] over a row of P and r with positive diagonal D and D′ and an X that is symmetric in scaled coordinates: λ² − λX − DD′ passes from negative to positive definite, which makes an eigenvalue λ &gt; 0, so that all of them repel. The deceived manifold
/// q = r = 0 has the same trace all over it.
/// </remarks>
public sealed class FamilyList
{
    /// <summary>Most features: the work doubles with each.</summary>
    public const int MaxFeatures = 6;

    /// <summary>Rotations of two features that are tried for a deceived member that attracts.</summary>
    private const int Turns = 16;

    private FamilyList(ParameterBox parameters, ImmutableArray<ProvedFamily> families)
    {
        (Parameters, Families) = (parameters, families);
    }

    /// <summary>Sizes of P that are tried for one.</summary>
    private static ReadOnlySpan<double> Overlaps => [1, 0.9, 0.7, 0.4, 0];

    /// <summary>What the list is of.</summary>
    public ParameterBox Parameters { get; }

    /// <summary>The families: every fixed point is a member of one of them, up to signs and rotations of features with equal variances. Some may lie outside the states that P = UᵀV, … can take; none is missing.</summary>
    public ImmutableArray<ProvedFamily> Families { get; }

    /// <summary>Whether every entry is exactly one family or single point.</summary>
    public bool IsExact => Families.All(f => f.IsOne);

    /// <summary>Whether no fixed point attracts: every member of every family has an eigenvalue with a positive real part. Then training moves for ever from almost every start.</summary>
    public bool NothingAttracts => Families.All(f => f.Stability == FamilyStability.Repels);

    /// <summary>Makes the list.</summary>
    /// <param name="parameters">The parameters; a single choice by <see cref="ParameterBox.Of"/>.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are more than <see cref="MaxFeatures"/> features.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static FamilyList Of(ParameterBox parameters, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        int d = parameters.FeatureCount;
        Guard.InRange(d, 1, MaxFeatures, "a number of features", nameof(parameters));
        var field = new EnclosedOde(parameters);
        var families = ImmutableArray.CreateBuilder<ProvedFamily>();
        families.Add(Deceived(field, cancellationToken));
        for (int s = 0; s < d; s++)
            if (IsFirstOfEqual(parameters, s) && (parameters.RealVariances[s] - parameters.EffectiveNoise).High > 0)
                families.Add(new ProvedFamily(FixedPointKind.DiscriminatorOnly, s, [], [], d * (d - 1) + d * (d - 1) / 2,
                    (parameters.RealVariances[s] - parameters.EffectiveNoise).Low > 0, FamilyStability.Repels, "a real eigenvalue over a row of P and r is positive"));
        for (int columns = 1; columns < 1 << d; columns++)
        {
            int[] active = [.. Enumerable.Range(0, d).Where(j => (columns >> j & 1) != 0)];
            for (int s = -1; s < d; s++)
                if (s < 0 || IsFirstOfEqual(parameters, s))
                    Add(families, field, new ActiveEquations(parameters, active, s), cancellationToken);
        }
        return new FamilyList(parameters, families.ToImmutable());
    }

    /// <summary>The families, one a line.</summary>
    public override string ToString() => string.Join('\n', Families);

    private static void Add(ImmutableArray<ProvedFamily>.Builder families, EnclosedOde field, ActiveEquations equations, CancellationToken cancellation)
    {
        int? seen = equations.Seen < 0 ? null : equations.Seen;
        FixedPointKind kind = seen is null ? FixedPointKind.Locked : FixedPointKind.Undeceived;
        foreach (ActiveRoots.Root root in ActiveRoots.Of(equations, cancellation))
        {
            Interval v = equations.SeenSquare(root.Squares);
            bool isKnown = root.Squares.All(u => u.Low > 0) && (seen is null || v.Low > 0);
            if (!isKnown)
            {
                families.Add(new ProvedFamily(kind, seen, [.. equations.Columns], [.. root.Squares], FreeOverlaps(field.Parameters.FeatureCount, equations), root.IsOne,
                    FamilyStability.Undecided, "it may meet a family with fewer active columns or no seen feature"));
                continue;
            }
            var members = new MemberStability(field, equations, root.Squares);
            (FamilyStability stability, string reason) = members.Decide(cancellation);
            if (!root.IsOne && stability is FamilyStability.SomeAttract or FamilyStability.Attracts)
                (stability, reason) = (FamilyStability.Undecided, "it is not shown that there is one");
            families.Add(new ProvedFamily(kind, seen, [.. equations.Columns], [.. root.Squares], members.Dimension, root.IsOne, stability, reason));
        }
    }

    private static int FreeOverlaps(int d, ActiveEquations equations)
    {
        int frozen = d - equations.Columns.Length;
        return frozen * (equations.Seen < 0 ? d : d - 1) + frozen * (frozen - 1) / 2;
    }

    /// <summary>Whether no earlier feature has exactly the same variance: such features are rotated into each other.</summary>
    private static bool IsFirstOfEqual(ParameterBox parameters, int s)
    {
        Interval own = parameters.RealVariances[s];
        return own.Low < own.High || !parameters.RealVariances.Take(s).Any(v => v == own);
    }

    private static ProvedFamily Deceived(EnclosedOde field, CancellationToken cancellation)
    {
        ParameterBox box = field.Parameters;
        int d = box.FeatureCount, dimension = d * d + d * (d - 1) / 2;
        Interval trace = -2 * d * box.EffectiveNoise;
        for (int l = 0; l < d; l++)
            trace += box.RealVariances[l] + (box.RateRatio - 1) * box.FakeVariances[l];
        if (trace.Low > 0)
            return Family(FamilyStability.Repels, "the trace over q and r, the same at every member, is positive");
        foreach (double overlap in Overlaps)
            for (int turn = 0; turn < (d == 1 ? 1 : Turns); turn++)
                if (Attracts(field, overlap, Math.PI * turn / (2 * Turns)))
                    return Family(FamilyStability.SomeAttract, string.Create(
                        CultureInfo.InvariantCulture, $"all eigenvalues over q and r lie left of the axis at P = {overlap} times {(turn == 0 ? "I" : $"a rotation of the first and the last feature by {90.0 * turn / Turns}°")}, S = I"));
        if (d > 1 && AttractsSomewhere(field, cancellation))
            return Family(FamilyStability.SomeAttract, "all eigenvalues over q and r lie left of the axis at a member that was found");
        return Family(FamilyStability.Undecided, "the trace over q and r is not positive, and no member that was tried is shown to attract");

        ProvedFamily Family(FamilyStability stability, string reason) => new(FixedPointKind.Deceived, null, [], [], dimension, isOne: true, stability, reason);
    }

    /// <summary>Looks for a deceived state that attracts among all P and S, and proves that it does and that there is one.</summary>
    private static bool AttractsSomewhere(EnclosedOde field, CancellationToken cancellation)
    {
        int d = field.Parameters.FeatureCount, n = field.Dimension;
        var at = new StateLayout(d, hasNorms: false);
        Interval[] state = new Interval[n], jacobian = new Interval[n * n];
        int[] across = Across(at, d), free = [.. Enumerable.Range(0, d * d).Select(k => at.P(k / d, k % d)), .. Enumerable.Range(0, d).SelectMany(l => Enumerable.Range(l + 1, d - l - 1).Select(m => at.S(l, m)))];
        var members = new FrozenMembers(d, d);
        if (members.Search(o => EigenSolver.Eigenvalues([.. Block(o).Select(v => v.Middle)], across.Length, cancellation)?.Max(v => v.Real) ?? double.PositiveInfinity, cancellation) is not { } found || !members.Exist(found))
            return false;
        EigenvalueCount.LeastUnstable(Block(found), across.Length, out bool isStable);
        return isStable;

        Interval[] Block(double[] overlaps)
        {
            for (int k = 0; k < free.Length; k++)
                state[free[k]] = overlaps[k];
            field.EncloseJacobian(state, jacobian);
            return IntervalMatrix.Block(jacobian, n, across, across);
        }
    }

    private static int[] Across(StateLayout at, int d) => [.. Enumerable.Range(0, d).Select(at.Q), .. Enumerable.Range(0, d).Select(at.R)];

    private static bool Attracts(EnclosedOde field, double overlap, double angle)
    {
        int d = field.Parameters.FeatureCount, n = field.Dimension, last = d - 1;
        var at = new StateLayout(d, hasNorms: false);
        Interval[] state = new Interval[n], jacobian = new Interval[n * n];
        for (int i = 0; i < d; i++)
            state[at.P(i, i)] = overlap;
        if (angle != 0)
        {
            // rounded down: lengths of columns stay below 1
            (double sine, double cosine) = (overlap * Math.Sin(angle) * (1 - 1e-15), overlap * Math.Cos(angle) * (1 - 1e-15));
            (state[at.P(0, 0)], state[at.P(0, last)], state[at.P(last, 0)], state[at.P(last, last)]) = (cosine, -sine, sine, cosine);
        }
        field.EncloseJacobian(state, jacobian);
        int[] across = Across(at, d);
        EigenvalueCount.LeastUnstable(IntervalMatrix.Block(jacobian, n, across, across), across.Length, out bool isStable);
        return isStable;
    }
}
