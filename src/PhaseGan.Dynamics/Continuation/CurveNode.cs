using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>A point of a curve that is followed.</summary>
internal sealed record CurveNode
{
    /// <summary>Eigenvalues this near to the imaginary axis, in units of the Jacobian's size, are not told from it.</summary>
    private const double NeutralShare = 1e-12;

    /// <summary>The unknowns.</summary>
    public required double[] Unknowns { get; init; }

    /// <summary>The unit tangent in the direction of the curve.</summary>
    public required double[] Tangent { get; init; }

    /// <summary>The sign of the determinant of the system bordered by the tangent.</summary>
    public required int Sign { get; init; }

    /// <summary>The field linearised there.</summary>
    public required Linearisation At { get; init; }

    /// <summary>Eigenvalues of the Jacobian, those apart that are zero along a family.</summary>
    public required Complex[] Eigenvalues { get; init; }

    /// <summary>The contraction of Newton's method that found it.</summary>
    public double Contraction { get; init; }

    /// <summary>k of the family of fixed points to which it belongs, 0 for an isolated one.</summary>
    public int FamilyDimension => At.Frame.Slice?.Dimension ?? 0;

    /// <summary>How many eigenvalues lie to the right of the imaginary axis.</summary>
    public int Unstable => Eigenvalues.Count(v => v.Real > 0);

    /// <summary>Whether an eigenvalue is not told from the imaginary axis.</summary>
    public bool IsNeutral => VectorMath.Norm(At.Jacobian) * NeutralShare is var least && Eigenvalues.Any(v => Math.Abs(v.Real) <= least);

    /// <summary>The unknowns in a frame that may have other sizes.</summary>
    public double[] In(BranchFrame frame) => frame.From(At.Frame, Unknowns);

    /// <summary>The same point with its unknowns and its tangent in a frame that may have other sizes; the tangent is then no unit vector.</summary>
    public CurveNode Seen(BranchFrame frame) => this with { Unknowns = In(frame), Tangent = frame.From(At.Frame, Tangent) };

    /// <summary>The same point on the curve in the other direction.</summary>
    public CurveNode Reversed() => this with { Tangent = [.. Tangent.Select(t => -t)], Sign = -Sign };
}
