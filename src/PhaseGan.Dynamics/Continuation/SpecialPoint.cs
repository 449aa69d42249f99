using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>A bifurcation on a branch, found by Newton's method on the equations that define it.</summary>
public sealed class SpecialPoint
{
    internal SpecialPoint(SpecialKind kind, Linearisation at, double[] unknowns, double[] tangent, double error)
    {
        (Kind, Unknowns, Tangent, Error, Frame) = (kind, unknowns, tangent, error, at.Frame);
        (Parameters, Coordinates, Eigenvalues) = ([.. at.Parameters], [.. at.Coordinates], [.. at.Transverse.Eigenvalues ?? []]);
        FamilyDimension = at.Frame.Slice?.Dimension ?? 0;
    }

    /// <summary>The same point at a length of its branch.</summary>
    internal SpecialPoint(SpecialPoint other, double arcLength)
    {
        (Kind, Parameters, Coordinates, Eigenvalues, Error) = (other.Kind, other.Parameters, other.Coordinates, other.Eigenvalues, other.Error);
        (IsLocated, Multiplicity, NormalForm, Unstable) = (other.IsLocated, other.Multiplicity, other.NormalForm, other.Unstable);
        (FamilyDimension, IsOfWholeFamily, Frame) = (other.FamilyDimension, other.IsOfWholeFamily, other.Frame);
        (Unknowns, Tangent, ArcLength) = (other.Unknowns, other.Tangent, arcLength);
    }

    /// <summary>What happens there.</summary>
    public SpecialKind Kind { get; }

    /// <summary>Values of the parameters, in the order of the family.</summary>
    public ImmutableArray<double> Parameters { get; }

    /// <summary>The fixed point, length N.</summary>
    public ImmutableArray<double> Coordinates { get; }

    /// <summary>Eigenvalues of the Jacobian, those apart that are zero along a family; those on the imaginary axis are there to rounding.</summary>
    public ImmutableArray<Complex> Eigenvalues { get; }

    /// <summary>
    /// A bound on the error in any parameter, in units of the length of its range, and in any coordinate, in units of its size. Where <see cref="IsLocated"/> is false, half of the piece of the
    /// branch on which it lies.
    /// </summary>
    public double Error { get; }

    /// <summary>Whether Newton's method found the point; else it lies within <see cref="Error"/>, and nothing more is known of it.</summary>
    public bool IsLocated { get; internal init; } = true;

    /// <summary>How many eigenvalues cross the imaginary axis together.</summary>
    public int Multiplicity { get; internal init; } = 1;

    /// <summary>The coefficients of its normal form; null if the kind has none here, or derivatives were not to be had.</summary>
    public NormalForm? NormalForm { get; internal init; }

    /// <summary>How many eigenvalues had positive real parts just before the point on the branch, and just after.</summary>
    public (int Before, int After) Unstable { get; internal init; }

    /// <summary>In how many directions fixed points go on beside the branch at the same parameters; 0 for an isolated one. Where a branch meets a family, that of the family.</summary>
    public int FamilyDimension { get; internal init; }

    /// <summary>
    /// On a family, whether its members nearby cross the axis at the same parameters. False where this one crosses alone: stability then changes along the family, and neither
    /// fixed points nor cycles need begin here (bifurcation without parameters: Fiedler, Liebscher and Alexander, J. Differential Equations 167, 2000). Null at isolated points, and where it is not told.
    /// </summary>
    public bool? IsOfWholeFamily { get; internal init; }

    /// <summary>Kinds of branches that can be followed from here: none where a member of a family crosses alone or the rank of the Jacobian is whole, and none from a point that was not located.</summary>
    public ImmutableArray<BranchKind> Continuations => !IsLocated || IsOfWholeFamily == false ? [] : Kind switch
    {
        SpecialKind.Fold or SpecialKind.Cusp => [BranchKind.Folds],
        SpecialKind.Hopf or SpecialKind.GeneralizedHopf or SpecialKind.DoubleHopf => [BranchKind.HopfPoints],
        SpecialKind.BogdanovTakens or SpecialKind.ZeroHopf => [BranchKind.Folds, BranchKind.HopfPoints],
        SpecialKind.BranchPoint when FamilyDimension > 0 && NormalForm is null => [],
        SpecialKind.Transcritical or SpecialKind.Pitchfork or SpecialKind.BranchPoint or SpecialKind.Multiple => [BranchKind.FixedPoints],
        _ => [],
    };

    /// <summary>Length of the branch from its first point to this one.</summary>
    public double ArcLength { get; }

    /// <summary>The frame, with the plane across a family in which the point lies.</summary>
    internal BranchFrame Frame { get; }

    /// <summary>The unknowns in units of the branch.</summary>
    internal double[] Unknowns { get; }

    /// <summary>The direction of the branch.</summary>
    internal double[] Tangent { get; }

    /// <summary>What happens where, and how well that is known.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Kind} at ({string.Join(", ", Parameters.Select(p => p.ToString("G10", CultureInfo.InvariantCulture)))}), {(IsLocated ? "error" : "within")} {Error:G2}, unstable eigenvalues {Unstable.Before} before and {Unstable.After} after{OnFamily}");

    private string OnFamily => FamilyDimension == 0 ? "" : $", on a family of dimension {FamilyDimension.ToString(CultureInfo.InvariantCulture)}" + IsOfWholeFamily switch
    {
        true => " that crosses as a whole",
        false => ", this member alone",
        null => "",
    };
}
