using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

namespace PhaseGan.Cli;

/// <summary>What <c>phasegan prove --within</c> proves: of all parameters around a point at once.</summary>
internal sealed class ProvedBox
{
    private readonly Option<double> _within = Values.Positive(
        "--within", "δ: proves it of a box, for all parameters that differ from the given ones by at most this share, each by its own; the start is one for all.");

    public void AddTo(Command command) => command.Options.Add(_within);

    /// <summary>Whether the command line asks for a box.</summary>
    public bool IsAskedFor(ParseResult parse) => parse.IsGiven(_within);

    /// <summary>Proves what can be proved over the box.</summary>
    /// <exception cref="UsageException">There is no such box, or certificates were asked for.</exception>
    public int Run(ParseResult parse, Session session, ModelOptions model, StartOptions starts, bool isJson, string? certificates)
    {
        double share = parse.GetValue(_within);
        if (!(share < 1))
            throw new UsageException($"{_within.Name} is a share of the parameters and must lie in (0, 1); got {Values.Text(share)}");
        if (certificates is not null)
            throw new UsageException($"--output writes certificates of single points; leave it out, or {_within.Name}");
        GanParameters gan = model.Read(parse);
        Start start = starts.Read(parse, gan.FeatureCount);
        var field = new EnclosedOde(Around(gan, share));
        ClaimProof claim = ClaimProof.Over(field.Parameters);
        List<ProvedOrbit> rests = [.. FixedPointFinder.Find(new ReducedOde(gan), cancellationToken: session.Cancellation).Orbits.Select(orbit => ProvedOrbit.Of(field, orbit))];
        TrainingEndProof? training = EndOf(gan, field.Parameters, start.State(gan), session.Cancellation);
        if (isJson)
        {
            session.Output.WriteJson(new JsonObject
            {
                ["parameters"] = JsonText.Parameters(gan),
                ["within"] = share,
                ["refutes_claim"] = claim.RefutesTheClaim,
                ["claim"] = claim.ToString(),
                ["end"] = training is { IsProved: true } ? training.Kind.ToString() : "not proved",
                ["end_recovery"] = training is { IsProved: true } ? new JsonArray([.. training.Recovery.Select(r => (JsonNode)JsonText.List([r.Low, r.High]))]) : null,
                ["end_reason"] = training?.Reason,
                ["fixed_points"] = new JsonArray([.. rests.Select(r => new JsonObject { ["kind"] = r.Orbit.Name, ["proved"] = r.IsProved, ["unstable"] = r.Count?.Unstable, ["stable"] = r.Count?.Stable })]),
            });
            return ExitCode.Success;
        }
        session.Output.Write(string.Create(CultureInfo.InvariantCulture, $"{gan}\neach by ±{100 * share:G6} %, whatever the others are\nClaim 1  {claim}\n"));
        foreach (ProvedOrbit rest in rests)
            session.Output.Write($"{rest.Orbit.Name ?? "fixed point",-18} {rest.Description}\n");
        session.Output.Write($"{"Training",-18} {start.Text}: {training?.ToString() ?? "not proved: the search finds no end at rest"}\n");
        session.Next($"a larger {_within.Name} proves less: the box is widest where the last line stops being proved");
        return ExitCode.Success;
    }

    /// <summary>Where a training is proved to end for all parameters of a box; null where the search, at one point of it, finds no rest.</summary>
    /// <param name="gan">A point of the box, at which the search looks for the end.</param>
    /// <param name="box">The box.</param>
    /// <param name="start">Where all begin.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static TrainingEndProof? EndOf(GanParameters gan, ParameterBox box, MacroState start, CancellationToken cancellation)
    {
        var ode = new ReducedOde(gan);
        double[] from = ode.Pack(start);
        return AttractorFinder.Find(ode, from, cancellationToken: cancellation) is FixedPointAttractor end
            ? TrainingEndProof.Of(box, [.. from.Select(v => (Interval)v)], end.Point.Coordinates.AsSpan(), mostSteps: CellProofs.MostSteps(gan.FeatureCount), cancellationToken: cancellation)
            : null;
    }

    /// <summary>The parameters, each with an interval of its own around it.</summary>
    private static ParameterBox Around(GanParameters gan, double share)
    {
        var factor = new Interval(1 - share, 1 + share);
        return new ParameterBox(
            [.. gan.RealVariances.Select(v => v * factor)], [.. gan.FakeVariances.Select(v => v * factor)],
            gan.DiscriminatorRate * factor, gan.GeneratorRate * factor, gan.RealNoise * factor, gan.FakeNoise * factor, gan.BatchSize);
    }
}
