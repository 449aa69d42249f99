using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>A cycle on a branch that is followed.</summary>
internal sealed record CycleNode
{
    /// <summary>Multipliers this near to the unit circle are not told from it.</summary>
    private const double Neutral = 1e-8;

    /// <summary>A multiplier near the circle is known this many times worse than the trivial one.</summary>
    private const double ErrorFactor = 10;

    /// <summary>A cycle this small, in units of the sizes, may end at a Hopf point.</summary>
    public const double Small = 0.2;

    /// <summary>Slower parameters are not told from resting ones.</summary>
    private const double LeastTurn = 1e-7;

    private readonly bool _isApart;

    /// <summary>The equations there.</summary>
    public required CycleEvaluation At { get; init; }

    /// <summary>The unit tangent in the direction of the branch.</summary>
    public required double[] Tangent { get; init; }

    /// <summary>On a curve in two parameters: the gradient of its condition on the plane of cycles.</summary>
    public double[]? Gradient { get; init; }

    /// <summary>A bound on the error of the unknowns.</summary>
    public double Error { get; init; }

    /// <summary>The contraction of Newton's method that found it.</summary>
    public double Contraction { get; init; }

    /// <summary>What one turn shows.</summary>
    public required CycleExtremes Extremes { get; init; }

    /// <summary>Whether it is the cycle of the node before it on another mesh.</summary>
    public bool IsResampled { get; init; }

    /// <summary>The unknowns.</summary>
    public double[] Unknowns => At.Unknowns;

    /// <summary>The mesh.</summary>
    public CycleFrame Frame => At.Frame;

    /// <summary>The multipliers.</summary>
    public CycleMultipliers Multipliers => At.Multipliers;

    /// <summary>The period.</summary>
    public double Period => Frame.Period(Unknowns);

    /// <summary>The rate of the parameter along the branch.</summary>
    public double Turn => Tangent[Frame.PeriodPlace + 1];

    /// <summary>
    /// The sign of the determinant of the equations bordered by the tangent, whatever the mesh: it changes at branch points. The determinant without the parameter has the sign of ∏(1 − λ), and the
    /// rate of the parameter is their quotient.
    /// </summary>
    public bool Sign => Turn > 0 == (Multipliers.AboveOne % 2 == 0);

    /// <summary>Whether the rate of the parameter is told from zero.</summary>
    public bool HasTurn => Math.Abs(Turn) > LeastTurn + ErrorFactor * Multipliers.TrivialError;

    /// <summary>How far from the unit circle a multiplier has to be to be told from it.</summary>
    public double Uncertainty => Neutral + ErrorFactor * Multipliers.TrivialError;

    /// <summary>Whether a multiplier is not told from the unit circle. On a curve in two parameters, which holds some of them there, errors of the segments are not asked.</summary>
    public bool IsNeutral => Others.Any(v => Math.Abs(v.Magnitude - 1) <= Uncertainty) || !_isApart && At.IsBlurred;

    /// <summary>Whether it says nothing of what happens beside it: a multiplier is not told from the circle, or errors of the segments hide how many real ones are above 1 and below −1.</summary>
    public bool IsVague => IsNeutral || !_isApart && !At.Uncertainties.AreSignsTold;

    /// <summary>The multipliers besides those that a curve in two parameters holds on the circle.</summary>
    public Complex[] Others
    {
        get => field ?? Multipliers.Values;
        init => (field, _isApart) = (value, true);
    }

    /// <summary>How many of them lie outside of the unit circle.</summary>
    public int Unstable => Others.Count(v => v.Magnitude > 1);

    /// <summary>On a curve of tori: the cosine of the pair's angle, or half of the pair's sum where it is real.</summary>
    public double Cosine { get; init; }

    /// <summary>The period, the parameters and the extremes in units of sizes: what does not depend on mesh and phase.</summary>
    public double[] Signature(double[] sizes)
    {
        return [Unknowns[Frame.PeriodPlace], .. Frame.Place(Unknowns), .. Extremes.Low.Zip(sizes, (x, s) => x / s), .. Extremes.High.Zip(sizes, (x, s) => x / s)];
    }

    /// <summary>States at the starts of the segments without their mean, in the units of the unknowns.</summary>
    public double[] Deviations() => At.Deviations();

    /// <summary>Whether it may end at a Hopf point: it is small in units of the sizes.</summary>
    public bool IsSmall => VectorMath.Norm(Deviations()) < Small;

    /// <summary>From the start to the state after half a period, in units of the sizes; empty where no segment begins there.</summary>
    public double[] HalfTurn()
    {
        double at = 0;
        for (int s = 0; s < Frame.Segments; at += Frame.Shares[s++])
            if (Math.Abs(at - 0.5) < CycleMesh.SamePlace)
            {
                double[] way = Frame.Scaled(Unknowns, s);
                VectorMath.AddMultiple(way, -1, Frame.Scaled(Unknowns, 0));
                return way;
            }
        return [];
    }

    /// <summary>The same cycle on the branch in the other direction.</summary>
    public CycleNode Reversed() => this with { Tangent = [.. Tangent.Select(t => -t)] };
}
