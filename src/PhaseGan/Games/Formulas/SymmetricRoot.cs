using MathNet.Numerics.LinearAlgebra;

namespace PhaseGan;

/// <summary>The square root of a positive semidefinite matrix.</summary>
internal static class SymmetricRoot
{
    /// <summary>The symmetric matrix whose square is <paramref name="matrix"/>; eigenvalues within rounding of zero count as zero.</summary>
    public static Matrix<double> Of(Matrix<double> matrix)
    {
        var evd = matrix.Evd(Symmetricity.Symmetric);
        Matrix<double> scaled = evd.EigenVectors.Clone();
        double rounding = 1e-15 * matrix.RowCount * evd.EigenValues.Max(v => v.Magnitude);
        for (int k = 0; k < matrix.RowCount; k++)
            scaled.SetColumn(k, scaled.Column(k) * (evd.EigenValues[k].Real is var value && value > rounding ? Math.Sqrt(value) : 0));
        return scaled * evd.EigenVectors.Transpose();
    }
}
