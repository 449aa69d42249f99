namespace PhaseGan.Tests.Phases;

/// <summary>Parameters with two features where lists of fixed points are easily incomplete: equal and nearly equal variances, no noise, x at Λ_l, small α.</summary>
internal static class DelicateParameters
{
    public static GanParameters Draw(Random random)
    {
        double real = Variance(), otherReal = random.Next(4) == 0 ? real * (1 + Gap()) : Variance();
        double fake = random.Next(3) == 0 ? real : Variance();
        double otherFake = random.Next(4) switch { 0 => fake, 1 => fake * (1 + Gap()), 2 => fake * (1 - Gap()), _ => Variance() };
        double tau = random.Next(2) == 0 ? 0.2 : Math.Exp(Uniform(-4, 0));
        double alpha = random.Next(4) switch { 0 => Math.Pow(10, Uniform(-4, 0)), 1 => random.Next(1, 4), _ => Uniform(0.05, 6) };
        var gan = new GanParameters([real, otherReal], [fake, otherFake], tau, tau * alpha, Math.Exp(Uniform(-3, 1)), Math.Exp(Uniform(-3, 1)), random.Next(3) == 0 ? 4 : 1);
        return random.Next(6) switch
        {
            0 => gan.With(effectiveNoise: 0),
            1 => gan.With(effectiveNoise: random.Next(2) == 0 ? real : otherReal),
            2 => gan.With(effectiveNoise: Math.Pow(10, Uniform(-14, -1))),
            _ => gan.With(effectiveNoise: Uniform(0, 1.2) * Math.Max(real, otherReal)),
        };

        double Uniform(double low, double high) => low + (high - low) * random.NextDouble();
        double Variance() => Math.Exp(Uniform(-1.5, 1.8));
        double Gap() => Math.Pow(10, Uniform(-12, -0.7));
    }
}
