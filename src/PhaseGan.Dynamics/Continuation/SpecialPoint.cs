using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>A bifurcation on a branch, found by Newton's method on the equations that define it.</summary>
public sealed class SpecialPoint
{
    internal SpecialPoint(SpecialKind kind, Linearisation at, double[] unknowns, double[] tangent, double error)
    {
        (Kind, Unknowns, Tangent, Error) = (kind, unknowns, tangent, error);
        (Parameters, Coordinates, Eigenvalues) = ([.. at.Parameters], [.. at.Coordinates], [.. at.Eigenvalues ?? []]);
    }

    /// <summary>The same point at a length of its branch.</summary>
    internal SpecialPoint(SpecialPoint other, double arcLength)
    {
        (Kind, Parameters, Coordinates, Eigenvalues, Error) = (other.Kind, other.Parameters, other.Coordinates, other.Eigenvalues, other.Error);
        (IsLocated, Multiplicity, NormalForm, Unstable) = (other.IsLocated, other.Multiplicity, other.NormalForm, other.Unstable);
        (Unknowns, Tangent, ArcLength) = (other.Unknowns, other.Tangent, arcLength);
    }

    /// <summary>What happens there.</summary>
    public SpecialKind Kind { get; }

    /// <summary>Values of the parameters, in the order of the family.</summary>
    public ImmutableArray<double> Parameters { get; }

    /// <summary>The fixed point, length N.</summary>
    public ImmutableArray<double> Coordinates { get; }

    /// <summary>Eigenvalues of the Jacobian; those on the imaginary axis are there to rounding.</summary>
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

    /// <summary>Length of the branch from its first point to this one.</summary>
    public double ArcLength { get; }

    /// <summary>The unknowns in units of the branch.</summary>
    internal double[] Unknowns { get; }

    /// <summary>The direction of the branch.</summary>
    internal double[] Tangent { get; }

    /// <summary>What happens where, and how well that is known.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Kind} at ({string.Join(", ", Parameters.Select(p => p.ToString("G10", CultureInfo.InvariantCulture)))}), {(IsLocated ? "error" : "within")} {Error:G2}, unstable eigenvalues {Unstable.Before} before and {Unstable.After} after");
}
