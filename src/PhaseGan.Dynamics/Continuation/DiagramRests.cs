using System.Collections.Immutable;

namespace PhaseGan.Dynamics;

/// <summary>The branches of fixed points of a diagram, each once, and the branches that cross them.</summary>
/// <param name="family">The family.</param>
/// <param name="lower">Lower end of the window.</param>
/// <param name="upper">Upper end.</param>
/// <param name="options">Budgets.</param>
/// <param name="cancellationToken">Looked at before each step.</param>
internal sealed class DiagramRests(FieldFamily family, double lower, double upper, BifurcationDiagramOptions options, CancellationToken cancellationToken)
{
    /// <summary>Two special points this near are one: in units of the window and of the sizes.</summary>
    private const double SamePoint = 1e-6;

    /// <summary>Two computed members of a family are joined to this distance, in units of the sizes.</summary>
    private const double SameMember = 1e-6;

    /// <summary>Shares of a branch's points that are compared with the branches known before.</summary>
    private static readonly double[] s_samples = [0.23, 0.5, 0.77];

    private readonly Queue<(int Number, SpecialPoint Point)> _crossings = [];

    /// <summary>The branches.</summary>
    public List<Branch> Branches { get; } = [];

    /// <summary>Where each was found.</summary>
    public List<BranchOrigin> Origins { get; } = [];

    /// <summary>What was not followed.</summary>
    public List<UnfollowedStart> Unfollowed { get; } = [];

    /// <summary>Places beside which further fixed points may lie that no crossing leads to.</summary>
    public Queue<SpecialPoint> Beside { get; } = [];

    /// <summary>Follows the branch through a state, and all that cross it.</summary>
    /// <returns>Whether it is a new one.</returns>
    public bool Start(double[] state, double at, BranchOriginKind kind, int? parent = null)
    {
        var origin = new BranchOrigin(kind, at, [.. state], parent);
        if (Branches.Count >= options.MaxBranches)
        {
            Unfollowed.Add(new UnfollowedStart(origin, UnfollowedReason.Budget));
            return false;
        }
        bool isNew = Take(Branch.OfFixedPoint(family, state, at, lower, upper, options.Branches, cancellationToken), origin);
        while (_crossings.TryDequeue(out (int Number, SpecialPoint Point) crossing))
            Cross(crossing.Number, crossing.Point);
        return isNew;
    }

    /// <summary>The copies of a state under the symmetries, itself first.</summary>
    public IEnumerable<ImmutableArray<double>> Images(ImmutableArray<double> state) => options.Images is { } images ? images(state).Prepend(state) : [state];

    /// <summary>Whether a fixed point lies on a known branch, or on a family with it.</summary>
    /// <param name="at">The parameter.</param>
    /// <param name="state">The fixed point.</param>
    /// <param name="dimension">Dimension of its family.</param>
    public bool IsKnown(double at, ImmutableArray<double> state, int dimension)
    {
        ImmutableArray<double>[] images = [.. Images(state)];
        if (images.Any(i => Branches.Any(b => b.Passes([at], i))))
            return true;
        return dimension > 0 && images.Any(i => Branches.Any(b => b.Points[0].FamilyDimension == dimension && b.At(at).Any(p => Joins(at, p.Coordinates, i))));
    }

    /// <summary>Takes a branch, unless it is empty or known.</summary>
    private bool Take(Branch branch, BranchOrigin origin)
    {
        // next to a place where the field has no derivative a search takes for a root what leads nowhere
        bool isLost = branch.Points.Length == 1 && origin.Kind == BranchOriginKind.Search && branch.FirstEnd is not BranchEnd.RangeReached && branch.LastEnd is not BranchEnd.RangeReached;
        if (branch.Points.IsEmpty || isLost)
        {
            Unfollowed.Add(new UnfollowedStart(origin, branch.LastEnd == BranchEnd.NotIsolated ? UnfollowedReason.NotToldApart : UnfollowedReason.NoStart));
            return false;
        }
        BranchPoint[] samples = [.. s_samples.Select(s => branch.Points[(int)(s * branch.Points.Length)])];
        if (samples.All(p => IsKnown(p.Parameters[0], p.Coordinates, p.FamilyDimension)))
            return false;
        Branches.Add(branch);
        Origins.Add(origin);
        foreach (SpecialPoint special in branch.SpecialPoints)
            _crossings.Enqueue((Branches.Count, special));
        return true;
    }

    private void Cross(int number, SpecialPoint special)
    {
        if (special.Kind is SpecialKind.Multiple or SpecialKind.FamilyChange)
            Beside.Enqueue(special);
        if (special.Kind is not (SpecialKind.Transcritical or SpecialKind.Pitchfork or SpecialKind.BranchPoint or SpecialKind.Multiple))
            return;
        var origin = new BranchOrigin(BranchOriginKind.BranchPoint, special.Parameters[0], special.Coordinates, number);
        if (!special.Continuations.Contains(BranchKind.FixedPoints))
        {
            bool isOnFamily = special.IsLocated && special.FamilyDimension > 0;
            Unfollowed.Add(new UnfollowedStart(origin, isOnFamily ? UnfollowedReason.OnFamily : UnfollowedReason.NotToldApart));
            return;
        }
        if (IsCrossed(special))
            return;
        if (Branches.Count >= options.MaxBranches)
            Unfollowed.Add(new UnfollowedStart(origin, UnfollowedReason.Budget));
        else
            Take(Branches[number - 1].OtherAt(special, cancellationToken), origin);
    }

    /// <summary>Whether a known branch goes through a branch point in the other one of its two directions.</summary>
    private bool IsCrossed(SpecialPoint special)
    {
        if (BranchDirections.At(special.Frame, special) is not { } other)
            return false;
        foreach (SpecialPoint known in Branches.SelectMany(b => b.SpecialPoints))
        {
            if (ReferenceEquals(known, special) || Math.Abs(known.Parameters[0] - special.Parameters[0]) > SamePoint * (upper - lower) || !IsSame(known.Coordinates, special))
                continue;
            double[] tangent = [.. known.Tangent];
            for (int i = 0; i < known.Frame.Dimension; i++)
                tangent[i] *= known.Frame.Sizes[i] / special.Frame.Sizes[i];
            VectorMath.Divide(tangent, VectorMath.Norm(tangent));
            if (Math.Abs(VectorMath.Dot(tangent, other)) > Math.Abs(VectorMath.Dot(tangent, special.Tangent)))
                return true;
        }
        return false;
    }

    private static bool IsSame(ImmutableArray<double> coordinates, SpecialPoint special) =>
        coordinates.Zip(special.Coordinates).Zip(special.Frame.Sizes, (c, s) => Math.Abs(c.First - c.Second) / s).Max() <= SamePoint;

    /// <summary>Whether two fixed points at one value of the parameter are members of one family.</summary>
    private bool Joins(double at, ImmutableArray<double> a, ImmutableArray<double> b)
    {
        double[] units = BranchSetting.Of(family, 1, a, [at], [lower], [upper], options.Branches).ForFamily().Frame.Sizes;
        double[] sizes = [.. a.Zip(b).Zip(units, (y, unit) => Math.Max(unit, Math.Max(Math.Abs(y.First), Math.Abs(y.Second))))];
        var field = ScaledField.Of(family.At(at), sizes);
        return FixedPointFamily.Joins(field, [.. a.Zip(sizes, (y, s) => y / s)], [.. b.Zip(sizes, (y, s) => y / s)], SameMember);
    }
}
