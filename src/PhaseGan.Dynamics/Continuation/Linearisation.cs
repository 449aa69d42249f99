using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>A field and its derivatives at a place of a <see cref="BranchFrame"/>.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Field">The field in its own coordinates.</param>
/// <param name="Sizes">Sizes of the coordinates.</param>
/// <param name="Parameters">Values of the parameters.</param>
/// <param name="Coordinates">The state in the field's own coordinates.</param>
/// <param name="Value">The field in units of the frame, length N.</param>
/// <param name="Jacobian">Its Jacobian in units of the frame, row-major.</param>
/// <param name="Slopes">Its derivatives by the parameters in units of the frame, one after another; empty if they were not asked for.</param>
internal sealed record Linearisation(
    BranchFrame Frame, IVectorField Field, double[] Sizes, double[] Parameters, double[] Coordinates, double[] Value, double[] Jacobian, double[] Slopes)
{
    private Complex[]? _eigenvalues;
    private Linearisation? _transverse, _whole;
    private (FamilySlice Plane, double Defect)? _turned;
    private bool _isTurned;

    /// <summary>N.</summary>
    public int Dimension => Value.Length;

    /// <summary>Eigenvalues of the Jacobian, across a family at the place itself; null if they could not be computed.</summary>
    public Complex[]? Eigenvalues => _eigenvalues ??= Plane is null ? EigenSolver.Eigenvalues(Jacobian, Dimension) : _whole!.EigenvaluesAcross(Plane);

    /// <summary>The speeds along the generators of a symmetry that were taken from the field; empty if there are none.</summary>
    public double[] Speeds { get; init; } = [];

    /// <summary>The plane of which the coordinates are; null if they are those of the field.</summary>
    public FamilySlice? Plane { get; private init; }

    /// <summary>The same across the family of fixed points that the frame is for, on its plane; this one if it is for isolated points.</summary>
    public Linearisation Transverse => Frame.Slice is { } slice && Plane is null ? _transverse ??= Across(slice) : this;

    /// <summary>The plane of the frame with the directions that the family has here, and by how much the rank of the Jacobian is missed: worked out once.</summary>
    public (FamilySlice Plane, double Defect)? TurnedPlane
    {
        get
        {
            if (!_isTurned)
                (_turned, _isTurned) = (Frame.Slice!.Turned(Jacobian), true);
            return _turned;
        }
    }

    /// <summary>The length in the field's own coordinates of a vector in these.</summary>
    public double Length(double[] v) => Plane is null ? VectorMath.Norm(v) : VectorMath.Norm([.. Plane.Lift(v).Zip(Frame.Sizes, (x, s) => x * s)]);

    /// <summary>Eigenvalues across the family: where its directions are not to be had, those of the member serve.</summary>
    private Complex[]? EigenvaluesAcross(FamilySlice plane) => EigenSolver.Eigenvalues((TurnedPlane?.Plane ?? plane).Restrict(Jacobian), plane.Codimension);

    private Linearisation Across(FamilySlice slice)
    {
        double[] unknowns = [.. Coordinates.Zip(Sizes, (y, s) => y / s)];
        double[] slopes = [.. Slopes.Chunk(Dimension).SelectMany(s => slice.Components(s))];
        return new Linearisation(
            Frame,
            new SliceField(Field, slice, Sizes),
            [.. Enumerable.Repeat(1.0, slice.Codimension)],
            Parameters,
            slice.ComponentsOf(unknowns),
            slice.Components(Value),
            slice.Restrict(Jacobian),
            slopes)
        { Plane = slice, _whole = this };
    }
}
