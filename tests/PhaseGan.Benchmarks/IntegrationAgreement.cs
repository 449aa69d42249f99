using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;

namespace PhaseGan.Benchmarks;

/// <summary>
/// Labels of random points with random rules of one kind against long integrations in the coordinates of training, by equations that know nothing of renamings, judged on P, S, q and r alone, or QQᵀ, QRᵀ and RRᵀ where the
/// discriminator has several features.
/// </summary>
internal static class IntegrationAgreement
{
    /// <summary>An integration is judged on its last tenths.</summary>
    private const int Windows = 10, Looks = 400;

    /// <summary>At rest nothing moves by more than this over a window; a motion moves by more than that, over the window before by no more than so many times as much, and crosses its mean as often as this.</summary>
    private const double Rest = 1e-4, Motion = 0.02, Fading = 1.25;

    private const int Crossings = 6;

    /// <summary>An integration that moves beside a label of rest is followed for so many times as long.</summary>
    private const int Longer = 16;

    private const double AbsoluteTolerance = 1e-13;

    private const string Agrees = "agrees";

    private static readonly double[] RelativeTolerances = [1e-9, 1e-10, 1e-11];

    /// <summary>Labels the points and integrates; ends with 1 where a label and an integration exclude each other.</summary>
    public static int Run(Options options, string kind)
    {
        int count = options.Count("--points", 500), first = options.Count("--after", 0), seed = options.Count("--seed", 1), d = options.Count("--features", 2);
        double until = options.Number("--until", 80_000);
        long start = Stopwatch.GetTimestamp();
        DrawnRule[] points = [.. Enumerable.Range(0, count).Select(i => DrawnRule.Draw(kind, seed, first + i, d))];
        PhaseVerdict[] verdicts = Labels(points);
        double labelled = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var outcomes = new string[count];
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = options.Count("--threads", 1) }, i =>
        {
            outcomes[i] = Compare(points[i], verdicts[i], until);
            if (outcomes[i] != Agrees)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"#{first + i} {points[i].Parameters}, {points[i].Rule}: {verdicts[i].Phase} {verdicts[i].Attractor} {Text(verdicts[i].Recovery)} {outcomes[i]}"));
        });
        Console.WriteLine(string.Join(", ", verdicts.GroupBy(v => $"{v.Phase} {v.Attractor}").OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Key} {g.Count()}")));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{kind}, d = {d}: {count} points, {outcomes.Count(o => o == Agrees)} agree, {outcomes.Count(IsWrong)} wrong, {verdicts.Count(v => v.Phase == Phase.Undetermined)} Undetermined; labels {labelled:0.0} s, all {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s"));
        return outcomes.Any(IsWrong) ? 1 : 0;
    }

    /// <summary>Labels of points, those of one rule side by side.</summary>
    private static PhaseVerdict[] Labels(DrawnRule[] points)
    {
        var verdicts = new PhaseVerdict[points.Length];
        foreach (IGrouping<TrainingRule, int> group in Enumerable.Range(0, points.Length).GroupBy(i => points[i].Rule))
        {
            int[] own = [.. group];
            ImmutableArray<PhaseVerdict> labels = new OdePhaseClassifier(new OdePhaseOptions { Rule = group.Key }).ClassifyMany([.. own.Select(i => points[i].Parameters)], [.. own.Select(i => points[i].Start)]);
            for (int i = 0; i < own.Length; i++)
                verdicts[own[i]] = labels[i];
        }
        return verdicts;
    }

    private static bool IsWrong(string outcome) => outcome.StartsWith("WRONG", StringComparison.Ordinal);

    /// <summary>The field in the coordinates of training.</summary>
    private static IVectorField<MacroState> Field(GanParameters gan, TrainingRule rule) =>
        rule.DiscriminatorFeatures == 1 && rule.Memory.IsNone && rule.HasUnitNorms ? new UnitNormOde(gan, rule) : MacroscopicOde.For(gan, rule);

    private static string Text(IEnumerable<double> recoveries) => string.Join(' ', recoveries.Select(r => r.ToString("F4", CultureInfo.InvariantCulture)));

    /// <summary>What integrations say of a label. One that moves beside a label of rest goes on for longer: chaos may be a transient. Whether it ends, and where, errors of integration decide: finer ones are asked, too.</summary>
    private static string Compare(DrawnRule point, PhaseVerdict verdict, double until)
    {
        if (verdict.Phase == Phase.Undetermined)
            return "is Undetermined: " + verdict.Reason;
        IVectorField<MacroState> ode = Field(point.Parameters, point.Rule);
        double step = until * (0.1 / point.Rule.Scheme.Rename(point.Parameters).DiscriminatorRate) / (Windows * Looks);
        string first = "";
        foreach (double tolerance in RelativeTolerances)
        {
            double[] y = ode.Pack(point.Start);
            string outcome = "";
            for (int round = 0; round < Longer && (round == 0 || IsWrong(outcome)); round++)
                outcome = Judge(ode, y, step, tolerance, verdict);
            if (!IsWrong(outcome))
                return first.Length == 0 ? outcome : $"is not told by integrations that end apart: at {RelativeTolerances[0]:G} {first["WRONG: ".Length..]}, at {tolerance:G} the label {outcome}";
            first = first.Length == 0 ? outcome : first;
        }
        return first;
    }

    /// <summary>Integrates for all windows from a state, which moves on, and judges the last two.</summary>
    private static string Judge(IVectorField<MacroState> ode, double[] y, double step, double tolerance, PhaseVerdict verdict)
    {
        (double Range, int Crossings) before = default, last = default;
        var settings = new IntegrationOptions { RelativeTolerance = tolerance, AbsoluteTolerance = AbsoluteTolerance, MaxSteps = int.MaxValue, Output = PathOutput.At([.. Enumerable.Range(1, Looks).Select(i => i * step)]) };
        for (int w = 0; w < Windows; w++)
        {
            Trajectory path = DormandPrince.Integrate(ode, y, Looks * step, settings);
            path.End.CopyTo(y);
            (before, last) = (last, Widest(ode, path));
            // what rests does not move again, unless it leaves a saddle: two windows in turn
            if (w > 0 && last.Range < 1e-3 * Rest && before.Range < 1e-3 * Rest)
                break;
        }
        double moves = last.Range, moved = before.Range;
        if (moves < Rest)
            return AtRest(ode.Unpack(y), verdict);
        string motion = string.Create(CultureInfo.InvariantCulture, $"moves by {moves:G3} over the last tenth, by {moved:G3} over that before");
        if (moves < Motion || moved > Fading * moves || last.Crossings < Crossings)
            return "is not told by an integration that " + motion;
        return verdict.Phase == Phase.Oscillation ? Agrees : "WRONG: an integration " + motion;
    }

    private static string AtRest(MacroState end, PhaseVerdict verdict)
    {
        string recoveries = Text(end.Recovery());
        if (verdict.Phase == Phase.Oscillation)
            return "WRONG: an integration rests at " + recoveries;
        double difference = end.Recovery().Zip(verdict.Recovery, (a, b) => Math.Abs(a - b)).Max();
        return difference < 0.01 ? Agrees : $"{(end.Recovery().Select(r => r >= 0.05).SequenceEqual(verdict.Recovery.Select(r => r >= 0.05)) ? "has another end" : "WRONG")}: an integration rests at {recoveries}";
    }

    /// <summary>How far that entry of what is judged moves along a path that moves most, and how often it crosses the middle of its way.</summary>
    private static (double Range, int Crossings) Widest(IVectorField<MacroState> ode, Trajectory path)
    {
        double[][] values = [.. path.Times.Select(time => Invariants(ode.Unpack(path.At(time))))];
        (double Range, int Crossings) widest = default;
        for (int c = 0; c < values[0].Length; c++)
        {
            double low = values.Min(v => v[c]), high = values.Max(v => v[c]), middle = 0.5 * (low + high);
            if (high - low > widest.Range)
                widest = (high - low, Enumerable.Range(1, values.Length - 1).Count(i => values[i - 1][c] < middle != values[i][c] < middle));
        }
        return widest;
    }

    /// <summary>What a rotation of the discriminator's features does not change.</summary>
    private static double[] Invariants(MacroState state)
    {
        int d = state.FeatureCount;
        List<double> values = [.. state.PValues, .. state.SValues];
        if (state.DiscriminatorFeatures == 1)
            return [.. values, .. state.QValues, .. state.RValues];
        Func<int, int, double>[] sides = [state.QOf, state.ROf];
        for (int i = 0; i < d; i++)
            for (int j = 0; j < d; j++)
                foreach ((Func<int, int, double> left, Func<int, int, double> right) in new[] { (sides[0], sides[0]), (sides[0], sides[1]), (sides[1], sides[1]) })
                    values.Add(Enumerable.Range(0, state.DiscriminatorFeatures).Sum(a => left(i, a) * right(j, a)));
        return [.. values];
    }
}
