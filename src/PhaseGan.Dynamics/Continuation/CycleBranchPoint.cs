using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>A cycle of a branch.</summary>
public sealed class CycleBranchPoint
{
    internal CycleBranchPoint(CycleNode node, double arcLength, bool hasPair)
    {
        (Parameters, Point, Period) = ([.. node.Frame.Parameters(node.Unknowns)], [.. node.Frame.State(node.Unknowns, 0)], node.Period);
        (Minima, Maxima) = ([.. node.Extremes.Low], [.. node.Extremes.High]);
        (Multipliers, TrivialError) = ([.. node.Multipliers.Values], node.Multipliers.TrivialError);
        Sizes = node.Frame.Sizes;
        (UnstableCount, IsNeutral, Segments, ArcLength) = (node.Unstable, node.IsNeutral, node.Frame.Segments, arcLength);
        Angle = hasPair && Math.Abs(node.Cosine) < 1 ? Math.Acos(node.Cosine) : null;
    }

    /// <summary>Values of the parameters, in the order of the family.</summary>
    public ImmutableArray<double> Parameters { get; }

    /// <summary>A state on the cycle, length N.</summary>
    public ImmutableArray<double> Point { get; }

    /// <summary>T &gt; 0, in the field's unit of time.</summary>
    public double Period { get; }

    /// <summary>The least value of each coordinate over the cycle, to about 1e-9 of its size.</summary>
    public ImmutableArray<double> Minima { get; }

    /// <summary>The largest value of each coordinate over the cycle, as accurate.</summary>
    public ImmutableArray<double> Maxima { get; }

    /// <summary>The N − 1 Floquet multipliers besides the trivial one, by falling modulus.</summary>
    public ImmutableArray<Complex> Multipliers { get; }

    /// <summary>By how much the velocity is not carried into itself over a period, relative: the error of the trivial multiplier 1, and about that of others near the unit circle.</summary>
    public double TrivialError { get; }

    /// <summary>On a curve of torus bifurcations: θ in (0, π) of the pair e^{±iθ}, and null beyond resonances, at neutral saddles. Else null.</summary>
    public double? Angle { get; }

    /// <summary>How many multipliers lie outside of the unit circle, those apart that a curve in two parameters holds on it.</summary>
    public int UnstableCount { get; }

    /// <summary>Whether one of the others is not told from the unit circle, so that the count is not to be relied on.</summary>
    public bool IsNeutral { get; }

    /// <summary>Whether every multiplier that is not held there surely lies inside of the unit circle.</summary>
    public bool IsStable => UnstableCount == 0 && !IsNeutral;

    /// <summary>Into how many segments the cycle was cut.</summary>
    public int Segments { get; }

    /// <summary>Length of the branch from its first cycle to this one, in units of the branch.</summary>
    public double ArcLength { get; }

    /// <summary>The sizes of the coordinates in which the cycle was solved for.</summary>
    internal double[] Sizes { get; }

    /// <summary>The parameters, the period and how many directions grow.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"({string.Join(", ", Parameters.Select(p => p.ToString("G6", CultureInfo.InvariantCulture)))}): period {Period:G6}, {UnstableCount} unstable");
}
