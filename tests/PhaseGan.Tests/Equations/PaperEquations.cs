using MathNet.Numerics.LinearAlgebra;

namespace PhaseGan.Tests.Equations;

/// <summary>Equations (13), (14) as printed, with whole matrices: P, q, r and all of S.</summary>
internal sealed record PaperEquations(Matrix<double> P, Vector<double> Q, Vector<double> R, Matrix<double> S)
{
    public static PaperEquations Of(MacroState state)
    {
        int d = state.FeatureCount;
        return new PaperEquations(
            Matrix<double>.Build.Dense(d, d, state.P), Vector<double>.Build.Dense(d, state.Q), Vector<double>.Build.Dense(d, state.R),
            Matrix<double>.Build.Dense(d, d, state.S));
    }

    /// <summary>The time derivatives dP, dq, dr, dS.</summary>
    public PaperEquations Derivative(GanParameters gan)
    {
        Matrix<double> real = Matrix<double>.Build.DenseOfDiagonalArray([.. gan.RealVariances]);
        Matrix<double> fake = Matrix<double>.Build.DenseOfDiagonalArray([.. gan.FakeVariances]);
        (double tau, double tauTilde, double m) = (gan.DiscriminatorRate, gan.GeneratorRate, gan.BatchSize);
        Matrix<double> l = -Matrix<double>.Build.DenseOfDiagonalVector((R.ToColumnMatrix() * R.ToRowMatrix() * fake).Diagonal());
        double h = (1 - tau * gan.FakeNoise / (2 * m)) * R.DotProduct(fake * R)
            - (1 + tau * gan.RealNoise / (2 * m)) * Q.DotProduct(real * Q)
            - tau * (gan.RealNoise * gan.RealNoise + gan.FakeNoise * gan.FakeNoise) / (2 * m);
        Matrix<double> identity = Matrix<double>.Build.DenseIdentity(R.Count);
        return new PaperEquations(
            tauTilde * (Q.ToColumnMatrix() * R.ToRowMatrix() * fake + P * l),
            tau * ((real + h * identity) * Q - P * fake * R),
            tau * (P.Transpose() * real * Q + (h * identity - S * fake) * R) + tauTilde * (fake + l) * R,
            tauTilde * (R.ToColumnMatrix() * R.ToRowMatrix() * fake + fake * R.ToColumnMatrix() * R.ToRowMatrix() + S * l + l * S));
    }

    /// <summary>This state plus a multiple of another.</summary>
    public PaperEquations Plus(double factor, PaperEquations other) =>
        new(P + factor * other.P, Q + factor * other.Q, R + factor * other.R, S + factor * other.S);

    /// <summary>One step of the classical Runge–Kutta method.</summary>
    public PaperEquations Step(GanParameters gan, double h)
    {
        PaperEquations k1 = Derivative(gan), k2 = Plus(h / 2, k1).Derivative(gan), k3 = Plus(h / 2, k2).Derivative(gan), k4 = Plus(h, k3).Derivative(gan);
        return Plus(h / 6, k1).Plus(h / 3, k2).Plus(h / 3, k3).Plus(h / 6, k4);
    }

    /// <summary>The independent coordinates in the order P, q, r, upper triangle of S.</summary>
    public double[] Coordinates() =>
        [.. P.ToRowMajorArray(), .. Q, .. R, .. Enumerable.Range(0, R.Count).SelectMany(i => Enumerable.Range(i + 1, R.Count - i - 1).Select(j => S[i, j]))];
}
