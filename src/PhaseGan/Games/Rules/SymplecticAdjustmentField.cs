namespace PhaseGan;

/// <summary>Symplectic adjustment of a generator and a discriminator: that of any number of players.</summary>
internal sealed class SymplecticAdjustmentField(IGame game, double strength, bool align) : RuleField(game)
{
    private readonly MultiPlayerAdjustmentField _field = new(game, strength, align);

    public override void Evaluate(ReadOnlySpan<double> y, Span<double> derivative) => _field.Evaluate(y, derivative);

    public override void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian) => _field.Jacobian(y, jacobian);
}
