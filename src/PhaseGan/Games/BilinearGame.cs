using System.Globalization;

namespace PhaseGan;

/// <summary>The bilinear zero-sum game L = θᵀAψ, with v = (−Aψ, Aᵀθ): at the origin its eigenvalues are ±is for each singular value s of A, and zero.</summary>
public sealed class BilinearGame : IGame
{
    private readonly double[,] _a;

    /// <summary>Makes the game.</summary>
    /// <param name="coupling">A: one row a parameter of the generator, one column a parameter of the discriminator, both at least one; finite.</param>
    /// <exception cref="ArgumentNullException"><paramref name="coupling"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The matrix is empty or an entry is not finite.</exception>
    public BilinearGame(double[,] coupling)
    {
        ArgumentNullException.ThrowIfNull(coupling);
        Guard.AtLeast(coupling.GetLength(0), 1, "the generator's number of parameters", "coupling's number of rows");
        Guard.AtLeast(coupling.GetLength(1), 1, "the discriminator's number of parameters", "coupling's number of columns");
        _a = (double[,])coupling.Clone();
        for (int i = 0; i < _a.GetLength(0); i++)
            for (int j = 0; j < _a.GetLength(1); j++)
                Guard.Finite(_a[i, j], "a coupling", $"coupling[{i}, {j}]");
    }

    /// <summary>Rows plus columns of A.</summary>
    public int Dimension => _a.GetLength(0) + _a.GetLength(1);

    /// <summary>Rows of A.</summary>
    public int GeneratorDimension => _a.GetLength(0);

    /// <summary>True.</summary>
    public bool IsZeroSum => true;

    /// <summary>The entry A_ij.</summary>
    /// <param name="i">Zero-based parameter of the generator.</param>
    /// <param name="j">Zero-based parameter of the discriminator.</param>
    /// <exception cref="IndexOutOfRangeException">An index is outside A.</exception>
    public double Coupling(int i, int j) => _a[i, j];

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
    {
        int g = GeneratorDimension, n = Dimension;
        derivative[..n].Clear();
        for (int i = 0; i < g; i++)
        {
            for (int j = g; j < n; j++)
            {
                derivative[i] -= _a[i, j - g] * y[j];
                derivative[j] += _a[i, j - g] * y[i];
            }
        }
    }

    /// <inheritdoc/>
    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian)
    {
        int g = GeneratorDimension, n = Dimension;
        jacobian[..(n * n)].Clear();
        for (int i = 0; i < g; i++)
            for (int j = g; j < n; j++)
                (jacobian[i * n + j], jacobian[j * n + i]) = (-_a[i, j - g], _a[i, j - g]);
    }

    /// <summary>Writes zero: the field is linear.</summary>
    /// <param name="y">The parameters, length N.</param>
    /// <param name="direction">u, length N.</param>
    /// <param name="matrix">Receives zero, length N².</param>
    public void JacobianAlong(ReadOnlySpan<double> y, ReadOnlySpan<double> direction, Span<double> matrix) => matrix[..(Dimension * Dimension)].Clear();

    /// <summary>How many coordinates each player has.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"bilinear game of {GeneratorDimension} and {Dimension - GeneratorDimension} coordinates");
}
