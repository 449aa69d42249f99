namespace PhaseGan;

/// <summary>v − sγ Bᵀv with B = ½(v′ − v′ᵀ) and s = ±1 by the sign rule, or s = 1, for any number of players.</summary>
internal sealed class MultiPlayerAdjustmentField(IMultiPlayerGame game, double strength, bool align) : INamedFixedPoints
{
    private const double Bias = 0.1;

    public int Dimension { get; } = game.Dimension;

    private bool IsSmall => Dimension <= GameMatrix.Small;

    /// <summary>What the game calls the point.</summary>
    public string? NameOf(ReadOnlySpan<double> y) => (game as INamedFixedPoints)?.NameOf(y);

    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
    {
        int n = Dimension;
        Span<double> room = IsSmall ? stackalloc double[n * n + 3 * n] : new double[n * n + 3 * n];
        Span<double> first = room[..(n * n)], v = room.Slice(n * n, n), slope = room.Slice(n * n + n, n), turn = room.Slice(n * n + 2 * n, n);
        double factor = strength * Sign(y, first, v, slope, turn);
        for (int i = 0; i < n; i++)
            derivative[i] = v[i] - factor * turn[i];
    }

    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian)
    {
        int n = Dimension;
        Span<double> room = IsSmall ? stackalloc double[2 * n * n + 5 * n] : new double[2 * n * n + 5 * n];
        Span<double> first = room[..(n * n)], second = room.Slice(n * n, n * n), v = room.Slice(2 * n * n, n);
        Span<double> slope = room.Slice(2 * n * n + n, n), turn = room.Slice(2 * n * n + 2 * n, n), unit = room.Slice(2 * n * n + 3 * n, n), along = room.Slice(2 * n * n + 4 * n, n);
        double factor = 0.5 * strength * Sign(y, first, v, slope, turn);
        first.CopyTo(jacobian);
        for (int j = 0; j < n; j++)
        {
            // column j of 2Bᵀv′ + (∂_j 2Bᵀ) v, with 2Bᵀ = v′ᵀ − v′
            unit.Clear();
            unit[j] = 1;
            game.JacobianAlong(y, unit, second);
            GameMatrix.ApplyTransposed(second, v, slope);
            GameMatrix.Apply(second, v, turn);
            GameMatrix.AddToColumn(jacobian, j, -factor, slope);
            GameMatrix.AddToColumn(jacobian, j, factor, turn);
            GameMatrix.Column(first, j, along);
            GameMatrix.ApplyTransposed(first, along, slope);
            GameMatrix.Apply(first, along, turn);
            GameMatrix.AddToColumn(jacobian, j, -factor, slope);
            GameMatrix.AddToColumn(jacobian, j, factor, turn);
        }
    }

    /// <summary>Writes v′, v and Bᵀv, and gives the sign of ⟨ξ, ∇H⟩⟨Aᵀξ, ∇H⟩/N + 1/10, where ξ = −v, A = −B and ∇H = v′ᵀv.</summary>
    private double Sign(ReadOnlySpan<double> y, Span<double> first, Span<double> v, Span<double> slope, Span<double> turn)
    {
        game.Evaluate(y, v);
        game.Jacobian(y, first);
        GameMatrix.ApplyTransposed(first, v, slope);
        GameMatrix.Apply(first, v, turn);
        for (int i = 0; i < Dimension; i++)
            turn[i] = 0.5 * (slope[i] - turn[i]);
        return !align || -VectorMath.Dot(v, slope) * VectorMath.Dot(turn, slope) / Dimension + Bias >= 0 ? 1 : -1;
    }
}
