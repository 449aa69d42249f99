namespace PhaseGan.Dynamics;

/// <summary>
/// How near the returns of a motion to a section come to each other. On the way to a cycle, however slow it is, they come ever nearer; on a torus they come no nearer however long the motion goes on.
/// </summary>
/// <param name="Coordinate">The section: upward crossings of a level by this coordinate.</param>
/// <param name="Level">The level.</param>
/// <param name="Range">Size of the motion: how far the coordinate moves.</param>
/// <param name="Size">Median distance, in the largest coordinate, of a return from the nearest of those that come next.</param>
/// <param name="Evaluations">Evaluations of the field that this took.</param>
internal readonly record struct ReturnGap(int Coordinate, double Level, double Range, double Size, long Evaluations)
{
    /// <summary>Returns that are looked at, and accepted steps in which the section is found.</summary>
    private const int Returns = 96, StepsToPlace = 300;

    /// <summary>Most evaluations: motion that returns more rarely is not measured.</summary>
    private const long MostEvaluations = 60_000;

    /// <summary>Gaps that have become smaller than this part of what they were are those of a way to a cycle; where a cycle loses less, the best of searches does not see that it contracts.</summary>
    private const double Kept = 0.8;

    /// <summary>Gaps below this fraction of the range may be errors of the integration.</summary>
    private const double Smallest = 1e-5;

    private const double RelativeTolerance = 1e-8, AbsoluteTolerance = 1e-11;

    /// <summary>Measures it from a state on.</summary>
    /// <param name="field">The field.</param>
    /// <param name="state">Where the motion is.</param>
    /// <param name="before">A measurement whose section is used again; a section is found where it is null.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The gap; null if the motion does not return so often, or the field fails.</returns>
    public static ReturnGap? Measure<TField>(TField field, ReadOnlySpan<double> state, ReturnGap? before, CancellationToken cancellation)
        where TField : IVectorField
    {
        cancellation.ThrowIfCancellationRequested();
        int n = field.Dimension;
        var stepper = new SwitchingStepper<TField>(field, RelativeTolerance, AbsoluteTolerance);
        var window = new MotionWindow(n);
        var section = new ReturnSection(n);
        var work = new double[n];
        window.Begin(0, state);
        if (before is { } known)
            section.Place(known.Coordinate, known.Level);
        if (!stepper.Start(0, state))
            return null;
        while (section.Kept < Returns)
        {
            StepOutcome outcome = stepper.TryStep(double.PositiveInfinity);
            if (outcome == StepOutcome.Rejected)
                continue;
            if (outcome != StepOutcome.Accepted || stepper.Evaluations > MostEvaluations)
                return null;
            window.Add(stepper.Time, stepper.StateBefore, stepper.State);
            if (section.Coordinate < 0 && stepper.Accepted >= StepsToPlace)
                section.Place(window.WidestCoordinate(), window.Mean(window.WidestCoordinate()));
            else if (section.Crosses(stepper.StateBefore, stepper.State))
                section.Add(stepper, work);
        }
        return new ReturnGap(section.Coordinate, section.Level, window.Range(section.Coordinate), section.MedianGap(), stepper.Evaluations);
    }

    /// <summary>Whether the gap is far above errors: there is no cycle, or the motion is still far from it.</summary>
    public bool IsOpen => Size > Smallest * Range;

    /// <summary>Whether the motion, measured so earlier, has kept an open gap.</summary>
    public bool HasLasted(in ReturnGap before) => IsOpen && Size >= Kept * before.Size;
}
