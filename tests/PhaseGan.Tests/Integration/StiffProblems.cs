using PhaseGan.Tests.FixedPoints;

namespace PhaseGan.Tests.Integration;

/// <summary>
/// Stiff problems of the literature. End values are those of the Test Set for IVP Solvers (Mazzia and Magherini, release 2.4, University of Bari 2008), which
/// were computed there in extended precision.
/// </summary>
internal static class StiffProblems
{
    /// <summary>Van der Pol's equation y₁' = y₂, y₂' = μ(1 − y₁²)y₂ − y₁.</summary>
    public static Field VanDerPol(double mu) => new(2,
        (y, f) => (f[0], f[1]) = (y[1], mu * (1 - y[0] * y[0]) * y[1] - y[0]),
        (y, j) => (j[0], j[1], j[2], j[3]) = (0, 1, -2 * mu * y[0] * y[1] - 1, mu * (1 - y[0] * y[0])));

    /// <summary>The same in slow time: y₁' = y₂, εy₂' = (1 − y₁²)y₂ − y₁.</summary>
    public static Field SlowVanDerPol(double epsilon) => new(2,
        (y, f) => (f[0], f[1]) = (y[1], ((1 - y[0] * y[0]) * y[1] - y[0]) / epsilon),
        (y, j) => (j[0], j[1], j[2], j[3]) = (0, 1, (-2 * y[0] * y[1] - 1) / epsilon, (1 - y[0] * y[0]) / epsilon));

    /// <summary>The Oregonator of Field and Noyes, with s = 77.27, w = 0.161, q = 8.375e-6.</summary>
    public static Field Oregonator { get; } = new(3,
        (y, f) =>
        {
            f[0] = 77.27 * (y[1] + y[0] * (1 - 8.375e-6 * y[0] - y[1]));
            f[1] = (y[2] - (1 + y[0]) * y[1]) / 77.27;
            f[2] = 0.161 * (y[0] - y[2]);
        },
        (y, j) =>
        {
            (j[0], j[1], j[2]) = (77.27 * (1 - 2 * 8.375e-6 * y[0] - y[1]), 77.27 * (1 - y[0]), 0);
            (j[3], j[4], j[5]) = (-y[1] / 77.27, -(1 + y[0]) / 77.27, 1 / 77.27);
            (j[6], j[7], j[8]) = (0.161, 0, -0.161);
        });

    /// <summary>Robertson's autocatalytic reaction.</summary>
    public static Field Robertson { get; } = new(3,
        (y, f) =>
        {
            (f[0], f[2]) = (-0.04 * y[0] + 1e4 * y[1] * y[2], 3e7 * y[1] * y[1]);
            f[1] = -f[0] - f[2];
        },
        (y, j) =>
        {
            (j[0], j[1], j[2]) = (-0.04, 1e4 * y[2], 1e4 * y[1]);
            (j[6], j[7], j[8]) = (0, 6e7 * y[1], 0);
            (j[3], j[4], j[5]) = (0.04, -j[1] - j[7], -j[2]);
        });

    /// <summary>High irradiance responses of photomorphogenesis, by Schäfer.</summary>
    public static Field Hires { get; } = new(8,
        (y, f) =>
        {
            f[0] = -1.71 * y[0] + 0.43 * y[1] + 8.32 * y[2] + 0.0007;
            f[1] = 1.71 * y[0] - 8.75 * y[1];
            f[2] = -10.03 * y[2] + 0.43 * y[3] + 0.035 * y[4];
            f[3] = 8.32 * y[1] + 1.71 * y[2] - 1.12 * y[3];
            f[4] = -1.745 * y[4] + 0.43 * y[5] + 0.43 * y[6];
            f[5] = -280 * y[5] * y[7] + 0.69 * y[3] + 1.71 * y[4] - 0.43 * y[5] + 0.69 * y[6];
            f[6] = 280 * y[5] * y[7] - 1.81 * y[6];
            f[7] = -f[6];
        },
        (y, j) =>
        {
            j.Clear();
            (j[0], j[1], j[2]) = (-1.71, 0.43, 8.32);
            (j[8], j[9]) = (1.71, -8.75);
            (j[18], j[19], j[20]) = (-10.03, 0.43, 0.035);
            (j[25], j[26], j[27]) = (8.32, 1.71, -1.12);
            (j[36], j[37], j[38]) = (-1.745, 0.43, 0.43);
            (j[43], j[44], j[45], j[46], j[47]) = (0.69, 1.71, -280 * y[7] - 0.43, 0.69, -280 * y[5]);
            (j[53], j[54], j[55]) = (280 * y[7], -1.81, 280 * y[5]);
            (j[61], j[62], j[63]) = (-280 * y[7], 1.81, -280 * y[5]);
        });

    /// <summary>The heat equation on (0, 1) with zero ends, by central differences at n inner points.</summary>
    public static Field Heat(int n)
    {
        double weight = (n + 1.0) * (n + 1);
        return new Field(n,
            (y, f) =>
            {
                for (int i = 0; i < n; i++)
                    f[i] = weight * ((i > 0 ? y[i - 1] : 0) - 2 * y[i] + (i < n - 1 ? y[i + 1] : 0));
            },
            (_, j) =>
            {
                j.Clear();
                for (int i = 0; i < n; i++)
                {
                    j[i * n + i] = -2 * weight;
                    if (i > 0)
                        j[i * n + i - 1] = weight;
                    if (i < n - 1)
                        j[i * n + i + 1] = weight;
                }
            });
    }
}
