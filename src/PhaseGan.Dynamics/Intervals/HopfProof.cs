using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan.Dynamics;

/// <summary>A proof that a branch of fixed points has exactly one Hopf point in a box of states, eigenvectors, frequencies and parameters: a simple pair ±iω, no eigenvalue 0, and a speed of crossing that does not vanish.</summary>
/// <remarks>
/// Krawczyk's test (<see cref="RestProof"/>) of the extended system F = 0, Ja + ωb = 0, Jb − ωa = 0, l·a = 1, l·b = 0. That the pair is simple, 0 no eigenvalue, and how fast the real part moves along the branch follow from the same system with the real part as an unknown in place of the parameter. The first Lyapunov coefficient is not enclosed.
/// </remarks>
public sealed class HopfProof
{
    private HopfProof(RestProof proof, double[] norm, int n, Interval speed, EigenvalueCount? others)
    {
        (Parameter, Frequency, Box, CrossingSpeed, Others, Proof) = (proof.Box[^1], proof.Box[^2], [.. proof.Box.Take(n)], speed, others, proof);
        Norm = [.. norm];
    }

    /// <summary>Holds the parameter of the point.</summary>
    public Interval Parameter { get; }

    /// <summary>Holds ω &gt; 0.</summary>
    public Interval Frequency { get; }

    /// <summary>Holds its state, one interval a coordinate.</summary>
    public ImmutableArray<Interval> Box { get; }

    /// <summary>Holds the derivative of the real part of the pair by the parameter along the branch; 0 is not in it.</summary>
    public Interval CrossingSpeed { get; }

    /// <summary>Proved numbers of the other eigenvalues to either side of the axis; null where they could not be counted.</summary>
    public EigenvalueCount? Others { get; }

    /// <summary>The proof of the extended system, over (y, a, b, ω, p).</summary>
    internal RestProof Proof { get; }

    /// <summary>l.</summary>
    internal ImmutableArray<double> Norm { get; }

    /// <summary>Tries to prove a Hopf point near a point of a branch.</summary>
    /// <param name="family">The field over its parameter.</param>
    /// <param name="near">A state near it, length N, finite.</param>
    /// <param name="parameter">A parameter near it, finite.</param>
    /// <returns>The proof; null where Newton's method finds none, Krawczyk's test does not succeed, or the speed may vanish.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="family"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="near"/> has not length N.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite.</exception>
    public static HopfProof? Try(IIntervalFamily family, ReadOnlySpan<double> near, double parameter)
    {
        if (CriticalProof.Try(family, near, parameter, isPair: true) is not var (proof, norm) || !(proof.Box[^2].Low > 0))
            return null;
        return new HopfSystem(family, norm).CrossingSpeed(proof.Box.AsSpan()) is { } speed && !speed.Contains(0)
            ? new HopfProof(proof, norm, family.Dimension, speed, CriticalProof.Others(family, proof, onAxis: 2))
            : null;
    }

    /// <summary>Encloses the curve of Hopf points in two parameters: for every value of the second one in a range there is exactly one in the tube, which moves without a jump.</summary>
    /// <param name="family">The field over its first parameter, for an interval of the second.</param>
    /// <param name="from">Where the curve starts in the second parameter, finite.</param>
    /// <param name="to">Where it is to end, another number.</param>
    /// <param name="near">A state near the point at the start, length N.</param>
    /// <param name="parameter">The first parameter near it.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The tube over (y, a, b, ω, p), with the first parameter as its last coordinate; null where there is no point to start from.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="family"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="near"/> has not length N, or both ends are the same.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static RestTube? Curve(Func<Interval, IIntervalFamily> family, double from, double to, ReadOnlySpan<double> near, double parameter, CancellationToken cancellationToken = default) =>
        CriticalProof.Curve(family, from, to, near, parameter, isPair: true, cancellationToken);

    /// <summary>The parameter, the frequency and the speed.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"one Hopf point at {Parameter}, ω in {Frequency}, crossing speed in {CrossingSpeed}, {(Others is null ? "other directions not counted" : $"{Others} beside it")}");
}
