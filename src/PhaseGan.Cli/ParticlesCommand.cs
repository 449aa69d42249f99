using System.Collections.Immutable;
using System.CommandLine;

namespace PhaseGan.Cli;

/// <summary><c>phasegan particles</c>: the law of single weights under penalties on them, for which no ODE closes.</summary>
internal static class ParticlesCommand
{
    public const string Example = "phasegan particles --lambda 2 --eta 1 --weight 0.3 --generator-weight 0.4 --particles 20000 --until 50 --points 51 --output law.csv";

    private const string Absolute = "abs", Smooth = "smooth", Squares = "squares";

    private const string Normal = "normal", Signs = "signs", Sparse = "sparse";

    public static Command Create(Session session)
    {
        var command = new Command("particles",
            "Follows training with penalties on single weights, λ_w Σ φ(√n w_i)/n and λ_v Σ ψ(√n V_il)/n, in the limit of large n: the law of the weights, by particles. Writes overlaps, means of |weights|, kurtosis and shares of zeros over time, " +
            "and says when the weight condenses on few entries, from where on the limit does not hold for long.");
        var options = new Options();
        options.AddTo(command);
        command.SetAction(parse => options.Run(parse, session));
        return command;
    }

    private sealed class Options
    {
        private readonly ModelOptions _model = new();
        private readonly RuleOptions _rules = new();
        private readonly StartOptions _starts = new("--start-seed");
        private readonly Option<string> _phi = Shape("--phi", "φ");
        private readonly Option<string> _psi = Shape("--psi", "ψ");
        private readonly Option<double> _weight = Values.NonNegative("--weight", "λ_w: weight of the penalty on the discriminator's weights [default: 0]", "a weight");
        private readonly Option<double> _generatorWeight = Values.NonNegative("--generator-weight", "λ_v: weight of the penalty on the generator's weights [default: 0]", "a weight");
        private readonly Option<double> _width = Values.Positive("--width", $"δ of {Smooth}, √(x² + δ²).", 0.2);
        private readonly Option<string> _rows = new("--rows") { Description = "Law of the entries √n U_il of the features.", HelpName = $"{Normal}|{Signs}|{Sparse}", DefaultValueFactory = _ => Signs };
        private readonly Option<int> _oneIn = Values.Whole("--one-in", $"s of {Sparse} rows: one entry in s is not zero.", minimum: 1, fallback: 4);
        private readonly Option<int> _particles = Values.Whole("--particles", "Number of particles.", minimum: 1024, fallback: 100_000);
        private readonly Option<double> _until = Values.Positive("--until", "Time t = k/n at which the path ends.", 50);
        private readonly Option<int> _points = Values.Whole("--points", "Number of records, equally spaced from 0 to --until.", minimum: 2, fallback: 51);
        private readonly Option<long> _seed = Values.Count("--seed", "Seed of the particles' random numbers.", minimum: long.MinValue, fallback: 1);
        private readonly Option<string> _output = new("--output") { Description = "The table as CSV; standard output without it.", HelpName = "FILE" };

        public Options() => _rows.AcceptOnlyFromAmong(Normal, Signs, Sparse);

        public void AddTo(Command command)
        {
            _model.AddTo(command);
            _rules.AddTo(command);
            foreach (Option option in (Option[])[_phi, _weight, _psi, _generatorWeight, _width, _rows, _oneIn, _particles, _until, _points, _seed])
                command.Options.Add(option);
            _starts.AddTo(command);
            command.Options.Add(_output);
        }

        public int Run(ParseResult parse, Session session)
        {
            GanParameters gan = _model.Read(parse);
            TrainingRule rule = _rules.Read(parse, gan);
            Start start = _starts.Read(parse, gan.FeatureCount, rule);
            if (parse.IsGiven(_oneIn) && parse.GetValue(_rows) != Sparse)
                throw new UsageException($"--one-in belongs to --rows {Sparse}");
            string? file = parse.GetValue(_output);
            if (file is not null)
                OutputFile.RequireWritable(file);
            int points = parse.GetValue(_points);
            double until = parse.GetValue(_until);
            ParticlePath path;
            try
            {
                var penalty = new SeparablePenalty
                {
                    Discriminator = Penalty(parse, _phi),
                    DiscriminatorWeight = parse.Given(_weight) ?? 0,
                    Generator = Penalty(parse, _psi),
                    GeneratorWeight = parse.Given(_generatorWeight) ?? 0,
                };
                var options = new ParticleOptions
                {
                    Particles = parse.GetValue(_particles),
                    Rows = parse.GetValue(_rows) switch { Normal => RowLaw.Gaussian, Sparse => RowLaw.Sparse(parse.GetValue(_oneIn)), _ => RowLaw.Signs },
                    Seed = parse.GetValue(_seed),
                    Times = [.. Enumerable.Range(0, points).Select(i => until * i / (points - 1))],
                };
                path = ParticleTraining.Run(gan, penalty, start.State(gan), rule, options, session.Cancellation);
            }
            catch (ArgumentException e)
            {
                throw UsageException.Of(e);
            }
            if (path.StopReason != StopReason.EndReached)
                throw new IOException($"weights grow without bound after t = {Values.Text(path.Records.IsEmpty ? 0 : path.Records[^1].Time)}; nothing was written. Take a smaller --weight or --generator-weight, or unit norms");
            OutputFile.Write(session, file, path.ToCsv);
            session.Error.WriteLine($"{start.Text[..1].ToUpperInvariant()}{start.Text[1..]}. {path}");
            if (path.LocalisedAt is { } time)
                session.Error.WriteLine($"From t = {Values.Text(time)} on weights are localised (kurtosis at least {Values.Text(ParticlePath.LocalisedKurtosis)}): a training at finite n leaves this law in the end.");
            session.Next("'phasegan trajectory' with the same model and start gives the path without the penalties");
            return ExitCode.Success;
        }

        private WeightPenalty Penalty(ParseResult parse, Option<string> shape) => parse.GetValue(shape) switch
        {
            Smooth => WeightPenalty.SmoothAbsolute(parse.GetValue(_width)),
            Squares => WeightPenalty.Squares,
            _ => WeightPenalty.Absolute,
        };

        private static Option<string> Shape(string name, string letter)
        {
            var option = new Option<string>(name) { Description = $"{letter}: {Absolute} for |x|, {Smooth} for √(x² + δ²), {Squares} for x²/2.", HelpName = $"{Absolute}|{Smooth}|{Squares}", DefaultValueFactory = _ => Absolute };
            option.AcceptOnlyFromAmong(Absolute, Smooth, Squares);
            return option;
        }
    }
}
