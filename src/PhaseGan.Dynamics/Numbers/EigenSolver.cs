using System.Numerics;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace PhaseGan.Dynamics;

/// <summary>Eigenvalues of small real matrices: closed form up to 2×2, <see cref="HessenbergQr"/> above; with eigenvectors, MathNet's decomposition.</summary>
internal static class EigenSolver
{
    /// <summary>Work of this many numbers is taken from the stack: matrices up to 30×30.</summary>
    private const int StackNumbers = 30 * 32;

    /// <summary>Condition numbers of eigenvectors are given up to this value, that of vectors which coincide to half the digits.</summary>
    public const double WorstCondition = 1e8;

    /// <summary>The eigenvalues of a row-major n×n matrix, or null if an entry is not finite or the iteration does not converge.</summary>
    public static Complex[]? Eigenvalues(ReadOnlySpan<double> matrix, int n, CancellationToken cancellation = default)
    {
        int room = HessenbergQr.WorkSize(n);
        var values = new Complex[n];
        return TryEigenvalues(matrix, n, values, room <= StackNumbers ? stackalloc double[room] : new double[room], cancellation) ? values : null;
    }

    /// <summary>The same into given memory, <see cref="HessenbergQr.WorkSize"/> numbers of it; allocates nothing. False instead of null.</summary>
    public static bool TryEigenvalues(ReadOnlySpan<double> matrix, int n, Span<Complex> values, Span<double> work, CancellationToken cancellation = default)
    {
        if (n > 2)
            return HessenbergQr.TryEigenvalues(matrix, n, values, work, cancellation);
        if (!VectorMath.AllFinite(matrix))
            return false;
        if (n == 1)
            values[0] = matrix[0];
        else
            Quadratic(matrix[0], matrix[1], matrix[2], matrix[3], values);
        return true;
    }

    /// <summary>The eigenvalues with the condition number of the (normalised) eigenvectors, which bounds how far a decaying mode can grow first.</summary>
    public static Complex[]? Eigenvalues(ReadOnlySpan<double> matrix, int n, out double condition)
    {
        condition = 1;
        if (n == 1)
            return Eigenvalues(matrix, n);
        Complex[]? values = General(matrix, n, out double[] vectors);
        if (values is null)
            return null;
        for (int c = 0; c < n; c++)
        {
            // a complex pair shares two columns: real and imaginary part
            int columns = values[c].Imaginary > 0 && c + 1 < n ? 2 : 1;
            Span<double> pair = vectors.AsSpan(c * n, columns * n);
            double scale = Math.Sqrt(columns / VectorMath.SumOfSquares(pair));
            foreach (ref double v in pair)
                v *= scale;
            c += columns - 1;
        }
        condition = VectorMath.AllFinite(vectors) ? Math.Min(SingularValues.Condition(vectors, n), WorstCondition) : WorstCondition;
        return values;
    }

    /// <summary>The largest real part among the eigenvalues of a finite row-major 3×3 matrix, from its characteristic polynomial; allocates nothing.</summary>
    public static double LargestRealPart3(ReadOnlySpan<double> a)
    {
        // z³ + bz² + cz + d, shifted by z = w − b/3 to w³ + pw + q
        (double b, double c, double d) = Hurwitz.Cubic(a);
        double shift = b / 3, p = c - b * shift, q = d - c * shift + 2 * shift * shift * shift;
        double square = 0.25 * q * q + p * p * p / 27;
        if (square <= 0)
        {
            double size = Math.Sqrt(-p / 3);
            return size == 0 ? -shift : 2 * size * Math.Cos(Math.Acos(Math.Clamp(-0.5 * q / (size * size * size), -1, 1)) / 3) - shift;
        }
        double u = Math.Cbrt(-0.5 * q - Math.CopySign(Math.Sqrt(square), q));
        double w = u == 0 ? 0 : u - p / (3 * u);
        // one real root, and a pair with the real part −w/2
        return Math.Max(w, -0.5 * w) - shift;
    }

    /// <summary>The eigenvalues, with their vectors column by column.</summary>
    private static Complex[]? General(ReadOnlySpan<double> matrix, int n, out double[] vectors)
    {
        vectors = new double[n * n];
        if (!VectorMath.AllFinite(matrix))
            return null;
        var dense = new DenseMatrix(n, n);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                dense[i, j] = matrix[i * n + j];
        if (!matrix.ContainsAnyExcept(0.0))
        {
            // the decomposition does not converge on zero
            for (int i = 0; i < n; i++)
                vectors[i * n + i] = 1;
            return new Complex[n];
        }
        try
        {
            var evd = dense.Evd(Symmetricity.Asymmetric);
            vectors = evd.EigenVectors.ToColumnMajorArray();
            return [.. evd.EigenValues];
        }
        catch (NonConvergenceException)
        {
            return null;
        }
    }

    /// <summary>Both eigenvalues of [[a, b], [c, d]] without cancellation in the smaller one.</summary>
    private static void Quadratic(double a, double b, double c, double d, Span<Complex> values)
    {
        double half = 0.5 * (a + d), difference = 0.5 * (a - d);
        double discriminant = difference * difference + b * c;
        if (discriminant < 0)
        {
            double frequency = Math.Sqrt(-discriminant);
            (values[0], values[1]) = (new Complex(half, frequency), new Complex(half, -frequency));
            return;
        }
        double root = Math.Sqrt(discriminant);
        double large = half >= 0 ? half + root : half - root;
        (values[0], values[1]) = (large, large == 0 ? 0 : (a * d - b * c) / large);
    }
}
