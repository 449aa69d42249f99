namespace PhaseGan.Dynamics;

/// <summary>Newton's method on the equations of a cycle with one linear condition more.</summary>
internal static class CycleCorrector
{
    /// <summary>Most corrections.</summary>
    private const int MostCorrections = 10;

    /// <summary>After a correction this small the next one is below the error of integration.</summary>
    private const double Settled = 1e-7;

    /// <summary>A correction that the error of integration alone may make, besides one of the trivial multiplier's error.</summary>
    private const double Floor = 1e-9;

    /// <summary>Equations that are met this well, in units of the frame, are those of a cycle.</summary>
    private const double MostResidual = 1e-7;

    /// <summary>What the method came to.</summary>
    /// <param name="Failure">Why there is no solution.</param>
    /// <param name="At">The equations at the solution.</param>
    /// <param name="Contraction">The second correction over the first.</param>
    /// <param name="Distance">From the start to the solution.</param>
    public readonly record struct Result(StepFailure Failure, CycleEvaluation? At, double Contraction, double Distance);

    /// <summary>Looks for a cycle with row·u = value.</summary>
    /// <param name="system">The equations; one parameter is varied.</param>
    /// <param name="start">Where to start.</param>
    /// <param name="row">The condition's row.</param>
    /// <param name="value">Its value.</param>
    /// <param name="mostContraction">A larger contraction than this ends the search.</param>
    public static Result OnBranch(CycleSystem system, double[] start, double[] row, double value, double mostContraction)
    {
        int m = system.Frame.Unknowns;
        double[] u = [.. start], right = new double[m], matrix = new double[m * m];
        double contraction = 0, first = 0, before = double.PositiveInfinity;
        CycleEvaluation? initial = null;
        for (int k = 0; k < MostCorrections; k++)
        {
            if (system.Evaluate(u, out StepFailure failure, like: initial) is not { } at)
                return new Result(failure, null, contraction, 0);
            initial ??= at;
            at.Matrix.CopyTo(matrix, 0);
            row.CopyTo(matrix, (m - 1) * m);
            at.Values.CopyTo(right, 0);
            right[m - 1] = VectorMath.Dot(row, u) - value;
            double[] correction = new ScaledLu(matrix, m).Solve(right);
            double size = VectorMath.Norm(correction), unit = Math.Max(1, VectorMath.Norm(u)), floor = Floor * unit + (k == 1 ? at.Multipliers.TrivialError : 0);
            if (k == 0)
                first = size;
            else if (k == 1 && first > floor)
                contraction = Math.Max(0, size - floor) / first;
            if (!double.IsFinite(size) || contraction > mostContraction || size > before && size > Settled * unit)
                return new Result(StepFailure.NoConvergence, null, contraction, 0);
            VectorMath.AddMultiple(u, -1, correction);
            if (size > Settled * unit)
            {
                before = size;
                continue;
            }
            CycleEvaluation? end = system.Evaluate(u, out failure, like: initial);
            if (end is not null && VectorMath.Norm(end.Values) > MostResidual)
                (end, failure) = (null, StepFailure.NoConvergence);
            return new Result(failure, end, contraction, VectorMath.Distance(u, start));
        }
        return new Result(StepFailure.NoConvergence, null, contraction, 0);
    }

    /// <summary>The unit tangent that makes an acute angle with a hint; null where there is none.</summary>
    public static double[]? Tangent(CycleEvaluation at, double[] hint)
    {
        int m = at.Frame.Unknowns;
        double[] matrix = new double[m * m], unit = new double[m];
        at.Matrix.CopyTo(matrix, 0);
        hint.CopyTo(matrix, (m - 1) * m);
        unit[m - 1] = 1;
        double[] tangent = new ScaledLu(matrix, m).Solve(unit);
        double length = VectorMath.Norm(tangent);
        if (!double.IsFinite(length) || length == 0)
            return null;
        VectorMath.Divide(tangent, length);
        return tangent;
    }
}
