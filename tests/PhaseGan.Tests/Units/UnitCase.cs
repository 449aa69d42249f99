using PhaseGan.Tests.FixedPoints;

namespace PhaseGan.Tests.Units;

/// <summary>A field in units of one, with what is asked of it, and the same field in any other units.</summary>
internal sealed record UnitCase(string Name, Field Field, double[] Start, double Until, double[] Lower, double[] Upper)
{
    /// <summary>One feature, on its limit cycle, as a field that does not say what it is.</summary>
    private static readonly ReducedOde s_training = new(new GanParameters([1], [1], 0.2, 0.2, 1.5, 1.5));

    public static readonly UnitCase[] All =
    [
        new("decay", new(2, (y, f) => (f[0], f[1]) = (-y[0], -2 * y[1]), (_, j) => (j[0], j[1], j[2], j[3]) = (-1, 0, 0, -2)), [1, 0.7], 3, [-1, -1.2], [1.1, 1]),
        new("well", new(2, (y, f) => (f[0], f[1]) = (y[1], y[0] - y[0] * y[0] * y[0] - 0.3 * y[1]), (y, j) => (j[0], j[1], j[2], j[3]) = (0, 1, 1 - 3 * y[0] * y[0], -0.3)),
            [0.2, 0.4], 8, [-2, -2.1], [2.3, 2]),
        new("van der Pol", new(2, (y, f) => (f[0], f[1]) = (y[1], (1 - y[0] * y[0]) * y[1] - y[0]), (y, j) => (j[0], j[1], j[2], j[3]) = (0, 1, -2 * y[0] * y[1] - 1, 1 - y[0] * y[0])),
            [0.5, 0], 7, [-3, -3.1], [3.2, 3]),
        new("Lorenz", new(3, (y, f) => (f[0], f[1], f[2]) = (10 * (y[1] - y[0]), y[0] * (28 - y[2]) - y[1], y[0] * y[1] - 8.0 / 3 * y[2]),
            (y, j) =>
            {
                (j[0], j[1], j[2]) = (-10, 10, 0);
                (j[3], j[4], j[5]) = (28 - y[2], -1, -y[0]);
                (j[6], j[7], j[8]) = (y[1], y[0], -8.0 / 3);
            }),
            [1, 2, 20], 2, [-15, -16, -1], [16, 15, 40]),
        new("predator and prey", new(2, (y, f) => (f[0], f[1]) = (y[0] * (1 - y[1]), y[1] * (y[0] - 0.8)), (y, j) => (j[0], j[1], j[2], j[3]) = (1 - y[1], -y[0], y[1], y[0] - 0.8)),
            [1.5, 0.6], 9, [-0.5, -0.4], [2, 2.1]),
        new("Brusselator", new(2, (y, f) => (f[0], f[1]) = (1 + y[0] * y[0] * y[1] - 4 * y[0], 3 * y[0] - y[0] * y[0] * y[1]),
            (y, j) => (j[0], j[1], j[2], j[3]) = (2 * y[0] * y[1] - 4, y[0] * y[0], 3 - 2 * y[0] * y[1], -y[0] * y[0])),
            [1.2, 2.5], 8, [0.1, 0.2], [4, 5]),
        new("pendulum", new(2, (y, f) => (f[0], f[1]) = (y[1], -Math.Sin(y[0]) - 0.2 * y[1]), (y, j) => (j[0], j[1], j[2], j[3]) = (0, 1, -Math.Cos(y[0]), -0.2)),
            [2, 0.3], 10, [-4, -1.1], [4.2, 1]),
        new("Rössler", new(3, (y, f) => (f[0], f[1], f[2]) = (-y[1] - y[2], y[0] + 0.1 * y[1], 0.1 + y[2] * (y[0] - 4)),
            (y, j) =>
            {
                (j[0], j[1], j[2]) = (0, -1, -1);
                (j[3], j[4], j[5]) = (1, 0.1, 0);
                (j[6], j[7], j[8]) = (y[2], 0, y[0] - 4);
            }),
            [3, 1, 0.5], 12, [-6, -50, -1], [6.2, 9, 45]),
        new("stiff", new(2, (y, f) => (f[0], f[1]) = (-1000 * (y[0] - y[1]), -y[1]), (_, j) => (j[0], j[1], j[2], j[3]) = (-1000, 1000, 0, -1)), [2, 1], 0.5, [-1.1, -1], [1, 1.2]),
        new("training", new(3, s_training.Evaluate, s_training.Jacobian), [0.6, 0.3, 0.2], 60, [-1.02, 0.05, -1.04], [1.01, 1.02, 1.03]),
    ];

    /// <summary>y_i = s_i x_i and t' = u t.</summary>
    public UnitCase In(double[] sizes, double time)
    {
        int n = Field.Dimension;
        var field = new Field(n,
            (y, f) =>
            {
                var x = new double[n];
                for (int i = 0; i < n; i++)
                    x[i] = y[i] / sizes[i];
                Field.Evaluate(x, f);
                for (int i = 0; i < n; i++)
                    f[i] = f[i] / time * sizes[i];
            },
            (y, j) =>
            {
                var x = new double[n];
                for (int i = 0; i < n; i++)
                    x[i] = y[i] / sizes[i];
                Field.Jacobian(x, j);
                for (int i = 0; i < n; i++)
                    for (int k = 0; k < n; k++)
                        j[i * n + k] = j[i * n + k] / time * (sizes[i] / sizes[k]);
            });
        return new(Name, field, Times(Start), Until * time, Times(Lower), Times(Upper));

        double[] Times(double[] x) => [.. x.Select((v, i) => v * sizes[i])];
    }

    public override string ToString() => Name;
}
