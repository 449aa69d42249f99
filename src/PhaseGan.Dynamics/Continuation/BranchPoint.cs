using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>A point of a branch: a fixed point to rounding.</summary>
public sealed class BranchPoint
{
    internal BranchPoint(CurveNode node, double arcLength)
    {
        (Node, ArcLength) = (node, arcLength);
        (Parameters, Coordinates) = ([.. node.At.Parameters], [.. node.At.Coordinates]);
        Eigenvalues = [.. node.Eigenvalues.OrderByDescending(v => v.Real).ThenByDescending(v => v.Imaginary)];
        (UnstableCount, IsNeutral, FamilyDimension, Speeds) = (node.Unstable, node.IsNeutral, node.FamilyDimension, [.. node.At.Speeds]);
    }

    /// <summary>Values of the parameters, in the order of the family.</summary>
    public ImmutableArray<double> Parameters { get; }

    /// <summary>The fixed point, length N.</summary>
    public ImmutableArray<double> Coordinates { get; }

    /// <summary>Eigenvalues of the Jacobian by falling real part, those apart that are zero along a family: N − k of them.</summary>
    public ImmutableArray<Complex> Eigenvalues { get; }

    /// <summary>k: in how many directions fixed points go on beside the branch at the same parameters, which was verified; 0 for an isolated one.</summary>
    public int FamilyDimension { get; }

    /// <summary>Of a relative equilibrium: the speed along each generator of the symmetry, in its own unit; all zero for a fixed point. Else none.</summary>
    public ImmutableArray<double> Speeds { get; }

    /// <summary>How many of them have positive real parts.</summary>
    public int UnstableCount { get; }

    /// <summary>Whether an eigenvalue is not told from the imaginary axis, so that the count is not to be relied on.</summary>
    public bool IsNeutral { get; }

    /// <summary>Whether every eigenvalue surely has a negative real part.</summary>
    public bool IsStable => UnstableCount == 0 && !IsNeutral;

    /// <summary>Length of the branch from its first point to this one, in units of the branch.</summary>
    public double ArcLength { get; }

    /// <summary>The point in units of the branch.</summary>
    internal CurveNode Node { get; }

    /// <summary>The parameters, the fixed point and how many directions grow there.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"({string.Join(", ", Parameters.Select(p => p.ToString("G6", CultureInfo.InvariantCulture)))}): ({string.Join(", ", Coordinates.Select(y => y.ToString("G6", CultureInfo.InvariantCulture)))}), {UnstableCount} unstable{(FamilyDimension == 0 ? "" : ", of a family of dimension " + FamilyDimension.ToString(CultureInfo.InvariantCulture))}");
}
