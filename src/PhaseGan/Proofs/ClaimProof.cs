using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>
/// What is proved of Claim 1 over a box of variances, rate ratio α and noise x: inequality (15), the determinant condition that it lacks, and whether P = I attracts and P = 0 repels (q = r = 0, S = I).
/// Everything true is a theorem about every point of the box; false means not proved, not the opposite.
/// </summary>
/// <remarks>
/// The transverse block at P = diag(p), S = I splits into 2×2 blocks with trace/τ = Λ − Λ̃ + αΛ̃ − 2x and det/τ² = (Λ − x)(αΛ̃ − Λ̃ − x) + p²ΛΛ̃ (see <see cref="Claim1"/>), so that signs of two polynomials decide. At p = 1 the determinant is
/// x² − x(Λ − Λ̃) + αΛ̃(Λ − x). Over a box both ranges are as narrow as rounding lets them be: what is not proved is not true all over it, or only by rounding.
/// </remarks>
public sealed class ClaimProof
{
    private ClaimProof(bool left, bool right, bool leftFails, bool rightFails, bool determinant, bool determinantFails)
    {
        (LeftHolds, RightHolds, LeftFails, RightFails, DeterminantHolds, DeterminantFails) = (left, right, leftFails, rightFails, determinant, determinantFails);
    }

    /// <summary>½ max {Λ − Λ̃ + αΛ̃} &lt; x, strictly: every trace at P = I is negative.</summary>
    public bool LeftHolds { get; }

    /// <summary>½ (Λ − Λ̃ + αΛ̃) &gt; x for some feature: its trace at P = I is positive.</summary>
    public bool LeftFails { get; }

    /// <summary>x &lt; min Λ.</summary>
    public bool RightHolds { get; }

    /// <summary>x &gt; Λ for some feature.</summary>
    public bool RightFails { get; }

    /// <summary>Every determinant at P = I is positive.</summary>
    public bool DeterminantHolds { get; }

    /// <summary>Some determinant at P = I is negative: a saddle.</summary>
    public bool DeterminantFails { get; }

    /// <summary>Inequality (15), with the left side strict.</summary>
    public bool InequalityHolds => LeftHolds && RightHolds;

    /// <summary>(15) does not hold anywhere in the box.</summary>
    public bool InequalityFails => LeftFails || RightFails;

    /// <summary>P = I attracts, but for its neutral directions.</summary>
    public bool PerfectRecoveryAttracts => LeftHolds && DeterminantHolds;

    /// <summary>P = I repels: some eigenvalue has a positive real part.</summary>
    public bool PerfectRecoveryRepels => LeftFails || DeterminantFails;

    /// <summary>P = 0 repels: Λ − x is an eigenvalue over τ.</summary>
    public bool NoRecoveryRepels => RightHolds;

    /// <summary>The claim as printed is refuted: (15) holds and P = I repels.</summary>
    public bool RefutesTheClaim => InequalityHolds && PerfectRecoveryRepels;

    /// <summary>Proves what can be proved over a box without cutting it.</summary>
    /// <param name="realVariances">Λ, length d ≥ 1, positive and finite.</param>
    /// <param name="fakeVariances">Λ̃, length d, positive and finite.</param>
    /// <param name="rateRatio">α, positive and finite.</param>
    /// <param name="effectiveNoise">x, not negative and finite.</param>
    /// <exception cref="ArgumentNullException">A list is null.</exception>
    /// <exception cref="ArgumentException">The lists are empty or their lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An interval reaches outside its range.</exception>
    public static ClaimProof Over(IReadOnlyList<Interval> realVariances, IReadOnlyList<Interval> fakeVariances, Interval rateRatio, Interval effectiveNoise)
    {
        ArgumentNullException.ThrowIfNull(realVariances);
        ArgumentNullException.ThrowIfNull(fakeVariances);
        if (realVariances.Count == 0)
            throw new ArgumentException("realVariances must have an interval for each feature, at least one; it is empty", nameof(realVariances));
        Guard.Length(fakeVariances.Count, realVariances.Count, "an interval a feature", nameof(fakeVariances));
        Check(rateRatio, positive: true, nameof(rateRatio));
        Check(effectiveNoise, positive: false, nameof(effectiveNoise));
        bool left = true, right = true, leftFails = false, rightFails = false, determinant = true, determinantFails = false;
        for (int l = 0; l < realVariances.Count; l++)
        {
            Interval real = Check(realVariances[l], positive: true, $"realVariances[{l}]"), fake = Check(fakeVariances[l], positive: true, $"fakeVariances[{l}]");
            Interval trace = Trace(real, fake, rateRatio, effectiveNoise), area = Range(real, fake, rateRatio, effectiveNoise), margin = real - effectiveNoise;
            left &= trace.High < 0;
            leftFails |= trace.Low > 0;
            right &= margin.Low > 0;
            rightFails |= margin.High < 0;
            determinant &= area.Low > 0;
            determinantFails |= area.High < 0;
        }
        return new ClaimProof(left, right, leftFails, rightFails, determinant, determinantFails);
    }

    /// <summary>Proves what can be proved at a choice of parameters, taken as given.</summary>
    /// <param name="parameters">A box, or a single choice by <see cref="ParameterBox.Of"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    public static ClaimProof Over(ParameterBox parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return Over(parameters.RealVariances, parameters.FakeVariances, parameters.RateRatio, parameters.EffectiveNoise);
    }

    /// <summary>
    /// The corrected claim for one feature with Λ = Λ̃, over a rectangle of α and ξ = x/Λ, by cutting it in halves: wherever (15) holds, P = I attracts and P = 0 repels. Since trace, determinant and both sides of (15) are Λ or Λ² times polynomials in α and
    /// ξ, this is a proof for every Λ.
    /// </summary>
    /// <param name="rateRatio">α, positive and finite.</param>
    /// <param name="noiseShare">ξ, not negative and finite.</param>
    /// <param name="resolution">Rectangles on which a side of (15) may be an equality are given up once both of their edges are this short. Default 1e-6.</param>
    /// <param name="mostRectangles">Most rectangles looked at. Default 100 million.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>How many rectangles were proved, and how many given up next to an equality; others are left only where <paramref name="mostRectangles"/> were looked at.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ClaimCover CoverEqualVariances(
        Interval rateRatio, Interval noiseShare, double resolution = 1e-6, long mostRectangles = 100_000_000, CancellationToken cancellationToken = default)
    {
        Check(rateRatio, positive: true, nameof(rateRatio));
        Check(noiseShare, positive: false, nameof(noiseShare));
        Guard.Positive(resolution, "a length");
        Guard.AtLeast(mostRectangles, 1, "a number of rectangles");
        var open = new Stack<(Interval Alpha, Interval Share)>();
        open.Push((rateRatio, noiseShare));
        long proved = 0, given = 0, seen = 0;
        while (open.Count > 0 && seen < mostRectangles)
        {
            if (seen++ % 4096 == 0)
                cancellationToken.ThrowIfCancellationRequested();
            (Interval alpha, Interval share) = open.Pop();
            Interval trace = Trace(1, 1, alpha, share), margin = 1 - share;
            bool fails = trace.Low > 0 || margin.High <= 0, holds = trace.High < 0 && margin.Low > 0;
            if (fails || (holds && Determinant(1, 1, alpha, share).Low > 0))
                proved++;
            else if (!holds && alpha.High - alpha.Low <= resolution && share.High - share.Low <= resolution)
                given++;
            else
                Cut(open, alpha, share);
        }
        return new ClaimCover(proved, given, open.Count);
    }

    /// <summary>What is proved.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"(15) {Word(InequalityHolds, InequalityFails)}, determinant condition {Word(DeterminantHolds, DeterminantFails)}; P = I {(PerfectRecoveryAttracts ? "attracts" : PerfectRecoveryRepels ? "repels" : "not decided")}, P = 0 {(NoRecoveryRepels ? "repels" : "not decided")}");

    private static void Cut(Stack<(Interval, Interval)> open, Interval alpha, Interval share)
    {
        if (alpha.High - alpha.Low >= share.High - share.Low)
        {
            open.Push((new Interval(alpha.Low, alpha.Middle), share));
            open.Push((new Interval(alpha.Middle, alpha.High), share));
        }
        else
        {
            open.Push((alpha, new Interval(share.Low, share.Middle)));
            open.Push((alpha, new Interval(share.Middle, share.High)));
        }
    }

    private static Interval Trace(Interval real, Interval fake, Interval alpha, Interval x) => real + (alpha - 1) * fake - 2 * x;

    /// <summary>
    /// The determinant's range over a box, as narrow as rounding lets it be: it is linear in Λ, in Λ̃ and in α, so that its extremes lie at their ends, and there (x − b/2)² + αΛΛ̃ − b²/4 with b = Λ − Λ̃ + αΛ̃.
    /// </summary>
    private static Interval Range(Interval real, Interval fake, Interval alpha, Interval x)
    {
        Interval plain = Determinant(real, fake, alpha, x);
        if (real.Low == real.High && fake.Low == fake.High && alpha.Low == alpha.High && x.Low == x.High)
            return plain;
        Interval? range = null;
        foreach (Interval l in new Interval[] { real.Low, real.High })
            foreach (Interval f in new Interval[] { fake.Low, fake.High })
                foreach (Interval a in new Interval[] { alpha.Low, alpha.High })
                {
                    Interval half = (l - f + a * f) / 2, there = (x - half).Square() + (a * f * l - half.Square());
                    range = range?.Hull(there) ?? there;
                }
        return range is { } found ? found.Intersect(plain) ?? plain : plain;
    }

    private static Interval Determinant(Interval real, Interval fake, Interval alpha, Interval x) => x.Square() - x * (real - fake) + alpha * fake * (real - x);

    private static string Word(bool holds, bool fails) => holds ? "holds" : fails ? "fails" : "not decided";

    private static Interval Check(Interval value, bool positive, string name) =>
        value.IsFinite && (positive ? value.Low > 0 : value.Low >= 0)
            ? value
            : throw Guard.OutOfRange(name, value, $"is an interval of a parameter and must be finite and {(positive ? "> 0" : "≥ 0")}");
}
