namespace PhaseGan;

/// <summary>What the steps of one run share: sizes, rates divided by n, and standard deviations.</summary>
internal sealed class StepNumbers
{
    private readonly double[] _realDeviations, _fakeDeviations;
    private readonly Philox.RoundKey[] _keys;

    /// <summary>Collects the numbers.</summary>
    /// <param name="gan">Rates, variances, noises, mini-batch.</param>
    /// <param name="dimension">n.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="rule">Gives the laws of the codes and the instance noise; Gaussian codes and none if absent.</param>
    /// <exception cref="ArgumentException">A law of the codes has another number of features.</exception>
    public StepNumbers(GanParameters gan, long dimension, long seed, TrainingRule? rule = null)
    {
        Gan = gan;
        Dimension = dimension;
        Features = gan.FeatureCount;
        Batch = gan.BatchSize;
        DiscriminatorStep = gan.DiscriminatorRate / dimension;
        GeneratorStep = gan.GeneratorRate / dimension;
        double added = rule?.InstanceNoise ?? 0;
        RealNoise = gan.RealNoise + added;
        FakeNoise = gan.FakeNoise + added;
        RealNoiseDeviation = Math.Sqrt(RealNoise);
        FakeNoiseDeviation = Math.Sqrt(FakeNoise);
        GeneratorNoiseDeviation = rule is { HasNoisyGenerator: true } ? FakeNoiseDeviation : Math.Sqrt(gan.FakeNoise);
        ScalarNormals = Features + 1 + Batch * (2 * Features + 2);
        RealCodes = Law(rule?.RealCodes, nameof(rule.RealCodes));
        FakeCodes = Law(rule?.FakeCodes, nameof(rule.FakeCodes));
        ExtraNormals = Batch * Extra(RealCodes) + (Batch + 1) * Extra(FakeCodes);

        _realDeviations = [.. gan.RealVariances.Select(Math.Sqrt)];
        _fakeDeviations = [.. gan.FakeVariances.Select(Math.Sqrt)];
        _keys = Philox.Expand(seed);
    }

    public GanParameters Gan { get; }

    /// <summary>n.</summary>
    public long Dimension { get; }

    /// <summary>d.</summary>
    public int Features { get; }

    /// <summary>m.</summary>
    public int Batch { get; }

    /// <summary>τ/n.</summary>
    public double DiscriminatorStep { get; }

    /// <summary>τ̃/n.</summary>
    public double GeneratorStep { get; }

    /// <summary>η_T, with the instance noise.</summary>
    public double RealNoise { get; }

    /// <summary>η_G, with the instance noise.</summary>
    public double FakeNoise { get; }

    /// <summary>The square root of <see cref="RealNoise"/>.</summary>
    public double RealNoiseDeviation { get; }

    /// <summary>The square root of <see cref="FakeNoise"/>.</summary>
    public double FakeNoiseDeviation { get; }

    /// <summary>The deviation of the noise in the generator's own sample.</summary>
    public double GeneratorNoiseDeviation { get; }

    /// <summary>Normals that the codes and the scalars w·a of one step need: c̃₁ and w·ã₁, then c, w·a, c̃, w·ã for each sample of the batch.</summary>
    public int ScalarNormals { get; }

    /// <summary>The law of real codes, or null if it is Gaussian: normals as they are drawn.</summary>
    public LatentLaw? RealCodes { get; }

    /// <summary>The law of fake codes, or null if it is Gaussian.</summary>
    public LatentLaw? FakeCodes { get; }

    /// <summary>Normals beyond <see cref="ScalarNormals"/> that the codes of one step are made from.</summary>
    public int ExtraNormals { get; }

    /// <summary>√Λ_ℓ, length d.</summary>
    public ReadOnlySpan<double> RealDeviations => _realDeviations;

    /// <summary>√Λ̃_ℓ, length d.</summary>
    public ReadOnlySpan<double> FakeDeviations => _fakeDeviations;

    /// <summary>The expanded seed.</summary>
    public ReadOnlySpan<Philox.RoundKey> Keys => _keys;

    /// <summary>Makes a code c or c̃, before its deviations, of the first of the normals.</summary>
    /// <returns>How many normals it took.</returns>
    public int DrawCode(bool isReal, ReadOnlySpan<double> normals, Span<double> code)
    {
        LatentLaw? law = isReal ? RealCodes : FakeCodes;
        int count = law?.NormalsPerCode(Features) ?? Features;
        if (law is null)
            normals[..count].CopyTo(code);
        else
            law.Draw(normals[..count], code);
        return count;
    }

    private int Extra(LatentLaw? law) => law is null ? 0 : law.NormalsPerCode(Features) - Features;

    private LatentLaw? Law(LatentLaw? law, string name)
    {
        if (law is null || law.Equals(LatentLaw.Gaussian))
            return null;
        return law.FeatureCount is null || law.FeatureCount == Features
            ? law
            : throw new ArgumentException($"{name} must be a law of {Features} features, as many as the parameters have; got one of {law.FeatureCount}", nameof(law));
    }
}
