using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

namespace PhaseGan.Cli;

/// <summary><c>phasegan prove</c>: what is proved of Claim 1 and of the fixed points at one point, with certificates.</summary>
internal static class ProveCommand
{
    public const string Example = "phasegan prove --lambda 1 --tau 0.2 --eta 0.5";

    public static Command Create(Session session)
    {
        var command = new Command("prove",
            "Proves in interval arithmetic what can be proved at one point: both sides of inequality (15), the condition that it lacks, and that fixed points and members of families of them exist, are alone in their boxes, and have so many unstable directions.");
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
            List<ProvedOrbit> rests = [.. search.Orbits.Select(orbit => ProvedOrbit.Of(field, orbit))];
            if (parse.GetValue(output) is { } file)
                AtomicFile.WriteText(file, text =>
                {
                    foreach (ProvedOrbit rest in rests)
                        if (rest.Certificate(field) is { } certificate)
                            text.Write($"{certificate}\n");
                });
            if (parse.IsJson(format))
            {
                session.Output.WriteJson(Json(gan, claim, rests));
                return ExitCode.Success;
            }
            using var lines = new StringWriter { NewLine = "\n" };
            lines.WriteLine(gan);
            lines.WriteLine($"Claim 1  {claim}");
            foreach (ProvedOrbit rest in rests)
                lines.WriteLine($"{rest.Orbit.Name ?? "fixed point",-18} {rest.Description}");
            session.Output.Write(lines.ToString());
            session.Next(parse.GetValue(output) is { } written
                ? $"'python3 samples/proofs/verify.py {written}' verifies the certificates in exact arithmetic"
                : "'--output points.jsonl' writes certificates that another program can verify");
            return ExitCode.Success;
        });
        return command;
    }

    private static JsonObject Json(GanParameters gan, ClaimProof claim, List<ProvedOrbit> rests) => new()
    {
        ["parameters"] = JsonText.Parameters(gan),
        ["inequality_holds"] = Known(claim.InequalityHolds, claim.InequalityFails),
        ["determinant_holds"] = Known(claim.DeterminantHolds, claim.DeterminantFails),
        ["perfect_recovery_attracts"] = Known(claim.PerfectRecoveryAttracts, claim.PerfectRecoveryRepels),
        ["no_recovery_repels"] = Known(claim.NoRecoveryRepels, false),
        ["refutes_claim"] = claim.RefutesTheClaim,
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
