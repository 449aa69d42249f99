using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>
/// Linear equations round a cycle, of vectors v_s at the starts of its segments: M_s v_s − v_{s+1} = load, with λv₀ after the last. Where λ = 1 the velocity is a null vector; then the time of the turn is an unknown more,
/// spread over the segments by their shares, and the vectors are orthogonal to the velocities in the mean.
/// </summary>
/// <param name="at">The cycle.</param>
internal sealed class CycleChain(CycleEvaluation at)
{
    /// <summary>Steps of inverse iteration: each gains all digits that the factors have.</summary>
    private const int Iterations = 3;

    private readonly double[][] _velocities = [.. Enumerable.Range(0, at.Frame.Segments).Select(s => at.Frame.Scaled(at.Velocity, s))];

    /// <summary>n, the number of coordinates.</summary>
    public int Dimension => at.Frame.Dimension;

    /// <summary>m, the number of segments.</summary>
    public int Segments => at.Frame.Segments;

    /// <summary>The velocity at the start of a segment, in units of the sizes.</summary>
    public double[] Velocity(int segment) => _velocities[segment % Segments];

    /// <summary>The matrix; timed where λ = 1.</summary>
    private Complex[,] Matrix(Complex lambda, bool isTimed)
    {
        int n = Dimension, m = Segments, size = n * m;
        var matrix = new Complex[size + (isTimed ? 1 : 0), size + (isTimed ? 1 : 0)];
        for (int s = 0; s < m; s++)
        {
            int next = (s + 1) % m;
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                    matrix[s * n + i, s * n + j] += at.Blocks[s][i * n + j];
                matrix[s * n + i, next * n + i] -= next == 0 ? lambda : 1;
                if (!isTimed)
                    continue;
                matrix[s * n + i, size] = at.Frame.Shares[s] * _velocities[next][i];
                matrix[size, s * n + i] = at.Frame.Shares[s] * _velocities[s][i];
            }
        }
        return matrix;
    }

    /// <summary>The solution of the equations with a load; the time, where it is an unknown, at the end. Null where they have none.</summary>
    public Complex[]? Solve(Complex lambda, bool isTimed, Complex[] load)
    {
        Complex[,] matrix = Matrix(lambda, isTimed);
        return Factor(matrix, isAdjoint: false) is { } factors ? Solve(factors, [.. load, .. new Complex[matrix.GetLength(0) - load.Length]]) : null;
    }

    /// <summary>The solution across the null vectors of a branch point, where λ = 1 twice and time is an unknown, with a load across the left one. Null where factors fail.</summary>
    public Complex[]? SolveAcross(Complex[] right, Complex[] left, Complex[] load)
    {
        Complex[,] matrix = Matrix(1, true);
        int size = matrix.GetLength(0);
        Complex[] across = [.. load, .. new Complex[size - load.Length]];
        Complex along = Complex.Zero;
        for (int i = 0; i < size; i++)
            along += Complex.Conjugate(left[i]) * across[i];
        for (int i = 0; i < size; i++)
        {
            across[i] -= along * left[i];
            for (int j = 0; j < size; j++)
                matrix[i, j] += left[i] * Complex.Conjugate(right[j]);
        }
        return Factor(matrix, isAdjoint: false) is { } factors ? Solve(factors, across) : null;
    }

    /// <summary>The unit vectors that the equations and their adjoint take to next to nothing; null where factors fail.</summary>
    public (Complex[] Right, Complex[] Left)? Null(Complex lambda, bool isTimed)
    {
        Complex[,] matrix = Matrix(lambda, isTimed);
        return Iterate(matrix, false) is { } right && Iterate(matrix, true) is { } left ? (right, left) : null;
    }

    private static Complex[]? Iterate(Complex[,] matrix, bool isAdjoint)
    {
        if ((Factor(matrix, isAdjoint) ?? Factor(Shifted(matrix), isAdjoint)) is not { } factors)
            return null;
        int size = matrix.GetLength(0);
        var random = new SplitMix(size);
        Complex[]? x = [.. Enumerable.Range(0, size).Select(_ => new Complex(random.NextNormal(), 0))];
        for (int k = 0; k < Iterations && x is not null; k++)
        {
            x = Solve(factors, x);
            double length = x is null ? 0 : Math.Sqrt(x.Sum(z => z.Real * z.Real + z.Imaginary * z.Imaginary));
            if (!(length > 0) || !double.IsFinite(length))
                return null;
            x = [.. x!.Select(z => z / length)];
        }
        return x;
    }

    /// <summary>A matrix that is singular to the last bit, moved by rounding along the diagonal, which leaves its null vectors as they are.</summary>
    private static Complex[,] Shifted(Complex[,] matrix)
    {
        var shifted = (Complex[,])matrix.Clone();
        double shift = (double.BitIncrement(1) - 1) * matrix.Cast<Complex>().Max(z => z.Magnitude);
        for (int i = 0; i < matrix.GetLength(0); i++)
            shifted[i, i] += shift;
        return shifted;
    }

    private static ComplexLu? Factor(Complex[,] matrix, bool isAdjoint)
    {
        int size = matrix.GetLength(0);
        var factors = new ComplexLu(size);
        for (int i = 0; i < size; i++)
            for (int j = 0; j < size; j++)
            {
                Complex value = isAdjoint ? Complex.Conjugate(matrix[j, i]) : matrix[i, j];
                (factors.Real[j * size + i], factors.Imaginary[j * size + i]) = (value.Real, value.Imaginary);
            }
        return factors.Factor() ? factors : null;
    }

    private static Complex[]? Solve(ComplexLu factors, Complex[] load)
    {
        double[] re = [.. load.Select(z => z.Real)], im = [.. load.Select(z => z.Imaginary)];
        factors.Solve(re, im);
        return VectorMath.AllFinite(re) && VectorMath.AllFinite(im) ? [.. re.Select((x, i) => new Complex(x, im[i]))] : null;
    }
}
