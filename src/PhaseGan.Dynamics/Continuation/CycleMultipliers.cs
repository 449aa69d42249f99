using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>
/// The multipliers of a cycle from the derivatives of its segments, without their product: orthogonal elimination of the states between leaves a pencil P v = λQ v, from which the trivial multiplier is
/// taken out by the velocity. So neither the number of segments nor a multiplier of 1e8 beside one of 1e-20 changes those near the unit circle.
/// </summary>
/// <remarks>
/// Elimination: S. J. Wright, <em>Stable parallel algorithms for two-point boundary value problems</em>, SIAM J. Sci. Stat. Comput. 13 (1992) 742–764. Deflation: Fairgrieve and Jepson, <em>O.K. Floquet
/// multipliers</em>, SIAM J. Numer. Anal. 28 (1991) 1446–1462.
/// </remarks>
/// <param name="Values">The multipliers besides the trivial one, by falling modulus; empty with <paramref name="IsKnown"/> false if they could not be computed.</param>
/// <param name="TrivialError">By how much the velocity is not carried into itself, relative: the error of the trivial multiplier, and a measure of that of the others near the circle.</param>
/// <param name="IsKnown">Whether they were computed.</param>
internal sealed record CycleMultipliers(Complex[] Values, double TrivialError, bool IsKnown)
{
    /// <summary>Multipliers at these values, where the pencil is shifted to, would be lost; the one is taken from which all others are farthest.</summary>
    private static readonly double[] s_poles = [-2.718, 3.137, 0.557];

    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>The errors of a segment's derivatives, as a share of each column: those of the integration, and some more.</summary>
    private const double BlockError = 1e-12;

    /// <summary>A velocity that is carried into the next one no better, as a share of it, is not that of the cycle.</summary>
    private const double MostMissed = 1e-7;

    /// <summary>Choices of signs of these errors that are tried: one alone may miss.</summary>
    private const int Disturbances = 3;

    /// <summary>A stride through the signs of errors, odd and without a pattern.</summary>
    private const uint SignStride = 2654435769;

    /// <summary>How many multipliers lie outside of the unit circle.</summary>
    public int Unstable => Values.Count(v => v.Magnitude > 1);

    /// <summary>How many real ones are above 1.</summary>
    public int AboveOne => Values.Count(v => v.Imaginary == 0 && v.Real > 1);

    /// <summary>How many real ones are below −1.</summary>
    public int BelowMinusOne => Values.Count(v => v.Imaginary == 0 && v.Real < -1);

    /// <summary>
    /// How uncertain the place of each multiplier beside the circle is, as <see cref="Level"/> has it, and whether the numbers of real ones above 1 and below −1 are told: what moves if the segments' derivatives have errors.
    /// Where motions come together by 1e10 within a turn and part again, as along the slow pieces of a canard, what is left of a direction is below these errors, though the velocity is carried into itself.
    /// </summary>
    public (double[] Levels, bool AreSignsTold) Uncertainties(double[][] blocks, int n, Func<int, double[]> velocity) => Uncertainties(blocks, n, BlockError, disturbed => Of(disturbed, n, velocity));

    /// <summary>
    /// The same multipliers, and how uncertain they are, where the velocity is taken out of each segment: next to a fold of canards the multipliers 1 and λ have nearly one vector, and an error of the velocity moves both. Null
    /// where velocities are not carried into each other.
    /// </summary>
    /// <param name="blocks">The derivative of each segment's end by its start, n×n row-major.</param>
    /// <param name="velocities">The velocity at the start of each segment.</param>
    /// <param name="n">The dimension.</param>
    public (CycleMultipliers Multipliers, (double[] Levels, bool AreSignsTold) Uncertainties)? Across(double[][] blocks, double[][] velocities, int n)
    {
        double missed = 0;
        for (int s = 0; s < blocks.Length; s++)
        {
            double[] next = [.. velocities[(s + 1) % blocks.Length]];
            double speed = VectorMath.Norm(next);
            for (int i = 0; i < n; i++)
                next[i] -= VectorMath.Dot(blocks[s].AsSpan(i * n, n), velocities[s]);
            missed = Math.Max(missed, VectorMath.Norm(next) / speed);
        }
        if (n == 1 || !(missed <= MostMissed) || Across(blocks) is not { IsKnown: true } across)
            return null;
        return (across, across.Uncertainties(blocks, n, Math.Max(BlockError, missed), Across));

        CycleMultipliers Across(double[][] segments)
        {
            double[][] reflections = [.. velocities.Select(Reflection)];
            var work = new double[n];
            double[][] rest = [.. segments.Select((block, s) =>
            {
                double[] turned = [.. block];
                Householder.FromRight(turned, n, 0, reflections[s], 0.5);
                Householder.FromLeft(turned, n, 0, reflections[(s + 1) % segments.Length], 0.5, work);
                return Rest(turned, n);
            })];
            (double[] p, double[] q) = Condense(rest, n - 1);
            return VectorMath.AllFinite(p) && VectorMath.AllFinite(q) && Eigenvalues(p, q, n - 1) is { } values ? this with { Values = Ordered(values) } : this with { Values = [], IsKnown = false };
        }
    }

    private (double[] Levels, bool AreSignsTold) Uncertainties(double[][] blocks, int n, double error, Func<double[][], CycleMultipliers> multipliers)
    {
        var most = new double[Values.Length];
        bool areTold = true;
        for (int draw = 0; draw < Disturbances; draw++)
        {
            CycleMultipliers moved = multipliers([.. blocks.Select((b, s) => Disturbed(b, n, draw * blocks.Length + s, error))]);
            for (int k = 0; k < most.Length; k++)
                most[k] = Math.Max(most[k], moved.Values.Length == most.Length ? Math.Abs(Level(moved.Values[k]) - Level(Values[k])) : double.PositiveInfinity);
            areTold &= moved.AboveOne == AboveOne && moved.BelowMinusOne == BelowMinusOne;
        }
        return (most, areTold);
    }

    /// <summary>How far a multiplier is from the unit circle, outside of it positive: |λ| − 1, and 1 − 1/|λ| outside, where a multiplier of 1e12 is none of the circle though rounding knows no digit of it.</summary>
    public static double Level(Complex multiplier) => multiplier.Magnitude is var modulus && modulus <= 1 ? modulus - 1 : 1 - 1 / modulus;

    /// <summary>Derivatives with an error of either sign in each entry.</summary>
    private static double[] Disturbed(double[] block, int n, int segment, double error)
    {
        double[] disturbed = [.. block];
        for (int j = 0; j < n; j++)
        {
            double largest = 0;
            for (int i = 0; i < n; i++)
                largest = Math.Max(largest, Math.Abs(block[i * n + j]));
            for (int i = 0; i < n; i++)
                disturbed[i * n + j] += unchecked((uint)((segment * n + i) * n + j + 1) * SignStride) >> 31 == 0 ? error * largest : -error * largest;
        }
        return disturbed;
    }

    /// <summary>The multipliers of segments.</summary>
    /// <param name="blocks">The derivative of each segment's end by its start, n×n row-major.</param>
    /// <param name="n">The dimension.</param>
    /// <param name="velocity">The velocity at the start of each segment.</param>
    public static CycleMultipliers Of(double[][] blocks, int n, Func<int, double[]> velocity)
    {
        // round from the place where the velocity is known best: next to a fixed point it is next to nothing
        int fastest = Enumerable.Range(0, blocks.Length).MaxBy(s => VectorMath.Norm(velocity(s)));
        double[] w = velocity(fastest);
        (double[] p, double[] q) = Condense([.. blocks[fastest..], .. blocks[..fastest]], n);
        double speed = VectorMath.Norm(w);
        if (!(speed > 0) || !VectorMath.AllFinite(p) || !VectorMath.AllFinite(q))
            return new CycleMultipliers([], double.PositiveInfinity, false);
        VectorMath.Divide(w, speed);
        double trivialError = TrivialErrorOf(p, q, n, w);
        w = Reflection(w);
        Householder.FromRight(p, n, 0, w, 0.5);
        Householder.FromRight(q, n, 0, w, 0.5);
        double[] first = [.. Enumerable.Range(0, n).Select(i => 0.5 * (p[i * n] + q[i * n]))];
        if (n == 1)
            return new CycleMultipliers([], trivialError, double.IsFinite(trivialError));
        VectorMath.Divide(first, VectorMath.Norm(first));
        first[0] += first[0] >= 0 ? 1 : -1;
        VectorMath.Divide(first, VectorMath.Norm(first));
        if (!VectorMath.AllFinite(first))
            return new CycleMultipliers([], double.PositiveInfinity, false);
        var work = new double[n];
        Householder.FromLeft(p, n, 0, first, 0.5, work);
        Householder.FromLeft(q, n, 0, first, 0.5, work);
        return Eigenvalues(Rest(p, n), Rest(q, n), n - 1) is { } values
            ? new CycleMultipliers(Ordered(values), trivialError, true)
            : new CycleMultipliers([], trivialError, false);
    }

    private static Complex[] Ordered(Complex[] values) => [.. values.OrderByDescending(v => v.Magnitude).ThenByDescending(v => v.Imaginary)];

    /// <summary>The unit vector of a reflection that takes the first unit vector to a direction.</summary>
    private static double[] Reflection(double[] direction)
    {
        double[] w = [.. direction];
        VectorMath.Divide(w, VectorMath.Norm(w));
        w[0] += w[0] >= 0 ? 1 : -1;
        VectorMath.Divide(w, VectorMath.Norm(w));
        return w;
    }

    /// <summary>
    /// |(P − Q) v| / |Q v| of the velocity v, or what it moves the multiplier by to first order, ⟨w, (P − Q) v⟩ / ⟨w, Q v⟩ with the left null vector w of P − Q, if that is less: most of an error of
    /// integration grows along unstable directions, and moves no multiplier but theirs.
    /// </summary>
    private static double TrivialErrorOf(double[] p, double[] q, int n, double[] v)
    {
        double[] difference = [.. p.Zip(q, (x, y) => x - y)], off = new double[n], image = new double[n];
        for (int i = 0; i < n; i++)
            (off[i], image[i]) = (VectorMath.Dot(difference.AsSpan(i * n, n), v), VectorMath.Dot(q.AsSpan(i * n, n), v));
        double[] w = NullVectors.Of(difference, n).Left;
        return Math.Min(VectorMath.Norm(off) / VectorMath.Norm(image), Math.Abs(VectorMath.Dot(w, off) / VectorMath.Dot(w, image)));
    }

    /// <summary>All but the first row and column.</summary>
    private static double[] Rest(double[] a, int n)
    {
        var rest = new double[(n - 1) * (n - 1)];
        for (int i = 1; i < n; i++)
            a.AsSpan(i * n + 1, n - 1).CopyTo(rest.AsSpan((i - 1) * (n - 1)));
        return rest;
    }

    /// <summary>The pencil of all segments: P y₁ = Q y_{m+1} follows from M_i y_i = y_{i+1}.</summary>
    private static (double[] P, double[] Q) Condense(double[][] blocks, int n)
    {
        double[] p = [.. blocks[0]], q = new double[n * n];
        for (int i = 0; i < n; i++)
            q[i * n + i] = 1;
        int columns = 3 * n;
        var rows = new double[2 * n * columns];
        foreach (double[] block in blocks.Skip(1))
        {
            // [−Q P 0; M 0 −I] of y, y₁ and the next y
            Array.Clear(rows);
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    rows[i * columns + j] = -q[i * n + j];
                    rows[i * columns + n + j] = p[i * n + j];
                    rows[(n + i) * columns + j] = block[i * n + j];
                }
                rows[(n + i) * columns + 2 * n + i] = -1;
            }
            Triangularise(rows, 2 * n, columns, n);
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                    (p[i * n + j], q[i * n + j]) = (rows[(n + i) * columns + n + j], -rows[(n + i) * columns + 2 * n + j]);
            }
        }
        return (p, q);
    }

    /// <summary>Reflections of the rows that leave zeros below the diagonal in the first columns.</summary>
    private static void Triangularise(double[] a, int height, int width, int count)
    {
        var v = new double[height];
        for (int k = 0; k < count; k++)
        {
            double sum = 0;
            for (int i = k; i < height; i++)
                sum += a[i * width + k] * a[i * width + k];
            double length = Math.Sqrt(sum);
            if (length == 0)
                continue;
            for (int i = k; i < height; i++)
                v[i] = a[i * width + k];
            v[k] += v[k] >= 0 ? length : -length;
            double half = length * (length + Math.Abs(a[k * width + k]));
            for (int j = k; j < width; j++)
            {
                double dot = 0;
                for (int i = k; i < height; i++)
                    dot += v[i] * a[i * width + j];
                dot /= half;
                for (int i = k; i < height; i++)
                    a[i * width + j] -= dot * v[i];
            }
        }
    }

    /// <summary>Eigenvalues of P v = λQ v by μ = λ/(λ − c), which leaves neither large nor small ones without a place.</summary>
    private static Complex[]? Eigenvalues(double[] p, double[] q, int n)
    {
        double[]? best = null;
        double pole = 0, least = double.PositiveInfinity;
        foreach (double c in s_poles)
        {
            double[] shifted = [.. p.Zip(q, (x, y) => x - c * y)], matrix = new double[n * n], column = new double[n];
            var factors = new ScaledLu(shifted, n);
            for (int j = 0; j < n; j++)
            {
                for (int i = 0; i < n; i++)
                    column[i] = p[i * n + j];
                double[] x = factors.Solve(column);
                for (int i = 0; i < n; i++)
                    matrix[i * n + j] = x[i];
            }
            double norm = VectorMath.Norm(matrix);
            if (norm < least)
                (best, pole, least) = (matrix, c, norm);
        }
        if (best is null || EigenSolver.Eigenvalues(best, n) is not { } values)
            return null;
        return [.. values.Select(mu => (mu - 1).Magnitude is var distance && distance <= Epsilon ? new Complex(Math.Abs(pole) / Epsilon, 0) : pole * mu / (mu - 1))];
    }
}
