using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

namespace PhaseGan.Cli;

/// <summary><c>phasegan map</c>: the boundaries of the exact phase map of one feature as CSV.</summary>
internal static class MapCommand
{
    public const string Example = "phasegan map --lambda 1 --tau 0.2 --plane alpha-x --alpha-range 0:4";

    public static Command Create(Session session)
    {
        var command = new Command("map",
            "Writes every boundary of the exact phase map of one feature as CSV, one row a vertex: curve, piece, alpha, x or eta, criticality (of Hopf points), bounds_attractors, the fixed point p, q, r that changes there, frequency, first_lyapunov.");
        var model = new ModelOptions();
        var plane = new Option<string>("--plane")
        {
            Description = "Vertical axis: x = τη², with η_T : η_G kept as given, or η = η_T = η_G.",
            HelpName = "alpha-x|alpha-eta",
            DefaultValueFactory = _ => "alpha-x",
        };
        plane.AcceptOnlyFromAmong("alpha-x", "alpha-eta");
        Option<string> alphaRange = Range("--alpha-range", "Window in α [default: 0:4]");
        Option<string> noiseRange = Range("--x-range", "Window in x, in the plane alpha-x [default: from 0 to 1.4Λ]");
        Option<string> etaRange = Range("--eta-range", "Window in η, in the plane alpha-eta [default: from 0 to where x = 1.4Λ]");
        Option<double> tolerance = Values.Positive("--tolerance", "Largest distance of a curve from a chord of its polyline, in [1e-10, 1].", 1e-8);
        model.AddTo(command, generatorRate: false);
        foreach (Option option in (Option[])[plane, alphaRange, noiseRange, etaRange, tolerance])
            command.Options.Add(option);
        var certificates = new Option<string>("--certificates")
        {
            Description = "Proves each curve from one end to the other in interval arithmetic, inside a window of the plane alpha-eta away from 0, and writes this file: a certificate of each, one a line, which samples/proofs/verify.py verifies.",
            HelpName = "file",
        };
        command.Options.Add(certificates);
        Option<string> format = JsonText.OrCsv("one JSON object with the points of each piece");
        command.Options.Add(format);
        command.SetAction(parse =>
        {
            bool isEffective = parse.GetValue(plane) == "alpha-x";
            string vertical = isEffective ? "x" : "eta";
            GanParameters gan = model.Read(parse, Axis("alpha"), Axis(vertical));
            if (gan.FeatureCount != 1)
                throw new UsageException($"the exact map is that of one feature; --lambda has {gan.FeatureCount} entries");
            Option<string> used = isEffective ? noiseRange : etaRange, other = isEffective ? etaRange : noiseRange;
            if (parse.IsGiven(other))
                throw new UsageException($"{other.Name} does not belong to the plane alpha-{vertical}; give {used.Name}");
            (double alphaFrom, double alphaTo) = Read(parse, alphaRange) ?? (0, 4);
            (double From, double To)? window = Read(parse, used);
            if (parse.GetValue(certificates) is { } path)
                RequireProvable(path, vertical, alphaFrom, window);
            double chord = parse.GetValue(tolerance);
            if (chord is < 1e-10 or > 1)
                throw new UsageException($"--tolerance must lie in [1e-10, 1]; got {Values.Text(chord)}");
            var options = new SingleFeatureBoundaryOptions { AlphaFrom = alphaFrom, AlphaTo = alphaTo, VerticalFrom = window?.From ?? 0, VerticalTo = window?.To, ChordTolerance = chord };
            ImmutableArray<SingleFeatureBoundary> curves = SingleFeaturePhases.Boundaries(
                gan, isEffective ? SingleFeaturePlane.RatioAndEffectiveNoise : SingleFeaturePlane.RatioAndNoise, options);
            if (parse.IsJson(format))
                session.Output.WriteJson(Json(gan, vertical, curves));
            else
                Write(session.Output, vertical, curves);
            session.Error.WriteLine($"Wrote {curves.Length} pieces of {curves.Select(c => c.Kind).Distinct().Count()} curves, {curves.Sum(c => c.Points.Length)} vertices");
            if (parse.GetValue(certificates) is { } file)
                Prove(session, gan, new OneFeatureWindow(alphaFrom, alphaTo, window!.Value.From, window.Value.To), curves, file);
            session.Next("'phasegan diagram' labels the regions between the curves, 'phasegan branch' follows what changes at them");
            return ExitCode.Success;
        });
        return command;
    }

    private static void RequireProvable(string path, string vertical, double alphaFrom, (double From, double To)? window)
    {
        if (vertical != "eta" || !(alphaFrom > 0) || window is not { From: > 0 })
            throw new UsageException("--certificates takes --plane alpha-eta with --alpha-range and --eta-range that both start above 0, where curves meet");
        OutputFile.RequireWritable(path);
    }

    /// <summary>Proves the curves, several pieces of which may belong to one, and writes the certificates of those that are proved from end to end.</summary>
    private static void Prove(Session session, GanParameters gan, OneFeatureWindow window, ImmutableArray<SingleFeatureBoundary> curves, string file)
    {
        var proved = new List<OneFeatureCurve>();
        var left = new List<string>();
        foreach (SingleFeatureBoundary curve in curves)
        {
            string name = curve.Kind.ToString();
            int half = curve.Points.Length / 2;
            // straight lines have two vertices, both at ends
            SingleFeatureBoundaryPoint a = curve.Points[half], b = curve.Points.Length == 2 ? curve.Points[0] : a;
            (double alpha, double eta, double r) = (0.5 * (a.Alpha + b.Alpha), 0.5 * (a.Vertical + b.Vertical), a.R);
            if (proved.Any(p => p.Name == name && p.Through(alpha, eta, r) is not null))
                continue;
            if (OneFeatureCurve.Of(gan, name, window, alpha, eta, r, session.Cancellation) is { Tube.IsComplete: true } found)
                proved.Add(found);
            else
                left.Add(string.Create(CultureInfo.InvariantCulture, $"{name} at ({alpha:G6}, {eta:G6})"));
        }
        AtomicFile.WriteText(file, text =>
        {
            foreach (OneFeatureCurve curve in proved)
                text.Write(OneFeatureCurveCertificate.ToJson(curve) + "\n");
        });
        session.Error.WriteLine(
            $"Proved {proved.Count} curves from end to end, {proved.Sum(p => p.Tube.Pieces.Length)} boxes; {(left.Count == 0 ? "none is left" : $"not proved: {string.Join(", ", left)}")}; 'python3 samples/proofs/verify.py {file}' verifies them");
    }

    private static void Write(TextWriter writer, string vertical, ImmutableArray<SingleFeatureBoundary> curves)
    {
        writer.Write($"curve,piece,alpha,{vertical},criticality,bounds_attractors,p,q,r,frequency,first_lyapunov\n");
        var pieces = new Dictionary<SingleFeatureBoundaryKind, int>();
        foreach (SingleFeatureBoundary curve in curves)
        {
            int piece = pieces[curve.Kind] = pieces.GetValueOrDefault(curve.Kind) + 1;
            bool isHopf = IsHopf(curve);
            string criticality = curve.Criticality == HopfCriticality.None ? "" : curve.Criticality.ToString();
            foreach (SingleFeatureBoundaryPoint v in curve.Points)
            {
                writer.Write(string.Create(CultureInfo.InvariantCulture,
                    $"{curve.Kind},{piece},{v.Alpha:R},{v.Vertical:R},{criticality},{(curve.BoundsAttractors ? "true" : "false")},{v.P:R},{v.Q:R},{v.R:R},"));
                writer.Write(isHopf ? string.Create(CultureInfo.InvariantCulture, $"{v.Frequency:R},{v.FirstLyapunov:R}\n") : ",\n");
            }
        }
    }

    private static bool IsHopf(SingleFeatureBoundary curve) => curve.Kind is SingleFeatureBoundaryKind.LockedHopf or SingleFeatureBoundaryKind.UndeceivedHopf;

    private static JsonObject Json(GanParameters gan, string vertical, ImmutableArray<SingleFeatureBoundary> curves)
    {
        JsonObject parameters = JsonText.Parameters(gan);
        // what an axis moves is not one number here: with α the rate of the generator, with η both noises
        foreach (string moved in vertical == "eta" ? (ReadOnlySpan<string>)["tau_tilde", "eta_t", "eta_g"] : ["tau_tilde"])
            parameters.Remove(moved);
        return new JsonObject
        {
            ["plane"] = $"alpha-{vertical}",
            ["parameters"] = parameters,
            ["boundaries"] = new JsonArray([.. curves.Select(curve => Json(vertical, curve))]),
        };
    }

    private static JsonObject Json(string vertical, SingleFeatureBoundary curve) => new()
    {
        ["curve"] = curve.Kind.ToString(),
        ["criticality"] = curve.Criticality == HopfCriticality.None ? null : curve.Criticality.ToString(),
        ["bounds_attractors"] = curve.BoundsAttractors,
        ["points"] = new JsonArray([.. curve.Points.Select(v => new JsonObject
        {
            ["alpha"] = JsonText.Number(v.Alpha),
            [vertical] = JsonText.Number(v.Vertical),
            ["p"] = JsonText.Number(v.P),
            ["q"] = JsonText.Number(v.Q),
            ["r"] = JsonText.Number(v.R),
            ["frequency"] = IsHopf(curve) ? JsonText.Number(v.Frequency) : null,
            ["first_lyapunov"] = IsHopf(curve) ? JsonText.Number(v.FirstLyapunov) : null,
        })]),
    };

    /// <summary>An axis that says what it moves; its range is not used.</summary>
    private static ParameterAxis Axis(string name) => ParameterAxis.Parse("--plane", $"{name}:1:2:2");

    private static Option<string> Range(string name, string meaning) => new(name) { Description = meaning, HelpName = "FROM:TO" };

    private static (double From, double To)? Read(ParseResult parse, Option<string> option)
    {
        if (parse.GetValue(option) is not { } text)
            return null;
        string[] parts = text.Split(':');
        if (parts.Length != 2 || !Values.TryNumber(parts[0], out double from) || !Values.TryNumber(parts[1], out double to))
            throw new UsageException($"{option.Name} must read from:to, two finite numbers; got '{text}'");
        if (!(from >= 0 && from < to))
            throw new UsageException($"{option.Name} must go upwards from a number ≥ 0; got '{text}'");
        return (from, to);
    }
}
