using Xunit;
using static PhaseGan.Dynamics.RadauTable;

namespace PhaseGan.Tests.Integration;

public sealed class RadauTableTests
{
    private static readonly double[] C = [C1, C2, 1];

    [Fact]
    public void Rows_SumToTheNodes_AndTheLastRowHoldsTheWeights()
    {
        for (int i = 0; i < 3; i++)
            Assert.Equal(C[i], A[3 * i] + A[3 * i + 1] + A[3 * i + 2], 1e-15);
    }

    [Fact]
    public void Weights_IntegratePowersUpToTheFourth_AndNotTheFifth()
    {
        // B(5): Σ b_i c_i^(k−1) = 1/k
        for (int k = 1; k <= 5; k++)
            Assert.Equal(1.0 / k, Enumerable.Range(0, 3).Sum(i => A[6 + i] * Math.Pow(C[i], k - 1)), 1e-15);
        Assert.NotEqual(1.0 / 6, Enumerable.Range(0, 3).Sum(i => A[6 + i] * Math.Pow(C[i], 5)), 1e-4);
    }

    [Fact]
    public void Stages_IntegratePowersUpToTheSecond()
    {
        // C(3): Σ a_ij c_j^(k−1) = c_i^k / k
        for (int i = 0; i < 3; i++)
            for (int k = 1; k <= 3; k++)
                Assert.Equal(Math.Pow(C[i], k) / k, Enumerable.Range(0, 3).Sum(j => A[3 * i + j] * Math.Pow(C[j], k - 1)), 1e-15);
    }

    [Fact]
    public void TheTransformation_SplitsTheInverseOfTheCoefficients()
    {
        double[] t = [T11, T12, T13, T21, T22, T23, T31, 1, 0], inverse = [I11, I12, I13, I21, I22, I23, I31, I32, I33];
        double[] blocks = [Gamma, 0, 0, 0, Alpha, -Beta, 0, Beta, Alpha];
        double[] identity = [1, 0, 0, 0, 1, 0, 0, 0, 1];
        AssertClose(identity, Product(t, inverse), 1e-14);
        // A T blocks = T says the same as T⁻¹A⁻¹T = blocks
        AssertClose(t, Product(Product(A, t), blocks), 1e-14);
    }

    [Fact]
    public void TheErrorEstimate_VanishesOnPolynomialsOfThirdDegree_AndNotOfTheFourth()
    {
        // for y' = f(t): stages z_i = ∫f, estimate f(0)h + ΣE_i z_i up to the factor of (γ − hJ)⁻¹
        for (int k = 0; k <= 2; k++)
            Assert.Equal(0, Estimate(k), 1e-14);
        Assert.InRange(Math.Abs(Estimate(3)), 0.01, 1);

        static double Estimate(int k) => (k == 0 ? 1 : 0) + (E1 * Math.Pow(C1, k + 1) + E2 * Math.Pow(C2, k + 1) + E3) / (k + 1);
    }

    private static double[] Product(double[] a, double[] b)
    {
        var product = new double[9];
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 3; j++)
                for (int k = 0; k < 3; k++)
                    product[3 * i + j] += a[3 * i + k] * b[3 * k + j];
        return product;
    }

    private static void AssertClose(double[] expected, double[] got, double tolerance)
    {
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], got[i], tolerance);
    }
}
