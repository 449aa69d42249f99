using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>
/// A curve of bifurcations of cycles in two parameters: the equations of a cycle with a condition on its multipliers, which is smooth where two of them come together. Newton's method settles the equations in each step;
/// the condition is differentiated along the two directions that they leave free.
/// </summary>
/// <param name="kind">What its points are.</param>
/// <param name="cosine">On a curve of tori: the cosine of the pair's angle near the start; beyond resonances half of the pair's sum.</param>
internal sealed class CycleCurve(CycleBranchKind kind, double cosine) : ICycleCurve
{
    /// <summary>Most corrections.</summary>
    private const int MostCorrections = 10;

    /// <summary>After a correction this small the next one of the equations is below the error of integration.</summary>
    private const double Settled = 1e-7;

    /// <summary>The condition's slopes are those of another place: so near to the curve by them a point lies on it.</summary>
    private const double Near = 1e-10;

    /// <summary>A correction that the error of integration alone may make.</summary>
    private const double Floor = 1e-8;

    /// <summary>Equations that are met this well are those of a cycle.</summary>
    private const double MostResidual = 1e-7;

    /// <summary>Corrections that shrink by less than this are made by slopes of another place.</summary>
    private const double Stagnation = 0.25;

    /// <summary>A gradient that was foretold serves while corrections shrink by this.</summary>
    private const double UsefulContraction = 0.05;

    /// <summary>A prediction that misses the curve by more than this predicts nothing.</summary>
    private const double LongestCorrection = 0.2;

    /// <summary>
    /// The step of the condition's differences, in units of the branch. The motions on both sides take the same steps, so that differences have the error of rounding alone; where ranges are short the condition bends so much
    /// that steps a hundred times as long are off by some of a hundred.
    /// </summary>
    private const double Difference = 3e-7;

    /// <summary>What its points are.</summary>
    public CycleBranchKind Kind => kind;

    /// <summary>The cosine of the pair near the place of work.</summary>
    public double Cosine { get; private set; } = cosine;

    /// <summary>The condition: zero on the curve, NaN where it has no value.</summary>
    public double Value(CycleEvaluation at) => Value(at, Cosine);

    /// <summary>The condition with the pair nearest to a cosine.</summary>
    public double Value(CycleEvaluation at, double near)
    {
        if (!at.Multipliers.IsKnown)
            return double.NaN;
        Complex[] values = at.Multipliers.Values;
        return kind switch
        {
            // small cycles have a multiplier near 1 whatever they are; what the fold is about is left after a division by the square of their size
            CycleBranchKind.Folds => MultiplierTests.One(values) / VectorMath.SumOfSquares(at.Deviations()),
            CycleBranchKind.PeriodDoublings => MultiplierTests.MinusOne(values),
            _ => MultiplierTests.Pair(values, near)?.Value ?? double.NaN,
        };
    }

    /// <summary>The multipliers besides those that the curve holds on the circle, and the cosine of its pair.</summary>
    public (Complex[] Others, double Cosine) Apart(CycleEvaluation at)
    {
        Complex[] values = at.Multipliers.Values;
        if (kind == CycleBranchKind.Tori)
            return MultiplierTests.Apart(values, Cosine) is var (others, there) ? (others, there) : (values, Cosine);
        double place = kind == CycleBranchKind.Folds ? 1 : -1;
        int held = Enumerable.Range(0, values.Length).MinBy(i => (values[i] - place).Magnitude);
        return ([.. values.Where((_, i) => i != held)], Cosine);
    }

    /// <summary>Makes the pair that of a point.</summary>
    public void Refresh(CycleNode node) => Cosine = node.Cosine;

    /// <inheritdoc/>
    public CycleCorrector.Result OnCurve(CycleSystem system, double[] start, double[] row, double value, double mostContraction, double[]? gradient = null)
    {
        double[] u = [.. start];
        if (system.Evaluate(u, out StepFailure failure) is not { } initial)
            return new CycleCorrector.Result(failure, null, 0, 0);
        if (CyclePlane.Of(initial) is not { } rows)
            return None(0);
        var bordering = new CycleBordering(rows, null);
        VectorMath.AddMultiple(u, 1, bordering.Correction(initial, 0));
        if (system.Evaluate(u, out failure, like: initial) is not { } at)
            return new CycleCorrector.Result(failure, null, 0, 0);
        double[][] free = bordering.Directions(at);
        if ((gradient is null ? Slopes(at, free) : [VectorMath.Dot(gradient, free[0]), VectorMath.Dot(gradient, free[1])]) is not { } slopes)
            return None(0);
        bool isFresh = false;
        double contraction = 0, first = 0, before = double.PositiveInfinity, unit = Math.Max(1, VectorMath.Norm(u));
        for (int k = 0; k < MostCorrections; k++)
        {
            double[] correction = Correction(at, bordering, slopes, row, value - VectorMath.Dot(row, u), out double[] along);
            double size = VectorMath.Norm(correction);
            if (k == 0)
                first = size;
            else if (k == 1 && first > Floor * unit)
                contraction = Math.Max(0, size - Floor * unit) / first;
            bool grows = size > before && size > Settled * unit;
            if (gradient is not null && (grows || contraction > UsefulContraction))
                return OnCurve(system, start, row, value, mostContraction);
            if (!(size <= LongestCorrection) || contraction > mostContraction || grows)
                return None(contraction);
            VectorMath.AddMultiple(u, 1, correction);
            if (system.Evaluate(u, out failure, like: initial) is not { } next)
                return new CycleCorrector.Result(failure, null, contraction, 0);
            at = next;
            double left = Value(at);
            if (!double.IsFinite(left))
                return None(contraction);
            if (size <= Settled * unit && Math.Abs(left) <= Math.Max(Near * unit * VectorMath.Norm(slopes), Noise(at)))
                return VectorMath.Norm(at.Values) <= MostResidual ? new CycleCorrector.Result(StepFailure.None, at, contraction, VectorMath.Distance(u, start)) : None(contraction);
            if (size > Stagnation * before && !isFresh)
            {
                // the condition's slopes have had their time
                if (Slopes(at, bordering.Directions(at)) is not { } anew)
                    return None(contraction);
                (slopes, isFresh) = (anew, true);
            }
            else
            {
                // Broyden: what is left of the condition belongs to the slope along the step
                VectorMath.AddMultiple(slopes, left / VectorMath.SumOfSquares(along), along);
            }
            before = size;
        }
        return None(contraction);
    }

    /// <inheritdoc/>
    /// <remarks>What the condition misses, and what the tolerance of integration leaves unknown of it, over its slope.</remarks>
    public double Error(CycleEvaluation at, double[] gradient) => (Math.Abs(Value(at)) + Noise(at)) / VectorMath.Norm(gradient);

    /// <summary>The error of the condition by that of integration.</summary>
    private double Noise(CycleEvaluation at) => CyclePoint.MotionError(at) * (kind == CycleBranchKind.Folds ? 1 / VectorMath.SumOfSquares(at.Deviations()) : 1);

    /// <inheritdoc/>
    public (double[] Tangent, double[] Gradient)? Tangent(CycleEvaluation at, double[] hint)
    {
        if (CyclePlane.Of(at) is not { } plane || Slopes(at, plane) is not { } slopes)
            return null;
        double[] tangent = new double[hint.Length], gradient = new double[hint.Length];
        VectorMath.AddMultiple(tangent, slopes[1], plane[0]);
        VectorMath.AddMultiple(tangent, -slopes[0], plane[1]);
        for (int j = 0; j < 2; j++)
            VectorMath.AddMultiple(gradient, slopes[j], plane[j]);
        double length = VectorMath.Norm(tangent);
        if (!double.IsFinite(length) || length == 0)
            return null;
        VectorMath.Divide(tangent, VectorMath.Dot(tangent, hint) < 0 ? -length : length);
        return (tangent, gradient);
    }

    /// <inheritdoc/>
    public List<(CycleEvent Event, int After)> Events(CycleTracer tracer, IReadOnlyList<CycleNode> nodes) => new CycleCurveEvents(tracer, this).Find(nodes);

    private static CycleCorrector.Result None(double contraction) => new(StepFailure.NoConvergence, null, contraction, 0);

    /// <summary>The correction that settles the equations, the condition to first order, and the row.</summary>
    private double[] Correction(CycleEvaluation at, CycleBordering bordering, double[] slopes, double[] row, double missing, out double[] along)
    {
        double[] correction = bordering.Correction(at, 0);
        double[][] directions = bordering.Directions(at);
        double[] matrix = [slopes[0], slopes[1], VectorMath.Dot(row, directions[0]), VectorMath.Dot(row, directions[1])];
        along = new ScaledLu(matrix, 2).Solve([-Value(at), missing - VectorMath.Dot(row, correction)]);
        for (int j = 0; j < 2; j++)
            VectorMath.AddMultiple(correction, along[j], directions[j]);
        return correction;
    }

    /// <summary>The condition's derivatives along two directions; null where a motion or a value is missing.</summary>
    private double[]? Slopes(CycleEvaluation at, double[][] directions)
    {
        double value = Value(at);
        var slopes = new double[2];
        for (int j = 0; j < 2; j++)
        {
            double step = Difference / VectorMath.Norm(directions[j]);
            double[] moved = [.. at.Unknowns];
            VectorMath.AddMultiple(moved, step, directions[j]);
            slopes[j] = at.System.Evaluate(moved, out _, isHeld: true, like: at) is { } there ? (Value(there) - value) / step : double.NaN;
        }
        return VectorMath.AllFinite(slopes) ? slopes : null;
    }
}
