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
            FamilyList? list = gan.FeatureCount is > 1 and <= FamilyList.MaxFeatures ? FamilyList.Of(field.Parameters, session.Cancellation) : null;
            if (parse.GetValue(output) is { } file)
                AtomicFile.WriteText(file, text =>
                {
                    foreach (ProvedOrbit rest in rests)
                        if (rest.Certificate(field) is { } certificate)
                            text.Write($"{certificate}\n");
                    if (list is { NothingAttracts: true })
                        text.Write($"{MotionCertificate.ToJson(list, session.Cancellation)}\n");
                });
            if (parse.IsJson(format))
            {
                session.Output.WriteJson(Json(gan, claim, list, rests));
                return ExitCode.Success;
            }
            using var lines = new StringWriter { NewLine = "\n" };
            lines.WriteLine(gan);
            lines.WriteLine($"Claim 1  {claim}");
            if (list is not null)
                lines.WriteLine($"All rests {Describe(list)}");
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

    private static string Describe(FamilyList list)
    {
        string complete = string.Create(CultureInfo.InvariantCulture, $"proved: there are {list.Families.Length} kinds of them{(list.IsExact ? "" : " at least")}, up to symmetry");
        return list.NothingAttracts ? $"{complete}, and none attracts"
            : list.Families.FirstOrDefault(Attracts) is { } attractor ? $"{complete}; {attractor.Kind} attracts"
            : $"{complete}; whether one attracts is not decided";
    }

    private static bool Attracts(ProvedFamily family) => family.Stability is FamilyStability.SomeAttract or FamilyStability.Attracts;

    private static JsonObject Json(GanParameters gan, ClaimProof claim, FamilyList? list, List<ProvedOrbit> rests) => new()
    {
        ["parameters"] = JsonText.Parameters(gan),
        ["inequality_holds"] = Known(claim.InequalityHolds, claim.InequalityFails),
        ["determinant_holds"] = Known(claim.DeterminantHolds, claim.DeterminantFails),
        ["perfect_recovery_attracts"] = Known(claim.PerfectRecoveryAttracts, claim.PerfectRecoveryRepels),
        ["no_recovery_repels"] = Known(claim.NoRecoveryRepels, false),
        ["refutes_claim"] = claim.RefutesTheClaim,
        ["nothing_attracts"] = list is null ? null : Known(list.NothingAttracts, list.Families.Any(Attracts)),
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
