using MathNet.Numerics.LinearAlgebra;

namespace PhaseGan.Dynamics;

/// <summary>
/// Approximate real eigenvectors as columns, two for each complex pair, with an approximate inverse: what a count of eigenvalues is proved in. Errors in it cost success, never truth.
/// </summary>
internal sealed class EigenvalueBasis
{
    private EigenvalueBasis(double[] vectors, double[] inverse, bool[] isPair)
    {
        (Vectors, Inverse, IsPair) = (vectors, inverse, isPair);
    }

    /// <summary>Columns of unit length, row-major.</summary>
    public double[] Vectors { get; }

    /// <summary>An approximate inverse, row-major.</summary>
    public double[] Inverse { get; }

    /// <summary>Which columns are the first of a pair.</summary>
    public bool[] IsPair { get; }

    /// <summary>The basis for the middles of a matrix of intervals; null where an entry is not finite, the eigenvectors are not found or they are dependent to rounding.</summary>
    public static EigenvalueBasis? Of(ReadOnlySpan<Interval> matrix, int n)
    {
        var middle = Matrix<double>.Build.Dense(n, n);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
            {
                if (!matrix[i * n + j].IsFinite)
                    return null;
                middle[i, j] = matrix[i * n + j].Middle;
            }
        try
        {
            var evd = middle.Evd(Symmetricity.Asymmetric);
            var vectors = new double[n * n];
            var isPair = new bool[n];
            for (int k = 0; k < n; k++)
            {
                bool pair = evd.EigenValues[k].Imaginary != 0;
                if (pair && k + 1 == n)
                    return null;
                isPair[k] = pair;
                double length = 0;
                for (int c = k; c <= (pair ? k + 1 : k); c++)
                    for (int i = 0; i < n; i++)
                        length += evd.EigenVectors[i, c] * evd.EigenVectors[i, c];
                for (int c = k; c <= (pair ? k + 1 : k); c++)
                    for (int i = 0; i < n; i++)
                        vectors[i * n + c] = evd.EigenVectors[i, c] / Math.Sqrt(length);
                k += pair ? 1 : 0;
            }
            return vectors.All(double.IsFinite) && IntervalMatrix.Inverse(vectors, n) is { } inverse ? new EigenvalueBasis(vectors, inverse, isPair) : null;
        }
        catch (MathNet.Numerics.NonConvergenceException)
        {
            return null;
        }
    }
}
