using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace PhaseGan;

/// <summary>
/// The phase diagram of a training rule over its strength γ and the size h of steps: does training from near a rest point of the game arrive there, keep moving, or leave?
/// </summary>
/// <remarks>
/// <para>
/// <see cref="PhaseSweep"/> and <see cref="IPhaseClassifier"/> are made for the parameters of the solvable GAN; this is the same sweep over rules, with the same diagrams, files,
/// pictures, stores, parts and refinement. The diagram has the same bits for any number of threads.
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

    /// <summary>Steps between looks at whether the sweep was cancelled.</summary>
    private const int StepsBetweenLooks = 1024;

    private static readonly ImmutableArray<string> s_evidence = ["modulus", "steps", "reason"];

    /// <summary>Distances from the rest point, in those of the start, at which a field is looked at to tell it from others.</summary>
    private static readonly double[] s_probes = [0, 1, -3, 10, -30, 100];

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

    /// <summary>Name of the rule; empty unless set. Stores keep it: rules that agree near the rest point and differ elsewhere are told apart by it alone.</summary>
    /// <exception cref="ArgumentNullException">Set to null.</exception>
    public string Name
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Name));
    } = "";

    /// <summary>In which order the players step; simultaneous unless set.</summary>
    public StepOrder Order { get; init; }

    /// <summary>How many steps the discriminator makes for each of the generator, ≥ 1; 1 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set below 1.</exception>
    public int DiscriminatorSteps
    {
        get;
        init => field = Guard.AtLeast(value, 1, "a number of steps", nameof(DiscriminatorSteps));
    } = 1;

    /// <summary>The bound that clips the discriminator's parameters (<see cref="TrainingSteps.Clip"/>); null, for none, unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a number that is not positive and finite.</exception>
    public double? Clip
    {
        get;
        init => field = value is { } c ? Guard.Positive(c, "a bound of parameters", nameof(Clip)) : null;
    }

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
        return Grid.Run(progress, cancellationToken);
    }

    /// <summary>Labels the cells that a store lacks, and gives the diagram of all: the one of a run without.</summary>
    /// <param name="store">Where finished cells are kept: empty, or a store of this very sweep.</param>
    /// <param name="progress">Told how many cells are in the store.</param>
    /// <param name="cancellationToken">Stops the sweep; what was finished is in the store.</param>
    /// <returns>The labelled diagram.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="store"/> is null.</exception>
    /// <exception cref="SweepException">A cell could not be labelled; it is named, what was finished is in the store.</exception>
    /// <exception cref="SweepStoreException">The store is of another sweep, damaged, or cannot be read or written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public PhaseDiagram Run(ISweepStore store, IProgress<SweepProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Grid.Run(store, progress, cancellationToken);

    /// <summary>Labels those cells of one part of the sweep that a store lacks. The stores of all parts, joined, hold the diagram.</summary>
    /// <param name="store">Where finished cells are kept: empty, or a store of this part of this sweep.</param>
    /// <param name="shard">The part.</param>
    /// <param name="progress">Told how many cells of the part are in the store.</param>
    /// <param name="cancellationToken">Stops the sweep; what was finished is in the store.</param>
    /// <exception cref="ArgumentNullException"><paramref name="store"/> is null.</exception>
    /// <exception cref="SweepException">A cell could not be labelled; it is named, what was finished is in the store.</exception>
    /// <exception cref="SweepStoreException">The store is of another sweep or part, damaged, or cannot be read or written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void RunShard(ISweepStore store, SweepShard shard, IProgress<SweepProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Grid.RunShard(store, shard, progress, cancellationToken);

    /// <summary>
    /// Everything that decides the diagram: axes, options, the version of the library, and each rule's field by its <see cref="Name"/> and a hash of its values at some points about the rest point.
    /// </summary>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="SweepException">The rule does not take a strength, or its field has not the parameters of the rest point; the first such cell is named.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public SweepDescription Describe(CancellationToken cancellationToken = default) => Grid.Describe(cancellationToken);

    /// <summary>Labels a coarse grid of cells and then only where the labels of neighbours differ, or the rest point begins or ceases to attract; the phases of the cells between are inferred.</summary>
    /// <param name="coarseStep">Distance in cells between the cells that are labelled first, in [2, 1024].</param>
    /// <param name="progress">Told how far the labelling is, in cells of the whole grid; those that are inferred count at the end.</param>
    /// <param name="cancellationToken">Stops the sweep.</param>
    /// <returns>The diagram; its last evidence column, <c>inferred</c>, is <c>true</c> or <c>false</c> in each cell.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="coarseStep"/> is outside its range.</exception>
    /// <exception cref="SweepException">A cell could not be labelled; the first such cell among those that were tried together is named.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public PhaseDiagram Refine(int coarseStep = 16, IProgress<SweepProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Grid.Refine(new RefineOptions { CoarseStep = coarseStep }.CoarseStep, Region, null, progress, cancellationToken);

    private GridSweep<RulePoint> Grid => new(X, Y, At, new Labels(this), Threads);

    private RulePoint At(double strength, double step) =>
        new(_rule(strength) ?? throw new InvalidOperationException("the function that gives the rule at a strength returned null"), strength, step);

    /// <summary>Whether the rest point attracts; 2 where that is not known.</summary>
    private int Region(RulePoint point) => Modulus(point) is { } modulus ? modulus < 1 - ModulusTolerance ? 1 : 0 : 2;

    /// <summary>The largest modulus of a multiplier at the rest point; null if it could not be computed.</summary>
    private double? Modulus(RulePoint point) => Steps(point).Multipliers(_restPoint, point.Step, Order)?[0].Magnitude;

    private TrainingSteps Steps(RulePoint point) => new(point.Field, DiscriminatorSteps) { Clip = Clip };

    private PhaseVerdict Label(RulePoint point, CancellationToken cancellationToken)
    {
        (ITwoPlayerField field, double step) = (point.Field, point.Step);
        TrainingSteps steps = Steps(point);
        var slope = new double[field.Dimension];
        Guard.Length(_restPoint.Length, field.Dimension, "the parameters of the rule's field", "restPoint");
        field.Evaluate(_restPoint, slope);
        if (slope.Any(v => Math.Abs(v) > 1e-9))
            return Verdict(Phase.Undetermined, "", 0, "the rule's field does not vanish at the rest point given; give one that it has at every strength");
        if (Modulus(point) is not { } modulus)
            return Verdict(Phase.Undetermined, "", 0, "the multipliers at the rest point could not be computed; is the field smooth there?");
        bool attracts = modulus < 1 - ModulusTolerance;

        double[] y = [.. _restPoint.Select(v => v + Distance)], next = new double[y.Length];
        double[] low = [.. y.Select(_ => double.PositiveInfinity)], high = [.. y.Select(_ => double.NegativeInfinity)];
        double before = 0, after = 0;
        for (int k = 1; k <= MaxSteps; k++)
        {
            if (k % StepsBetweenLooks == 0)
                cancellationToken.ThrowIfCancellationRequested();
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

    /// <summary>A hash of a field's values and Jacobian at the rest point and at some points about it.</summary>
    private string Fingerprint(ITwoPlayerField field)
    {
        int n = field.Dimension;
        Guard.Length(_restPoint.Length, n, "the parameters of the rule's field", "restPoint");
        var numbers = new double[(s_probes.Length + n) * n + 1];
        var y = new double[n];
        for (int k = 0; k < s_probes.Length; k++)
        {
            // no two parameters alike, or what depends on their difference would be overlooked
            for (int i = 0; i < n; i++)
                y[i] = _restPoint[i] + s_probes[k] * Distance / (1 + i % 7);
            field.Evaluate(y, numbers.AsSpan(k * n, n));
        }
        field.Jacobian(_restPoint, numbers.AsSpan(s_probes.Length * n, n * n));
        numbers[^1] = field.GeneratorDimension;
        return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(numbers.AsSpan())).AsSpan(0, 8));
    }

    /// <summary>A rule's field, the strength that it is of, and the size of steps along it.</summary>
    private sealed record RulePoint(ITwoPlayerField Field, double Strength, double Step);

    private sealed class Labels(RuleSweep sweep) : IPointLabels<RulePoint>
    {
        public string Name => "rule";

        public ImmutableArray<string> EvidenceColumns => s_evidence;

        public int FirstPiece => 1;

        public string Text(RulePoint point) => string.Create(CultureInfo.InvariantCulture, $"{sweep.X.Name} = {point.Strength:R}, {sweep.Y.Name} = {point.Step:R}");

        public ImmutableArray<KeyValuePair<string, string>> Describe(RulePoint point) =>
        [
            new("name", sweep.Name),
            new("field", sweep.Fingerprint(point.Field)),
            new("rest point", string.Join("; ", sweep._restPoint.Select(ClassifierSettings.Exact))),
            new("order", sweep.Order.ToString()),
            new("steps of the discriminator", ClassifierSettings.Exact(sweep.DiscriminatorSteps)),
            new("clip", sweep.Clip is { } c ? ClassifierSettings.Exact(c) : "none"),
            new("distance", ClassifierSettings.Exact(sweep.Distance)),
            new("most steps", ClassifierSettings.Exact(sweep.MaxSteps)),
        ];

        public void Label(PointBatch<RulePoint> batch, int threads, CancellationToken cancellationToken) =>
            batch.Each((_, point, token) => sweep.Label(point, token), threads, cancellationToken);
    }

    /// <summary>Its name and axes.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}: {X.Count}×{Y.Count} cells over {X} and {Y}");
}
