using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>
/// A cycle of the reduced ODE (13) with any number of features that is proved to exist: all states of a small piece of a section return into it (Brouwer). Where the return is also proved to contract, the cycle is the only one through the piece and attracts all
/// that starts there.
/// </summary>
/// <remarks>
/// It is found by shooting, and proved by a validated integrator (Lohner). Cycles in families, as along free overlaps of columns that have not learned, do not return into a piece, and are not proved. That a training leads to the piece is not claimed; for one
/// feature it is, by <see cref="OneFeatureProof"/>.
/// </remarks>
public sealed class ProvedCycle
{
    /// <summary>Order of the Taylor series, and the remainder of a step.</summary>
    private const int Order = 16;

    private const double Remainder = 1e-14, Distance = 1e-11;

    private const int MostSteps = 5000;

    /// <summary>Half widths of the piece, one after the other until the return is proved to contract.</summary>
    private static readonly double[] s_sizes = [1e-6, 1e-8, 1e-9, 1e-10];

    private ProvedCycle(GanParameters parameters, CycleProof proof)
    {
        (Parameters, Point, Size, Period, Contraction) = (parameters, [.. proof.Point], proof.Size, proof.Period, proof.Contraction);
    }

    /// <summary>The parameters, taken as given.</summary>
    public GanParameters Parameters { get; }

    /// <summary>A point of the section next to the cycle, coordinates as for <see cref="ReducedOde"/>.</summary>
    public ImmutableArray<double> Point { get; }

    /// <summary>Half of the width of the piece, in the axes of the section.</summary>
    public double Size { get; }

    /// <summary>Contains the time of every return, and so a period; in units of t = k/n.</summary>
    public Interval Period { get; }

    /// <summary>Distances of two states shrink at least by this factor in a return, below 1; null where that was not proved.</summary>
    public double? Contraction { get; }

    /// <summary>Whether the cycle is proved to attract.</summary>
    public bool Attracts => Contraction is not null;

    /// <summary>Tries to prove a cycle that was found in plain arithmetic, as a search for attractors finds it by shooting.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="point">A point next to it, length N, finite, coordinates as for <see cref="ReducedOde"/>.</param>
    /// <param name="period">Its period, nearly, &gt; 0; in units of t = k/n.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The proof; null where none was found.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    /// <exception cref="ArgumentException">The point has not the coordinates of these parameters.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The point is not finite or the period not positive.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ProvedCycle? Try(GanParameters parameters, ReadOnlySpan<double> point, double period, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        TaylorTape tape = ReducedTape.Of(ParameterBox.Of(parameters));
        Guard.Length(point.Length, tape.Dimension, "the coordinates of the field", nameof(point));
        foreach (double v in point)
            Guard.Finite(v, "a coordinate", nameof(point));
        Guard.Positive(period, "a period");
        var flow = new ValidatedFlow(tape, Order, Remainder);
        if (CycleGuess.From(flow, [.. point], out _, Distance, period) is not { Multiplier: < CycleGuess.Contracting } guess)
            return null;
        CycleProof? best = null;
        foreach (double size in s_sizes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            CycleProof? found = CycleProof.Try(flow, guess.Point, guess.Columns, guess.Time, size, MostSteps, out _);
            best ??= found;
            if (found?.Contraction is not null)
                return new ProvedCycle(parameters, found);
        }
        return best is null ? null : new ProvedCycle(parameters, best);
    }

    /// <summary>What is proved, in words.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"proved: there is a cycle of period {Period.Middle:G6}, {(Contraction is { } factor ? $"and attracts: distances from it shrink to {factor:G2} in a return" : "not proved to attract")}");
}
