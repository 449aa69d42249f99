using System.Globalization;

namespace PhaseGan;

/// <summary>Follows one start of one feature until its end is proved, or a budget of steps is used up.</summary>
internal sealed class OneFeaturePursuit
{
    /// <summary>Order of the Taylor series: of 12, 16, 20, 24 and 30 the one that took the least time for a path.</summary>
    private const int Order = 16;

    /// <summary>Remainders of steps: as large as most paths bear, and small for cycles, whose returns stretch some directions a thousandfold before they shrink, and for paths that go round many times.</summary>
    private const double Coarse = 1e-9, Fine = 1e-12, Finest = 1e-14;

    /// <summary>q² + r² below which the deceived line is tried, and by what factor it falls between tries.</summary>
    private const double NearDeceived = 0.25, BetweenTries = 0.5;

    /// <summary>Sets wider than this have outgrown every proof.</summary>
    private const double MostReach = 0.1;

    private readonly OneFeatureConstants _c;
    private readonly OneFeatureRests _rests;
    private readonly OneFeatureBasin[] _basins;
    private readonly double _threshold;
    private readonly int _mostSteps;
    private double _nextTry = NearDeceived;

    public OneFeaturePursuit(OneFeatureRests rests, double threshold, int mostSteps)
    {
        (_rests, _threshold, _mostSteps) = (rests, threshold, mostSteps);
        _c = new OneFeatureConstants(rests.Parameters);
        _basins = [.. rests.Isolated.Select(r => OneFeatureBasin.Of(_c, r)).OfType<OneFeatureBasin>()];
    }

    /// <summary>All fixed points.</summary>
    public OneFeatureRests Rests => _rests;

    /// <summary>How it ended.</summary>
    public CaughtPath Outcome { get; private set; } = new(ProvedEnd.NotProved, "nothing was followed");

    public double Time { get; private set; }

    public int Steps { get; private set; }

    /// <summary>The lengths of the steps from the start to the region of the end; null where they are not kept.</summary>
    public List<double>? Path { get; init; }

    /// <summary>K of the series.</summary>
    public static int SeriesOrder => Order;

    /// <summary>Follows a start (P, q, r); again with smaller remainders where the enclosure has become too wide.</summary>
    public void Run(double[] start, CancellationToken cancellation)
    {
        TaylorTape tape = ReducedTape.Of(_rests.Parameters);
        // where nothing attracts the path goes round, and the next turn needs what this one keeps
        (CaughtPath Outcome, double Time, double[] Path)? last = null;
        foreach (double accepted in (double[])[.. _rests.AnyAttracts == false ? [] : (double[])[Coarse], Fine, Finest])
        {
            if (Steps >= _mostSteps || Follow(tape, start, accepted, cancellation))
                break;
            if (Outcome.End == ProvedEnd.Cycle)
                last = (Outcome, Time, [.. Path ?? []]);
        }
        // a path that did not come so near a cycle that attracts as another one
        if (Outcome.End == ProvedEnd.NotProved && last is { } kept)
        {
            (Outcome, Time) = (kept.Outcome, kept.Time);
            Path?.Clear();
            Path?.AddRange(kept.Path);
        }
    }

    /// <summary>Follows a start with remainders of some size; false where smaller ones may prove more.</summary>
    private bool Follow(TaylorTape tape, double[] start, double accepted, CancellationToken cancellation)
    {
        var flow = new ValidatedFlow(tape, Order, accepted);
        var hunt = new CycleHunt(new ValidatedFlow(tape, Order, Fine));
        FlowSet set = FlowSet.Of(start);
        (Time, _nextTry) = (0, NearDeceived);
        Path?.Clear();
        while (!IsCaught(set))
        {
            cancellation.ThrowIfCancellationRequested();
            if (Steps >= _mostSteps)
            {
                Outcome = hunt.Caught is not null ? OnCycle(hunt) : NotProved($"no region of a proved end was reached within {_mostSteps} steps, t = {Time:G4}{Beside(hunt)}");
                return true;
            }
            FlowSet before = set.Copy();
            double h = flow.Step(set, double.MaxValue);
            if (h == 0 || !(set.Box().Max(i => i.Radius) < MostReach))
            {
                Outcome = hunt.Caught is not null ? OnCycle(hunt) : NotProved($"the enclosure of the path is too wide at t = {Time:G4}{Beside(hunt)}");
                return false;
            }
            Time += h;
            Steps++;
            Path?.Add(h);
            if (hunt.Look(flow, before, set, h))
            {
                Outcome = OnCycle(hunt);
                return hunt.IsSettled;
            }
        }
        return true;
    }

    private CaughtPath OnCycle(CycleHunt hunt)
    {
        CycleCatch caught = hunt.Caught!;
        if (Path is not null)
        {
            Path.RemoveRange(caught.After - 1, Path.Count - caught.After + 1);
            Path.Add(caught.LastLength);
        }
        string nearer = hunt.IsSettled ? "" : "; one next to it is proved to attract, but the path was not seen to enter its reach";
        return new(ProvedEnd.Cycle, string.Create(CultureInfo.InvariantCulture, $"from t = {Time:G4} on the path returns for ever to a piece of a section through which there is {caught.Piece}{nearer}")) { Cycle = caught.Piece };
    }

    private static CaughtPath NotProved(FormattableString reason) => new(ProvedEnd.NotProved, reason.ToString(CultureInfo.InvariantCulture));

    private static string Beside(CycleHunt hunt) => hunt.Proof is null ? "" : $"; there is {hunt.Attracting ?? hunt.Proof}, but the path was not seen to enter its reach";

    private bool IsCaught(FlowSet set)
    {
        Interval[] box = set.Box();
        foreach (OneFeatureBasin basin in _basins)
            if (basin.Holds(box))
            {
                Outcome = new(ProvedEnd.Rest, string.Create(CultureInfo.InvariantCulture, $"a quadratic form falls to zero around {basin.Rest.Kind} from t = {Time:G4} on"))
                {
                    Kind = basin.Rest.Kind,
                    Recovery = basin.Rest.Box[0].Square(),
                    Basin = basin,
                };
                return true;
            }
        double square = set.Center[1] * set.Center[1] + set.Center[2] * set.Center[2];
        if (square > 16 * _nextTry)
            _nextTry = NearDeceived;
        if (!(square < _nextTry) || _rests.DeceivedTrace.High >= 0)
            return false;
        _nextTry = BetweenTries * square;
        if (DeceivedTrap.End(_c, box) is not { } end)
            return false;
        Interval recovery = end.Overlap.Square();
        if (recovery.Low < _threshold && recovery.High >= _threshold)
            return false;
        Outcome = new(ProvedEnd.Rest, string.Create(CultureInfo.InvariantCulture, $"from t = {Time:G4} on q and r fall to zero and P moves by {end.Overlap.Radius:G2} at most"))
        {
            Kind = FixedPointKind.Deceived,
            Recovery = recovery,
            Deceived = end,
        };
        return true;
    }
}
