namespace PhaseGan;

/// <summary>v with −γ ∂R/∂ψ added to the discriminator's part.</summary>
internal sealed class GradientPenaltyField(IDataGame game, double strength) : RuleField(game)
{
    public override void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
    {
        int n = Dimension;
        Span<double> slope = IsSmall ? stackalloc double[n] : new double[n];
        game.Evaluate(y, derivative);
        game.PenaltySlope(y, slope);
        for (int i = 0; i < n; i++)
            derivative[i] -= strength * slope[i];
    }

    public override void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian)
    {
        int n = Dimension;
        Span<double> curvature = IsSmall ? stackalloc double[n * n] : new double[n * n];
        game.Jacobian(y, jacobian);
        game.PenaltyCurvature(y, curvature);
        for (int k = 0; k < n * n; k++)
            jacobian[k] -= strength * curvature[k];
    }
}
