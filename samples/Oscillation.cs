#:project ../src/PhaseGan/PhaseGan.csproj

// What the oscillating phase is: maps of rest, cycle, torus and chaos over the ratio of the learning rates and the noise
// for one, two and three features, the largest Lyapunov exponent along a line through the map of two, and how well it is
// known at one point. The tables and pictures of docs/oscillation.md. Run it with:
// dotnet run -c Release samples/Oscillation.cs [folder] [grid of d = 1] [of d = 2] [of d = 3] [points of the line] [time at the point]
using System.Globalization;
using PhaseGan;
using PhaseGan.Dynamics;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string folder = args.Length > 0 ? args[0] : ".";
int Count(int index, int fallback) => args.Length > index ? int.Parse(args[index]) : fallback;
Directory.CreateDirectory(folder);

(double[] Variances, double AlphaTo, double EtaTo, int Grid)[] maps =
    [([1], 4, 2.4, Count(1, 32)), ([5, 3], 2, 4.4, Count(2, 24)), ([5, 4, 3], 2, 4.4, Count(3, 14))];
foreach (var (variances, alphaTo, etaTo, grid) in maps)
{
    var cells = new Cell[grid * grid];
    Parallel.For(0, cells.Length, k => cells[k] = Look(variances, (k % grid + 0.5) * alphaTo / grid, (k / grid + 0.5) * etaTo / grid, duration: 30_000));
    string name = $"oscillation-{variances.Length}";
    Write(name, cells);
    Save(name, Map(cells, variances, alphaTo, etaTo, grid));
    Console.WriteLine($"d = {variances.Length}: {string.Join(", ", cells.CountBy(c => c.Kind).Select(c => $"{c.Key} {c.Value}"))}");
}

// The line α = 0.06 … 2 at η = 1 through the map of two features.
int points = Count(4, 48);
var line = new Cell[points];
Parallel.For(0, points, k => line[k] = Look([5, 3], 0.06 * Math.Pow(2 / 0.06, (double)k / (points - 1)), 1, duration: 100_000));
Write("oscillation-route", line);
Save("oscillation-route", Route(line));

// The point α = 0.5, η = 1 of the line: what the largest exponent depends on, and all exponents.
int most = Count(5, 400_000);
double[] two = [5, 3], parts = [16, 8, 4, 2, 1], tolerances = [1e-6, 1e-7, 1e-9, 1e-10];
(string What, double[] Variances, int Seed, double Tolerance, double Duration, int Exponents)[] measurements =
[
    .. parts.Select(part => ("duration", two, 1, 1e-8, most / part, 1)),
    .. tolerances.Select(tolerance => ("tolerance", two, 1, tolerance, (double)most, 1)),
    .. Enumerable.Range(2, 40).Select(seed => ("start", two, seed, 1e-7, most / 8.0, 1)),
    ("all", two, 1, 1e-8, most / 4.0, 9), ("all", [5, 4, 3], 1, 1e-7, most / 8.0, 18),
];
var measured = new LyapunovEstimate[measurements.Length];
Parallel.For(0, measured.Length, k => measured[k] = Measure(measurements[k].Variances, measurements[k].Seed, measurements[k].Tolerance, measurements[k].Duration, measurements[k].Exponents));
File.WriteAllLines(Path.Combine(folder, "oscillation-exponents.csv"), ["varied,features,seed,relative_tolerance,duration,index,exponent,standard_error", .. measurements.Zip(measured).SelectMany(p =>
    p.Second.Exponents.Select((e, i) => $"{p.First.What},{p.First.Variances.Length},{p.First.Seed},{p.First.Tolerance:G1},{p.Second.Duration:G6},{i + 1},{e.Value:G4},{e.StandardError:G2}"))]);
double[] starts = [.. measurements.Zip(measured).Where(p => p.First.What == "start").Select(p => p.Second.Exponents[0].Value)];
double mean = starts.Average(), deviation = Math.Sqrt(starts.Sum(v => (v - mean) * (v - mean)) / (starts.Length - 1));
Console.WriteLine($"{starts.Length} starts: exponents from {starts.Min():G3} to {starts.Max():G3}, mean {mean:G4} ± {deviation / Math.Sqrt(starts.Length):G2}");

static LyapunovEstimate Measure(double[] variances, int seed, double tolerance, double duration, int count)
{
    var gan = new GanParameters(variances, variances, 0.2, 0.1, 1, 1);
    var ode = new ReducedOde(gan);
    // all exponents of the field are wanted with the zero of time translation, the largest without it
    return LyapunovSpectrum.Estimate(ode, ode.Pack(MacroState.NearOrigin(gan, 0.03, seed)), count, new LyapunovOptions
    {
        Transient = 5000, Duration = duration, RelativeTolerance = tolerance, AbsoluteTolerance = tolerance / 1000, RemoveNeutral = count == 1,
    });
}

// The attractor from a generic start, with the largest of its exponents that no symmetry makes zero: the growth rate at a fixed point,
// the logarithm of a multiplier by the period on a cycle, a Lyapunov exponent on what is neither.
static Cell Look(double[] variances, double alpha, double eta, double duration)
{
    var gan = new GanParameters(variances, variances, 0.2, 0.2 * alpha, eta, eta);
    var ode = new ReducedOde(gan);
    Attractor found = AttractorFinder.Find(ode, ode.Pack(MacroState.NearOrigin(gan, 0.03, seed: 1)), new AttractorOptions
    {
        Exponents = 1,
        Lyapunov = new LyapunovOptions { Transient = 1000, Duration = duration, RelativeTolerance = 1e-6, AbsoluteTolerance = 1e-9 },
    });
    double leading = Claim1.Check(gan).AtPerfectRecovery.GrowthRate;
    return found switch
    {
        FixedPointAttractor p => new Cell(alpha, eta, leading, "rest", Exponent: p.Spectrum.GrowthRate),
        LimitCycleAttractor c => new Cell(alpha, eta, leading, "cycle", c.Cycle.Period, Math.Log(c.Cycle.Multipliers[c.Cycle.NeutralCount].Magnitude) / c.Cycle.Period),
        AperiodicAttractor { Lyapunov.Exponents: [var e, ..] } a => new Cell(alpha, eta, leading, a.Motion switch
        {
            MotionKind.Chaotic => "chaos",
            MotionKind.QuasiPeriodic => "torus",
            MotionKind.Cycle => "cycle",
            _ => "undecided",
        }, a.ReturnTime, e.Value, e.StandardError),
        _ => new Cell(alpha, eta, leading, "undecided"),
    };
}

void Write(string name, Cell[] cells) => File.WriteAllLines(Path.Combine(folder, name + ".csv"),
    ["alpha,eta,leading,kind,period,exponent,standard_error", .. cells.Select(c => $"{c.Alpha:G6},{c.Eta:G6},{c.Leading:G6},{c.Kind},{c.Period:G6},{c.Exponent:G5},{c.Error:G2}")]);

void Save(string name, string svg) => File.WriteAllText(Path.Combine(folder, name + ".svg"), svg);

static string Map(Cell[] cells, double[] variances, double alphaTo, double etaTo, int grid)
{
    double w = 440.0 / grid, h = 360.0 / grid;
    double X(double alpha) => 60 + 440 * alpha / alphaTo;
    double Y(double eta) => 390 - 360 * eta / etaTo;
    // neighbours of one kind in a row share a rectangle
    var shapes = new List<string>();
    for (int from = 0, to; from < cells.Length; from = to)
    {
        for (to = from + 1; to < cells.Length && to % grid != 0 && cells[to].Kind == cells[from].Kind; to++)
            ;
        shapes.Add($"<rect x='{X(cells[from].Alpha) - w / 2:F1}' y='{Y(cells[from].Eta) - h / 2:F1}' width='{(to - from) * w + 0.3:F1}' height='{h + 0.3:F1}' fill='{Colour(cells[from].Kind)}'/>");
    }
    // the left side of (15), the same with the mean for the largest (no deceived state is stable below it), and where the noise hides a feature
    foreach (var (factor, dash) in new[] { (variances.Max(), ""), (variances.Average(), " stroke-dasharray='2 3'") })
        shapes.Add($"<polyline fill='none' stroke='#111' stroke-width='1.5'{dash} points='{string.Join(' ', Enumerable.Range(0, 101).Select(k => k / 100.0 * alphaTo).Select(a => (a, Math.Sqrt(a * factor / 2 / 0.2))).Where(p => p.Item2 < etaTo).Select(p => $"{X(p.a):F2},{Y(p.Item2):F2}"))}'/>");
    shapes.AddRange(variances.Select(v => Y(Math.Sqrt(v / 0.2))).Where(y => y > 30).Select(y => $"<line x1='60' x2='500' y1='{y:F2}' y2='{y:F2}' stroke='#111' stroke-dasharray='5 3'/>"));
    return Frame($"Λ = Λ̃ = ({string.Join(", ", variances)}), τ = 0.2", shapes, (alphaTo, "α"), (0, etaTo, "η"));
}

static string Route(Cell[] line)
{
    double X(double alpha) => 60 + 440 * Math.Log(alpha / 0.05) / Math.Log(2 / 0.05);
    double Y(double exponent) => 390 - 360 * (exponent + 0.12) / 0.24;
    // where P = I loses its stability, and where the last deceived state does
    var shapes = new List<string> { $"<line x1='60' x2='500' y1='{Y(0):F2}' y2='{Y(0):F2}' stroke='#999'/>" };
    double[] losses = [0.08, 0.1];
    shapes.AddRange(losses.Select(alpha => $"<line x1='{X(alpha):F2}' x2='{X(alpha):F2}' y1='30' y2='390' stroke='#111' stroke-dasharray='5 3'/>"));
    foreach (Cell c in line.Where(c => c.Exponent != 0))
    {
        double y = Math.Clamp(Y(c.Exponent), 30, 390);
        shapes.Add($"<line x1='{X(c.Alpha):F2}' x2='{X(c.Alpha):F2}' y1='{Math.Clamp(Y(c.Exponent - 2 * c.Error), 30, 390):F2}' y2='{Math.Clamp(Y(c.Exponent + 2 * c.Error), 30, 390):F2}' stroke='#555'/><circle cx='{X(c.Alpha):F2}' cy='{y:F2}' r='4' fill='{Colour(c.Kind)}' stroke='#111' stroke-width='0.7'/>");
    }
    return Frame("Largest transverse exponent, Λ = Λ̃ = (5, 3), τ = 0.2, η = 1", shapes, (2, "α (logarithmic)"), (-0.12, 0.12, "λ"), k => $"{0.05 * Math.Pow(40, k / 4.0):G2}");
}

static string Frame(string title, List<string> shapes, (double To, string Name) x, (double From, double To, string Name) y, Func<int, string>? xTick = null)
{
    var ticks = Enumerable.Range(0, 5).SelectMany(k => new[]
    {
        $"<text x='{60 + 110 * k}' y='408' text-anchor='middle'>{(xTick is null ? $"{x.To * k / 4:G3}" : xTick(k))}</text>",
        $"<text x='54' y='{394 - 90 * k}' text-anchor='end'>{Math.Round(y.From + (y.To - y.From) * k / 4, 4):G3}</text>",
    });
    string[] kinds = ["rest", "cycle", "torus", "chaos", "undecided"];
    var legend = kinds.Select((kind, k) => $"<rect x='515' y='{34 + 24 * k}' width='18' height='14' fill='{Colour(kind)}' stroke='#555'/><text x='540' y='{46 + 24 * k}'>{kind}</text>");
    return $"""
        <svg xmlns='http://www.w3.org/2000/svg' width='630' height='440' viewBox='0 0 630 440' font-family='sans-serif' font-size='12'>
        <rect width='630' height='440' fill='#fff'/><text x='60' y='20' font-size='14'>{title}</text>
        {string.Join('\n', shapes)}
        <rect x='60' y='30' width='440' height='360' fill='none' stroke='#111'/>
        {string.Concat(ticks)}<text x='280' y='430' font-style='italic'>{x.Name}</text><text x='14' y='215' font-style='italic'>{y.Name}</text>
        {string.Concat(legend)}
        </svg>
        """;
}

static string Colour(string kind) => kind switch { "rest" => "#e6e9ec", "cycle" => "#4477aa", "torus" => "#ddaa33", "chaos" => "#bb3344", _ => "#777777" };

internal sealed record Cell(double Alpha, double Eta, double Leading, string Kind, double Period = 0, double Exponent = 0, double Error = 0);
