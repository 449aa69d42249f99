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
            "Proves in interval arithmetic what can be proved at one point: both sides of inequality (15), the condition that it lacks, that isolated fixed points exist, are alone in their boxes, and have so many unstable directions; with one feature also that there are no others, and where training ends. With --x and --y: which labels of a diagram of one feature are proved.");
        var model = new ModelOptions();
        model.AddTo(command);
        Option<string> format = JsonText.OrText();
        var output = new Option<string>("--output") { Description = "File for a certificate of each proved fixed point, and of the list of all, one a line, which samples/proofs/verify.py verifies.", HelpName = "file" };
        var starts = new StartOptions();
        starts.AddTo(command);
        var diagram = new ProvedDiagram();
        diagram.AddTo(command);
        command.Options.Add(format);
        command.Options.Add(output);
        command.SetAction(parse =>
        {
            if (parse.GetValue(output) is { } path)
                OutputFile.RequireWritable(path);
            if (diagram.IsAskedFor(parse))
                return diagram.Run(parse, session, model, starts, parse.IsJson(format), parse.GetValue(output));
            GanParameters gan = model.Read(parse);
            Start start = starts.Read(parse, gan.FeatureCount);
            var field = new EnclosedOde(ParameterBox.Of(gan));
            ClaimProof claim = ClaimProof.Over(field.Parameters);
            FixedPointSearch search = FixedPointFinder.Find(new ReducedOde(gan), cancellationToken: session.Cancellation);
            OneFeatureProof? end = gan.FeatureCount == 1 ? OneFeatureProof.Of(gan, start.State(gan), cancellationToken: session.Cancellation) : null;
            OneFeatureRests? all = end?.Rests;
            var rests = search.Orbits.Select(orbit => (Orbit: orbit, Proof: orbit.FamilyDimension > 0 ? null : RestProof.Try(field, orbit.Representative.Coordinates.AsSpan()))).ToList();
            if (parse.GetValue(output) is { } file)
                AtomicFile.WriteText(file, text =>
                {
                    foreach (var (_, proof) in rests)
                        if (proof is not null)
                            text.Write($"{RestCertificate.ToJson(field, proof)}\n");
                    if (all is { IsComplete: true })
                        text.Write($"{OneFeatureCertificate.ToJson(all)}\n");
                    if (end is { End: ProvedEnd.Rest } && OneFeatureCertificate.OfEnd(gan, start.State(gan), cancellationToken: session.Cancellation) is { } certificate)
                        text.Write($"{certificate}\n");
                });
            if (parse.IsJson(format))
            {
                session.Output.WriteJson(Json(gan, claim, rests, end));
                return ExitCode.Success;
            }
            using var lines = new StringWriter { NewLine = "\n" };
            lines.WriteLine(gan);
            lines.WriteLine($"Claim 1  {claim}");
            foreach (var (orbit, proof) in rests)
                lines.WriteLine($"{orbit.Name ?? "fixed point",-18} {Describe(orbit, proof)}");
            if (end is not null)
                lines.WriteLine($"{"All fixed points",-18} {all}\n{"Training",-18} {start.Text}: {end}");
            session.Output.Write(lines.ToString());
            session.Next(parse.GetValue(output) is { } written
                ? $"'python3 samples/proofs/verify.py {written}' verifies the certificates in exact arithmetic"
                : "'--output points.jsonl' writes certificates that another program can verify");
            return ExitCode.Success;
        });
        return command;
    }

    private static string Describe(FixedPointOrbit orbit, RestProof? proof)
    {
        if (proof is null)
            return orbit.FamilyDimension > 0 ? $"a family of dimension {orbit.FamilyDimension}, not proved: proofs are of isolated points" : "not proved: no box passed the test";
        double width = proof.Box.Max(i => i.High - i.Low);
        return string.Create(CultureInfo.InvariantCulture,
            $"proved: one fixed point within {width:G2} of ({string.Join(", ", proof.Center.Select(v => v.ToString("G6", CultureInfo.InvariantCulture)))}), {(proof.Count is { } count ? count.ToString() : "directions not counted")}");
    }

    private static JsonObject Json(GanParameters gan, ClaimProof claim, List<(FixedPointOrbit Orbit, RestProof? Proof)> rests, OneFeatureProof? end) => new()
    {
        ["parameters"] = JsonText.Parameters(gan),
        ["inequality_holds"] = Known(claim.InequalityHolds, claim.InequalityFails),
        ["determinant_holds"] = Known(claim.DeterminantHolds, claim.DeterminantFails),
        ["perfect_recovery_attracts"] = Known(claim.PerfectRecoveryAttracts, claim.PerfectRecoveryRepels),
        ["no_recovery_repels"] = Known(claim.NoRecoveryRepels, false),
        ["refutes_claim"] = claim.RefutesTheClaim,
        ["list_complete"] = end?.Rests.IsComplete,
        ["any_attracts"] = end?.Rests.AnyAttracts,
        ["end"] = end is null ? null : end.End switch { ProvedEnd.Rest => end.Kind.ToString(), ProvedEnd.Cycle => "LimitCycle", _ => "not proved" },
        ["end_recovery"] = end?.Recovery is { } recovery ? JsonText.List([recovery.Low, recovery.High]) : null,
        ["end_period"] = end?.Period is { } period ? JsonText.List([period.Low, period.High]) : null,
        ["end_reason"] = end?.Reason,
        ["fixed_points"] = new JsonArray([.. rests.Select(r => new JsonObject
        {
            ["kind"] = r.Orbit.Name,
            ["family_dimension"] = r.Orbit.FamilyDimension,
            ["proved"] = r.Proof is not null,
            ["low"] = r.Proof is null ? null : JsonText.List(r.Proof.Box.Select(i => i.Low)),
            ["high"] = r.Proof is null ? null : JsonText.List(r.Proof.Box.Select(i => i.High)),
            ["unstable"] = r.Proof?.Count?.Unstable,
            ["stable"] = r.Proof?.Count?.Stable,
        })]),
    };

    /// <summary>True or false where proved, null where not.</summary>
    private static JsonNode? Known(bool holds, bool fails) => holds ? true : fails ? false : null;
}
