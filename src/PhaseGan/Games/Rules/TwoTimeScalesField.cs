namespace PhaseGan;

/// <summary>A field with each player's part multiplied by a speed.</summary>
internal sealed class TwoTimeScalesField(ITwoPlayerField rule, double generatorSpeed, double discriminatorSpeed) : INamedFixedPoints, ITwoPlayerField
{
    public int Dimension => rule.Dimension;

    public int GeneratorDimension => rule.GeneratorDimension;

    public string? NameOf(ReadOnlySpan<double> y) => (rule as INamedFixedPoints)?.NameOf(y);

    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
    {
        rule.Evaluate(y, derivative);
        for (int i = 0; i < Dimension; i++)
            derivative[i] *= Speed(i);
    }

    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian)
    {
        int n = Dimension;
        rule.Jacobian(y, jacobian);
        for (int k = 0; k < n * n; k++)
            jacobian[k] *= Speed(k / n);
    }

    private double Speed(int i) => i < GeneratorDimension ? generatorSpeed : discriminatorSpeed;
}
