namespace PhaseGan.Testing;

/// <summary>Draws parameters of a domain from a seed and proposes simpler ones.</summary>
internal static class ParameterCases
{
    private const int Attempts = 20_000;

    /// <summary>The parameters of a seed.</summary>
    public static GanParameters Draw(ParameterDomain domain, int seed)
    {
        var random = new SplitMix(seed);
        // the number of features is drawn once: rejection must not favour the small ones
        int d = domain.MinFeatures + (int)(random.NextUniform() * (domain.MaxFeatures - domain.MinFeatures + 1));
        for (int k = 0; k < Attempts; k++)
            if (Attempt(domain, d, ref random) is { } gan && domain.Contains(gan))
                return gan;
        throw new InvalidOperationException(
            $"no parameters with d = {d} were found in {domain} after {Attempts} draws; widen its ranges");
    }

    private static GanParameters? Attempt(ParameterDomain domain, int d, ref SplitMix random)
    {
        bool matched = domain.Matched ?? random.NextUniform() < 0.5;
        bool exact = domain.Inequality == Inequality15.LeftEquality;
        var (real, fake) = (new double[d], new double[d]);
        // variances within a spread of each other and a mismatch drawn anew each time, so that all of nearly equal to far apart occurs
        double centre = LogUniform(domain.Variances, ref random);
        double spread = Math.Pow(20, random.NextUniform()), mismatch = Math.Pow(10, random.NextUniform());
        for (int l = 0; l < d; l++)
        {
            real[l] = Number(centre * Math.Pow(spread, random.NextUniform() - 0.5), exact);
            fake[l] = matched ? real[l] : Number(real[l] * Math.Pow(mismatch, 2 * random.NextUniform() - 1), exact);
        }
        int m = 1 + (int)(random.NextUniform() * domain.MaxBatchSize);
        double alpha = LogUniform(domain.RateRatios, ref random);
        if (exact)
            return OnTheLeftSide(domain, real, fake, alpha, ref random);

        double tau = RoundNumbers.Round(LogUniform(domain.DiscriminatorRates, ref random), 2);
        double tilde = RoundNumbers.Round(alpha * tau, 3);
        double right = real.Min(), left = real.Zip(fake, (a, b) => 0.5 * (a - b + tilde / tau * b)).Max();
        double least = domain.RelativeNoises.Least * right, largest = domain.RelativeNoises.Largest * right;
        (least, largest) = domain.Inequality switch
        {
            Inequality15.Holds => (Math.Max(least, left), Math.Min(largest, right)),
            Inequality15.LeftViolated => (least, Math.Min(largest, Math.Min(left, right))),
            Inequality15.RightViolated => (Math.Max(least, right), largest),
            _ => (least, largest),
        };
        if (!(least < largest))
            return null;
        double power = LogUniform((least, largest), ref random) * m / tau;
        double share = random.NextUniform() is var u && u < 0.4 ? 0.5 : u < 0.5 ? 0 : u < 0.6 ? 1 : random.NextUniform();
        return new GanParameters(
            real, fake, tau, tilde, RoundNumbers.Round(Math.Sqrt(2 * power * share), 4), RoundNumbers.Round(Math.Sqrt(2 * power * (1 - share)), 4), m);
    }

    /// <summary>x equal to the left side without any rounding: all numbers are small multiples of powers of two.</summary>
    private static GanParameters? OnTheLeftSide(ParameterDomain domain, double[] real, double[] fake, double alpha, ref SplitMix random)
    {
        alpha = Math.Max(1, Math.Round(alpha * 32)) / 32;
        double left = real.Zip(fake, (a, b) => 0.5 * (a - b + alpha * b)).Max();
        if (!(left > 0))
            return null;
        double noise = Math.Pow(2, Math.Floor(4 * random.NextUniform()) - 1);
        int m = 1 << (int)(random.NextUniform() * (1 + Math.Log2(domain.MaxBatchSize)));
        double tau = left * m / (noise * noise);
        return new GanParameters(real, fake, tau, alpha * tau, noise, noise, m);
    }

    /// <summary>Simpler parameters that stay in the domain, the boldest simplification first.</summary>
    public static IEnumerable<GanParameters> Simpler(ParameterDomain domain, GanParameters gan)
    {
        var complexity = Complexity(gan);
        return Candidates(gan).Where(c => Complexity(c).CompareTo(complexity) < 0 && domain.Contains(c));
    }

    /// <summary>What shrinking lowers: features, then differences that could be absent, then the look of the numbers.</summary>
    internal static (int Features, int Differences, int Numbers) Complexity(GanParameters gan) =>
        (gan.FeatureCount,
         gan.RealVariances.Zip(gan.FakeVariances).Count(v => v.First != v.Second) + (gan.RealNoise == gan.FakeNoise ? 0 : 1) + (gan.BatchSize == 1 ? 0 : 1),
         gan.RealVariances.Concat(gan.FakeVariances).Append(gan.DiscriminatorRate).Append(gan.GeneratorRate)
             .Append(gan.RealNoise).Append(gan.FakeNoise).Sum(RoundNumbers.Complexity) + gan.BatchSize);

    private static IEnumerable<GanParameters> Candidates(GanParameters gan)
    {
        int d = gan.FeatureCount;
        double[] real = [.. gan.RealVariances], fake = [.. gan.FakeVariances];
        if (d > 1)
            for (int l = 0; l < d; l++)
                yield return gan.With(realVariances: [real[l]], fakeVariances: [fake[l]]);
        if (d > 2)
            for (int l = 0; l < d; l++)
                yield return gan.With(realVariances: Without(real, l), fakeVariances: Without(fake, l));
        yield return gan.With(fakeVariances: real);
        for (int l = 0; l < d; l++)
            yield return gan.With(fakeVariances: Replaced(fake, l, real[l]));

        // the plainest frame: unit noise and m = 1, in which τ is x itself
        for (int digits = 1; digits <= 3; digits++)
        {
            double tau = RoundNumbers.Round(gan.EffectiveNoise, digits), tilde = RoundNumbers.Round(gan.RateRatio * tau, digits);
            if (tau > 0 && tilde > 0)
                yield return gan.With(discriminatorRate: tau, generatorRate: tilde, noise: 1, batchSize: 1);
        }
        yield return gan.With(batchSize: 1, effectiveNoise: gan.EffectiveNoise);
        yield return gan.With(batchSize: 1);
        yield return gan.With(noise: gan.RealNoise);
        yield return gan.With(noise: gan.FakeNoise);
        yield return gan.With(noise: RoundNumbers.Round(Math.Sqrt((gan.RealNoise * gan.RealNoise + gan.FakeNoise * gan.FakeNoise) / 2), 2));

        for (int l = 0; l < d; l++)
            foreach (double v in RoundNumbers.Simpler(real[l]))
            {
                if (real[l] == fake[l])
                    yield return gan.With(realVariances: Replaced(real, l, v), fakeVariances: Replaced(fake, l, v));
                yield return gan.With(realVariances: Replaced(real, l, v));
            }
        for (int l = 0; l < d; l++)
            foreach (double v in RoundNumbers.Simpler(fake[l]))
                yield return gan.With(fakeVariances: Replaced(fake, l, v));
        foreach (double v in RoundNumbers.Simpler(gan.DiscriminatorRate))
        {
            yield return gan.With(discriminatorRate: v, rateRatio: gan.RateRatio, effectiveNoise: gan.EffectiveNoise);
            yield return gan.With(discriminatorRate: v);
        }
        foreach (double v in RoundNumbers.Simpler(gan.GeneratorRate))
            yield return gan.With(generatorRate: v);
        foreach (double v in RoundNumbers.Simpler(gan.RealNoise))
            yield return gan.RealNoise == gan.FakeNoise ? gan.With(noise: v) : gan.With(realNoise: v);
        foreach (double v in RoundNumbers.Simpler(gan.FakeNoise))
            yield return gan.With(fakeNoise: v);
    }

    private static double Number(double value, bool exact) =>
        exact ? Math.Max(1, Math.Round(value * 8)) / 8 : RoundNumbers.Round(value, 3);

    private static double LogUniform((double Least, double Largest) range, ref SplitMix random) =>
        range.Least * Math.Pow(range.Largest / range.Least, random.NextUniform());

    private static double[] Without(double[] values, int index) => [.. values[..index], .. values[(index + 1)..]];

    private static double[] Replaced(double[] values, int index, double value)
    {
        double[] copy = [.. values];
        copy[index] = value;
        return copy;
    }
}
