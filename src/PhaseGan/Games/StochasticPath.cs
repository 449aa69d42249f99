using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>Iterates of <see cref="StochasticTraining"/>.</summary>
public sealed class StochasticPath
{
    internal StochasticPath(
        ImmutableArray<long> steps, ImmutableArray<double> times, ImmutableArray<ImmutableArray<double>> states, ImmutableArray<double> averageEnd, bool diverged)
    {
        (Steps, Times, States, AverageEnd, Diverged) = (steps, times, states, averageEnd, diverged);
    }

    /// <summary>Numbers k of the iterates that were kept, rising; the first is 0.</summary>
    public ImmutableArray<long> Steps { get; }

    /// <summary>Training time Σ_{i &lt; k} a_i of each, in the first schedule's steps: where constant or slowly falling steps are small, iterates follow the field's flow in this time.</summary>
    public ImmutableArray<double> Times { get; }

    /// <summary>The iterates, each of length N.</summary>
    public ImmutableArray<ImmutableArray<double>> States { get; }

    /// <summary>The last iterate that was kept.</summary>
    public ImmutableArray<double> End => States[^1];

    /// <summary>The average of the iterates up to the last, from <see cref="StochasticTraining.AverageFrom"/> on (Polyak and Juditsky, 1992); the last iterate itself where averaging had not begun.</summary>
    public ImmutableArray<double> AverageEnd { get; }

    /// <summary>Whether training ended early since a parameter left [−10¹², 10¹²] or was not finite.</summary>
    public bool Diverged { get; }

    /// <summary>How many iterates, and whether training diverged.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Steps.Length} iterates up to step {Steps[^1]}{(Diverged ? ", then diverged" : "")}");
}
