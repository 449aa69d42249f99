namespace PhaseGan;

/// <summary>What scaling the gradient makes of the discriminator's step: see <see cref="ScaledResponses"/>.</summary>
/// <param name="Real">J.</param>
/// <param name="Fake">J̃.</param>
/// <param name="Power">b.</param>
/// <param name="RealByReal">∂J/∂σ_T².</param>
/// <param name="RealByFake">∂J/∂σ_G².</param>
/// <param name="FakeByReal">∂J̃/∂σ_T².</param>
/// <param name="FakeByFake">∂J̃/∂σ_G².</param>
/// <param name="PowerByReal">∂b/∂σ_T².</param>
/// <param name="PowerByFake">∂b/∂σ_G².</param>
internal readonly record struct ScaledStep(
    double Real, double Fake, double Power, double RealByReal, double RealByFake, double FakeByReal, double FakeByFake, double PowerByReal, double PowerByFake)
{
    /// <summary>Where there is no state: not a number throughout.</summary>
    public static ScaledStep Undefined { get; } = new(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
}
