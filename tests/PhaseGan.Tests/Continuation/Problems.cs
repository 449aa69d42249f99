using static PhaseGan.Tests.Continuation.Jet;

namespace PhaseGan.Tests.Continuation;

/// <summary>Families from the literature, with bifurcations whose places are known in closed form or to many digits.</summary>
internal static class Problems
{
    /// <summary>μ + λx − x³ (AUTO, demo cusp).</summary>
    public static FieldFamily Cusp { get; } = FieldFamily.Of("mu", "lambda", (mu, lambda) => new JetField(1, y => [mu + lambda * y[0] - y[0] * y[0] * y[0]]));

    /// <summary>A → B with heat (AUTO, demo ab).</summary>
    public static FieldFamily Reaction(double p2) => FieldFamily.Of("p1", "p3", (p1, p3) => new JetField(2, y =>
    {
        Jet rate = p1 * (1 - y[0]) * Exp(y[1]);
        return [rate - y[0], p2 * rate - y[1] - p3 * y[1]];
    }));

    /// <summary>Bratu's problem on two points (MatCont's manual).</summary>
    public static FieldFamily Bratu { get; } = FieldFamily.Of("a", a => new JetField(2, y => [y[1] - 2 * y[0] + a * Exp(y[0]), y[0] - 2 * y[1] + a * Exp(y[1])]));

    /// <summary>Oxidation of CO (MatCont's catalytic oscillator).</summary>
    public static FieldFamily Oxidation { get; } = FieldFamily.Of("q2", "k", (q2, k) => new JetField(3, y =>
    {
        Jet x = y[0], v = y[1], s = y[2], z = 1 - x - v - s;
        return [2 * 2.5 * z * z - 2 * x * x - 10 * x * v, q2 * z - 0.1 * v - 10 * x * v, 0.0675 * (z - k * s)];
    }));

    /// <summary>Lorenz-84 with a fourth variable (BifurcationKit's tutorial).</summary>
    public static FieldFamily Lorenz84 { get; } = FieldFamily.Of("F", "T", (f, t) => new JetField(4, y =>
    {
        Jet x = y[0], v = y[1], z = y[2], u = y[3];
        return
        [
            -v * v - z * z - 0.25 * x + 0.25 * f - 0.987 * u * u,
            x * v - x * z - v + 0.25,
            x * v + x * z - z,
            -1.04 * u + 0.987 * u * x + t,
        ];
    }));

    /// <summary>Morris–Lecar (MatCont).</summary>
    public static FieldFamily MorrisLecar { get; } = FieldFamily.Of("I", "v3", (current, v3) => new JetField(2, y =>
    {
        Jet v = y[0], w = y[1], m = 0.5 * (1 + Tanh((v + 1.2) / 18)), rest = 0.5 * (1 + Tanh((v - v3) / 30));
        return [(current - 2 * (v + 60) - 4.4 * m * (v - 120) - 8 * w * (v + 84)) / 20, (rest - w) * Cosh((v - v3) / 60) / 25];
    }));

    /// <summary>Morris–Lecar with a fast current (MatCont's manual), z = 0.1.</summary>
    public static FieldFamily FastMorrisLecar { get; } = FieldFamily.Of("y", current => new JetField(2, y =>
    {
        Jet v = y[0], w = y[1], m = 0.5 * (1 + Tanh((v + 0.01) / 0.15)), rest = 0.5 * (1 + Tanh((v - 0.1) / 0.145));
        return [current - 0.5 * (v + 0.5) - 2 * w * (v + 0.7) - m * (v - 1), 1.15 * (rest - w) * Cosh((v - 0.1) / 0.29)];
    }));

    /// <summary>Lorenz, σ = 10, b = 8/3.</summary>
    public static FieldFamily Lorenz { get; } = FieldFamily.Of("rho", rho => new JetField(3, y =>
        [10 * (y[1] - y[0]), rho * y[0] - y[1] - y[0] * y[2], y[0] * y[1] - 8.0 / 3 * y[2]]));

    /// <summary>The Brusselator.</summary>
    public static FieldFamily Brusselator(double a) => FieldFamily.Of("B", b => new JetField(2, y =>
        [a - (b + 1) * y[0] + y[0] * y[0] * y[1], b * y[0] - y[0] * y[0] * y[1]]));

    /// <summary>Predator and prey (AUTO, demo pp2).</summary>
    public static FieldFamily PredatorPrey { get; } = FieldFamily.Of("p", p => new JetField(2, y =>
        [3 * y[0] * (1 - y[0]) - y[0] * y[1] - p * (1 - Exp(-5 * y[0])), -y[1] + 3 * y[0] * y[1]]));

    /// <summary>Bazykin's predator and prey, ε = 0.01, γ = 1.</summary>
    public static FieldFamily Bazykin { get; } = FieldFamily.Of("alpha", "delta", (alpha, delta) => new JetField(2, y =>
    {
        Jet eaten = y[0] * y[1] / (1 + alpha * y[0]);
        return [y[0] - eaten - 0.01 * y[0] * y[0], -y[1] + eaten - delta * y[1] * y[1]];
    }));

    /// <summary>
    /// Hodgkin and Huxley's axon (a notebook on homoclinic orbits of MatCont) with depolarisation negative. Its rates of the gates are a tenth of the usual ones at 6.3 degrees, and the leak's potential has the other
    /// sign: so the printed point and its coefficients have it.
    /// </summary>
    public static FieldFamily HodgkinHuxley { get; } = FieldFamily.Of("VK", "I", (potassium, current) => new JetField(4, y =>
    {
        Jet v = y[0], m = y[1], n = y[2], h = y[3];
        Jet ion = 120 * m * m * m * h * (v + 115) + 36 * n * n * n * n * (v - potassium) + 0.3 * (v - 10.599);
        return
        [
            current - ion,
            0.1 * (Psi((v + 25) / 10) * (1 - m) - 4 * Exp(v / 18) * m),
            0.1 * (0.1 * Psi((v + 10) / 10) * (1 - n) - 0.125 * Exp(v / 80) * n),
            0.1 * (0.07 * Exp(v / 20) * (1 - h) - h / (1 + Exp((v + 30) / 10))),
        ];

        static Jet Psi(Jet x) => x / (Exp(x) - 1);
    }));
}
