namespace PhaseGan;

/// <summary>How the boundaries of a diagram are looked for.</summary>
public sealed record PhaseBoundaryOptions
{
    private readonly ImplicitCurveOptions _curves = new() { MaxEvaluations = 50_000 };
    private readonly ImplicitCurveOptions _startDependent = new() { Tolerance = 1e-6, MaxStep = 0.04, MinStep = 1e-3, ChordTolerance = 1e-3, MaxEvaluations = 3000 };
    private readonly int _maxCurves = 1000;

    /// <summary>The defaults.</summary>
    public static PhaseBoundaryOptions Default { get; } = new();

    /// <summary>How curves are followed, in units of the sides of the diagram. Default: those of <see cref="ImplicitCurveOptions"/> with 50 000 values for each curve.</summary>
    public ImplicitCurveOptions Curves
    {
        get => _curves;
        init => _curves = value ?? throw new ArgumentNullException(nameof(Curves));
    }

    /// <summary>The same for curves that depend on the start, each value of which is a training, and for those of families of three features and more, each value of which is a search. Default: to 1e-6 in steps between 1e-3 and 0.04, with 3000 values for each curve.</summary>
    public ImplicitCurveOptions StartDependentCurves
    {
        get => _startDependent;
        init => _startDependent = value ?? throw new ArgumentNullException(nameof(StartDependentCurves));
    }

    /// <summary>Most curves that are followed, ≥ 0; edges that would need others are not explained. Default 1000.</summary>
    public int MaxCurves
    {
        get => _maxCurves;
        init => _maxCurves = Guard.AtLeast(value, 0, "the most curves", nameof(MaxCurves));
    }

    /// <summary>Whether curves that depend on the start are followed; each of their points takes trajectories. Default true.</summary>
    public bool FollowsStartDependent { get; init; } = true;

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}
