using System.Collections.Immutable;
using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>A limit cycle of a vector field: a closed orbit with its minimal period and its Floquet multipliers. Immutable.</summary>
/// <remarks>
/// <para>
/// The multipliers are the eigenvalues of the monodromy matrix M = ∂φ_T(y)/∂y. One of them, the trivial one, is 1 with the eigenvector f(y)
/// (time translation); it is taken out by writing M in an orthogonal basis whose first vector is f(y)/|f(y)|, so that
/// <see cref="Multipliers"/> are the eigenvalues of the linearised return map of the plane orthogonal to the flow. This stays accurate
/// where a second multiplier meets 1 and the eigenvalues of M itself would lose half their digits.
/// </para>
/// <para>Multipliers are accurate to about the integration's relative tolerance times the norm of M, in absolute terms.</para>
/// </remarks>
public sealed record LimitCycle
{
    private readonly ValueArray<double> _point;
    private readonly ValueArray<double> _amplitudes;
    private readonly ValueArray<Complex> _multipliers;

    internal LimitCycle()
    {
    }

    /// <summary>T &gt; 0: the minimal period, in the field's unit of time.</summary>
    public required double Period { get; init; }

    /// <summary>A point on the cycle, length N.</summary>
    public required ImmutableArray<double> Point
    {
        get => _point;
        init => _point = ValueArray.Of(value);
    }

    /// <summary>Distance of return: max |φ_T(y) − y| over the coordinates.</summary>
    public required double Residual { get; init; }

    /// <summary>Half the range of each coordinate over the cycle, length N.</summary>
    public required ImmutableArray<double> Amplitudes
    {
        get => _amplitudes;
        init => _amplitudes = ValueArray.Of(value);
    }

    /// <summary>The largest of <see cref="Amplitudes"/>.</summary>
    public required double Amplitude { get; init; }

    /// <summary>The N − 1 Floquet multipliers besides the trivial one, by falling modulus; neutral ones are among them.</summary>
    public required ImmutableArray<Complex> Multipliers
    {
        get => _multipliers;
        init => _multipliers = ValueArray.Of(value);
    }

    /// <summary>The trivial multiplier as computed: f̂ᵀ M f̂ with f̂ = f(y)/|f(y)|; exactly 1 in theory.</summary>
    public required double TrivialMultiplier { get; init; }

    /// <summary>|M f̂ − f̂|: how far time translation is from being a neutral direction of the computed M; bounds the error of the trivial multiplier.</summary>
    public required double TrivialError { get; init; }

    /// <summary>
    /// Number of <see cref="Multipliers"/> that are 1 because the cycle belongs to a family of cycles (verified: a short way along the
    /// family another cycle is found). They decide nothing.
    /// </summary>
    public required int NeutralCount { get; init; }

    /// <summary>
    /// What the multipliers say, neutral ones left out: stable when all lie inside the unit circle, unstable when all lie outside, a saddle
    /// when some do, marginal when the largest modulus is 1 within tolerance.
    /// </summary>
    public required StabilityVerdict Verdict { get; init; }

    /// <summary>Whether nearby states approach the cycle (or, in a family, the family).</summary>
    public bool IsStable => Verdict == StabilityVerdict.Stable;

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}
