namespace PhaseGan;

/// <summary>A number of features d that code can be compiled for.</summary>
internal interface IFeatureCount
{
    /// <summary>d ≥ 1.</summary>
    int Value { get; }
}

/// <summary>d = 1.</summary>
internal readonly struct OneFeature : IFeatureCount
{
    public int Value => 1;
}

/// <summary>d = 2.</summary>
internal readonly struct TwoFeatures : IFeatureCount
{
    public int Value => 2;
}

/// <summary>d = 3.</summary>
internal readonly struct ThreeFeatures : IFeatureCount
{
    public int Value => 3;
}

/// <summary>d = 4.</summary>
internal readonly struct FourFeatures : IFeatureCount
{
    public int Value => 4;
}

/// <summary>Any d.</summary>
internal readonly struct SomeFeatures(int value) : IFeatureCount
{
    public int Value => value;
}
