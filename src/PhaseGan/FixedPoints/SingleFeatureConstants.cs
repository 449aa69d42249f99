namespace PhaseGan;

/// <summary>The combinations of parameters in which the d = 1 formulas are written, in units of τ.</summary>
internal readonly struct SingleFeatureConstants
{
    public SingleFeatureConstants(GanParameters parameters)
    {
        double half = parameters.DiscriminatorRate / (2.0 * parameters.BatchSize);
        Real = parameters.RealVariances[0];
        Fake = parameters.FakeVariances[0];
        Alpha = parameters.RateRatio;
        Noise = parameters.EffectiveNoise;
        FakeGain = 1 - half * parameters.FakeNoise;
        RealGain = 1 + half * parameters.RealNoise;
    }

    public SingleFeatureConstants(double real, double fake, double alpha, double noise, double fakeGain, double realGain) =>
        (Real, Fake, Alpha, Noise, FakeGain, RealGain) = (real, fake, alpha, noise, fakeGain, realGain);

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

    /// <summary>P² of an Undeceived point with r² = u: 1 − αΛ̃(1 − u)/Λ.</summary>
    public double OverlapSquared(double u) => 1 - Alpha * Fake * (1 - u) / Real;

    /// <summary>(a, b, c) of a u² − b u + c = 0 for the Undeceived points.</summary>
    public (double A, double B, double C) Quadratic() =>
        (RealGain * Alpha * Fake, FakeGain * Fake - RealGain * (Real - Alpha * Fake), Fake - Real + Noise);
}
