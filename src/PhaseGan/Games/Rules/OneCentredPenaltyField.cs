namespace PhaseGan;

/// <summary>v with −γ(‖φ‖ − 1)φ/‖φ‖ added to the discriminator's part, the descent of ½γ(‖φ‖ − 1)².</summary>
internal sealed class OneCentredPenaltyField(ILinearCriticGame game, double strength) : RuleField(game)
{
    public override void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
    {
        int n = Dimension, g = GeneratorDimension;
        Game.Evaluate(y, derivative);
        if (strength == 0)
            return;
        double length = VectorMath.Norm(y[g..n]);
        for (int i = g; i < n; i++)
            derivative[i] -= strength * (y[i] - y[i] / length);
    }

    public override void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian)
    {
        int n = Dimension, g = GeneratorDimension;
        Game.Jacobian(y, jacobian);
        if (strength == 0)
            return;
        double length = VectorMath.Norm(y[g..n]);
        for (int i = g; i < n; i++)
            for (int j = g; j < n; j++)
                jacobian[i * n + j] -= strength * ((i == j ? 1 - 1 / length : 0) + y[i] / length * (y[j] / length) / length);
    }
}
