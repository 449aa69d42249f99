namespace PhaseGan;

/// <summary>v, v′ and v″ of a game from its formula.</summary>
internal static class GameFormula
{
    private const int Small = 128;

    public static void Evaluate<T>(T game, ReadOnlySpan<double> y, Span<double> derivative)
        where T : IGameFormula
    {
        int n = y.Length;
        Span<HyperDual> room = n <= Small ? stackalloc HyperDual[2 * n] : new HyperDual[2 * n];
        for (int i = 0; i < n; i++)
            room[i] = y[i];
        game.Field(room[..n], room[n..]);
        for (int i = 0; i < n; i++)
            derivative[i] = room[n + i].Value;
    }

    public static void Jacobian<T>(T game, ReadOnlySpan<double> y, Span<double> jacobian)
        where T : IGameFormula
    {
        int n = y.Length;
        Span<HyperDual> room = n <= Small ? stackalloc HyperDual[2 * n] : new HyperDual[2 * n];
        // two columns at a time, one an infinitesimal
        for (int j = 0; j < n; j += 2)
        {
            for (int i = 0; i < n; i++)
                room[i] = new HyperDual(y[i], i == j ? 1 : 0, i == j + 1 ? 1 : 0);
            game.Field(room[..n], room[n..]);
            for (int i = 0; i < n; i++)
            {
                jacobian[i * n + j] = room[n + i].First;
                if (j + 1 < n)
                    jacobian[i * n + j + 1] = room[n + i].Second;
            }
        }
    }

    public static void JacobianAlong<T>(T game, ReadOnlySpan<double> y, ReadOnlySpan<double> direction, Span<double> matrix)
        where T : IGameFormula
    {
        int n = y.Length;
        Span<HyperDual> room = n <= Small ? stackalloc HyperDual[2 * n] : new HyperDual[2 * n];
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < n; i++)
                room[i] = new HyperDual(y[i], direction[i], i == j ? 1 : 0);
            game.Field(room[..n], room[n..]);
            for (int i = 0; i < n; i++)
                matrix[i * n + j] = room[n + i].Mixed;
        }
    }
}
