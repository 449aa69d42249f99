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
        (UnstableCount, IsNeutral) = (node.Unstable, node.IsNeutral);
    }

    /// <summary>Values of the parameters, in the order of the family.</summary>
    public ImmutableArray<double> Parameters { get; }

    /// <summary>The fixed point, length N.</summary>
    public ImmutableArray<double> Coordinates { get; }

    /// <summary>Eigenvalues of the Jacobian by falling real part.</summary>
    public ImmutableArray<Complex> Eigenvalues { get; }

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
        $"({string.Join(", ", Parameters.Select(p => p.ToString("G6", CultureInfo.InvariantCulture)))}): ({string.Join(", ", Coordinates.Select(y => y.ToString("G6", CultureInfo.InvariantCulture)))}), {UnstableCount} unstable");
}
