using static PhaseGan.Tests.Continuation.Jet;

namespace PhaseGan.Tests.Continuation;

/// <summary>Families from the literature with cycles whose bifurcations are known to many digits.</summary>
internal static class CycleProblems
{
    /// <summary>Freire's circuit (AUTO, demo tor) with AUTO's parameters; symmetric under a change of all signs.</summary>
    public static FieldFamily Circuit { get; } = FieldFamily.Of("nu", nu => new JetField(3, y =>
    {
        Jet d = y[1] - y[0], cube = 0.933578 * d * d * d;
        return [(-(0.5 + nu) * y[0] + 0.5 * y[1] - 0.328578 * y[0] * y[0] * y[0] + cube) / 0.6, 0.5 * y[0] + 0.1 * y[1] - y[2] - cube, y[1]];
    }));

    /// <summary>The feedback system of Lur'e (MatCont's manual).</summary>
    public static FieldFamily Feedback { get; } = FieldFamily.Of("alpha", "beta", (alpha, beta) => new JetField(3, y =>
        [y[1], y[2], -alpha * y[2] - beta * y[1] - y[0] + y[0] * y[0]]));

    /// <summary>Morris–Lecar with fast calcium (MatCont's manual).</summary>
    public static FieldFamily FastMorrisLecar { get; } = FieldFamily.Of("y", "z", (current, z) => new JetField(2, y =>
    {
        Jet v = y[0], w = y[1], m = 0.5 * (1 + Tanh((v + 0.01) / 0.15)), rest = 0.5 * (1 + Tanh((v - z) / 0.145));
        return [current - 0.5 * (v + 0.5) - 2 * w * (v + 0.7) - m * (v - 1), 1.15 * (rest - w) * Cosh((v - 0.1) / 0.29)];
    }));

    /// <summary>Van der Pol's oscillator.</summary>
    public static FieldFamily VanDerPol { get; } = FieldFamily.Of("mu", mu => new JetField(2, y => [y[1], mu * (1 - y[0] * y[0]) * y[1] - y[0]]));

    /// <summary>Circles of radius r with (r² − 2)² + p² = ¼, once round in 2π: a closed branch with folds at p = ±½.</summary>
    public static FieldFamily Island { get; } = FieldFamily.Of("p", p => new JetField(2, y =>
    {
        Jet square = y[0] * y[0] + y[1] * y[1], growth = 0.25 - p * p - (square - 2) * (square - 2);
        return [growth * y[0] - y[1], y[0] + growth * y[1]];
    }));

    /// <summary>Prey and predators that conserve a quantity: at every value cycles are a family.</summary>
    public static FieldFamily LotkaVolterra { get; } = FieldFamily.Of("a", a => new JetField(2, y => [y[0] * (a - y[1]), y[1] * (y[0] - 1)]));
}
