namespace PhaseGan;

/// <summary>The field of an f-GAN with what instance noise adds to first order.</summary>
internal sealed class NoiseRegulariserField(FGan game, double blur, bool complete) : ITwoPlayerField
{
    private readonly FGanFormula.Noise _formula = game.FirstOrderNoise(blur, complete);

    public int Dimension => game.Dimension;

    public int GeneratorDimension => game.GeneratorDimension;

    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative) => GameFormula.Evaluate(_formula, y, derivative);

    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian) => GameFormula.Jacobian(_formula, y, jacobian);
}
