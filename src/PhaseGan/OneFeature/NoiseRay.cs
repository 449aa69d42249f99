namespace PhaseGan;

/// <summary>
/// The d = 1 parameters along a ray of noise, η_T = a s and η_G = b s with s ≥ 0, in units of τ: what the boundaries in a plane of α and noise
/// are functions of.
/// </summary>
internal sealed class NoiseRay
{
    private readonly GanParameters _parameters;
    private readonly SingleFeaturePlane _plane;
    private readonly double _realShare;
    private readonly double _fakeShare;
    private readonly double _half;

    /// <param name="parameters">Give Λ, Λ̃, τ, m and, in the plane of x, the ratio of the noises (equal if both are zero).</param>
    /// <param name="plane">What the vertical axis is.</param>
    public NoiseRay(GanParameters parameters, SingleFeaturePlane plane)
    {
        _parameters = parameters;
        _plane = plane;
        Real = parameters.RealVariances[0];
        Fake = parameters.FakeVariances[0];
        _half = parameters.NoiseRate;
        double largest = Math.Max(parameters.RealNoise, parameters.FakeNoise);
        (_realShare, _fakeShare) = plane == SingleFeaturePlane.RatioAndNoise || largest == 0
            ? (1, 1)
            : (parameters.RealNoise / largest, parameters.FakeNoise / largest);
        Power = _half * (_realShare * _realShare + _fakeShare * _fakeShare);
    }

    /// <summary>Λ.</summary>
    public double Real { get; }

    /// <summary>Λ̃.</summary>
    public double Fake { get; }

    /// <summary>x/s².</summary>
    public double Power { get; }

    /// <summary>A = 1 − τη_G/2m.</summary>
    public double FakeGain(double s) => 1 - _half * _fakeShare * s;

    /// <summary>B = 1 + τη_T/2m.</summary>
    public double RealGain(double s) => 1 + _half * _realShare * s;

    /// <summary>x.</summary>
    public double Noise(double s) => Power * s * s;

    /// <summary>s where the vertical coordinate is <paramref name="vertical"/>.</summary>
    public double Amplitude(double vertical) => _plane == SingleFeaturePlane.RatioAndNoise ? vertical : Math.Sqrt(vertical / Power);

    /// <summary>The vertical coordinate at s.</summary>
    public double Vertical(double s) => _plane == SingleFeaturePlane.RatioAndNoise ? s : Power * s * s;

    /// <summary>s where the noise is x ≥ 0.</summary>
    public double AmplitudeOfNoise(double x) => Math.Sqrt(x / Power);

    /// <summary>The combinations of parameters at (α, s).</summary>
    public SingleFeatureConstants At(double alpha, double s) => new(Real, Fake, alpha, Noise(s), FakeGain(s), RealGain(s));

    /// <summary>The parameters at (α, s).</summary>
    public GanParameters Parameters(double alpha, double s) => _parameters.With(rateRatio: alpha, realNoise: _realShare * s, fakeNoise: _fakeShare * s);

    /// <summary>A, B and x with their derivatives.</summary>
    public (Jet FakeGain, Jet RealGain, Jet Noise) Jets(double s) => (
        new Jet(FakeGain(s), 0, 0, -_half * _fakeShare),
        new Jet(RealGain(s), 0, 0, _half * _realShare),
        new Jet(Noise(s), 0, 0, 2 * Power * s));
}
