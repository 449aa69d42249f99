using System.Globalization;
using MathNet.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>A fraction that was counted, with Wilson's score interval for the probability behind it.</summary>
/// <remarks>
/// <para>
/// Source: E. B. Wilson, <em>Probable inference, the law of succession, and statistical inference</em>, J. Am. Stat. Assoc. 22 (1927) 209–212.
/// For k successes in N independent trials and the normal quantile z the bounds are
/// (k + z²/2 ± z√(k(N − k)/N + z²/4)) / (N + z²): the probabilities that a two-sided score test at this level does not reject.
/// They lie in [0, 1] and are useful for small counts and for k = 0 and k = N, where the textbook k/N ± z√… has no width.
/// </para>
/// <para>Values are immutable.</para>
/// </remarks>
public sealed record WilsonInterval
{
    private WilsonInterval(long successes, long trials, double confidence)
    {
        (Successes, Trials, Confidence) = (successes, trials, confidence);
        double k = successes, n = trials, z = Math.Sqrt(2) * SpecialFunctions.ErfInv(confidence), z2 = z * z;
        double centre = k + z2 / 2, half = z * Math.Sqrt(k * (n - k) / n + z2 / 4);
        Lower = successes == 0 ? 0 : (centre - half) / (n + z2);
        Upper = successes == trials ? 1 : (centre + half) / (n + z2);
    }

    /// <summary>k: how often it happened.</summary>
    public long Successes { get; }

    /// <summary>N ≥ 1: how often it was tried.</summary>
    public long Trials { get; }

    /// <summary>The level in (0, 1) at which the interval covers the probability.</summary>
    public double Confidence { get; }

    /// <summary>k / N.</summary>
    public double Estimate => (double)Successes / Trials;

    /// <summary>Lower end, in [0, <see cref="Estimate"/>]; 0 for k = 0.</summary>
    public double Lower { get; }

    /// <summary>Upper end, in [<see cref="Estimate"/>, 1]; 1 for k = N.</summary>
    public double Upper { get; }

    /// <summary>The larger distance from the estimate to an end: what stands after ± in a text.</summary>
    public double Error => Math.Max(Estimate - Lower, Upper - Estimate);

    /// <summary>The interval of a count.</summary>
    /// <param name="successes">k, in [0, <paramref name="trials"/>].</param>
    /// <param name="trials">N, ≥ 1.</param>
    /// <param name="confidence">The level, in (0, 1). Default 0.95.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static WilsonInterval Of(long successes, long trials, double confidence = 0.95)
    {
        Guard.AtLeast(trials, 1L, "a number of trials");
        if (successes < 0 || successes > trials)
            throw Guard.OutOfRange(nameof(successes), successes, $"is a count and must lie in [0, {trials}]");
        if (!(confidence > 0 && confidence < 1))
            throw Guard.OutOfRange(nameof(confidence), confidence, "is a confidence level and must lie in (0, 1)");
        return new WilsonInterval(successes, trials, confidence);
    }

    /// <summary>Whether a probability lies in the interval, ends included.</summary>
    /// <param name="probability">The probability.</param>
    public bool Contains(double probability) => probability >= Lower && probability <= Upper;

    /// <summary>Estimate and error to the error's first digit, for example <c>0.83 ± 0.04</c>; at least two decimals.</summary>
    public override string ToString()
    {
        int decimals = Math.Clamp((int)Math.Ceiling(-Math.Log10(Error)), 2, 9);
        return string.Create(CultureInfo.InvariantCulture,
            $"{Estimate.ToString($"F{decimals}", CultureInfo.InvariantCulture)} ± {Error.ToString($"F{decimals}", CultureInfo.InvariantCulture)}");
    }
}
