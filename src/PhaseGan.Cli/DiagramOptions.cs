using System.CommandLine;
using System.Globalization;

namespace PhaseGan.Cli;

/// <summary>Everything that decides what a diagram shows, shared by the commands that make one here and elsewhere.</summary>
internal sealed class DiagramOptions
{
    private readonly ModelOptions _model = new();
    private readonly RuleOptions _rules = new();
    private readonly CodeOptions _codes = new();
    private readonly MethodOptions _method = new();
    private readonly StartOptions _starts = new();
    private readonly Option<string> _x = AxisOption("--x", "Horizontal", "alpha:0.02:2:64");
    private readonly Option<string> _y = AxisOption("--y", "Vertical", "eta:0.05:2.6:64");

    /// <summary>The option that sets the number of threads, which decides nothing.</summary>
    public Option ThreadsOption => _method.ThreadsOption;

    public void AddTo(Command command)
    {
        _model.AddTo(command);
        _rules.AddTo(command);
        _codes.AddTo(command);
        command.Options.Add(_x);
        command.Options.Add(_y);
        _method.AddTo(command);
        _starts.AddTo(command);
    }

    /// <summary>The diagram that was asked for.</summary>
    /// <exception cref="UsageException">Options contradict each other.</exception>
    public DiagramRequest Read(ParseResult parse)
    {
        ParameterAxis x = ParameterAxis.Parse("--x", parse.GetRequiredValue(_x)), y = ParameterAxis.Parse("--y", parse.GetRequiredValue(_y));
        ParameterAxis.RequireApart(x, y);
        GanParameters gan = _model.Read(parse, x, y);
        Check(gan, x, y);
        TrainingRule rule = _rules.Read(parse, gan);
        string method = _method.Method(parse);
        if (Codes(parse, gan, rule, method) is { } codes)
            return new DiagramRequest(x, y, gan, rule, $"{_rules.Given(parse)} {_codes.Given(parse)}".Trim(), method, _starts.Read(parse, gan.FeatureCount), null, new LearnableCodesClassifier(codes)) { Codes = codes };
        Start start = _starts.Read(parse, gan.FeatureCount, rule);
        SimulationPhaseOptions? trainings = method == Classifiers.Simulation ? _method.Trainings(parse, rule, gan) : null;
        return new DiagramRequest(x, y, gan, rule, _rules.Given(parse), method, start, trainings, Classifiers.Create(method, start.State, rule, trainings));
    }

    /// <summary>The law of codes that is learned, or null.</summary>
    private LearnableCodesOptions? Codes(ParseResult parse, GanParameters gan, TrainingRule rule, string method)
    {
        if (!parse.IsGiven(_codes.RateOption))
            return _codes.Read(parse, gan, rule, 1, 1);
        if (method != Classifiers.Methods[0])
            throw new UsageException($"{_codes.RateOption.Name} goes with --method {Classifiers.Methods[0]}: the labels are where the ODE ends; got --method {method}");
        (double size, int seed) = _starts.Generic(parse, _codes.RateOption.Name);
        return _codes.Read(parse, gan, rule, size, seed);
    }

    /// <summary>The number of threads that the user asked for, or else <paramref name="otherwise"/>, or else that of the processors.</summary>
    public int Threads(ParseResult parse, int? otherwise = null) => _method.Threads(parse, otherwise);

    /// <summary>Throws if there are too many cells, or the parameters at a corner cannot be.</summary>
    /// <exception cref="UsageException">One or the other.</exception>
    public static void Check(GanParameters gan, ParameterAxis x, ParameterAxis y)
    {
        CheckSize(x, y);
        CheckCorners(gan, x, y);
    }

    /// <summary>Throws if there are too many cells.</summary>
    /// <exception cref="UsageException">There are.</exception>
    private static void CheckSize(ParameterAxis x, ParameterAxis y)
    {
        long cells = (long)x.Axis.Count * y.Axis.Count;
        if (cells > PhaseDiagram.MaxCells)
            throw new UsageException(string.Create(CultureInfo.InvariantCulture,
                $"--x and --y make {x.Axis.Count} × {y.Axis.Count} = {cells} cells, and a diagram can have at most {PhaseDiagram.MaxCells}"));
    }

    /// <summary>Throws if the parameters at a corner cannot be.</summary>
    /// <exception cref="UsageException">They cannot.</exception>
    private static void CheckCorners(GanParameters gan, ParameterAxis x, ParameterAxis y)
    {
        Func<double, double, GanParameters> at = ParameterAxis.At(gan, x, y);
        foreach (double b in (ReadOnlySpan<double>)[y.Axis.Minimum, y.Axis.Maximum])
            foreach (double a in (ReadOnlySpan<double>)[x.Axis.Minimum, x.Axis.Maximum])
                try
                {
                    at(a, b);
                }
                catch (ArgumentException e)
                {
                    throw new UsageException($"at {x.Name} = {Values.Text(a)}, {y.Name} = {Values.Text(b)}: {UsageException.Of(e).Message}");
                }
    }

    private static Option<string> AxisOption(string name, string which, string fallback) => new(name)
    {
        Description = $"{which} axis, name:min:max:count, with :log at the end for equal ratios; names: {ParameterAxis.Names}.",
        HelpName = "AXIS",
        DefaultValueFactory = _ => fallback,
    };
}
