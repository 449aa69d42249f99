namespace PhaseGan.Dynamics;

/// <summary>A cycle found in plain arithmetic: nothing of it is proved.</summary>
internal sealed class CycleGuess
{
    /// <summary>Steps of Newton's method, and the distance of a return at which they end.</summary>
    private const int MostCorrections = 5;

    public const double Enough = 1e-8;

    private const int MostStepsOfATurn = 400, MostStepsOfAPeriod = 4000;

    /// <summary>A return before this part of a period that is known is of another strand.</summary>
    private const double LeastPart = 0.99;

    /// <summary>Eigenvectors with larger entries in their inverse are nearly dependent, and orthogonal axes serve better, with entries off the diagonal made as small as this.</summary>
    private const double MostOblique = 4, SmallOffDiagonal = 0.2;

    /// <summary>Axes in which returns have a larger row sum show no contraction.</summary>
    public const double Contracting = 0.97;

    /// <summary>Farther from its start than this a return is another strand.</summary>
    private const double Near = 0.25;

    private CycleGuess(double[] point, double[] columns, double time, double multiplier)
    {
        (Point, Columns, Time, Multiplier) = (point, columns, time, multiplier);
    }

    /// <summary>A point of it.</summary>
    public double[] Point { get; }

    /// <summary>Axes of a section there: the directions that returns stretch, and the field.</summary>
    public double[] Columns { get; }

    /// <summary>The time of a return.</summary>
    public double Time { get; }

    /// <summary>The largest row sum of the return's derivative in these axes.</summary>
    public double Multiplier { get; }

    /// <summary>Looks for a cycle from a point of a path that came near itself again.</summary>
    /// <param name="flow">Carries sets along the field.</param>
    /// <param name="from">The point.</param>
    /// <param name="steps">How many steps were taken.</param>
    /// <param name="enough">The distance of a return at which the corrections end; where they do not come so near, <see cref="Enough"/> is.</param>
    /// <param name="period">The period where it is known, nearly; 0 where any return is meant.</param>
    public static CycleGuess? From(ValidatedFlow flow, double[] from, out int steps, double enough = Enough, double period = 0)
    {
        TaylorTape tape = flow.Tape;
        int n = tape.Dimension;
        steps = 0;
        double[] point = [.. from];
        for (int k = 0; k < MostCorrections; k++)
        {
            double[] normal = Direction(tape, point);
            if (Return(flow, point, normal, period, ref steps) is not { } turn)
                return null;
            double[] matrix = Projected(turn.Set.Start, Direction(tape, turn.Set.Center), normal, n), off = new double[n];
            for (int i = 0; i < n; i++)
                off[i] = turn.Set.Center[i] - point[i];
            double distance = VectorMath.Largest(off);
            if (distance < enough || (k == MostCorrections - 1 && distance < Enough))
                return Columnised(matrix, normal, n) is { } axes ? new CycleGuess(point, axes.Columns, turn.Time, axes.Multiplier) : null;
            double[] system = new double[n * n];
            for (int i = 0; i < n * n; i++)
                system[i] = (i % (n + 1) == 0 ? 1 : 0) - matrix[i];
            if (IntervalMatrix.Inverse(system, n) is not { } inverse)
                return null;
            for (int i = 0; i < n; i++)
                for (int j = 0; j < n; j++)
                    point[i] += inverse[i * n + j] * off[j];
            if (!VectorMath.AllFinite(point) || VectorMath.Distance(point, from) > Near)
                return null;
        }
        return null;
    }

    /// <summary>The unit vector along the field.</summary>
    public static double[] Direction(TaylorTape tape, double[] point)
    {
        var field = new TaylorBalls(tape, 1);
        field.Expand(point, new double[point.Length]);
        double[] f = [.. Enumerable.Range(0, point.Length).Select(i => field.Middle(i)[1])];
        double length = Math.Sqrt(f.Sum(v => v * v));
        return [.. f.Select(v => v / length)];
    }

    private static (FlowSet Set, double Time)? Return(ValidatedFlow flow, double[] point, double[] normal, double period, ref int steps)
    {
        FlowSet set = FlowSet.Of(point);
        double time = 0;
        for (int k = 0; k < (period > 0 ? MostStepsOfAPeriod : MostStepsOfATurn); k++, steps++)
        {
            FlowSet before = set.Copy();
            double h = flow.Step(set, double.MaxValue);
            if (h == 0)
                return null;
            if (time > 0 && flow.Rise(point, normal, h) is { } rise)
            {
                if (time + rise > LeastPart * period && flow.Carry(before, rise) && VectorMath.Distance(before.Center, point) < Near)
                    return (before, time + rise);
            }
            time += h;
        }
        return null;
    }

    /// <summary>(I − f νᵀ/(ν·f)) D: the derivative of the return to the plane.</summary>
    private static double[] Projected(double[] derivative, double[] field, double[] normal, int n)
    {
        double along = VectorMath.Dot(normal, field);
        var result = new double[n * n];
        for (int j = 0; j < n; j++)
        {
            double height = 0;
            for (int i = 0; i < n; i++)
                height += normal[i] * derivative[i * n + j];
            for (int i = 0; i < n; i++)
                result[i * n + j] = derivative[i * n + j] - field[i] / along * height;
        }
        return result;
    }

    /// <summary>Eigenvectors of the return within the plane as columns, with the field as the last.</summary>
    private static (double[] Columns, double Multiplier)? Columnised(double[] matrix, double[] normal, int n)
    {
        int m = n - 1;
        double[] frame = new double[n * n], start = new double[n * n], size = new double[n];
        Array.Fill(size, 1);
        // the normal first, so that the others span the plane
        size[0] = 1e6;
        int largest = 0;
        for (int i = 1; i < n; i++)
            if (Math.Abs(normal[i]) > Math.Abs(normal[largest]))
                largest = i;
        for (int i = 0; i < n; i++)
            start[i * n] = normal[i];
        for (int c = 1, axis = 0; c < n; axis++)
            if (axis != largest)
                start[axis * n + c++] = 1;
        FlowAlgebra.Orthogonal(start, size, frame, n);
        var within = new Interval[m * m];
        for (int a = 0; a < m; a++)
            for (int b = 0; b < m; b++)
            {
                double sum = 0;
                for (int i = 0; i < n; i++)
                    for (int j = 0; j < n; j++)
                        sum += frame[i * n + a + 1] * matrix[i * n + j] * frame[j * n + b + 1];
                within[a * m + b] = sum;
            }
        if (EigenvalueBasis.Of(within, m) is not { } basis)
            return null;
        double[] axes = basis.Vectors;
        double multiplier = RowSum(within, axes, m);
        if (VectorMath.Largest(basis.Inverse) >= MostOblique)
        {
            double[] upright = Triangular(within, basis.Vectors, m);
            double other = RowSum(within, upright, m);
            if (other < Contracting || !(multiplier < Contracting))
                (axes, multiplier) = (upright, other);
        }
        if (!double.IsFinite(multiplier))
            return null;
        var columns = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            columns[i * n + m] = normal[i];
            for (int b = 0; b < m; b++)
                for (int a = 0; a < m; a++)
                    columns[i * n + b] += frame[i * n + a + 1] * axes[a * m + b];
        }
        return (columns, multiplier);
    }

    /// <summary>The largest row sum of a matrix in some axes; infinite where they are dependent.</summary>
    private static double RowSum(Interval[] matrix, double[] axes, int m)
    {
        if (IntervalMatrix.Inverse(axes, m) is not { } inverse)
            return double.PositiveInfinity;
        Interval[] inAxes = IntervalMatrix.Multiply(IntervalMatrix.Multiply(IntervalMatrix.Of(inverse), matrix, m), IntervalMatrix.Of(axes), m);
        double most = 0;
        for (int a = 0; a < m; a++)
            most = Math.Max(most, Enumerable.Range(0, m).Sum(b => Math.Abs(inAxes[a * m + b].Middle)));
        return most;
    }

    /// <summary>Orthogonal axes in which a matrix is nearly triangular, the later ones shorter where what is off its diagonal is large.</summary>
    private static double[] Triangular(Interval[] matrix, double[] vectors, int m)
    {
        double[] even = new double[m], axes = new double[m * m], scale = new double[m];
        Array.Fill(even, 1);
        FlowAlgebra.Orthogonal(vectors, even, axes, m);
        for (int b = 0; b < m; b++)
        {
            scale[b] = 1;
            for (int a = 0; a < b; a++)
            {
                double entry = 0;
                for (int i = 0; i < m; i++)
                    for (int j = 0; j < m; j++)
                        entry += axes[i * m + a] * matrix[i * m + j].Middle * axes[j * m + b];
                scale[b] = Math.Min(scale[b], scale[a] * SmallOffDiagonal / (m * Math.Abs(entry) + 1e-300));
            }
        }
        for (int i = 0; i < m * m; i++)
            axes[i] *= scale[i % m];
        return axes;
    }
}
