using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

namespace PhaseGan.Cli;

/// <summary><c>phasegan prove</c>: what is proved of Claim 1, of the fixed points and of the end at one point, or of the labels of a diagram, with certificates.</summary>
internal static class ProveCommand
{
    public const string Example = "phasegan prove --lambda 1 --tau 0.2 --eta 0.5";

    public static Command Create(Session session)
    {
        var command = new Command("prove",
            "Proves in interval arithmetic what can be proved at one point: both sides of inequality (15), the condition that it lacks, and that fixed points and members of families of them exist, are alone in their boxes, and have so many unstable directions; that there are no others; and where training ends. With --within: of a box around it. With --x and --y: what of the labels of a diagram is proved.");
        var model = new ModelOptions();
        model.AddTo(command);
        Option<string> format = JsonText.OrText();
        var output = new Option<string>("--output") { Description = "File for a certificate of each proved fixed point, and of the list of all, one a line, which samples/proofs/verify.py verifies.", HelpName = "file" };
        var starts = new StartOptions();
        starts.AddTo(command);
        var diagram = new ProvedDiagram();
        diagram.AddTo(command);
        var box = new ProvedBox();
        box.AddTo(command);
        command.Options.Add(format);
        command.Options.Add(output);
        command.SetAction(parse =>
        {
            if (parse.GetValue(output) is { } path)
                OutputFile.RequireWritable(path);
            if (diagram.IsAskedFor(parse))
                return box.IsAskedFor(parse)
                    ? throw new UsageException("--within proves one box, and --x with --y a diagram of points; leave one of them out")
                    : diagram.Run(parse, session, model, starts, parse.IsJson(format), parse.GetValue(output));
            if (box.IsAskedFor(parse))
                return box.Run(parse, session, model, starts, parse.IsJson(format), parse.GetValue(output));
            GanParameters gan = model.Read(parse);
            Start start = starts.Read(parse, gan.FeatureCount);
            var field = new EnclosedOde(ParameterBox.Of(gan));
            ClaimProof claim = ClaimProof.Over(field.Parameters);
            FixedPointSearch search = FixedPointFinder.Find(new ReducedOde(gan), cancellationToken: session.Cancellation);
            OneFeatureProof? end = gan.FeatureCount == 1 ? OneFeatureProof.Of(gan, start.State(gan), cancellationToken: session.Cancellation) : null;
            List<ProvedOrbit> rests = [.. search.Orbits.Select(orbit => ProvedOrbit.Of(field, orbit))];
            FamilyList? list = gan.FeatureCount is > 1 and <= FamilyList.MaxFeatures ? FamilyList.Of(field.Parameters, session.Cancellation) : null;
            TrainingEndProof? training = gan.FeatureCount > 1 && list is not { NothingAttracts: true } ? ProvedBox.EndOf(gan, field.Parameters, start.State(gan), session.Cancellation) : null;
            ProvedCycle? cycle = list is { NothingAttracts: true } ? CycleFrom(gan, start.State(gan), session.Cancellation) : null;
            if (parse.GetValue(output) is { } file)
                AtomicFile.WriteText(file, text => WriteCertificates(text, gan, field, start.State(gan), rests, list, end, training, session.Cancellation));
            if (parse.IsJson(format))
            {
                session.Output.WriteJson(Json(gan, claim, list, rests, end, training, cycle));
                return ExitCode.Success;
            }
            using var lines = new StringWriter { NewLine = "\n" };
            lines.WriteLine(gan);
            lines.WriteLine($"Claim 1  {claim}");
            if (list is not null)
                lines.WriteLine($"All rests {Describe(list)}");
            foreach (ProvedOrbit rest in rests)
                lines.WriteLine($"{rest.Orbit.Name ?? "fixed point",-18} {rest.Description}");
            if (cycle is not null)
                lines.WriteLine($"{"Cycle",-18} {cycle}; {start.Text} leads to it, which is shown and not proved");
            if (end is not null)
                lines.WriteLine($"{"All fixed points",-18} {end.Rests}\n{"Training",-18} {start.Text}: {end}");
            else
                lines.WriteLine($"{"Training",-18} {start.Text}: {Describe(list, training)}");
            session.Output.Write(lines.ToString());
            session.Next(parse.GetValue(output) is { } written
                ? $"'python3 samples/proofs/verify.py {written}' verifies the certificates in exact arithmetic"
                : "'--output points.jsonl' writes certificates that another program can verify");
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>The cycle to which a search from a start leads, where it can be proved.</summary>
    private static ProvedCycle? CycleFrom(GanParameters gan, MacroState start, CancellationToken cancellationToken)
    {
        var ode = new ReducedOde(gan);
        return AttractorFinder.Find(ode, ode.Pack(start), cancellationToken: cancellationToken) is LimitCycleAttractor found ? ProvedCycle.Try(gan, found.Cycle.Point.AsSpan(), found.Cycle.Period, cancellationToken) : null;
    }

    private static string Describe(FamilyList list)
    {
        string complete = string.Create(CultureInfo.InvariantCulture, $"proved: there are {list.Families.Length} kinds of them{(list.IsExact ? "" : " at least")}, up to symmetry");
        return list.NothingAttracts ? $"{complete}, and none attracts"
            : list.Families.FirstOrDefault(Attracts) is { } attractor ? $"{complete}; {attractor.Kind} attracts"
            : $"{complete}; whether one attracts is not decided";
    }

    /// <summary>What is proved of the training of two features and more.</summary>
    private static string Describe(FamilyList? list, TrainingEndProof? training) =>
        training?.ToString() ?? (list is { NothingAttracts: true } ? "proved for almost every start: moves for ever" : "not proved: the search finds no end at rest");

    private static bool Attracts(ProvedFamily family) => family.Stability is FamilyStability.SomeAttract or FamilyStability.Attracts;

    private static void WriteCertificates(
        TextWriter text, GanParameters gan, EnclosedOde field, MacroState start, List<ProvedOrbit> rests, FamilyList? list, OneFeatureProof? end, TrainingEndProof? training,
        CancellationToken cancellationToken)
    {
        foreach (ProvedOrbit rest in rests)
            if (rest.Certificate(field) is { } certificate)
                text.Write($"{certificate}\n");
        if (list is not null && MotionCertificate.CanBeVerified(list))
            text.Write($"{MotionCertificate.ToJson(list, cancellationToken)}\n");
        if (end?.Rests is { IsComplete: true } all)
            text.Write($"{OneFeatureCertificate.ToJson(all)}\n");
        if (end is { End: not ProvedEnd.NotProved } && OneFeatureCertificate.OfEnd(gan, start, cancellationToken: cancellationToken) is { } path)
            text.Write($"{path}\n");
        if (training is { IsProved: true })
            text.Write($"{TrainingEndCertificate.ToJson(training)}\n");
    }

    private static JsonObject Json(GanParameters gan, ClaimProof claim, FamilyList? list, List<ProvedOrbit> rests, OneFeatureProof? end, TrainingEndProof? training, ProvedCycle? cycle) => new()
    {
        ["parameters"] = JsonText.Parameters(gan),
        ["inequality_holds"] = Known(claim.InequalityHolds, claim.InequalityFails),
        ["determinant_holds"] = Known(claim.DeterminantHolds, claim.DeterminantFails),
        ["perfect_recovery_attracts"] = Known(claim.PerfectRecoveryAttracts, claim.PerfectRecoveryRepels),
        ["no_recovery_repels"] = Known(claim.NoRecoveryRepels, false),
        ["refutes_claim"] = claim.RefutesTheClaim,
        ["nothing_attracts"] = list is not null ? Known(list.NothingAttracts, list.Families.Any(Attracts)) : null,
        ["list_complete"] = end?.Rests.IsComplete,
        ["any_attracts"] = end?.Rests.AnyAttracts,
        ["end"] = training is not null ? training.IsProved ? training.Kind.ToString() : "not proved" : end is null ? null : end.End switch { ProvedEnd.Rest => end.Kind.ToString(), ProvedEnd.Cycle => "LimitCycle", _ => "not proved" },
        ["end_recovery"] = training is { IsProved: true } ? new JsonArray([.. training.Recovery.Select(r => (JsonNode)JsonText.List([r.Low, r.High]))]) : end?.Recovery is { } recovery ? JsonText.List([recovery.Low, recovery.High]) : null,
        ["end_period"] = end?.Period is { } period ? JsonText.List([period.Low, period.High]) : null,
        ["end_reason"] = training?.Reason ?? end?.Reason,
        ["cycle_period"] = cycle is null ? null : JsonText.List([cycle.Period.Low, cycle.Period.High]),
        ["cycle_attracts"] = cycle?.Attracts,
        ["fixed_points"] = new JsonArray([.. rests.Select(r => new JsonObject
        {
            ["kind"] = r.Orbit.Name,
            ["family_dimension"] = r.Orbit.FamilyDimension,
            ["proved"] = r.IsProved,
            ["low"] = r.IsProved ? JsonText.List(r.Box.Select(i => i.Low)) : null,
            ["high"] = r.IsProved ? JsonText.List(r.Box.Select(i => i.High)) : null,
            ["unstable"] = r.Count?.Unstable,
            ["stable"] = r.Count?.Stable,
        })]),
    };

    /// <summary>True or false where proved, null where not.</summary>
    private static JsonNode? Known(bool holds, bool fails) => holds ? true : fails ? false : null;
}
