using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

namespace PhaseGan.Cli;

/// <summary><c>phasegan prove</c>: what is proved of Claim 1 and of the isolated fixed points at one point, with certificates.</summary>
internal static class ProveCommand
{
    public const string Example = "phasegan prove --lambda 1 --tau 0.2 --eta 0.5";

    public static Command Create(Session session)
    {
        var command = new Command("prove",
            "Proves in interval arithmetic what can be proved at one point: both sides of inequality (15), the condition that it lacks, and that isolated fixed points exist, are alone in their boxes, and have so many unstable directions.");
        var model = new ModelOptions();
        model.AddTo(command);
        Option<string> format = JsonText.OrText();
        var output = new Option<string>("--output") { Description = "File for a certificate of each proved fixed point, one a line, which samples/proofs/verify.py verifies.", HelpName = "file" };
        command.Options.Add(format);
        command.Options.Add(output);
        command.SetAction(parse =>
        {
            GanParameters gan = model.Read(parse);
            if (parse.GetValue(output) is { } path)
                OutputFile.RequireWritable(path);
            var field = new EnclosedOde(ParameterBox.Of(gan));
            ClaimProof claim = ClaimProof.Over(field.Parameters);
            FixedPointSearch search = FixedPointFinder.Find(new ReducedOde(gan), cancellationToken: session.Cancellation);
            OneFeatureRests? all = gan.FeatureCount == 1 ? OneFeatureRests.Of(field.Parameters) : null;
            var rests = search.Orbits.Select(orbit => (Orbit: orbit, Proof: orbit.FamilyDimension > 0 ? null : RestProof.Try(field, orbit.Representative.Coordinates.AsSpan()))).ToList();
            if (parse.GetValue(output) is { } file)
                AtomicFile.WriteText(file, text =>
                {
                    foreach (var (_, proof) in rests)
                        if (proof is not null)
                            text.Write($"{RestCertificate.ToJson(field, proof)}\n");
                    if (all is { IsComplete: true })
                        text.Write($"{OneFeatureCertificate.ToJson(all)}\n");
                });
            if (parse.IsJson(format))
            {
                session.Output.WriteJson(Json(gan, claim, rests, all));
                return ExitCode.Success;
            }
            using var lines = new StringWriter { NewLine = "\n" };
            lines.WriteLine(gan);
            lines.WriteLine($"Claim 1  {claim}");
            foreach (var (orbit, proof) in rests)
                lines.WriteLine($"{orbit.Name ?? "fixed point",-18} {Describe(orbit, proof)}");
            if (all is not null)
                lines.WriteLine($"{"All fixed points",-18} {all}");
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

    private static JsonObject Json(GanParameters gan, ClaimProof claim, List<(FixedPointOrbit Orbit, RestProof? Proof)> rests, OneFeatureRests? all) => new()
    {
        ["parameters"] = JsonText.Parameters(gan),
        ["inequality_holds"] = Known(claim.InequalityHolds, claim.InequalityFails),
        ["determinant_holds"] = Known(claim.DeterminantHolds, claim.DeterminantFails),
        ["perfect_recovery_attracts"] = Known(claim.PerfectRecoveryAttracts, claim.PerfectRecoveryRepels),
        ["no_recovery_repels"] = Known(claim.NoRecoveryRepels, false),
        ["refutes_claim"] = claim.RefutesTheClaim,
        ["list_complete"] = all?.IsComplete,
        ["any_attracts"] = all?.AnyAttracts,
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
