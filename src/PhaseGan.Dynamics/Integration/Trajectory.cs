using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;

namespace PhaseGan.Dynamics;

/// <summary>
/// A solution of dy/dt = f(y): the accepted steps with a continuous 4th-order interpolant between them, why the integration stopped, and
/// what it cost. Immutable.
/// </summary>
public sealed class Trajectory
{
    private readonly KeptPath _path;
    private readonly double[] _last;

    internal Trajectory(
        KeptPath path, double[] last, StopReason stopReason, ImmutableArray<EventOccurrence> events, long accepted, long rejected, long evaluations)
    {
        (Dimension, _path, _last) = (path.Dimension, path, last);
        (StopReason, Events, AcceptedSteps, RejectedSteps, Evaluations) = (stopReason, events, accepted, rejected, evaluations);
        Times = ImmutableCollectionsMarshal.AsImmutableArray(path.Times);
    }

    /// <summary>N: number of coordinates.</summary>
    public int Dimension { get; }

    /// <summary>The start time and the ends of the accepted steps, increasing; with another <see cref="PathOutput"/> the times that were kept and reached, start and end included.</summary>
    public ImmutableArray<double> Times { get; }

    /// <summary>Why it stopped; a caller who needs the end should check for <see cref="StopReason.EndReached"/>.</summary>
    public StopReason StopReason { get; }

    /// <summary>The events that happened, in order of time.</summary>
    public ImmutableArray<EventOccurrence> Events { get; }

    /// <summary>Steps that met the tolerances.</summary>
    public long AcceptedSteps { get; }

    /// <summary>Steps that were tried and repeated shorter.</summary>
    public long RejectedSteps { get; }

    /// <summary>Evaluations of the field.</summary>
    public long Evaluations { get; }

    /// <summary>The time at which it starts.</summary>
    public double StartTime => Times[0];

    /// <summary>The time at which it stops; before the end asked for unless <see cref="StopReason"/> says otherwise.</summary>
    public double EndTime => Times[^1];

    /// <summary>The state at <see cref="EndTime"/>, length N.</summary>
    public ReadOnlySpan<double> End => _last;

    /// <summary>The state at a time, by dense output of 4th order.</summary>
    /// <param name="time">In [<see cref="StartTime"/>, <see cref="EndTime"/>]; one of <see cref="Times"/> unless all steps were kept.</param>
    /// <returns>A new array of length N.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is outside the trajectory, or nothing was kept of it.</exception>
    public double[] At(double time)
    {
        var y = new double[Dimension];
        At(time, y);
        return y;
    }

    /// <summary>Writes the state at a time, by dense output of 4th order, without allocating.</summary>
    /// <param name="time">In [<see cref="StartTime"/>, <see cref="EndTime"/>]; one of <see cref="Times"/> unless all steps were kept.</param>
    /// <param name="destination">Receives the state, length N.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is outside the trajectory, or nothing was kept of it.</exception>
    /// <exception cref="ArgumentException">The destination has not length N.</exception>
    public void At(double time, Span<double> destination)
    {
        Guard.InRange(time, StartTime, EndTime, "a time of the trajectory");
        Guard.Length(destination.Length, Dimension, "the state", nameof(destination));
        if (time >= EndTime)
        {
            _last.CopyTo(destination);
            return;
        }
        _path.At(time, destination);
    }

    /// <summary>Where it goes in time, why it stopped and what it cost.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Dimension} coordinates from t = {StartTime:G6} to {EndTime:G6}: {StopReason}, {AcceptedSteps} steps, {Evaluations} evaluations, {Events.Length} events");
}
