using PhaseGan.Tests.FixedPoints;

namespace PhaseGan.Tests.Phases;

/// <summary>Fields whose long-time behaviour is known from textbooks or by hand.</summary>
internal static class TextbookFields
{
    /// <summary>x'' = −x: every orbit is a circle of period 2π.</summary>
    public static Field Oscillator { get; } = new(2, (y, f) => (f[0], f[1]) = (y[1], -y[0]), (_, j) => (j[0], j[1], j[2], j[3]) = (0, 1, -1, 0));

    /// <summary>x'' = −sin x keeps its energy.</summary>
    public static Field Pendulum { get; } = new(2, (y, f) => (f[0], f[1]) = (y[1], -Math.Sin(y[0])), (y, j) => (j[0], j[1], j[2], j[3]) = (0, 1, -Math.Cos(y[0]), 0));

    /// <summary>Lotka and Volterra's equations keep 0.01x − 0.3 log x + 0.02y − 0.1 log y.</summary>
    public static Field LotkaVolterra { get; } = new(2,
        (y, f) => (f[0], f[1]) = (y[0] * (0.1 - 0.02 * y[1]), y[1] * (0.01 * y[0] - 0.3)),
        (y, j) => (j[0], j[1], j[2], j[3]) = (0.1 - 0.02 * y[1], -0.02 * y[0], 0.01 * y[1], 0.01 * y[0] - 0.3));

    /// <summary>Two oscillators with frequencies 1 and √2, and z' = −z + x v: neutral in two directions while volumes shrink.</summary>
    public static Field TwoOscillatorsAndADecay { get; } = new(5,
        (y, f) => (f[0], f[1], f[2], f[3], f[4]) = (y[1], -y[0], Math.Sqrt(2) * y[3], -Math.Sqrt(2) * y[2], -y[4] + y[0] * y[2]),
        (y, j) =>
        {
            j.Clear();
            (j[1], j[5], j[13], j[17]) = (1, -1, Math.Sqrt(2), -Math.Sqrt(2));
            (j[20], j[22], j[24]) = (y[2], y[0], -1);
        });

    /// <summary>Hénon and Heiles' Hamiltonian, chaotic at energy 0.148 and above in much of its surface.</summary>
    public static Field HenonHeiles { get; } = new(4,
        (y, f) => (f[0], f[1], f[2], f[3]) = (y[2], y[3], -y[0] - 2 * y[0] * y[1], -y[1] - y[0] * y[0] + y[1] * y[1]),
        (y, j) =>
        {
            j.Clear();
            (j[2], j[7]) = (1, 1);
            (j[8], j[9], j[12], j[13]) = (-1 - 2 * y[1], -2 * y[0], -2 * y[0], -1 + 2 * y[1]);
        });

    /// <summary>r' = −r³ with unit frequency: r = 1/√(2t), slower than any exponential.</summary>
    public static Field WeakFocus { get; } = new(2,
        (y, f) =>
        {
            double r = y[0] * y[0] + y[1] * y[1];
            (f[0], f[1]) = (-y[1] - r * y[0], y[0] - r * y[1]);
        },
        (y, j) => (j[0], j[1], j[2], j[3]) = (-3 * y[0] * y[0] - y[1] * y[1], -1 - 2 * y[0] * y[1], 1 - 2 * y[0] * y[1], -y[0] * y[0] - 3 * y[1] * y[1]));

    /// <summary>May and Leonard's three species: orbits come ever nearer to three saddles and take ever longer (α + β &gt; 2, α &lt; 1 &lt; β).</summary>
    public static Field MayLeonard { get; } = new(3,
        (y, f) =>
        {
            for (int i = 0; i < 3; i++)
                f[i] = y[i] * (1 - y[i] - 0.8 * y[(i + 1) % 3] - 1.4 * y[(i + 2) % 3]);
        },
        (y, j) =>
        {
            for (int i = 0; i < 3; i++)
            {
                int next = (i + 1) % 3, other = (i + 2) % 3;
                (j[3 * i + i], j[3 * i + next], j[3 * i + other]) = (1 - 2 * y[i] - 0.8 * y[next] - 1.4 * y[other], -0.8 * y[i], -1.4 * y[i]);
            }
        });

    /// <summary>Two circles, r' = ar(1 − r²), with frequencies 1 and √2: a torus that attracts as slowly as one likes.</summary>
    public static Field TwoCircles(double a) => new(4,
        (y, f) =>
        {
            double g = a * (1 - y[0] * y[0] - y[1] * y[1]), h = a * (1 - y[2] * y[2] - y[3] * y[3]), w = Math.Sqrt(2);
            (f[0], f[1], f[2], f[3]) = (g * y[0] - y[1], g * y[1] + y[0], h * y[2] - w * y[3], h * y[3] + w * y[2]);
        },
        (y, j) =>
        {
            double g = a * (1 - y[0] * y[0] - y[1] * y[1]), h = a * (1 - y[2] * y[2] - y[3] * y[3]), w = Math.Sqrt(2);
            j.Clear();
            (j[0], j[1], j[4], j[5]) = (g - 2 * a * y[0] * y[0], -1 - 2 * a * y[0] * y[1], 1 - 2 * a * y[0] * y[1], g - 2 * a * y[1] * y[1]);
            (j[10], j[11], j[14], j[15]) = (h - 2 * a * y[2] * y[2], -w - 2 * a * y[2] * y[3], w - 2 * a * y[2] * y[3], h - 2 * a * y[3] * y[3]);
        });

    /// <summary>r' = −r³(r − 1)² with unit frequency: the circle r = 1 attracts from outside, as 1/t, and repels inside.</summary>
    public static Field HalfStableCircle { get; } = new(2,
        (y, f) =>
        {
            double s = y[0] * y[0] + y[1] * y[1], r = Math.Sqrt(s), g = -s * (r - 1) * (r - 1);
            (f[0], f[1]) = (g * y[0] - y[1], g * y[1] + y[0]);
        },
        (y, j) =>
        {
            double s = y[0] * y[0] + y[1] * y[1], r = Math.Sqrt(s), g = -s * (r - 1) * (r - 1), slope = -2 * (r - 1) * (r - 1) - 2 * r * (r - 1);
            (j[0], j[1], j[2], j[3]) = (g + slope * y[0] * y[0], -1 + slope * y[0] * y[1], 1 + slope * y[0] * y[1], g + slope * y[1] * y[1]);
        });

    /// <summary>A third derivative that jumps: x''' = −½x'' − x' − x + sign(x), chaotic, and linear between the jumps.</summary>
    public static Field JerkWithASign { get; } = new(3,
        (y, f) => (f[0], f[1], f[2]) = (y[1], y[2], -0.5 * y[2] - y[1] - y[0] + Math.Sign(y[0])),
        (_, j) => (j[0], j[1], j[2], j[3], j[4], j[5], j[6], j[7], j[8]) = (0, 1, 0, 0, 0, 1, -1, -1, -0.5));

    /// <summary>Rosenzweig and MacArthur's predator and prey: for K above 2.33 one cycle, which passes close by the saddles (0, 0) and (K, 0).</summary>
    public static Field PredatorPrey(double k) => new(2,
        (y, f) =>
        {
            double g = y[0] / (1 + y[0]);
            (f[0], f[1]) = (y[0] * (1 - y[0] / k) - g * y[1], y[1] * (g - 0.4));
        },
        (y, j) =>
        {
            double g = y[0] / (1 + y[0]), s = 1 / ((1 + y[0]) * (1 + y[0]));
            (j[0], j[1], j[2], j[3]) = (1 - 2 * y[0] / k - s * y[1], -g, y[1] * s, g - 0.4);
        });

    /// <summary>The same in logarithms, where nothing comes near zero.</summary>
    public static Field PredatorPreyInLogarithms(double k) => new(2,
        (y, f) =>
        {
            double x = Math.Exp(y[0]), p = Math.Exp(y[1]);
            (f[0], f[1]) = (1 - x / k - p / (1 + x), x / (1 + x) - 0.4);
        },
        (y, j) =>
        {
            double x = Math.Exp(y[0]), p = Math.Exp(y[1]);
            (j[0], j[1], j[2], j[3]) = (-x / k + p * x / ((1 + x) * (1 + x)), -p / (1 + x), x / ((1 + x) * (1 + x)), 0);
        });

    /// <summary>x'' + 0.2x' + x = ½ sign(x'): between jumps linear.</summary>
    public static Field DryPushes { get; } = new(2,
        (y, f) => (f[0], f[1]) = (y[1], -y[0] - 0.2 * y[1] + 0.5 * Math.Sign(y[1])),
        (_, j) => (j[0], j[1], j[2], j[3]) = (0, 1, -1, -0.2));

    /// <summary>An oscillator that is forced with period 1, with the time as a coordinate.</summary>
    public static Field WithAClock { get; } = new(3,
        (y, f) =>
        {
            double w = 2 * Math.PI, r = y[0] * y[0] + y[1] * y[1];
            (f[0], f[1], f[2]) = (y[0] + w * y[1] - r * y[0] - 3 * Math.Sin(w * y[2]), -w * y[0] + y[1] - r * y[1], 1);
        },
        (y, j) =>
        {
            double w = 2 * Math.PI;
            j.Clear();
            (j[0], j[1], j[2]) = (1 - 3 * y[0] * y[0] - y[1] * y[1], w - 2 * y[0] * y[1], -3 * w * Math.Cos(w * y[2]));
            (j[3], j[4]) = (-w - 2 * y[0] * y[1], 1 - y[0] * y[0] - 3 * y[1] * y[1]);
        });

    /// <summary>Rössler's equations at a = b = 0.2, c = 5.7.</summary>
    public static Field Rossler { get; } = new(3,
        (y, f) => (f[0], f[1], f[2]) = (-y[1] - y[2], y[0] + 0.2 * y[1], 0.2 + y[2] * (y[0] - 5.7)),
        (y, j) => (j[0], j[1], j[2], j[3], j[4], j[5], j[6], j[7], j[8]) = (0, -1, -1, 1, 0.2, 0, y[2], 0, y[0] - 5.7));

    /// <summary>Van der Pol's oscillator at μ = 1, forced weakly by a clock of frequency 1.7 that goes back to its circle: a torus.</summary>
    public static Field ForcedVanDerPol { get; } = new(4,
        (y, f) =>
        {
            double g = 1 - y[2] * y[2] - y[3] * y[3], w = 1.7;
            (f[0], f[1]) = (y[1], (1 - y[0] * y[0]) * y[1] - y[0] + 0.3 * y[2]);
            (f[2], f[3]) = (g * y[2] - w * y[3], g * y[3] + w * y[2]);
        },
        (y, j) =>
        {
            double g = 1 - y[2] * y[2] - y[3] * y[3], w = 1.7;
            j.Clear();
            (j[1], j[4], j[5], j[6]) = (1, -2 * y[0] * y[1] - 1, 1 - y[0] * y[0], 0.3);
            (j[10], j[11], j[14], j[15]) = (g - 2 * y[2] * y[2], -w - 2 * y[2] * y[3], w - 2 * y[2] * y[3], g - 2 * y[3] * y[3]);
        });

    /// <summary>Lorenz at σ = 10, β = 8/3.</summary>
    public static Field Lorenz(double rho) => new(3, (y, f) => LorenzField(y, rho, f), (y, j) => LorenzJacobian(y, rho, j, 3));

    /// <summary>Lorenz at ρ = 28 with a fourth coordinate, w' = aw.</summary>
    public static Field LorenzBeside(double a) => new(4,
        (y, f) =>
        {
            LorenzField(y, 28, f);
            f[3] = a * y[3];
        },
        (y, j) =>
        {
            LorenzJacobian(y, 28, j, 4);
            j[15] = a;
        });

    /// <summary>Lorenz with ρ as a coordinate that never changes.</summary>
    public static Field LorenzWithItsParameter { get; } = new(4,
        (y, f) =>
        {
            LorenzField(y, y[3], f);
            f[3] = 0;
        },
        (y, j) =>
        {
            LorenzJacobian(y, y[3], j, 4);
            j[7] = y[0];
        });

    /// <summary>Lorenz at ρ = 28 with the sign of one derivative wrong.</summary>
    public static Field LorenzWithAWrongJacobian { get; } = new(3,
        (y, f) => LorenzField(y, 28, f),
        (y, j) =>
        {
            LorenzJacobian(y, 28, j, 3);
            j[5] = y[0];
        });

    /// <summary>Van der Pol at μ = 1 in the plane w = 0 of w' = aw.</summary>
    public static Field VanDerPolBeside(double a) => new(3,
        (y, f) => (f[0], f[1], f[2]) = (y[1], (1 - y[0] * y[0]) * y[1] - y[0], a * y[2]),
        (y, j) =>
        {
            j.Clear();
            (j[1], j[3], j[4], j[8]) = (1, -2 * y[0] * y[1] - 1, 1 - y[0] * y[0], a);
        });

    private static void LorenzField(ReadOnlySpan<double> y, double rho, Span<double> f) =>
        (f[0], f[1], f[2]) = (10 * (y[1] - y[0]), y[0] * (rho - y[2]) - y[1], y[0] * y[1] - 8.0 / 3 * y[2]);

    private static void LorenzJacobian(ReadOnlySpan<double> y, double rho, Span<double> j, int n)
    {
        j.Clear();
        (j[0], j[1]) = (-10, 10);
        (j[n], j[n + 1], j[n + 2]) = (rho - y[2], -1, -y[0]);
        (j[2 * n], j[2 * n + 1], j[2 * n + 2]) = (y[1], y[0], -8.0 / 3);
    }
}
