using MathNet.Numerics.LinearAlgebra;

namespace PhaseGan;

/// <summary>The square root of a positive semidefinite matrix.</summary>
internal static class SymmetricRoot
{
    /// <summary>The symmetric matrix whose square is <paramref name="matrix"/>; eigenvalues that rounding made negative count as zero.</summary>
    public static Matrix<double> Of(Matrix<double> matrix)
    {
        var evd = matrix.Evd(Symmetricity.Symmetric);
        Matrix<double> scaled = evd.EigenVectors.Clone();
        for (int k = 0; k < matrix.RowCount; k++)
            scaled.SetColumn(k, scaled.Column(k) * Math.Sqrt(Math.Max(0, evd.EigenValues[k].Real)));
        return scaled * evd.EigenVectors.Transpose();
    }
}
