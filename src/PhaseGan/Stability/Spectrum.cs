using System.Collections.Immutable;
using System.Numerics;

namespace PhaseGan;

/// <summary>
/// The eigenvalues of the linearised field at a fixed point, in units of 1/t (t = k/n). Neutral modes, which only move along a family of
/// fixed points, are counted apart as exact zeros.
/// </summary>
public sealed class Spectrum : IEquatable<Spectrum>
{
    /// <summary>Real parts below this fraction of the spectral radius (or of the rate scale given) count as zero.</summary>
    public const double MarginalTolerance = 1e-9;

    internal Spectrum(IEnumerable<Complex> eigenvalues, int neutralCount, double scale)
    {
        Eigenvalues = [.. eigenvalues.OrderByDescending(e => e.Real).ThenBy(e => Math.Abs(e.Imaginary)).ThenByDescending(e => e.Imaginary)];
        NeutralCount = neutralCount;
        Scale = scale;
    }

    /// <summary>The eigenvalues that decide stability, by falling real part.</summary>
    public ImmutableArray<Complex> Eigenvalues { get; }

    /// <summary>Number of neutral modes, whose eigenvalue is exactly zero because they are tangent to a family of fixed points.</summary>
    public int NeutralCount { get; }

    /// <summary>The eigenvalue of largest real part.</summary>
    public Complex Leading => Eigenvalues[0];

    /// <summary>The rate that real parts are compared with: the Frobenius norm of the linearised field.</summary>
    internal double Scale { get; }

    /// <summary>Largest real part: the growth rate of the most dangerous perturbation.</summary>
    public double GrowthRate => Eigenvalues[0].Real;

    /// <summary>What the eigenvalues say together; marginal within <see cref="MarginalTolerance"/>.</summary>
    public StabilityVerdict Verdict
    {
        get
        {
            double zero = MarginalTolerance * Scale;
            if (Math.Abs(GrowthRate) <= zero)
                return StabilityVerdict.Marginal;
            if (GrowthRate < 0)
                return StabilityVerdict.Stable;
            return Eigenvalues[^1].Real > 0 ? StabilityVerdict.Unstable : StabilityVerdict.Saddle;
        }
    }

    /// <summary>Whether eigenvalues, number of neutral modes and scale are the same.</summary>
    /// <param name="other">Another spectrum.</param>
    public bool Equals(Spectrum? other) =>
        other is not null && NeutralCount == other.NeutralCount && Scale.Equals(other.Scale) && Eigenvalues.AsSpan().SequenceEqual(other.Eigenvalues.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Spectrum);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ValueArray.Of(Eigenvalues), NeutralCount, Scale);

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}
