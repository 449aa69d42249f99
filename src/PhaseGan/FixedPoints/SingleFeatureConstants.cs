namespace PhaseGan;

/// <summary>The combinations of parameters in which the d = 1 formulas are written, in units of τ.</summary>
internal readonly struct SingleFeatureConstants
{
    /// <summary>Where b is a smaller part of the terms that it is the sum of, these have cancelled.</summary>
    private const double Cancelled = 0.01;

    public SingleFeatureConstants(GanParameters parameters)
    {
        Real = parameters.RealVariances[0];
        Fake = parameters.FakeVariances[0];
        Alpha = parameters.RateRatio;
        Noise = parameters.EffectiveNoise;
        (FakeLoss, RealExcess) = (parameters.FakeLoss, parameters.RealExcess);
        (FakeGain, RealGain) = (parameters.FakeGain, parameters.RealGain);
    }

    /// <summary>The same for one feature and one column of several.</summary>
    public SingleFeatureConstants(GanParameters parameters, int feature, int column)
        : this(parameters)
    {
        (Real, Fake) = (parameters.RealVariances[feature], parameters.FakeVariances[column]);
    }

    public SingleFeatureConstants(double real, double fake, double alpha, double noise, double fakeGain, double realGain)
    {
        (Real, Fake, Alpha, Noise, FakeGain, RealGain) = (real, fake, alpha, noise, fakeGain, realGain);
        (FakeLoss, RealExcess) = (1 - fakeGain, realGain - 1);
    }

    /// <summary>The same for one feature and two columns with equal Λ̃ that are one: they act as a single one with 2Λ̃ for Λ̃ and α/2 for α.</summary>
    public static SingleFeatureConstants OfEqualColumns(GanParameters parameters, int feature, int column) =>
        new(parameters.RealVariances[feature], 2 * parameters.FakeVariances[column], 0.5 * parameters.RateRatio, parameters.EffectiveNoise, parameters.FakeGain, parameters.RealGain);

    /// <summary>Λ.</summary>
    public double Real { get; }

    /// <summary>Λ̃.</summary>
    public double Fake { get; }

    /// <summary>α = τ̃/τ.</summary>
    public double Alpha { get; }

    /// <summary>x.</summary>
    public double Noise { get; }

    /// <summary>A = 1 − τη_G/2m.</summary>
    public double FakeGain { get; }

    /// <summary>B = 1 + τη_T/2m.</summary>
    public double RealGain { get; }

    /// <summary>1 − A, without the rounding of A.</summary>
    public double FakeLoss { get; }

    /// <summary>B − 1, without the rounding of B.</summary>
    public double RealExcess { get; }

    /// <summary>Trace of the transverse block at every deceived state, in units of τ: Λ − Λ̃ + αΛ̃ − 2x.</summary>
    public double DeceivedTrace => Real - Fake + Alpha * Fake - 2 * Noise;

    /// <summary>p*² = (Λ − x)(Λ̃ + x − αΛ̃)/(ΛΛ̃): the determinant of that block is ΛΛ̃(P² − p*²), in units of τ².</summary>
    public double LeastOverlapSquared => (Real - Noise) * (Fake + Noise - Alpha * Fake) / (Real * Fake);

    /// <summary>P² of an Undeceived point with r² = u: 1 − αΛ̃(1 − u)/Λ.</summary>
    public double OverlapSquared(double u) => 1 - Alpha * Fake * (1 - u) / Real;

    /// <summary>(a, b, c) of a u² − b u + c = 0 for the Undeceived points, and bounds on the errors of b and c.</summary>
    public (double A, double B, double C, double ErrorOfB, double ErrorOfC) Quadratic()
    {
        const double epsilon = 2.220446049250313e-16;
        double a = RealGain * Alpha * Fake, difference = Fake - Real, b = FakeGain * Fake - RealGain * (Real - Alpha * Fake), c = difference + Noise;
        double size = Math.Abs(FakeGain) * Fake + RealGain * (Real + Alpha * Fake);
        if (Math.Abs(b) < Cancelled * size)
        {
            // at small α and nearly equal variances all but a small part of these terms cancels: that part by itself
            double loss = FakeLoss * Fake, excess = RealExcess * Real;
            (b, size) = (difference - loss - excess + a, Math.Abs(difference) + loss + excess + a);
        }
        // the error of c stands for that of a, too, since both enter by their product
        return (a, b, c, 2 * epsilon * size, 4 * epsilon * (Math.Abs(difference) + Noise));
    }

    /// <summary>
    /// ζ = a − b + c, the value of the quadratic at u = 1: (1 − A)Λ̃ + (B − 1)Λ + x, a sum without cancellation. It is positive with noise and 0 without, when u = 1 is a root.
    /// </summary>
    public double AtOne => FakeLoss * Fake + RealExcess * Real + Noise;
}
