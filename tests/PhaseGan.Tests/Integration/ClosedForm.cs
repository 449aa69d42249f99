using PhaseGan.Tests.FixedPoints;

namespace PhaseGan.Tests.Integration;

/// <summary>A coupled nonlinear problem whose solution is known in closed form.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Field">The vector field.</param>
/// <param name="Solution">The solution at a time, for the start at t = 0.</param>
internal sealed record ClosedForm(string Name, Field Field, Func<double, double[]> Solution)
{
    public double[] Start => Solution(0);

    public static IEnumerable<ClosedForm> All => [Kepler(0.3), Top(0.51), Tangent(0.7)];

    /// <summary>Two bodies, unit semi-major axis, from the pericentre: x = cos E − e, y = √(1 − e²) sin E with E − e sin E = t.</summary>
    public static ClosedForm Kepler(double e) => new("Kepler",
        new Field(4,
            (y, f) =>
            {
                double r = Math.Sqrt(y[0] * y[0] + y[1] * y[1]), r3 = r * r * r;
                (f[0], f[1], f[2], f[3]) = (y[2], y[3], -y[0] / r3, -y[1] / r3);
            },
            (y, j) =>
            {
                double square = y[0] * y[0] + y[1] * y[1], r3 = square * Math.Sqrt(square), r5 = r3 * square;
                j.Clear();
                j[2] = j[7] = 1;
                (j[8], j[9]) = (3 * y[0] * y[0] / r5 - 1 / r3, 3 * y[0] * y[1] / r5);
                (j[12], j[13]) = (j[9], 3 * y[1] * y[1] / r5 - 1 / r3);
            }),
        t =>
        {
            double anomaly = t + e * Math.Sin(t);
            for (int i = 0; i < 50; i++)
                anomaly -= (anomaly - e * Math.Sin(anomaly) - t) / (1 - e * Math.Cos(anomaly));
            (double s, double c) = Math.SinCos(anomaly);
            double rate = 1 / (1 - e * c), b = Math.Sqrt(1 - e * e);
            return [c - e, b * s, -s * rate, b * c * rate];
        });

    /// <summary>Euler's free rigid body: (sn, cn, dn)(t | m) solve y₁' = y₂y₃, y₂' = −y₁y₃, y₃' = −m y₁y₂.</summary>
    public static ClosedForm Top(double m) => new("rigid body",
        new Field(3, (y, f) => (f[0], f[1], f[2]) = (y[1] * y[2], -y[0] * y[2], -m * y[0] * y[1]),
            (y, j) =>
            {
                (j[0], j[1], j[2]) = (0, y[2], y[1]);
                (j[3], j[4], j[5]) = (-y[2], 0, -y[0]);
                (j[6], j[7], j[8]) = (-m * y[1], -m * y[0], 0);
            }),
        t => Elliptic(t, m));

    /// <summary>The complex Riccati equation z' = 1 + z² with z = x + iy: z = tan(t + ib).</summary>
    public static ClosedForm Tangent(double b) => new("complex tangent",
        new Field(2, (y, f) => (f[0], f[1]) = (1 + y[0] * y[0] - y[1] * y[1], 2 * y[0] * y[1]),
            (y, j) => (j[0], j[1], j[2], j[3]) = (2 * y[0], -2 * y[1], 2 * y[1], 2 * y[0])),
        t => [Math.Sin(2 * t) / (Math.Cos(2 * t) + Math.Cosh(2 * b)), Math.Sinh(2 * b) / (Math.Cos(2 * t) + Math.Cosh(2 * b))]);

    /// <summary>sn, cn, dn by the arithmetic-geometric mean: Abramowitz and Stegun, 16.4.</summary>
    private static double[] Elliptic(double u, double m)
    {
        var a = new List<double> { 1 };
        var c = new List<double> { Math.Sqrt(m) };
        double b = Math.Sqrt(1 - m);
        while (Math.Abs(c[^1]) > 1e-17 && a.Count < 20)
        {
            double last = a[^1];
            a.Add(0.5 * (last + b));
            c.Add(0.5 * (last - b));
            b = Math.Sqrt(last * b);
        }
        double phi = Math.ScaleB(a[^1] * u, a.Count - 1);
        for (int n = a.Count - 1; n > 0; n--)
            phi = 0.5 * (phi + Math.Asin(c[n] / a[n] * Math.Sin(phi)));
        (double sn, double cn) = Math.SinCos(phi);
        return [sn, cn, Math.Sqrt(1 - m * sn * sn)];
    }
}
