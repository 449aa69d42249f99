namespace PhaseGan;

/// <summary>How the values of an <see cref="Axis"/> are spaced; pictures draw the axis accordingly.</summary>
public enum AxisScale
{
    /// <summary>Equal steps.</summary>
    Linear,

    /// <summary>Equal ratios; all values are &gt; 0.</summary>
    Logarithmic,

    /// <summary>Any increasing values.</summary>
    Listed,
}
