using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>A bifurcation of cycles, found by Newton's method on the conditions that define it.</summary>
public sealed class CycleSpecialPoint
{
    internal CycleSpecialPoint(CycleSpecialKind kind, CycleEvaluation at, double error)
    {
        CycleFrame frame = at.Frame;
        (Kind, At, Error) = (kind, at, error);
        (Parameters, Point, Period) = ([.. frame.Parameters(at.Unknowns)], [.. frame.State(at.Unknowns, 0)], frame.Period(at.Unknowns));
        (Multipliers, TrivialError) = ([.. at.Multipliers.Values], at.Multipliers.TrivialError);
    }

    /// <summary>What happens there.</summary>
    public CycleSpecialKind Kind { get; }

    /// <summary>Values of the parameters, in the order of the family.</summary>
    public ImmutableArray<double> Parameters { get; }

    /// <summary>A state on the cycle, length N.</summary>
    public ImmutableArray<double> Point { get; }

    /// <summary>T &gt; 0, in the field's unit of time.</summary>
    public double Period { get; }

    /// <summary>The N − 1 Floquet multipliers besides the trivial one, by falling modulus.</summary>
    public ImmutableArray<Complex> Multipliers { get; }

    /// <summary>The error of the trivial multiplier.</summary>
    public double TrivialError { get; }

    /// <summary>θ in (0, π) of a pair of multipliers e^{±iθ}; null for kinds without one.</summary>
    public double? Angle { get; internal init; }

    /// <summary>
    /// The coefficient of the normal form on the centre manifold, where it was computed: what is born there, and whether it is stable where all else is. See <see cref="NormalForm"/>; its sign says nothing
    /// at a fold, where it is that of a vector that is free.
    /// </summary>
    public NormalForm? NormalForm { get; internal init; }

    /// <summary>
    /// A bound on the error in any parameter, in units of the length of its range, in the logarithm of the period, and in any coordinate, in units of its size; the tolerance of integration is a part of it.
    /// Where <see cref="IsLocated"/> is false, the length of the piece of the branch on which it lies.
    /// </summary>
    public double Error { get; }

    /// <summary>Whether Newton's method found the point; else it lies within <see cref="Error"/>, and nothing more is known of it.</summary>
    public bool IsLocated { get; internal init; } = true;

    /// <summary>Which curves in two parameters can be followed from here by <see cref="CycleBranch.OfBifurcation"/>; none of a point that was not located.</summary>
    public ImmutableArray<CycleBranchKind> Continuations =>
        IsLocated ? [.. ((CycleBranchKind[])[CycleBranchKind.Folds, CycleBranchKind.PeriodDoublings, CycleBranchKind.Tori, CycleBranchKind.BranchPoints]).Where(kind => CycleCurves.IsOn(kind, Kind))] : [];

    /// <summary>How many multipliers, those apart that the branch holds on it, lay outside of the unit circle just before the point on the branch, and just after.</summary>
    public (int Before, int After) Unstable { get; internal init; }

    /// <summary>Length of the branch from its first point to this one.</summary>
    public double ArcLength { get; internal init; }

    /// <summary>The least value of each coordinate over the cycle, to about 1e-9 of its size.</summary>
    public ImmutableArray<double> Minima { get; internal init; } = [];

    /// <summary>The largest value of each coordinate over the cycle, to about 1e-9 of its size.</summary>
    public ImmutableArray<double> Maxima { get; internal init; } = [];

    /// <summary>The equations there.</summary>
    internal CycleEvaluation At { get; }

    /// <summary>The direction of the branch.</summary>
    internal double[] Tangent { get; init; } = [];

    /// <summary>What happens where, and how well that is known.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Kind} at ({string.Join(", ", Parameters.Select(p => p.ToString("G10", CultureInfo.InvariantCulture)))}), period {Period:G10}, {(IsLocated ? "error" : "within")} {Error:G2}, unstable multipliers {Unstable.Before} before and {Unstable.After} after");
}
