namespace PhaseGan;

/// <summary>v − γ v′ᵀv.</summary>
internal sealed class ConsensusField(IGame game, double strength) : RuleField(game)
{
    public override void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
    {
        int n = Dimension;
        Span<double> room = IsSmall ? stackalloc double[n * n + 2 * n] : new double[n * n + 2 * n];
        Span<double> jacobian = room[..(n * n)], v = room.Slice(n * n, n), slope = room.Slice(n * n + n, n);
        Game.Evaluate(y, v);
        Game.Jacobian(y, jacobian);
        GameMatrix.ApplyTransposed(jacobian, v, slope);
        for (int i = 0; i < n; i++)
            derivative[i] = v[i] - strength * slope[i];
    }

    public override void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian)
    {
        int n = Dimension;
        Span<double> room = IsSmall ? stackalloc double[3 * n * n + 3 * n] : new double[3 * n * n + 3 * n];
        Span<double> first = room[..(n * n)], product = room.Slice(n * n, n * n), second = room.Slice(2 * n * n, n * n);
        Span<double> v = room.Slice(3 * n * n, n), unit = room.Slice(3 * n * n + n, n), column = room.Slice(3 * n * n + 2 * n, n);
        Game.Evaluate(y, v);
        Game.Jacobian(y, first);
        GameMatrix.MultiplyTransposed(first, first, n, product);
        for (int k = 0; k < n * n; k++)
            jacobian[k] = first[k] - strength * product[k];
        for (int j = 0; j < n; j++)
        {
            SecondDerivative(y, j, unit, second);
            GameMatrix.ApplyTransposed(second, v, column);
            GameMatrix.AddToColumn(jacobian, j, -strength, column);
        }
    }
}
