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

    /// <summary>A → B → C with heat (AUTO, demo abc).</summary>
    public static FieldFamily TwoReactions { get; } = FieldFamily.Of("D", d => new JetField(3, y =>
    {
        Jet rate = d * Exp(y[2]), first = rate * (1 - y[0]), second = 0.04 * rate * y[1];
        return [first - y[0], first - second - y[1], 8 * (first + second) - 2.55 * y[2]];
    }));

    /// <summary>Two cells that exchange a substrate (AUTO, demo enz), symmetric under their exchange.</summary>
    public static FieldFamily Enzyme { get; } = FieldFamily.Of("s0", s0 => new JetField(2, y =>
    {
        return [s0 + y[1] - 2 * y[0] - 100 * Rate(y[0]), s0 + y[0] - 2 * y[1] - 100 * Rate(y[1])];

        static Jet Rate(Jet s) => s / (1 + s + s * s);
    }));

    /// <summary>A chain of plants, herbivores and predators (AUTO, demo c2c; Hastings and Powell's with other rates).</summary>
    public static FieldFamily FoodChain { get; } = FieldFamily.Of("d1", d1 => new JetField(3, y =>
    {
        Jet eaten = 5 * y[0] * y[1] / (1 + 3 * y[0]), taken = 0.1 * y[1] * y[2] / (1 + 2 * y[1]);
        return [y[0] * (1 - y[0]) - eaten, eaten - d1 * y[1] - taken, taken - 0.0125 * y[2]];
    }));

    /// <summary>A circuit with a cubic resistor (AUTO, demo ops).</summary>
    public static FieldFamily CubicCircuit { get; } = FieldFamily.Of("p3", p3 => new JetField(3, y =>
    {
        Jet current = 0.25 * (y[2] - y[0]);
        return [2 * (current - y[1] - 2 * (y[0] * y[0] * y[0] / 3 - y[0])), y[0] - p3, -current];
    }));

    /// <summary>Plants and herbivores in a membrane (AUTO, demo plp), s₀ = 110.</summary>
    public static FieldFamily Membrane { get; } = FieldFamily.Of("rho", "s0", (rho, s0) => new JetField(2, y =>
    {
        Jet rate = rho * y[0] * y[1] / (1 + y[0] + 0.1 * y[0] * y[0]);
        return [s0 - y[0] - rate, 0.2 * (500 - y[1]) - rate];
    }));

    /// <summary>Prey and two predators with harvest (AUTO, demo pp3); the plane without the last one stays.</summary>
    public static FieldFamily ThreeSpecies { get; } = FieldFamily.Of("p1", p1 => new JetField(3, y =>
        [y[0] * (1 - y[0]) - 4 * y[0] * y[1], -0.25 * y[1] + 4 * y[0] * y[1] - 3 * y[1] * y[2] - p1 * (1 - Exp(-5 * y[1])), -0.5 * y[2] + 3 * y[1] * y[2]]));

    /// <summary>FitzHugh and Nagumo's axon with the usual numbers; symmetric under I → 1.75 − I with (v, w) → (−v, 1.75 − w).</summary>
    public static FieldFamily FitzHughNagumo { get; } = FieldFamily.Of("I", current => new JetField(2, y =>
        [y[0] - y[0] * y[0] * y[0] / 3 - y[1] + current, 0.08 * (y[0] + 0.7 - 0.8 * y[1])]));

    /// <summary>Rössler's system, a = b = 0.2.</summary>
    public static FieldFamily Roessler { get; } = FieldFamily.Of("c", c => new JetField(3, y => [-y[1] - y[2], y[0] + 0.2 * y[1], 0.2 + y[2] * (y[0] - c)]));

    /// <summary>Watt's governor of a steam engine (Sotomayor, Mello and Braga), ε = 0.7, β = 0.8.</summary>
    public static FieldFamily Governor { get; } = FieldFamily.Of("alpha", alpha => new JetField(3, y =>
        [y[1], y[2] * y[2] * Sin(y[0]) * Cos(y[0]) - Sin(y[0]) - 0.7 * y[1], alpha * (Cos(y[0]) - 0.8)]));

    /// <summary>Goldbeter's mitotic oscillator, whose switches are a hundred times as steep as the rest of it.</summary>
    public static FieldFamily Mitosis { get; } = FieldFamily.Of("vi", vi => new JetField(3, y =>
    {
        Jet c = y[0], m = y[1], x = y[2];
        return
        [
            vi - 0.25 * x * c / (0.02 + c) - 0.01 * c,
            3 * c / (0.5 + c) * (1 - m) / (1.005 - m) - 1.5 * m / (0.005 + m),
            m * (1 - x) / (1.005 - x) - 0.5 * x / (0.005 + x),
        ];
    }));

    /// <summary>Bratu's problem on N inner places of an interval; the fold of the differential equation is at 3.513830719.</summary>
    public static FieldFamily BratuOnAGrid(int n) => FieldFamily.Of("lambda", lambda => new Grid(n, lambda));

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

    private sealed class Grid(int n, double lambda) : IVectorField
    {
        private readonly double _stiffness = (n + 1.0) * (n + 1);

        public int Dimension => n;

        public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
        {
            for (int i = 0; i < n; i++)
                derivative[i] = _stiffness * ((i > 0 ? y[i - 1] : 0) - 2 * y[i] + (i + 1 < n ? y[i + 1] : 0)) + lambda * Math.Exp(y[i]);
        }

        public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian)
        {
            jacobian.Clear();
            for (int i = 0; i < n; i++)
            {
                jacobian[i * n + i] = -2 * _stiffness + lambda * Math.Exp(y[i]);
                if (i > 0)
                    jacobian[i * n + i - 1] = jacobian[(i - 1) * n + i] = _stiffness;
            }
        }
    }
}
