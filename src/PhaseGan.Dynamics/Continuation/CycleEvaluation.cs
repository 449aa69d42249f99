namespace PhaseGan.Dynamics;

/// <summary>The equations of a cycle and their derivatives at unknowns of a <see cref="CycleFrame"/>.</summary>
/// <param name="system">The equations.</param>
/// <param name="unknowns">The unknowns.</param>
internal sealed class CycleEvaluation(CycleSystem system, double[] unknowns)
{
    private CycleMultipliers? _multipliers;
    private (double[] Levels, bool AreSignsTold)? _uncertainties;

    /// <summary>The equations.</summary>
    public CycleSystem System => system;

    /// <summary>The units and the mesh.</summary>
    public CycleFrame Frame => system.Frame;

    /// <summary>The unknowns.</summary>
    public double[] Unknowns => unknowns;

    /// <summary>Values of the equations.</summary>
    public double[] Values { get; } = new double[system.Frame.Equations];

    /// <summary>Their derivatives, row-major, as many columns as unknowns.</summary>
    public double[] Matrix { get; } = new double[system.Frame.Equations * system.Frame.Unknowns];

    /// <summary>For each segment the derivative of its end by its start, N×N row-major, in units of the sizes.</summary>
    public double[][] Blocks { get; } = [.. system.Frame.Shares.Select(_ => new double[system.Frame.Dimension * system.Frame.Dimension])];

    /// <summary>For each segment the ends of the steps over it as shares of its time; null where the method was implicit.</summary>
    public double[][]? Steps { get; set; }

    /// <summary>The velocity at the starts of the segments in the units of the unknowns.</summary>
    public double[] Velocity { get; } = new double[system.Frame.PeriodPlace];

    /// <summary>States at the starts of the segments without their mean, in the units of the unknowns.</summary>
    public double[] Deviations() => system.Frame.Deviations(unknowns);

    /// <summary>The multipliers.</summary>
    public CycleMultipliers Multipliers => _multipliers ??= CycleMultipliers.Of(Blocks, system.Frame.Dimension, s => system.Frame.Scaled(Velocity, s));

    /// <summary>How uncertain the places of the multipliers beside the unit circle are, and whether the numbers of real ones above 1 and below −1 are told.</summary>
    public (double[] Levels, bool AreSignsTold) Uncertainties => _uncertainties ??= Multipliers.Uncertainties(Blocks, system.Frame.Dimension, s => system.Frame.Scaled(Velocity, s));
}
