using Xunit;

namespace PhaseGan.Tests.Integration;

/// <summary>
/// The coefficients that the steppers really use. The probe answers its k-th evaluation by the k-th unit vector, so that with y = 0 and h = 1 the state at
/// which a stage is evaluated is its row of the tableau, and the new state holds the weights.
/// </summary>
public sealed class TableauTests
{
    /// <summary>Dormand and Prince, J. Comput. Appl. Math. 6 (1980) 19, table 2: the nodes.</summary>
    private static readonly double[] s_nodesOfFive = [0, 1.0 / 5, 3.0 / 10, 4.0 / 5, 8.0 / 9, 1, 1];

    /// <summary>Hairer, Nørsett and Wanner, Solving Ordinary Differential Equations I, table 5.3: closed forms of the nodes of order 8, then those of dense output.</summary>
    private static readonly double[] s_nodesOfEight =
    [
        0, 2 * (6 - Root6) / 135, (6 - Root6) / 45, (6 - Root6) / 30, (6 + Root6) / 30, 1.0 / 3, 1.0 / 4, 4.0 / 13, 127.0 / 195, 3.0 / 5, 6.0 / 7, 1, 1, 0.1, 0.2, 7.0 / 9,
    ];

    private const double Root6 = 2.449489742783178;

    [Fact]
    public void EveryRowOfThePair54_SumsToItsNode()
    {
        Tableau table = Five();
        AssertNodes(s_nodesOfFive, table);
    }

    [Fact]
    public void EveryRowOfOrder8_SumsToItsNode()
    {
        Tableau table = Eight();
        AssertNodes(s_nodesOfEight, table);
    }

    [Fact]
    public void TheWeightsOfThePair54_MeetTheSeventeenConditionsOfOrder5()
    {
        Tableau table = Five();
        AssertConditions(table, table.Weights, 5, 1, 2e-15);
    }

    [Fact]
    public void TheWeightsOfOrder8_MeetTheConditionsOfOrder8OnTreesOfTwoLevels()
    {
        Tableau table = Eight();
        AssertConditions(table, table.Weights, 8, 1, 2e-14);
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void TheDenseOutputs_MeetTheConditionsOfOrders4And7AtEveryFractionOfTheStep(double theta)
    {
        AssertConditions(Five(), Five().Dense(theta), 4, theta, 1e-14);
        AssertConditions(Eight(), Eight().Dense(theta), 7, theta, 1e-12);
    }

    private static void AssertNodes(double[] nodes, Tableau table)
    {
        Assert.Equal(nodes.Length, table.Rows.Count);
        for (int i = 0; i < nodes.Length; i++)
            Assert.Equal(nodes[i], table.Rows[i].Sum(), 1e-13);
    }

    /// <summary>
    /// Σ b c^(k−1) = θ^k/k; Σ b c^m A c^k = θ^(m+k+2)/((k+1)(m+k+2)); Σ b c^m A A c^k and Σ b (A c^j)(A c^k) likewise, all up to the order. To order 5 that is every tree
    /// but the tall one of five nodes, which follows.
    /// </summary>
    private static void AssertConditions(Tableau table, double[] weights, int order, double theta, double error)
    {
        double[] nodes = [.. table.Rows.Select(r => r.Sum())];
        double[] Powers(int k) => [.. nodes.Select(c => k == 0 ? 1 : Math.Pow(c, k))];
        double[] Apply(double[] x) => [.. table.Rows.Select(r => Dot(r, x))];
        double[] Times(double[] x, double[] y) => [.. x.Zip(y, (a, b) => a * b)];
        for (int k = 0; k < order; k++)
            Assert.Equal(Math.Pow(theta, k + 1) / (k + 1), Dot(weights, Powers(k)), error);
        for (int k = 1; k < order; k++)
        {
            double[] once = Apply(Powers(k)), twice = Apply(once), thrice = Apply(twice);
            for (int m = 0; m + k + 2 <= order; m++)
                Assert.Equal(Math.Pow(theta, m + k + 2) / ((k + 1) * (m + k + 2)), Dot(weights, Times(Powers(m), once)), error);
            for (int m = 0; m + k + 3 <= order; m++)
                Assert.Equal(Math.Pow(theta, m + k + 3) / ((k + 1) * (k + 2) * (m + k + 3)), Dot(weights, Times(Powers(m), twice)), error);
            if (k + 4 <= order)
                Assert.Equal(Math.Pow(theta, k + 4) / ((k + 1) * (k + 2) * (k + 3) * (k + 4)), Dot(weights, thrice), error);
            for (int j = 1; j + k + 3 <= order; j++)
                Assert.Equal(Math.Pow(theta, j + k + 3) / ((j + 1) * (k + 1) * (j + k + 3)), Dot(weights, Times(Apply(Powers(j)), once)), error);
        }
    }

    private static double Dot(double[] x, double[] y) => x.Zip(y, (a, b) => a * b).Sum();

    private static Tableau Five()
    {
        var probe = new Probe();
        var stepper = new DormandPrinceStepper<Probe>(probe, 1e300, 1e300);
        Assert.True(stepper.Start(0, new double[Probe.Stages], 1));
        Assert.Equal(StepOutcome.Accepted, stepper.TryStep(1));
        return new Tableau(probe.Arguments, stepper.State.ToArray(), theta => Interpolated(stepper, theta));
    }

    private static Tableau Eight()
    {
        var probe = new Probe();
        var stepper = new Dop853Stepper<Probe>(probe, 1e300, 1e300);
        Assert.True(stepper.Start(0, new double[Probe.Stages], 1));
        Assert.Equal(StepOutcome.Accepted, stepper.TryStep(1));
        double[] weights = stepper.State.ToArray();
        _ = Interpolated(stepper, 0.5); // the stages of dense output are evaluated when it is asked for
        return new Tableau(probe.Arguments, weights, theta => Interpolated(stepper, theta));
    }

    private static double[] Interpolated<TField>(ExplicitStepper<TField> stepper, double theta)
        where TField : IVectorField
    {
        var y = new double[Probe.Stages];
        stepper.Interpolate(theta, y);
        return y;
    }

    /// <param name="Rows">A row a stage.</param>
    /// <param name="Weights">The weights of the step.</param>
    /// <param name="Dense">The weights at a fraction of it.</param>
    private sealed record Tableau(IReadOnlyList<double[]> Rows, double[] Weights, Func<double, double[]> Dense);

    private sealed class Probe : IVectorField
    {
        public const int Stages = 16;

        public List<double[]> Arguments { get; } = [];

        public int Dimension => Stages;

        public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
        {
            derivative.Clear();
            derivative[Arguments.Count] = 1;
            Arguments.Add(y.ToArray());
        }

        public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian) => throw new NotSupportedException();
    }
}
