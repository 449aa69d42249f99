using MathNet.Numerics.LinearAlgebra;

namespace PhaseGan.Tests.Equations;

/// <summary>The equations of P, S, X = QQᵀ, Y = QRᵀ, T = RRᵀ of an orthonormal discriminator, by matrices.</summary>
internal static class InvariantEquations
{
    /// <summary>dP, dS above the diagonal, and the change of [X Y; Yᵀ T].</summary>
    public static double[] Rates(GanParameters gan, MacroState state)
    {
        int d = state.FeatureCount, k = state.DiscriminatorFeatures;
        double tau = gan.DiscriminatorRate, tilde = gan.GeneratorRate, x = gan.EffectiveNoise, half = tau / (2 * gan.BatchSize);
        double b = 1 + half * gan.RealNoise, a = 1 - half * gan.FakeNoise;
        Matrix<double> p = Of(d, d, state.P), s = Of(d, d, state.S), q = Of(d, k, state.QOf), r = Of(d, k, state.ROf);
        Matrix<double> real = Matrix<double>.Build.Diagonal([.. gan.RealVariances]), fake = Matrix<double>.Build.Diagonal([.. gan.FakeVariances]);
        Matrix<double> bigX = q * q.Transpose(), y = q * r.Transpose(), t = r * r.Transpose();
        Matrix<double> l = -Matrix<double>.Build.Diagonal((t * fake).Diagonal().ToArray());
        Matrix<double> dX = tau * (real * bigX + bigX * real - p * fake * y.Transpose() - y * fake * p.Transpose() - 2 * b * bigX * real * bigX + 2 * a * y * fake * y.Transpose() - 2 * x * bigX);
        Matrix<double> dY = tau * (real * y - p * fake * t + bigX * real * p - y * fake * s - 2 * b * bigX * real * y + 2 * a * y * fake * t - 2 * x * y) + tilde * (y * fake + y * l);
        Matrix<double> dT = tau * (p.Transpose() * real * y + y.Transpose() * real * p - s * fake * t - t * fake * s - 2 * b * y.Transpose() * real * y + 2 * a * t * fake * t - 2 * x * t)
            + tilde * (fake * t + t * fake + l * t + t * l);
        Matrix<double> dP = tilde * (y * fake + p * l), dS = tilde * (t * fake + fake * t + s * l + l * s);
        Matrix<double> whole = Matrix<double>.Build.DenseOfMatrixArray(new[,] { { dX, dY }, { dY.Transpose(), dT } });
        var rates = new List<double>(dP.ToRowMajorArray());
        for (int i = 0; i < d; i++)
            for (int j = i + 1; j < d; j++)
                rates.Add(dS[i, j]);
        rates.AddRange(whole.ToRowMajorArray());
        return [.. rates];
    }

    private static Matrix<double> Of(int rows, int columns, Func<int, int, double> entry) => Matrix<double>.Build.Dense(rows, columns, entry);
}
