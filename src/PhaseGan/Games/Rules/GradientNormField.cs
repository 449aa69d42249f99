namespace PhaseGan;

/// <summary>v with −2γ (∂v_ψ/∂θ)ᵀ v_ψ added to the generator's part, the descent of γ‖v_ψ‖².</summary>
internal sealed class GradientNormField(IGame game, double strength) : RuleField(game)
{
    public override void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
    {
        int n = Dimension, g = GeneratorDimension;
        Span<double> room = IsSmall ? stackalloc double[n * n + n] : new double[n * n + n];
        Span<double> first = room[..(n * n)], v = room.Slice(n * n, n);
        Game.Evaluate(y, v);
        Game.Jacobian(y, first);
        v.CopyTo(derivative);
        for (int i = 0; i < g; i++)
            for (int a = g; a < n; a++)
                derivative[i] -= 2 * strength * first[a * n + i] * v[a];
    }

    public override void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian)
    {
        int n = Dimension, g = GeneratorDimension;
        Span<double> room = IsSmall ? stackalloc double[2 * n * n + 2 * n] : new double[2 * n * n + 2 * n];
        Span<double> first = room[..(n * n)], second = room.Slice(n * n, n * n), v = room.Slice(2 * n * n, n), unit = room.Slice(2 * n * n + n, n);
        Game.Evaluate(y, v);
        Game.Jacobian(y, first);
        first.CopyTo(jacobian);
        for (int j = 0; j < n; j++)
        {
            SecondDerivative(y, j, unit, second);
            for (int i = 0; i < g; i++)
                for (int a = g; a < n; a++)
                    jacobian[i * n + j] -= 2 * strength * (second[a * n + i] * v[a] + first[a * n + i] * first[a * n + j]);
        }
    }
}
