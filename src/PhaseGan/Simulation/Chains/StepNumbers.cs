namespace PhaseGan;

/// <summary>What the steps of one run share: sizes, rates divided by n, and standard deviations.</summary>
internal sealed unsafe class StepNumbers
{
    private readonly AlignedBuffer _deviations;

    public StepNumbers(GanParameters gan, long dimension, long seed)
    {
        Gan = gan;
        Dimension = dimension;
        Features = gan.FeatureCount;
        Batch = gan.BatchSize;
        DiscriminatorStep = gan.DiscriminatorRate / dimension;
        GeneratorStep = gan.GeneratorRate / dimension;
        RealNoise = gan.RealNoise;
        FakeNoise = gan.FakeNoise;
        RealNoiseDeviation = Math.Sqrt(gan.RealNoise);
        FakeNoiseDeviation = Math.Sqrt(gan.FakeNoise);
        ScalarNormals = Features + 1 + Batch * (2 * Features + 2);

        _deviations = new AlignedBuffer(2 * Features + 2 * Philox.KeyWords);
        RealDeviations = _deviations.Start;
        FakeDeviations = RealDeviations + Features;
        for (int l = 0; l < Features; l++)
        {
            RealDeviations[l] = Math.Sqrt(gan.RealVariances[l]);
            FakeDeviations[l] = Math.Sqrt(gan.FakeVariances[l]);
        }
        Keys = (ulong*)(FakeDeviations + Features);
        Philox.Expand(seed, new Span<ulong>(Keys, Philox.KeyWords));
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

    /// <summary>η_T.</summary>
    public double RealNoise { get; }

    /// <summary>η_G.</summary>
    public double FakeNoise { get; }

    /// <summary>√η_T.</summary>
    public double RealNoiseDeviation { get; }

    /// <summary>√η_G.</summary>
    public double FakeNoiseDeviation { get; }

    /// <summary>Normals that the codes and the scalars w·a of one step need: c̃₁ and w·ã₁, then c, w·a, c̃, w·ã for each sample of the batch.</summary>
    public int ScalarNormals { get; }

    /// <summary>√Λ_ℓ, length d.</summary>
    public double* RealDeviations { get; }

    /// <summary>√Λ̃_ℓ, length d.</summary>
    public double* FakeDeviations { get; }

    /// <summary>The expanded seed.</summary>
    public ulong* Keys { get; }
}
