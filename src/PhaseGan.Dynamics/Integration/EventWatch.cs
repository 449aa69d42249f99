using System.Collections.Immutable;

namespace PhaseGan.Dynamics;

/// <summary>Watches event functions from step to step and locates their zeros on the dense output by bisection with secant steps.</summary>
internal sealed class EventWatch(IStepper stepper, IntegrationOptions options)
{
    /// <summary>Fractions of a step are told apart to this.</summary>
    private const double Finest = 1e-15;

    private readonly double[] _before = new double[options.Events.Length];
    private readonly double[] _state = new double[stepper.State.Length];

    /// <summary>The events so far, in order of time; after a terminal one it is the last.</summary>
    public List<EventOccurrence> Found { get; } = [];

    public void Begin()
    {
        for (int e = 0; e < _before.Length; e++)
            _before[e] = options.Events[e].Function(stepper.Time, stepper.State);
    }

    /// <summary>Looks at the step just taken; true if a terminal event happened in it.</summary>
    public bool Check()
    {
        List<EventOccurrence>? inStep = null;
        for (int e = 0; e < _before.Length; e++)
        {
            double after = options.Events[e].Function(stepper.Time, stepper.State);
            if (options.Events[e].Happens(_before[e], after))
                (inStep ??= []).Add(Locate(e));
            if (after != 0)
                _before[e] = after;
            else if (_before[e] != 0)
                _before[e] = -_before[e];
        }
        if (inStep is null)
            return false;
        foreach (EventOccurrence occurrence in inStep.OrderBy(o => o.Time))
        {
            Found.Add(occurrence);
            if (options.Events[occurrence.Index].IsTerminal)
                return true;
        }
        return false;
    }

    private EventOccurrence Locate(int index)
    {
        EventFunction function = options.Events[index].Function;
        double t0 = stepper.TimeBefore, length = stepper.Time - t0;
        double tolerance = Math.Max(options.EventTolerance * Math.Abs(stepper.Time) / length, Finest);
        double low = 0, high = 1, atLow = _before[index], atHigh = Value(1);
        for (int i = 0; i < 200 && high - low > tolerance; i++)
        {
            // secant (Illinois-like alternation with bisection keeps the bracket shrinking)
            double guess = i % 3 == 2 ? 0.5 * (low + high) : low - atLow * (high - low) / (atHigh - atLow);
            double inset = 0.25 * tolerance;
            guess = Math.Clamp(double.IsFinite(guess) ? guess : 0.5 * (low + high), low + inset, high - inset);
            double value = Value(guess);
            // a value that is no number lies behind the event
            if (atLow < 0 ? value < 0 : value > 0)
                (low, atLow) = (guess, value);
            else
                (high, atHigh) = (guess, value);
        }
        Value(high);
        return new EventOccurrence(index, t0 + high * length, ImmutableArray.Create(_state));

        double Value(double theta)
        {
            stepper.Interpolate(theta, _state);
            return function(t0 + theta * length, _state);
        }
    }
}
