namespace PhaseGan;

/// <summary>The sizes of <see cref="FeatureGramKernel"/>.</summary>
internal readonly struct FeatureGramShape
{
    public FeatureGramShape(StepNumbers run, TrainingRule rule)
    {
        (Features, Columns, Samples) = (run.Features, rule.DiscriminatorFeatures, 2 * run.Batch);
        IsOrthonormal = rule.DiscriminatorNorms == DiscriminatorNorms.Orthonormal;
        Frame = 2 * Features + Columns;
        Kept = Math.Min(Samples, Columns);
        Across = (int)Math.Min(Kept, run.Dimension - Frame);
        Width = Frame + Across;
        GeneratorNoise = IsOrthonormal ? Columns : Frame;
        Below = 0;
        for (int j = 0; j < Across; j++)
            Below += Kept - 1 - j;
        BelowAt = Samples * (Features + Frame) + Features + GeneratorNoise;
        Normals = (BelowAt + Below + Across + 1) & ~1;
    }

    /// <summary>d.</summary>
    public int Features { get; }

    /// <summary>k.</summary>
    public int Columns { get; }

    /// <summary>2m: samples that W is trained with in a step.</summary>
    public int Samples { get; }

    /// <summary>Whether the columns of W are held at right angles, and not their lengths alone.</summary>
    public bool IsOrthonormal { get; }

    /// <summary>2d + k: vectors of the frame.</summary>
    public int Frame { get; }

    /// <summary>min(2m, k): directions across the frame that samples have a share in.</summary>
    public int Kept { get; }

    /// <summary>Coordinates beyond the frame: of those directions, as many as the space has.</summary>
    public int Across { get; }

    /// <summary>Coordinates of a row of W before the frame is turned.</summary>
    public int Width { get; }

    /// <summary>Normals of the noise in the generator's own sample: its products with orthonormal columns, or its coordinates in the frame.</summary>
    public int GeneratorNoise { get; }

    /// <summary>Normals below the diagonal of Bartlett's triangle.</summary>
    public int Below { get; }

    /// <summary>Where they begin; the roots of chi-square variates of the diagonal follow.</summary>
    public int BelowAt { get; }

    /// <summary>Normals of a step, an even number.</summary>
    public int Normals { get; }

    /// <summary>Numbers of the state: rows V_1 … V_d, W_1 … W_k of <see cref="Frame"/> coordinates.</summary>
    public int StateSize => (Features + Columns) * Frame;

    /// <summary>Numbers that a step works with.</summary>
    public int WorkSize => (Features + Columns) * Width + Frame + Features + Columns * (Samples + 1) + 4 * Columns * Columns;
}
