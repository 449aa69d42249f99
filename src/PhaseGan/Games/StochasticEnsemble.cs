using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>What several runs of <see cref="StochasticTraining"/> have in common: means over the runs that did not diverge, each with the half width of its interval of 95 %.</summary>
public sealed class StochasticEnsemble
{
    internal StochasticEnsemble(int runs, int diverged, ImmutableArray<SampleMean> end, ImmutableArray<SampleMean> averageEnd, ImmutableArray<SampleMean> squareEnd)
    {
        (Runs, Diverged, End, AverageEnd, SquareEnd) = (runs, diverged, end, averageEnd, squareEnd);
    }

    /// <summary>How many runs.</summary>
    public int Runs { get; }

    /// <summary>How many of them diverged.</summary>
    public int Diverged { get; }

    /// <summary>The mean of each parameter at the end, length N; empty where fewer than two runs arrived.</summary>
    public ImmutableArray<SampleMean> End { get; }

    /// <summary>The mean of each parameter's running average at the end; empty likewise.</summary>
    public ImmutableArray<SampleMean> AverageEnd { get; }

    /// <summary>The mean square of each parameter at the end; empty likewise.</summary>
    public ImmutableArray<SampleMean> SquareEnd { get; }

    /// <summary>How many runs there were.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Runs} runs, {Diverged} of them diverged");
}
