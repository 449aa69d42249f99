using System.CommandLine;
using System.Globalization;
using PhaseGan.Plotting;

namespace PhaseGan.Cli;

/// <summary><c>phasegan attractor</c>: where training ends up at one point, with the evidence.</summary>
internal static class AttractorCommand
{
    public const string Example = "phasegan attractor --lambda 5,3 --tau 0.2 --tau-tilde 0.1 --eta 1 --exponents 2 --format json";

    public static Command Create(Session session)
    {
        var command = new Command("attractor",
            "Shows the attractor that the training ODE reaches at one point and what shows it: fixed point with its spectrum, limit cycle with its period and multipliers, or aperiodic motion with its Lyapunov exponents.");
        var model = new ModelOptions();
        var rules = new RuleOptions();
        var starts = new StartOptions();
        var algebra = new LinearAlgebraOption();
        Option<int> exponents = Values.Whole("--exponents", "Lyapunov exponents measured if the motion is aperiodic; one tells chaos from a torus.", minimum: 0, fallback: 0);
        Option<int> budget = Values.Whole("--max-evaluations", "MaxEvaluations: evaluations of the field before the search ends undetermined; exponents have as many again.", minimum: 1000, fallback: 5_000_000);
        Option<string> format = JsonText.OrText();
        model.AddTo(command);
        rules.AddTo(command);
        starts.AddTo(command);
        command.Options.Add(exponents);
        command.Options.Add(budget);
        command.Options.Add(format);
        algebra.AddTo(command);
        command.SetAction(parse =>
        {
            GanParameters gan = model.Read(parse);
            TrainingRule rule = rules.Read(parse, gan);
            Start start = starts.Read(parse, gan.FeatureCount, rule);
            IVectorField<MacroState> ode = MacroscopicOde.ForEnds(gan, rule);
            int rotations = (ode as ISymmetricField)?.SymmetryCount ?? 0;
            int most = ode.Dimension - 1 - rotations, count = parse.GetValue(exponents);
            if (count > most)
                throw new UsageException($"--exponents must be ≤ {most} here, the {ode.Dimension} coordinates less time translation{(rotations == 0 ? "" : rule.DiscriminatorFeatures > 1 ? " and rotations of the discriminator" : " and rotations of equal features")}; got {count}");
            algebra.Use(parse);
            AttractorEvidence evidence = AttractorEvidence.Find(ode, start.State(gan), count, parse.GetValue(budget), session.Cancellation);
            using var text = new StringWriter { NewLine = "\n" };
            if (parse.IsJson(format))
                text.WriteJson(evidence.ToJson());
            else
                Describe(text, gan, rule, start, evidence);
            session.Output.Write(text.ToString());
            session.Next("'phasegan trajectory' with the same options writes the path to it, 'phasegan diagram' labels what lies around");
            return ExitCode.Success;
        });
        return command;
    }

    private static void Describe(TextWriter text, GanParameters gan, TrainingRule rule, Start start, AttractorEvidence evidence)
    {
        text.WriteLine(gan);
        if (RuleOptions.Caption(rule) is { Length: > 0 } caption)
            text.WriteLine(caption);
        text.WriteLine($"α = {Values.Text(gan.RateRatio)}, x = {Values.Text(gan.EffectiveNoise)}; {start.Text}");
        text.WriteLine();
        Line("Phase", PhasePalette.Name(evidence.Verdict.Phase));
        Line("Attractor", evidence.Kind);
        if (!evidence.Verdict.Recovery.IsEmpty)
            Line("Recovery", string.Join(", ", evidence.Verdict.Recovery.Select(Values.Text)));
        switch (evidence.Attractor)
        {
            case FixedPointAttractor point:
                Line("State", evidence.State!.ToString());
                Line("Residual", $"{Small(point.Point.Residual)}, the largest entry of the field there");
                if (point.Uncertainty > 0)
                    Line("Uncertainty", $"{Small(point.Uncertainty)}, how far the end point on its family may still move");
                Line("Spectrum", $"{string.Join(", ", point.Spectrum.Eigenvalues.Select(Values.Text))}{Neutral(point.Spectrum.NeutralCount)}");
                break;
            case LimitCycleAttractor { Cycle: var cycle }:
                Line("Period", cycle.Period.ToString("G10", CultureInfo.InvariantCulture));
                Line("Amplitude", $"{Values.Text(cycle.Amplitude)}, half the range of the coordinate that moves most");
                Line("State", $"{evidence.State}, on the cycle");
                Line("Residual", $"{Small(cycle.Residual)}, the distance of return after one period");
                Line("Multipliers", $"{string.Join(", ", cycle.Multipliers.Select(Values.Text))}{Neutral(cycle.NeutralCount)}; the trivial one is 1 within {Small(cycle.TrivialError)}");
                break;
            case AperiodicAttractor motion:
                Line("Amplitude", $"{Values.Text(motion.Amplitude)}, half the range of the coordinate that moves most");
                Line("Return time", $"{Values.Text(motion.ReturnTime)}, the mean time between returns to a section");
                Line("State", $"{evidence.State}, on the way");
                Line("Seen", motion.Shown);
                Line("Exponents", motion.Lyapunov is not { } lyapunov ? "not measured; ask with --exponents 1"
                    : lyapunov.Exponents.IsEmpty ? $"too little was measured ({lyapunov.Status})"
                    : $"{string.Join(", ", lyapunov.Exponents.Select(e => $"{Values.Text(e.Value)} ± {Small(e.StandardError)}"))} over {Values.Text(lyapunov.Duration)} time units");
                break;
        }
        Line("Shown at", $"t = {Values.Text(evidence.Attractor.Time)}, after {evidence.Attractor.Evaluations.ToString(CultureInfo.InvariantCulture)} evaluations of the field");
        if (evidence.Reason is { } reason)
            Line("Reason", reason);

        void Line(string name, string value) => text.WriteLine($"{name,-13}{value}");
        static string Neutral(int count) => count > 0 ? $"; {count.ToString(CultureInfo.InvariantCulture)} neutral" : "";
        static string Small(double value) => value.ToString("G2", CultureInfo.InvariantCulture);
    }
}
