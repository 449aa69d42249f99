using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>What the points of a curve of cycles in two parameters have to meet.</summary>
internal interface ICycleCurve
{
    /// <summary>What its points are.</summary>
    CycleBranchKind Kind { get; }

    /// <summary>Makes directions and pairs those of a point from which the curve goes on.</summary>
    void Refresh(CycleNode node);

    /// <summary>The multipliers besides those that the curve holds on the circle, and the cosine of its pair.</summary>
    (Complex[] Others, double Cosine) Apart(CycleEvaluation at);

    /// <summary>Looks for a point of the curve with row·u = value.</summary>
    /// <inheritdoc cref="CycleCorrector.OnBranch"/>
    CycleCorrector.Result OnCurve(CycleSystem system, double[] start, double[] row, double value, double mostContraction);

    /// <summary>The unit tangent that makes an acute angle with a hint; null where there is none.</summary>
    double[]? Tangent(CycleEvaluation at, double[] hint);

    /// <summary>The points of codimension two between consecutive points, in their order.</summary>
    List<(CycleEvent Event, int After)> Events(CycleTracer tracer, IReadOnlyList<CycleNode> nodes);
}
