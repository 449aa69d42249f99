namespace PhaseGan.Dynamics;

/// <summary>Newton's method on an <see cref="AugmentedSystem"/>, with one linear condition more where its solutions are a curve.</summary>
internal static class Corrector
{
    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>Most corrections: at the contraction that is asked for, six reach rounding.</summary>
    private const int MostCorrections = 12;

    /// <summary>A correction this small, in units of the frame, is followed by one that rounding hides, if the method converges quadratically.</summary>
    private const double Settled = 1e-9;

    /// <summary>A correction that rounding alone may make, per unit of the unknowns.</summary>
    private const double RoundingFloor = 1e-13;

    /// <summary>A place that is known no better, in units of the frame, is that of a multiple solution.</summary>
    private const double MostError = 1e-7;

    /// <summary>What Newton's method came to.</summary>
    /// <param name="Failure">Why there is no solution.</param>
    /// <param name="Unknowns">The solution, or where the method stopped.</param>
    /// <param name="At">The field linearised at the last but one iterate, which is the solution to rounding.</param>
    /// <param name="Contraction">The second correction over the first.</param>
    /// <param name="Distance">From the start to the solution.</param>
    /// <param name="Error">A bound on the error of the unknowns.</param>
    /// <param name="Sign">The sign of the determinant of the last matrix.</param>
    public readonly record struct Result(StepFailure Failure, double[] Unknowns, Linearisation? At, double Contraction, double Distance, double Error, int Sign)
    {
        /// <summary>Whether there is a solution.</summary>
        public bool IsSolution => Failure == StepFailure.None;
    }

    /// <summary>Solves a system with as many equations as unknowns, from a start nearby, to rounding.</summary>
    /// <remarks>Where the equations are singular too, the place is known to a root of rounding, and there is no solution to speak of.</remarks>
    public static Result Solve(AugmentedSystem system, double[] start) =>
        Run(system, start, [], 0, 1, toRounding: true) is var result && result.Error <= MostError ? result : result with { Failure = StepFailure.NoConvergence };

    /// <summary>Looks for a point of a curve.</summary>
    /// <param name="system">The system, with one unknown more than equations.</param>
    /// <param name="start">Where to start.</param>
    /// <param name="row">The condition row·u = value.</param>
    /// <param name="value">Its value.</param>
    /// <param name="mostContraction">A larger contraction than this ends the search.</param>
    public static Result OnCurve(AugmentedSystem system, double[] start, double[] row, double value, double mostContraction) =>
        Run(system, start, row, value, mostContraction, toRounding: false);

    private static Result Run(AugmentedSystem system, double[] start, double[] row, double value, double mostContraction, bool toRounding)
    {
        int m = system.Unknowns;
        double[] u = [.. start], right = new double[m], matrix = new double[m * m];
        double contraction = 0, first = 0, before = double.PositiveInfinity;
        Linearisation? at = null;
        var failure = StepFailure.NoConvergence;
        for (int k = 0; k < MostCorrections; k++)
        {
            if ((at = system.Evaluate(u, right, matrix, out failure)) is null)
                break;
            if (row.Length > 0)
            {
                row.CopyTo(matrix, (m - 1) * m);
                right[m - 1] = VectorMath.Dot(row, u) - value;
            }
            var factors = new ScaledLu(matrix, m);
            double[] correction = factors.Solve(right);
            double size = VectorMath.Norm(correction), unit = Math.Max(1, VectorMath.Norm(u)), floor = RoundingFloor * unit;
            if (k == 0)
                first = size;
            else if (k == 1 && first > floor)
                contraction = Math.Max(0, size - floor) / first;
            bool grows = size > before && size > Settled * unit;
            if (!double.IsFinite(size) || grows || contraction > mostContraction)
                return new Result(StepFailure.NoConvergence, u, at, contraction, 0, double.PositiveInfinity, 0);
            VectorMath.AddMultiple(u, -1, correction);
            bool isSettled = size <= Settled * unit && (!toRounding || size >= 0.25 * before || size <= Epsilon * unit);
            if (isSettled && VectorMath.AllFinite(u))
            {
                double error = toRounding ? 2 * size + Rounding(matrix, factors, u, system, at) : size;
                return new Result(StepFailure.None, u, at, contraction, VectorMath.Distance(u, start), error, factors.DeterminantSign);
            }
            before = size;
        }
        return new Result(failure == StepFailure.None ? StepFailure.NoConvergence : failure, u, at, contraction, 0, double.PositiveInfinity, 0);
    }

    /// <summary>What rounding of the equations, and of derivatives in them, can do to the unknowns: |A⁻¹| times that of each row.</summary>
    private static double Rounding(double[] matrix, ScaledLu factors, double[] u, AugmentedSystem system, Linearisation at)
    {
        int m = u.Length, dimension = system.Frame.Dimension;
        double[] noise = new double[m], sum = new double[m], unit = new double[m];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < m; j++)
                noise[i] += Math.Abs(matrix[i * m + j]) * Math.Max(Math.Abs(u[j]), i < dimension ? 0 : 1);
            // a sum of N terms in a row of the field; a factored matrix of N rows in a test function
            noise[i] *= Epsilon * (i < dimension ? 1 : dimension);
            noise[i] += system.Noise(i, at);
        }
        for (int i = 0; i < m; i++)
        {
            unit[i] = 1;
            double[] column = factors.Solve(unit);
            unit[i] = 0;
            for (int j = 0; j < m; j++)
                sum[j] += Math.Abs(column[j]) * noise[i];
        }
        return VectorMath.Largest(sum);
    }
}
