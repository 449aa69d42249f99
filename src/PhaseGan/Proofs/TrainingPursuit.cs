using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>Follows a box of starts until its end is proved, or a budget of steps is used up.</summary>
internal sealed class TrainingPursuit
{
    /// <summary>Most steps if no other number is asked for: with two features some 6 s.</summary>
    public const int MostSteps = 12_000;

    /// <summary>Order of the Taylor series: of 16, 20 and 26 the one that took the least time for paths of two features, by little.</summary>
    private const int Order = 20;

    /// <summary>Remainders of steps: rounding is a hundredth of it.</summary>
    private const double Accepted = 1e-13;

    /// <summary>The distance from the rest below which a trap is tried, and by what factor it falls between tries.</summary>
    private const double Near = 1, BetweenTries = 0.8;

    /// <summary>Sets wider than this have outgrown every proof.</summary>
    private const double MostReach = 0.1;

    private readonly ParameterBox _parameters;
    private readonly FamilyTrap _trap;
    private readonly double _threshold;
    private readonly int _mostSteps;
    private double _nextTry = Near;

    public TrainingPursuit(ParameterBox parameters, FamilyTrap trap, double threshold, int mostSteps)
    {
        (_parameters, _trap, _threshold, _mostSteps) = (parameters, trap, threshold, mostSteps);
    }

    /// <summary>Intervals of the coordinates at the end; empty where it is not proved.</summary>
    public ImmutableArray<Interval> End { get; private set; } = [];

    /// <summary>Intervals of ρ_ℓ there.</summary>
    public ImmutableArray<Interval> Recovery { get; private set; } = [];

    public double Time { get; private set; }

    public int Steps { get; private set; }

    /// <summary>What the proof rests on, or why there is none.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Follows a box of starts.</summary>
    public void Run(ReadOnlySpan<Interval> start, CancellationToken cancellation)
    {
        var flow = new ValidatedFlow(ReducedTape.Of(_parameters), Order, Accepted);
        double[] center = new double[start.Length], radius = new double[start.Length];
        for (int i = 0; i < start.Length; i++)
            (center[i], radius[i]) = (start[i].Middle, start[i].Radius);
        FlowSet set = FlowSet.InLayers(center, radius);
        while (!IsCaught(set))
        {
            cancellation.ThrowIfCancellationRequested();
            if (Steps >= _mostSteps)
            {
                Reason = string.Create(CultureInfo.InvariantCulture, $"no neighbourhood of a proved end was reached within {_mostSteps} steps, t = {Time:G4}: still {_trap.Distance(set.Center):G2} away from the rest");
                return;
            }
            double h = flow.Step(set, double.MaxValue);
            if (h == 0 || !(set.Box().Max(i => i.Radius) < MostReach))
            {
                Reason = string.Create(CultureInfo.InvariantCulture, $"the enclosure of the path is too wide at t = {Time:G4}, {_trap.Distance(set.Center):G2} away from the rest");
                return;
            }
            Time += h;
            Steps++;
        }
    }

    private bool IsCaught(FlowSet set)
    {
        double distance = _trap.Distance(set.Center);
        // a path that has left may come back
        if (distance > 2 * _nextTry)
            _nextTry = Near;
        if (!(distance < _nextTry))
            return false;
        _nextTry = BetweenTries * distance;
        if (_trap.End(set.Box()) is not { } end)
            return false;
        ImmutableArray<Interval> recovery = LabelProof.Recoveries([.. end], _parameters.FeatureCount);
        if (recovery.Any(r => r.Low < _threshold && r.High >= _threshold))
            return false;
        (End, Recovery) = ([.. end], recovery);
        Reason = string.Create(CultureInfo.InvariantCulture, $"from t = {Time:G4} on the distance from the {(_trap.Free.IsEmpty ? "rest" : "family of rests")} shrinks to zero{Along(end)}");
        return true;
    }

    private string Along(Interval[] end)
    {
        double radius = 0;
        foreach (int i in _trap.Free)
            radius = Math.Max(radius, end[i].Radius);
        return _trap.Free.IsEmpty ? "" : string.Create(CultureInfo.InvariantCulture, $", and the free overlaps are known to {radius:G2}");
    }
}
