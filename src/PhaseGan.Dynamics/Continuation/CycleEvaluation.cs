namespace PhaseGan.Dynamics;

/// <summary>The equations of a cycle and their derivatives at unknowns of a <see cref="CycleFrame"/>.</summary>
/// <param name="system">The equations.</param>
/// <param name="unknowns">The unknowns.</param>
internal sealed class CycleEvaluation(CycleSystem system, double[] unknowns)
{
    /// <summary>A multiplier is told from the unit circle if it is this many of its uncertainties off.</summary>
    private const double ErrorFactor = 10;

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

    /// <summary>How uncertain the places of the multipliers beside the unit circle are, and whether the numbers of real ones above 1 and below −1 are told. Where that hides a side of the circle, they become those of the motion across the cycle alone.</summary>
    public (double[] Levels, bool AreSignsTold) Uncertainties
    {
        get
        {
            if (_uncertainties is null)
            {
                _uncertainties = Multipliers.Uncertainties(Blocks, system.Frame.Dimension, s => system.Frame.Scaled(Velocity, s));
                if (Hides())
                    Refine();
            }
            return _uncertainties.Value;
        }
    }

    /// <summary>Whether errors of the segments hide on which side of the unit circle a multiplier is.</summary>
    public bool IsBlurred => Uncertainties.Levels.Length > 0 && Hides();

    /// <summary>Whether the multipliers are those of the motion across the cycle alone.</summary>
    public bool IsFine { get; private set; }

    /// <summary>Takes the multipliers from the motion across the cycle alone, over segments that bring motions together by little, if there are any: what is left of a direction is then above the errors of each.</summary>
    public void Refine()
    {
        if (IsFine || system.Fine(unknowns) is not var (blocks, velocities) || Multipliers.Across(blocks, velocities, system.Frame.Dimension) is not var (finer, uncertainties))
            return;
        (_multipliers, _uncertainties, IsFine) = (finer, uncertainties, true);
    }

    private bool Hides() => Multipliers.Values.Zip(_uncertainties!.Value.Levels).Any(v => Math.Abs(CycleMultipliers.Level(v.First)) <= ErrorFactor * v.Second);
}
