namespace PhaseGan.Dynamics;

/// <summary>Tolerances and budget of an attractor search.</summary>
public sealed record AttractorOptions
{
    /// <summary>The defaults.</summary>
    public static AttractorOptions Default { get; } = new();

    /// <summary>Relative tolerance of the integration, in [1e-13, 1e-4]. Default 1e-8.</summary>
    public double RelativeTolerance
    {
        get;
        init => field = Guard.InRange(value, 1e-13, 1e-4, "a relative tolerance", nameof(RelativeTolerance));
    } = 1e-8;

    /// <summary>
    /// Absolute tolerance of the integration in units of <see cref="LengthScale"/>, in [1e-16, 1e-6]. Default 1e-12: coordinates far below one decide
    /// which way a rest is left.
    /// </summary>
    public double AbsoluteTolerance
    {
        get;
        init => field = Guard.InRange(value, 1e-16, 1e-6, "an absolute tolerance", nameof(AbsoluteTolerance));
    } = 1e-12;

    /// <summary>
    /// The size of the motion, finite and &gt; 0, where it is known and the same in all coordinates: distances, ranges and radii are taken in units of it.
    /// Default null: the sizes that an <see cref="ISizedField"/> states; for other fields they are measured along the
    /// path, coordinate by coordinate.
    /// </summary>
    public double? LengthScale
    {
        get;
        init => field = value is { } length ? Guard.Positive(length, "a length", nameof(LengthScale)) : null;
    }

    /// <summary>
    /// Most evaluations of the field before the search ends undetermined, ≥ 1000; the last search for a cycle may exceed it by 200 000, or by a million where the field is
    /// stiff, and measuring the sizes of a field that states none takes a thousand or two besides.
    /// Default 5 million.
    /// </summary>
    public long MaxEvaluations
    {
        get;
        init => field = Guard.AtLeast(value, 1000L, "a number of evaluations", nameof(MaxEvaluations));
    } = 5_000_000;

    /// <summary>The budget that was asked for, where this is the rest of it; for reasons in words.</summary>
    internal long? WholeBudget { get; init; }

    /// <summary>What is looked for.</summary>
    internal SearchScope Scope { get; init; }

    /// <summary>The time for which a search in other units has followed the trajectory before; for reasons in words.</summary>
    internal double TimeBefore { get; init; }

    /// <summary>How precisely the end point on a family of fixed points must be known, in units of <see cref="LengthScale"/>, in (0, 0.1]. Default 1e-4.</summary>
    public double EndPointTolerance
    {
        get;
        init => field = Guard.InRange(value, 1e-12, 0.1, "a tolerance on the end point", nameof(EndPointTolerance));
    } = 1e-4;

    /// <summary>
    /// How many Lyapunov exponents are measured for aperiodic motion, ≥ 0; no more than the field has besides time translation and
    /// symmetries. Default 0: none, which keeps sweeps fast. One is enough to tell chaos from a torus.
    /// </summary>
    public int Exponents
    {
        get;
        init => field = Guard.AtLeast(value, 0, "a number of exponents", nameof(Exponents));
    }

    /// <summary>
    /// How exponents are measured, if any. Default null: over 1000 mean times of return, at the tolerances of the search (at least 1e-7 and
    /// 1e-10), with a budget of their own of <see cref="MaxEvaluations"/>.
    /// </summary>
    public LyapunovOptions? Lyapunov { get; init; }

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}
