using MathNet.Numerics;

namespace PhaseGan;

/// <summary>
/// J, J̃ and b of a discriminator's step whose gradient is scaled (<see cref="GradientScaling"/>), for linear responses and Gaussian codes, as functions of σ_T² = ⟨f²⟩ and σ_G² = ⟨f̃²⟩, with their derivatives.
/// </summary>
/// <remarks>
/// <para>
/// With Σf² = Tβσ_T² and Σf̃² = T(1 − β)σ_G² over a mini-batch of m, T has the law χ² with 2m degrees of freedom and β, independent of it, that of Beta(m/2, m/2). Then s² = Tκ², κ² = (η_Tσ_T²β + η_Gσ_G²(1 − β))/m², and the averages over T
/// are incomplete gamma functions. What is left is an integral over β. For m = 1 it is that of a periodic function of φ, β = sin²φ, so that the trapezium rule converges like tanh(…)^(2N): fast while the two variances are
/// of one size. Otherwise, with β = 1/(1 + e^(−2t)), the trapezium rule over t has a strip of convergence that does not depend on them.
/// </para>
/// </remarks>
internal sealed class ScaledResponses
{
    /// <summary>e^−36 is the last bit of 1.</summary>
    private const double Digits = 36;

    /// <summary>Most nodes over φ: beyond it the rule over t is cheaper.</summary>
    private const int MostNodes = 96;

    /// <summary>Half a strip of ±π/2 is free of growth for clipping: e^(−2π(π/4)/step) is the last bit.</summary>
    private const double Step = 0.135;

    private readonly GradientScaling _scaling;
    private readonly double _realNoise, _fakeNoise, _batch, _meanLength;

    /// <param name="scaling">What is done to the gradient, something.</param>
    /// <param name="realNoise">η_T, instance noise included.</param>
    /// <param name="fakeNoise">η_G, instance noise included.</param>
    /// <param name="batch">m.</param>
    public ScaledResponses(GradientScaling scaling, double realNoise, double fakeNoise, int batch)
    {
        if (scaling.Kind != GradientScalingKind.Clipped && !(realNoise > 0 && fakeNoise > 0))
            throw new ArgumentException($"a {scaling} needs noise in real and in fake data, else single steps have no bound; got η_T = {realNoise:R} and η_G = {fakeNoise:R}, instance noise included", nameof(scaling));
        (_scaling, _realNoise, _fakeNoise, _batch) = (scaling, realNoise, fakeNoise, batch);
        // ⟨√T⟩ = √2 Γ(m + ½)/Γ(m)
        _meanLength = Math.Sqrt(2) * Math.Exp(SpecialFunctions.GammaLn(batch + 0.5) - SpecialFunctions.GammaLn(batch));
    }

    /// <summary>J, J̃, b and their derivatives by σ_T² and by σ_G². b is such that the noise of the step is τ²b/m.</summary>
    /// <param name="realSquare">σ_T² ≥ 0.</param>
    /// <param name="fakeSquare">σ_G² ≥ 0.</param>
    public ScaledStep At(double realSquare, double fakeSquare)
    {
        double real = _realNoise * realSquare, fake = _fakeNoise * fakeSquare;
        if (!(real >= 0 && fake >= 0) || !double.IsFinite(real + fake))
            return ScaledStep.Undefined;
        // a gradient of no length is not clipped; for the others noise is required, which leaves a length
        if (real + fake == 0)
            return _scaling.Kind == GradientScalingKind.Clipped ? new ScaledStep(1, 1, 0, 0, 0, 0, 0, _realNoise, _fakeNoise) : ScaledStep.Undefined;
        double ratio = Math.Sqrt(Math.Min(real, fake) / Math.Max(real, fake)), nodes = 0.25 * Digits / Math.Atanh(Math.Min(ratio, 0.99));
        var sums = new Sums();
        if (_batch == 1 && nodes <= MostNodes)
            AddOverAngle((int)Math.Max(8, Math.Ceiling(nodes)), real, fake, ref sums);
        else
            AddOverLine(real, fake, ref sums);
        double share = 1 / (sums.Weight * _batch), whole = 1 / sums.Weight;
        return new ScaledStep(
            share * sums.Real, share * sums.Fake, whole * sums.Power,
            share * sums.RealByReal * _realNoise, share * sums.RealByFake * _fakeNoise,
            share * sums.RealByFake * _realNoise, share * sums.FakeByFake * _fakeNoise,
            whole * sums.PowerByReal * _realNoise, whole * sums.PowerByFake * _fakeNoise);
    }

    /// <summary>The trapezium rule over φ in [0, π/2], shifted by half a step, for m = 1.</summary>
    private void AddOverAngle(int nodes, double real, double fake, ref Sums sums)
    {
        for (int k = 0; k < nodes; k++)
        {
            double sine = Math.Sin((k + 0.5) * Math.PI / (2 * nodes));
            Add(1, sine * sine, 1 - sine * sine, real, fake, ref sums);
        }
    }

    /// <summary>The trapezium rule over t.</summary>
    private void AddOverLine(double real, double fake, ref Sums sums)
    {
        // beyond this the weights, and where one variance is small the values that grow toward its side, have died away
        double middle = Math.Min(Math.Abs(0.5 * Math.Log(Math.Max(real, double.Epsilon) / Math.Max(fake, double.Epsilon))), 2 * Digits);
        int half = (int)Math.Ceiling((Digits / _batch + middle) / Step);
        for (int k = -half; k <= half; k++)
        {
            double small = Math.Exp(-2 * Step * Math.Abs(k)), larger = 1 / (1 + small), smaller = small / (1 + small);
            (double beta, double other) = k >= 0 ? (larger, smaller) : (smaller, larger);
            Add(Math.Pow(beta * other, 0.5 * _batch), beta, other, real, fake, ref sums);
        }
    }

    private void Add(double weight, double beta, double other, double real, double fake, ref Sums sums)
    {
        double v = real * beta + fake * other;
        if (weight == 0 || v == 0)
            return;
        // values by v = (mκ)²
        (double pull, double pullBy, double power, double powerBy) = OverLength(v);
        sums.Weight += weight;
        sums.Real += weight * beta * pull;
        sums.Fake += weight * other * pull;
        sums.Power += weight * power;
        sums.RealByReal += weight * beta * beta * pullBy;
        sums.RealByFake += weight * beta * other * pullBy;
        sums.FakeByFake += weight * other * other * pullBy;
        sums.PowerByReal += weight * beta * powerBy;
        sums.PowerByFake += weight * other * powerBy;
    }

    /// <summary>⟨μT⟩ and m⟨μ²s²⟩ at a given v = (mκ)², with their derivatives by v.</summary>
    private (double Pull, double PullBy, double Power, double PowerBy) OverLength(double v)
    {
        double kappa = Math.Sqrt(v) / _batch;
        if (_scaling.Kind != GradientScalingKind.Clipped)
        {
            double pull = _meanLength / kappa * (_scaling.Kind == GradientScalingKind.Sign ? Math.Sqrt(2 / Math.PI) : 1);
            return (pull, -0.5 * pull / v, _batch, 0);
        }
        // ⟨T; T < K²⟩, ⟨√T; T > K²⟩ and P(T > K²) at K = c/κ
        double edge = _scaling.Limit / kappa, x = 0.5 * edge * edge;
        (double inside, double outside, double beyond) = Parts(x);
        double outer = edge * outside;
        // dK/dv = −K/2v
        return (inside + outer, -0.5 * outer / v, v / _batch * inside + _batch * _scaling.Limit * _scaling.Limit * beyond, inside / _batch);
    }

    /// <summary>For T of the law χ²(2m) and K² = 2x: ⟨T; T &lt; K²⟩ = 2m P(m + 1, x), ⟨√T; T &gt; K²⟩ = ⟨√T⟩ Q(m + ½, x), P(T &gt; K²) = Q(m, x).</summary>
    private (double Inside, double Outside, double Beyond) Parts(double x)
    {
        if (double.IsPositiveInfinity(x))
            return (2 * _batch, 0, 0);
        if (_batch == 1)
        {
            double fall = Math.Exp(-x), root = Math.Sqrt(x);
            // 1 − (1 + x)e^−x loses its digits near 0
            double inside = x < 0.05 ? 2 * x * x * (0.5 - x * (1.0 / 3 - x * (0.125 - x * (1.0 / 30 - x * (1.0 / 144 - x * (1.0 / 840 - x * (1.0 / 5760 - x / 45360)))))))
                : 2 * (1 - (1 + x) * fall);
            return (inside, Math.Sqrt(2) * (0.5 * Math.Sqrt(Math.PI) * SpecialFunctions.Erfc(root) + root * fall), fall);
        }
        return (
            2 * _batch * SpecialFunctions.GammaLowerRegularized(_batch + 1, x), _meanLength * SpecialFunctions.GammaUpperRegularized(_batch + 0.5, x),
            SpecialFunctions.GammaUpperRegularized(_batch, x));
    }

    /// <summary>Sums over β of weights and values.</summary>
    private struct Sums
    {
        public double Weight, Real, Fake, Power, RealByReal, RealByFake, FakeByFake, PowerByReal, PowerByFake;
    }
}
