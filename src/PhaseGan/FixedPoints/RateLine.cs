namespace PhaseGan;

/// <summary>
/// A line in the space of parameters on which a rate of training by Example 1 vanishes at every state of a family: the function that is zero on it, in units of τ, and the sum of the sizes of the function's terms.
/// </summary>
/// <param name="Value">The function: positive where the states repel.</param>
/// <param name="Size">The sum of the sizes of its terms.</param>
internal readonly record struct RateLine(double Value, double Size)
{
    /// <summary>How far from zero what else decides on a line must be, as a part of its own terms, for the terms of higher order to decide.</summary>
    public const double Apart = 1e-3;

    /// <summary>A function within this fraction of its terms is zero to rounding.</summary>
    private const double Rounding = 4e-15;

    /// <summary>Functions within this fraction of their terms give rates that are too low to be seen.</summary>
    private const double Nearness = 1e-7;

    /// <summary>Whether the function vanishes to rounding.</summary>
    public bool IsOn => Math.Abs(Value) <= Rounding * Size;

    /// <summary>Whether a point is so near that the rate is not seen, or on the line.</summary>
    public bool IsClose => Math.Abs(Value) < Nearness * Size;

    /// <summary>Whether a point is on the line, or close to it where the states attract.</summary>
    public bool IsOnOrBelow => Value <= Rounding * Size && Value >= -Nearness * Size;

    /// <summary>2x = Λ − Λ̃ + αΛ̃: the trace of the deceived states of one feature with one column.</summary>
    public static RateLine DeceivedTrace(in SingleFeatureConstants c) => new(c.DeceivedTrace, c.Real + c.Fake + c.Alpha * c.Fake + 2 * c.Noise);

    /// <summary>Whether one feature with one column lies where its trace vanishes to rounding, away from the ends of this line: no noise, x = Λ, and x = Λ − Λ̃.</summary>
    public static bool HasDeceivedTurn(in SingleFeatureConstants c) =>
        DeceivedTrace(c).IsOn && Math.Min(c.Noise, c.Real - c.Noise) > Apart * c.Real && c.Fake - c.Real + c.Noise > Apart * c.Fake;

    /// <summary>2dx = Σ(Λ − Λ̃ + αΛ̃): the trace of the deceived states of all features.</summary>
    public static RateLine DeceivedTrace(GanParameters gan) => new(CaptureCandidates.DeceivedTrace(gan), 1);

    /// <summary>x = Λ: the rate at which a feature is learned.</summary>
    public static RateLine Learning(double real, double noise) => new(real - noise, real + noise);

    /// <summary>αΛ̃ = Λ̃ + x: where Locked begins at the deceived states.</summary>
    public static RateLine OfLockedBirth(double fake, double alpha, double noise) => new(alpha * fake - fake - noise, alpha * fake + fake + noise);

    /// <summary>αΛ̃ = Λ + Λ̃: the Hopf line of Locked; of two equal columns that are one with 2Λ̃ for Λ̃ and α/2 for α.</summary>
    public static RateLine LockedTurn(in SingleFeatureConstants c) => new(c.Real + c.Fake - c.Alpha * c.Fake, c.Real + c.Fake + c.Alpha * c.Fake);
}
