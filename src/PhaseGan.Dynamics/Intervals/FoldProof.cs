using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan.Dynamics;

/// <summary>A proof that a branch of fixed points has exactly one fold in a box of states and parameters, that the fold is simple and quadratic, and where the other eigenvalues lie.</summary>
/// <remarks>
/// Source: Moore and Spence, <em>The calculation of turning points of nonlinear equations</em>, SIAM J. Numer. Anal. 17 (1980): F = 0, Jv = 0, l·v = 1 has a regular Jacobian exactly at simple quadratic folds. Krawczyk's test (<see cref="RestProof"/>) shows a root and that the Jacobian is regular all over the box.
/// </remarks>
public sealed class FoldProof
{
    private FoldProof(RestProof proof, double[] norm, int n, EigenvalueCount? others)
    {
        (Parameter, Box, Others, Proof) = (proof.Box[^1], [.. proof.Box.Take(n)], others, proof);
        Norm = [.. norm];
    }

    /// <summary>Holds the parameter of the fold.</summary>
    public Interval Parameter { get; }

    /// <summary>Holds its state, one interval a coordinate.</summary>
    public ImmutableArray<Interval> Box { get; }

    /// <summary>Proved numbers of the eigenvalues other than 0 to either side of the axis; null where they could not be counted.</summary>
    public EigenvalueCount? Others { get; }

    /// <summary>The proof of the extended system, over (y, v, p).</summary>
    internal RestProof Proof { get; }

    /// <summary>l.</summary>
    internal ImmutableArray<double> Norm { get; }

    /// <summary>Tries to prove a fold near a point of a branch.</summary>
    /// <param name="family">The field over its parameter.</param>
    /// <param name="near">A state near the fold, length N, finite.</param>
    /// <param name="parameter">A parameter near it, finite.</param>
    /// <returns>The proof; null where Newton's method finds no fold or Krawczyk's test does not succeed.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="family"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="near"/> has not length N.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite.</exception>
    public static FoldProof? Try(IIntervalFamily family, ReadOnlySpan<double> near, double parameter) =>
        CriticalProof.Try(family, near, parameter, isPair: false) is var (proof, norm) ? new FoldProof(proof, norm, family.Dimension, CriticalProof.Others(family, proof, onAxis: 1)) : null;

    /// <summary>Encloses the curve of folds in two parameters: for every value of the second one in a range there is exactly one fold in the tube, which moves without a jump.</summary>
    /// <param name="family">The field over its first parameter, for an interval of the second.</param>
    /// <param name="from">Where the curve starts in the second parameter, finite.</param>
    /// <param name="to">Where it is to end, another number.</param>
    /// <param name="near">A state near the fold at the start, length N.</param>
    /// <param name="parameter">The first parameter near it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The tube over (y, v, p), with the first parameter as its last coordinate; null where there is no fold to start from.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="family"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="near"/> has not length N, or both ends are the same.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static RestTube? Curve(Func<Interval, IIntervalFamily> family, double from, double to, ReadOnlySpan<double> near, double parameter, CancellationToken cancellationToken = default) =>
        CriticalProof.Curve(family, from, to, near, parameter, isPair: false, cancellationToken);

    /// <summary>The parameter and the directions.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"one fold at {Parameter}, {(Others is null ? "other directions not counted" : $"{Others} beside it")}");
}
