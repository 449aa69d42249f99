namespace PhaseGan.Dynamics;

/// <summary>How a curve in the plane is followed. Lengths are in units of the window's sides.</summary>
public sealed record ImplicitCurveOptions
{
    private readonly double _tolerance = 1e-8, _maxStep = 0.02, _minStep = 1e-6, _chordTolerance = 2e-4;
    private readonly int _maxPoints = 10_000, _maxEvaluations = 500_000;

    /// <summary>The defaults.</summary>
    public static ImplicitCurveOptions Default { get; } = new();

    /// <summary>How near to each point g has both signs, in [1e-13, 1e-3]. Default 1e-8.</summary>
    public double Tolerance
    {
        get => _tolerance;
        init => _tolerance = Guard.InRange(value, 1e-13, 1e-3, "the tolerance of a point", nameof(Tolerance));
    }

    /// <summary>Longest step, in [1e-6, 0.5]. Default 0.02.</summary>
    public double MaxStep
    {
        get => _maxStep;
        init => _maxStep = Guard.InRange(value, 1e-6, 0.5, "the longest step", nameof(MaxStep));
    }

    /// <summary>Shortest step, &gt; 0: a curve that needs a shorter one ends. Never below a hundred times <see cref="Tolerance"/>. Default 1e-6.</summary>
    public double MinStep
    {
        get => _minStep;
        init => _minStep = Guard.Positive(value, "the shortest step", nameof(MinStep));
    }

    /// <summary>How far the curve may lie from the chord between two points, estimated from the turn of the chords, in [1e-9, 1]. Default 2e-4.</summary>
    public double ChordTolerance
    {
        get => _chordTolerance;
        init => _chordTolerance = Guard.InRange(value, 1e-9, 1, "the distance from a chord", nameof(ChordTolerance));
    }

    /// <summary>Most points in each direction, ≥ 2. Default 10 000.</summary>
    public int MaxPoints
    {
        get => _maxPoints;
        init => _maxPoints = Guard.AtLeast(value, 2, "the most points of a curve", nameof(MaxPoints));
    }

    /// <summary>Most values of g, ≥ 1. Default 500 000.</summary>
    public int MaxEvaluations
    {
        get => _maxEvaluations;
        init => _maxEvaluations = Guard.AtLeast(value, 1, "the most values of a function", nameof(MaxEvaluations));
    }

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}
