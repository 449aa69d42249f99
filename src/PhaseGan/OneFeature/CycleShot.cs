namespace PhaseGan;

/// <summary>One shot at a cycle of the reduced ODE with one feature: the flow over a guess of the period, with its matrix, and what Newton's method and the multipliers make of it.</summary>
/// <remarks>
/// As <see cref="LimitCycleSolver"/>: unknowns are the point y, moved orthogonally to the field there, and the period T; the multipliers besides the trivial one are those of the matrix
/// written in an orthogonal basis whose first vector is the field.
/// </remarks>
internal sealed class CycleShot
{
    private const int N = 3;

    private readonly RealLu _equations = new(N + 1);

    /// <summary>Where the shot starts, and the field there, of length one.</summary>
    public double[] Start { get; } = new double[N];

    /// <inheritdoc cref="Start"/>
    public double[] Direction { get; } = new double[N];

    /// <summary>Where it ends, and the field there.</summary>
    public double[] End { get; } = new double[N];

    /// <inheritdoc cref="End"/>
    public double[] Flow { get; } = new double[N];

    /// <summary>∂End/∂Start, row-major.</summary>
    public double[] Matrix { get; } = new double[N * N];

    /// <summary>By how much the shot misses its start.</summary>
    public double Residual => VectorMath.LargestDifference(End, Start);

    /// <summary>What moves start and period to those of a closed orbit, to the first order; false where no finite step does.</summary>
    public bool TryStep(Span<double> step)
    {
        double[] m = _equations.Matrix;
        for (int i = 0; i < N; i++)
        {
            for (int k = 0; k < N; k++)
                m[k * (N + 1) + i] = Matrix[N * i + k] - (i == k ? 1 : 0);
            m[N * (N + 1) + i] = Flow[i];
            m[i * (N + 1) + N] = Direction[i];
            step[i] = Start[i] - End[i];
        }
        (m[^1], step[N]) = (0, 0);
        if (!_equations.Factor())
            return false;
        _equations.Solve(step);
        return VectorMath.AllFinite(step);
    }

    /// <summary>The moduli of the multipliers, the larger first; null where the matrix does not keep the direction of the flow as well as <see cref="LimitCycleSolver"/> asks.</summary>
    public (double Larger, double Smaller)? Moduli()
    {
        Span<double> first = stackalloc double[N], second = stackalloc double[N];
        Complement(Direction, first, second);
        double off = 0;
        for (int i = 0; i < N; i++)
        {
            double error = VectorMath.Dot(Matrix.AsSpan(N * i, N), Direction) - Direction[i];
            off += error * error;
        }
        if (!(Math.Sqrt(off) <= LimitCycleSolver.LargestTrivialError * Math.Max(1, VectorMath.Norm(Matrix))))
            return null;
        double a = Form(first, first), b = Form(first, second), c = Form(second, first), d = Form(second, second);
        double half = 0.5 * (a + d), det = a * d - b * c, square = half * half - det;
        if (square < 0)
            return (Math.Sqrt(det), Math.Sqrt(det));
        double larger = Math.Abs(half) + Math.Sqrt(square);
        return (larger, larger > 0 ? Math.Abs(det) / larger : 0);
    }

    private double Form(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        double sum = 0;
        for (int i = 0; i < N; i++)
            sum += left[i] * VectorMath.Dot(Matrix.AsSpan(N * i, N), right);
        return sum;
    }

    /// <summary>Two vectors that make an orthonormal basis with a unit vector.</summary>
    private static void Complement(ReadOnlySpan<double> unit, Span<double> first, Span<double> second)
    {
        int least = 0;
        for (int i = 1; i < N; i++)
            if (Math.Abs(unit[i]) < Math.Abs(unit[least]))
                least = i;
        int next = (least + 1) % N, last = (least + 2) % N;
        double length = Math.Sqrt(unit[next] * unit[next] + unit[last] * unit[last]);
        (first[least], first[next], first[last]) = (0, -unit[last] / length, unit[next] / length);
        second[0] = unit[1] * first[2] - unit[2] * first[1];
        second[1] = unit[2] * first[0] - unit[0] * first[2];
        second[2] = unit[0] * first[1] - unit[1] * first[0];
    }
}
