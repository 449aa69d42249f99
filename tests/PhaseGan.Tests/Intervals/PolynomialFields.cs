namespace PhaseGan.Tests.Intervals;

/// <summary>Polynomial fields whose solutions are known, as lists of operations.</summary>
internal static class PolynomialFields
{
    /// <summary>y' = y²: y = 1/(1/y₀ − t).</summary>
    public static TaylorTape Square() => Of(1, y => [y[0] * y[0]]);

    /// <summary>A turn with decay: y = e^(−t/5)(cos 2t, sin 2t).</summary>
    public static TaylorTape Spiral() => Of(2, y => [Number(-0.2) * y[0] - Number(2) * y[1], Number(2) * y[0] - Number(0.2) * y[1]]);

    /// <summary>x' = x − y − x(x² + y²), y' = x + y − y(x² + y²): a circle of period 2π that attracts; with another sign of all terms but the turn it repels.</summary>
    public static TaylorTape Circle(double sign) => Of(2, y =>
    {
        TapeLane growth = Number(sign) * (Number(1) - y[0] * y[0] - y[1] * y[1]);
        return [growth * y[0] - y[1], y[0] + growth * y[1]];
    });

    /// <summary>Van der Pol's oscillator with μ = 1.</summary>
    public static TaylorTape VanDerPol() => Of(2, y => [y[1], (Number(1) - y[0] * y[0]) * y[1] - y[0]]);

    public static TaylorTape Of(int dimension, Func<TapeLane[], TapeLane[]> field)
    {
        var tape = new TaylorTape(dimension);
        TapeLane.Tape = tape;
        return tape.WithOutputs([.. field([.. Enumerable.Range(0, dimension).Select(i => new TapeLane(i))]).Select(v => v.Node)]);
    }

    private static TapeLane Number(double value) => TapeLane.All(value);
}
