using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using PhaseGan.Plotting;

namespace PhaseGan.Cli;

/// <summary><c>phasegan check</c>: inequality (15), the condition it lacks, the spectra and the verdicts at one point.</summary>
internal static class CheckCommand
{
    public const string Example = "phasegan check --lambda 3 --lambda-fake 1 --tau 0.2 --tau-tilde 0.02 --eta 2.7386";

    public static Command Create(Session session)
    {
        var command = new Command("check",
            "Puts Claim 1 to the test at one point: both sides of inequality (15), the condition that it lacks, the spectra at P = I and at P = 0, p*, and the verdicts of claim and ODE.");
        var model = new ModelOptions();
        var starts = new StartOptions();
        model.AddTo(command);
        var rules = new RuleOptions();
        rules.AddAdditionsTo(command);
        starts.AddTo(command);
        Option<string> format = JsonText.OrText();
        command.Options.Add(format);
        command.SetAction(parse =>
        {
            GanParameters gan = model.Read(parse);
            Start start = starts.Read(parse, gan.FeatureCount, rules.ReadAdditions(parse));
            TrainingRule rule = rules.ReadAdditions(parse);
            if (!Classifiers.IsOfClaim(rule))
                throw new UsageException($"Claim 1 is about factors j_T - γ_T > 0 and j_G + γ_G > 0 of the discriminator's responses, without --extragradient; got {RuleOptions.Caption(rule)}");
            Claim1 claim = Claim1.Check(gan, rule);
            var verdicts = Classifiers.Theories.Select(name => (Name: name, Verdict: Classifiers.Create(name, start.State, rule).Classify(gan, session.Cancellation))).ToList();

            if (parse.IsJson(format))
            {
                session.Output.WriteJson(Json(claim, verdicts, start));
                return ExitCode.Success;
            }
            using var text = new StringWriter { NewLine = "\n" };
            text.WriteLine(gan);
            text.WriteLine($"α = {Values.Text(gan.RateRatio)}, x = {Values.Text(gan.EffectiveNoise)}");
            if (rule.DiscriminatorFeatures > 1)
                text.WriteLine($"{RuleOptions.Caption(rule)}: the conditions are those of one, each eigenvalue {rule.DiscriminatorFeatures} times{(rule.DiscriminatorNorms == DiscriminatorNorms.UnitColumns ? ", where the columns stand at right angles; else with αζ for α, ζ the eigenvalues of Z" : "")}");
            if (!ReferenceEquals(claim.Equivalent, gan))
            {
                text.WriteLine(RuleOptions.Caption(rule));
                text.WriteLine($"This is Example 1 with {claim.Equivalent}; α = {Values.Text(claim.Equivalent.RateRatio)}, x = {Values.Text(claim.Equivalent.EffectiveNoise)}, which the lines below are about");
            }
            text.WriteLine();
            Conditions(text, claim);
            text.WriteLine();
            Features(text, claim);
            text.WriteLine();
            text.WriteLine($"Spectrum at P = I (q = r = 0): {Describe(claim.AtPerfectRecovery)}");
            text.WriteLine($"Spectrum at P = 0 (q = r = 0): {Describe(claim.AtNoRecovery)}");
            text.WriteLine();
            foreach (var (name, verdict) in verdicts)
                text.WriteLine($"Verdict of {name,-6} {Describe(verdict)}{(Classifiers.NeedsStart(name) ? $"; {start.Text}" : "")}");
            session.Output.Write(text.ToString());
            session.Next("'phasegan attractor' with the same options shows what the ODE reaches, with the evidence");
            return ExitCode.Success;
        });
        return command;
    }

    private static void Conditions(TextWriter text, Claim1 claim)
    {
        double x = claim.Equivalent.EffectiveNoise;
        text.WriteLine("Inequality (15): ½ max(Λ − Λ̃ + αΛ̃) ≤ x < min Λ");
        text.WriteLine($"  left side    {Values.Text(claim.Left)} ≤ {Values.Text(x)}  {Holds(claim.LeftHolds)}");
        text.WriteLine($"  right side   {Values.Text(x)} < {Values.Text(claim.Right)}  {Holds(claim.RightHolds)}");
        text.WriteLine($"  as a whole   {Holds(claim.InequalityHolds)}");
        text.WriteLine("The determinant condition that (15) lacks: x² − x(Λ − Λ̃ + αΛ̃) + αΛΛ̃ ≥ 0 for every feature");
        text.WriteLine($"  smallest     {Values.Text(claim.DeterminantMargins.Min())} ≥ 0  {Holds(claim.DeterminantHolds)}");
        if (claim.InequalityHolds && claim.AtPerfectRecovery.Verdict != StabilityVerdict.Stable)
            text.WriteLine($"  so (15) holds and perfect recovery, P = I, is {Name(claim.AtPerfectRecovery.Verdict)}: Claim 1 fails here");
    }

    private static void Features(TextWriter text, Claim1 claim)
    {
        text.WriteLine(Row("feature", "Λ", "Λ̃", "left margin", "right margin", "determinant", "p*²", "p*"));
        for (int l = 0; l < claim.LeftMargins.Length; l++)
        {
            double squared = claim.CriticalOverlapsSquared[l];
            text.WriteLine(Row(
                (l + 1).ToString(CultureInfo.InvariantCulture),
                Values.Text(claim.Equivalent.RealVariances[l]), Values.Text(claim.Equivalent.FakeVariances[l]),
                Values.Text(claim.LeftMargins[l]), Values.Text(claim.RightMargins[l]), Values.Text(claim.DeterminantMargins[l]),
                Values.Text(squared), squared is >= 0 and <= 1 ? Values.Text(Math.Sqrt(squared)) : "-"));
        }

        static string Row(params string[] cells) => string.Concat(cells.Select((cell, k) => Pad(cell, k == 0 ? 9 : 14))).TrimEnd();
        // Λ̃ is two characters and one column wide.
        static string Pad(string cell, int width) => cell.PadRight(width + cell.Count(c => CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark));
    }

    private static JsonObject Json(Claim1 claim, List<(string Name, PhaseVerdict Verdict)> verdicts, Start start)
    {
        JsonObject json = Findings(claim, verdicts, start);
        if (!ReferenceEquals(claim.Equivalent, claim.Parameters))
        {
            json.Insert(1, "rule", RuleOptions.Caption(claim.Rule));
            json.Insert(2, "equivalent", JsonText.Parameters(claim.Equivalent));
        }
        return json;
    }

    private static JsonObject Findings(Claim1 claim, List<(string Name, PhaseVerdict Verdict)> verdicts, Start start) => new()
    {
        ["parameters"] = JsonText.Parameters(claim.Parameters),
        ["alpha"] = JsonText.Number(claim.Equivalent.RateRatio),
        ["x"] = JsonText.Number(claim.Equivalent.EffectiveNoise),
        ["left"] = JsonText.Number(claim.Left),
        ["left_holds"] = claim.LeftHolds,
        ["right"] = JsonText.Number(claim.Right),
        ["right_holds"] = claim.RightHolds,
        ["inequality_holds"] = claim.InequalityHolds,
        ["determinant"] = JsonText.Number(claim.DeterminantMargins.Min()),
        ["determinant_holds"] = claim.DeterminantHolds,
        ["features"] = new JsonArray([.. claim.LeftMargins.Select((_, l) => Feature(claim, l))]),
        ["perfect_recovery"] = Json(claim.AtPerfectRecovery),
        ["no_recovery"] = Json(claim.AtNoRecovery),
        ["verdicts"] = new JsonArray([.. verdicts.Select(v => Json(v.Name, v.Verdict, start))]),
    };

    private static JsonObject Feature(Claim1 claim, int l)
    {
        double squared = claim.CriticalOverlapsSquared[l];
        return new JsonObject
        {
            ["lambda"] = JsonText.Number(claim.Equivalent.RealVariances[l]),
            ["lambda_fake"] = JsonText.Number(claim.Equivalent.FakeVariances[l]),
            ["left_margin"] = JsonText.Number(claim.LeftMargins[l]),
            ["right_margin"] = JsonText.Number(claim.RightMargins[l]),
            ["determinant"] = JsonText.Number(claim.DeterminantMargins[l]),
            ["critical_overlap_squared"] = JsonText.Number(squared),
            ["critical_overlap"] = squared is >= 0 and <= 1 ? JsonText.Number(Math.Sqrt(squared)) : null,
        };
    }

    private static JsonObject Json(Spectrum spectrum) => new()
    {
        ["verdict"] = spectrum.Verdict.ToString(),
        ["eigenvalues"] = JsonText.List(spectrum.Eigenvalues),
        ["neutral"] = spectrum.NeutralCount,
    };

    private static JsonObject Json(string method, PhaseVerdict verdict, Start start) => new()
    {
        ["method"] = method,
        ["phase"] = verdict.Phase.ToString(),
        ["attractor"] = JsonText.Words(verdict.Attractor),
        ["recovery"] = verdict.Recovery.IsEmpty ? null : JsonText.List(verdict.Recovery),
        ["reason"] = JsonText.Words(verdict.Reason),
        ["start"] = Classifiers.NeedsStart(method) ? start.Text : null,
    };

    private static string Describe(Spectrum spectrum) =>
        $"{Name(spectrum.Verdict)}\n  eigenvalues  {string.Join(", ", spectrum.Eigenvalues.Select(Values.Text))}{(spectrum.NeutralCount > 0 ? $"; {spectrum.NeutralCount} neutral" : "")}";

    private static string Describe(PhaseVerdict verdict)
    {
        var parts = new List<string> { PhasePalette.Name(verdict.Phase) };
        if (verdict.Attractor.Length > 0 && verdict.Attractor != verdict.Phase.ToString())
            parts.Add($"attractor {verdict.Attractor}");
        if (!verdict.Recovery.IsEmpty)
            parts.Add($"recovery {string.Join(", ", verdict.Recovery.Select(Values.Text))}");
        if (verdict.Reason.Length > 0)
            parts.Add(verdict.Reason);
        return string.Join("; ", parts);
    }

    private static string Holds(bool holds) => holds ? "holds" : "fails";

    private static string Name(StabilityVerdict verdict) => verdict switch
    {
        StabilityVerdict.Saddle => "a saddle",
        _ => verdict.ToString().ToLowerInvariant(),
    };
}
