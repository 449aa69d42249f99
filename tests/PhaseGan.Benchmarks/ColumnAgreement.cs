using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;

namespace PhaseGan.Benchmarks;

/// <summary>
/// Labels of random points with two discriminator features against long integrations in the coordinates of training, by the equations for any number of features, judged on P, S, QQᵀ, QRᵀ and RRᵀ alone.
/// </summary>
internal static class ColumnAgreement
{
    private const int Columns = 2;

    /// <summary>An integration is judged on its last tenths.</summary>
    private const int Windows = 10, Looks = 400;

    /// <summary>At rest nothing moves by more than this over a window; a motion moves by more than that, over the window before by no more than so many times as much, and crosses its mean as often as this.</summary>
    private const double Rest = 1e-4, Motion = 0.02, Fading = 1.25;

    private const int Crossings = 6;

    /// <summary>An integration that moves beside a label of rest is followed for so many times as long.</summary>
    private const int Longer = 16;

    private const double AbsoluteTolerance = 1e-13;

    private static readonly double[] RelativeTolerances = [1e-9, 1e-10, 1e-11];

    private static readonly TrainingRule Rule = new() { DiscriminatorFeatures = Columns };

    /// <summary>Labels the points and integrates; ends with 1 where a label and an integration exclude each other.</summary>
    public static int Run(Options options)
    {
        int count = options.Count("--points", 500), seed = options.Count("--seed", 1), d = options.Count("--features", 2);
        double until = options.Number("--until", 80_000);
        long start = Stopwatch.GetTimestamp();
        GanParameters[] points = [.. Enumerable.Range(0, count).Select(i => Draw(new Random(unchecked(seed * 1_000_003 + 8 * i + d)), d))];
        MacroState[] starts = [.. points.Select((gan, i) => MacroState.NearOrigin(gan, 0.03, seed: i + 1).Spread(Columns))];
        ImmutableArray<PhaseVerdict> verdicts = new OdePhaseClassifier(new OdePhaseOptions { Rule = Rule }).ClassifyMany([.. points], [.. starts]);
        double labelled = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var outcomes = new string[count];
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = options.Count("--threads", 1) }, i => outcomes[i] = Compare(points[i], starts[i], verdicts[i], until));
        for (int i = 0; i < count; i++)
            if (outcomes[i] != "agrees")
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"#{i} {points[i]}: {verdicts[i].Phase} {verdicts[i].Attractor} {string.Join(' ', verdicts[i].Recovery.Select(r => r.ToString("F4", CultureInfo.InvariantCulture)))} {outcomes[i]}"));
        Console.WriteLine(string.Join(", ", verdicts.GroupBy(v => $"{v.Phase} {v.Attractor}").OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Key} {g.Count()}")));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"d = {d}, k = {Columns}: {count} points, {outcomes.Count(o => o == "agrees")} agree, {outcomes.Count(IsWrong)} wrong, {verdicts.Count(v => v.Phase == Phase.Undetermined)} Undetermined; labels {labelled:0.0} s, all {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s"));
        return outcomes.Any(IsWrong) ? 1 : 0;
    }

    private static bool IsWrong(string outcome) => outcome.StartsWith("WRONG", StringComparison.Ordinal);

    /// <summary>Λ̃/Λ from 0.6 to 1.4, α to 3, x to 1.2 max Λ, τ from 0.1 to 0.3.</summary>
    private static GanParameters Draw(Random random, int d)
    {
        double[] real = [.. Enumerable.Range(0, d).Select(l => l == 0 ? 1 : 0.3 + 0.7 * random.NextDouble())];
        double[] fake = [.. real.Select(v => v * (0.6 + 0.8 * random.NextDouble()))];
        double tau = 0.1 + 0.2 * random.NextDouble(), alpha = 3 * (1 - random.NextDouble()), x = 1.2 * random.NextDouble(), noise = Math.Sqrt(x / tau);
        return new GanParameters(real, fake, tau, alpha * tau, noise, noise);
    }

    /// <summary>What integrations say of a label. One that moves beside a label of rest goes on for longer: chaos may be a transient. Whether it ends, and where, errors of integration decide: finer ones are asked, too.</summary>
    private static string Compare(GanParameters gan, MacroState start, PhaseVerdict verdict, double until)
    {
        if (verdict.Phase == Phase.Undetermined)
            return "is Undetermined: " + verdict.Reason;
        IVectorField<MacroState> ode = MacroscopicOde.For(gan, Rule);
        double step = until * (0.1 / gan.DiscriminatorRate) / (Windows * Looks);
        string first = "";
        foreach (double tolerance in RelativeTolerances)
        {
            double[] y = ode.Pack(start);
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
        return verdict.Phase == Phase.Oscillation ? "agrees" : "WRONG: an integration " + motion;
    }

    private static string AtRest(MacroState end, PhaseVerdict verdict)
    {
        string recoveries = string.Join(' ', end.Recovery().Select(r => r.ToString("F4", CultureInfo.InvariantCulture)));
        if (verdict.Phase == Phase.Oscillation)
            return "WRONG: an integration rests at " + recoveries;
        double difference = end.Recovery().Zip(verdict.Recovery, (a, b) => Math.Abs(a - b)).Max();
        return difference < 0.01 ? "agrees" : $"{(end.Recovery().Select(r => r >= 0.05).SequenceEqual(verdict.Recovery.Select(r => r >= 0.05)) ? "has another end" : "WRONG")}: an integration rests at {recoveries}";
    }

    /// <summary>How far that entry of P, S, QQᵀ, QRᵀ and RRᵀ moves along a path that moves most, and how often it crosses the middle of its way.</summary>
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

    private static double[] Invariants(MacroState state)
    {
        int d = state.FeatureCount;
        List<double> values = [.. state.PValues, .. state.SValues];
        Func<int, int, double>[] sides = [state.QOf, state.ROf];
        for (int i = 0; i < d; i++)
            for (int j = 0; j < d; j++)
                foreach ((Func<int, int, double> left, Func<int, int, double> right) in new[] { (sides[0], sides[0]), (sides[0], sides[1]), (sides[1], sides[1]) })
                    values.Add(Enumerable.Range(0, Columns).Sum(a => left(i, a) * right(j, a)));
        return [.. values];
    }
}
