using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>
/// The phase diagram of a training rule over its strength γ and the size h of steps: does training from near a rest point of the game arrive there, keep moving, or leave?
/// </summary>
/// <remarks>
/// <para>
/// <see cref="PhaseSweep"/> and <see cref="IPhaseClassifier"/> are made for the parameters of the solvable GAN; this is the same sweep over rules, with the same diagrams, files and
/// pictures. The diagram has the same bits for any number of threads.
/// </para>
/// <para>
/// <c>Success</c>: every multiplier lies inside the unit circle (by more than 1e-9) and the iteration comes 1000 times nearer than it started. <c>Oscillation</c>: some multiplier does not, and the iteration keeps
/// away from the rest point without growing: its largest distance in the last quarter of the steps is between half and 1.01 times that of the quarter before, it moves there
/// by a tenth of that at least, and the multipliers are on the circle to 1e-9 or so far outside that a quarter of the steps would have shown it. <c>Fail</c>: it gets 1000 times farther than it started. Otherwise
/// <c>Undetermined</c>, with the reason.
/// </para>
/// </remarks>
public sealed class RuleSweep
{
    /// <summary>Multipliers this near to modulus 1 decide nothing.</summary>
    private const double ModulusTolerance = 1e-9;

    private const double Arrived = 1e-3;
    private const double Escaped = 1e3;
    private readonly Func<double, ITwoPlayerField> _rule;
    private readonly double[] _restPoint;

    /// <summary>Plans a sweep.</summary>
    /// <param name="strength">The horizontal axis, γ.</param>
    /// <param name="step">The vertical axis, h, with another name; values &gt; 0.</param>
    /// <param name="rule">The rule's field at a strength; a pure function that may be called from several threads at once.</param>
    /// <param name="restPoint">A rest point of the field at every strength, finite; where the field exceeds 1e-9 there the label is Undetermined.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The axes have the same name, or more cells than an array can hold.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A step is not positive, or an entry of the rest point not finite.</exception>
    public RuleSweep(Axis strength, Axis step, Func<double, ITwoPlayerField> rule, IReadOnlyList<double> restPoint)
    {
        ArgumentNullException.ThrowIfNull(strength);
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(restPoint);
        PhaseDiagram.CheckAxes(strength, step);
        Guard.Positive(step.Minimum, "the size of a step");
        for (int i = 0; i < restPoint.Count; i++)
            Guard.Finite(restPoint[i], "a parameter", $"restPoint[{i}]");
        (X, Y, _rule, _restPoint) = (strength, step, rule, [.. restPoint]);
    }

    /// <summary>The axis of γ.</summary>
    public Axis X { get; }

    /// <summary>The axis of h.</summary>
    public Axis Y { get; }

    /// <summary>In which order the players step; simultaneous unless set.</summary>
    public StepOrder Order { get; init; }

    /// <summary>How far from the rest point training starts, the same in each parameter, &gt; 0; 0.001 unless set, so that 1000 times farther is a distance of 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a number that is not positive and finite.</exception>
    public double Distance
    {
        get;
        init => field = Guard.Positive(value, "a distance", nameof(Distance));
    } = 0.001;

    /// <summary>Most steps in a cell, ≥ 8; 20 000 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 8.</exception>
    public int MaxSteps
    {
        get;
        init => field = Guard.AtLeast(value, 8, "a number of steps", nameof(MaxSteps));
    } = 20_000;

    /// <summary>Largest number of cells labelled at once, ≥ 1; the number of processors unless set. Does not show in the result.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public int Threads
    {
        get;
        init => field = Guard.AtLeast(value, 1, "a number of threads", nameof(Threads));
    } = Environment.ProcessorCount;

    /// <summary>Labels all cells in parallel.</summary>
    /// <param name="progress">Told how far the sweep is.</param>
    /// <param name="cancellationToken">Stops the sweep.</param>
    /// <returns>The diagram, with the evidence columns <c>modulus</c> (the largest of a multiplier), <c>steps</c> and <c>reason</c>.</returns>
    /// <exception cref="SweepException">A cell could not be labelled, for instance since the rule does not take a strength; the first such cell is named.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public PhaseDiagram Run(IProgress<SweepProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ImmutableArray<string> evidence = ["modulus", "steps", "reason"];
        PhaseDiagram.CheckColumns(X, Y, evidence);
        ImmutableArray<PhaseVerdict> verdicts = SweepRunner.Run(
            X.Count * Y.Count, (i, _) => Label(X.Values[i % X.Count], Y.Values[i / X.Count]), Describe, Threads, progress, cancellationToken);
        return new PhaseDiagram(X, Y, verdicts, evidence);
    }

    private PhaseVerdict Label(double strength, double step)
    {
        ITwoPlayerField field = _rule(strength) ?? throw new InvalidOperationException("the function that gives the rule at a strength returned null");
        var steps = new TrainingSteps(field);
        var slope = new double[field.Dimension];
        Guard.Length(_restPoint.Length, field.Dimension, "the parameters of the rule's field", "restPoint");
        field.Evaluate(_restPoint, slope);
        if (slope.Any(v => Math.Abs(v) > 1e-9))
            return Verdict(Phase.Undetermined, "", 0, "the rule's field does not vanish at the rest point given; give one that it has at every strength");
        if (steps.Multipliers(_restPoint, step, Order) is not { } multipliers)
            return Verdict(Phase.Undetermined, "", 0, "the multipliers at the rest point could not be computed; is the field smooth there?");
        double modulus = multipliers[0].Magnitude;
        bool attracts = modulus < 1 - ModulusTolerance;

        double[] y = [.. _restPoint.Select(v => v + Distance)], next = new double[y.Length];
        double[] low = [.. y.Select(_ => double.PositiveInfinity)], high = [.. y.Select(_ => double.NegativeInfinity)];
        double before = 0, after = 0;
        for (int k = 1; k <= MaxSteps; k++)
        {
            steps.Advance(y, step, Order, next);
            (y, next) = (next, y);
            double distance = y.Zip(_restPoint, (a, b) => Math.Abs(a - b)).Max() / Distance;
            if (!(distance <= Escaped))
                return Verdict(Phase.Fail, Text(modulus), k);
            if (attracts && distance <= Arrived)
                return Verdict(Phase.Success, Text(modulus), k);
            if (4 * (long)k > 3L * MaxSteps)
            {
                after = Math.Max(after, distance);
                for (int i = 0; i < y.Length; i++)
                    (low[i], high[i]) = (Math.Min(low[i], y[i]), Math.Max(high[i], y[i]));
            }
            else if (2 * (long)k > MaxSteps)
                before = Math.Max(before, distance);
        }
        bool shows = modulus <= 1 + ModulusTolerance || Math.Log(modulus) * MaxSteps > 4;
        bool moves = high.Zip(low, (h, l) => h - l).Max() >= 0.1 * after * Distance;
        return !attracts && shows && moves && after >= 0.5 * before && after <= 1.01 * before && after > Arrived
            ? Verdict(Phase.Oscillation, Text(modulus), MaxSteps)
            : Verdict(Phase.Undetermined, Text(modulus), MaxSteps, attracts
                ? "the rest point attracts, but training did not arrive; raise MaxSteps or start nearer"
                : moves
                    ? "the distance from the rest point still changed; raise MaxSteps"
                    : "training hardly moves away from the rest point, or came to rest elsewhere; raise MaxSteps or start elsewhere");
    }

    private static PhaseVerdict Verdict(Phase phase, string modulus, int steps, string reason = "") =>
        new(phase, phase switch { Phase.Success => "RestPoint", Phase.Oscillation => "Bounded", Phase.Fail => "Escaped", _ => "" }, [],
            [modulus, steps.ToString(CultureInfo.InvariantCulture), reason], reason);

    private static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    private string Describe(int cell) =>
        string.Create(CultureInfo.InvariantCulture, $"cell {X.Name} = {X.Values[cell % X.Count]}, {Y.Name} = {Y.Values[cell / X.Count]}");
}
