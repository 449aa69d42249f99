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
    /// <param name="system">The equations; two parameters are varied.</param>
    /// <param name="start">Where to start.</param>
    /// <param name="row">The linear condition's row.</param>
    /// <param name="value">Its value.</param>
    /// <param name="mostContraction">A larger contraction than this ends the search.</param>
    /// <param name="gradient">What the gradient of the curve's condition is about, on the plane of cycles; null if nothing is known of it.</param>
    CycleCorrector.Result OnCurve(CycleSystem system, double[] start, double[] row, double value, double mostContraction, double[]? gradient = null);

    /// <summary>The unit tangent that makes an acute angle with a hint, and the gradient of the condition on the plane of cycles, empty where none is foretold; null where there is no tangent.</summary>
    (double[] Tangent, double[] Gradient)? Tangent(CycleEvaluation at, double[] hint);

    /// <summary>A bound on the error of a point of the curve beyond that of the motion round its cycle, in units of the branch.</summary>
    double Error(CycleEvaluation at, double[] gradient);

    /// <summary>The points of codimension two between consecutive points, in their order.</summary>
    List<(CycleEvent Event, int After)> Events(CycleTracer tracer, IReadOnlyList<CycleNode> nodes);
}
