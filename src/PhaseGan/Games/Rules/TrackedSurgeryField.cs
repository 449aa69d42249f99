namespace PhaseGan;

/// <summary>Local symplectic surgery over (y, u): dy = (1 − s/2) v + (s/2) v′ᵀu, du = κ (v′ᵀv − v′ᵀv′u − λu).</summary>
internal sealed class TrackedSurgeryField(IGame game, double speed, double strength, double regularisation) : INamedFixedPoints
{
    private readonly int _n = game.Dimension;

    public int Dimension => 2 * _n;

    /// <summary>What the game calls its part of the point.</summary>
    public string? NameOf(ReadOnlySpan<double> y) => (game as INamedFixedPoints)?.NameOf(y[.._n]);

    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
    {
        int n = _n;
        Span<double> room = n <= GameMatrix.Small ? stackalloc double[n * n + 4 * n] : new double[n * n + 4 * n];
        Span<double> first = room[..(n * n)], v = room.Slice(n * n, n), turn = room.Slice(n * n + n, n), image = room.Slice(n * n + 2 * n, n), pull = room.Slice(n * n + 3 * n, n);
        ReadOnlySpan<double> z = y[..n], u = y.Slice(n, n);
        game.Evaluate(z, v);
        game.Jacobian(z, first);
        double lambda = SymplecticRegularisation.Of(VectorMath.Dot(v, v), regularisation);
        GameMatrix.ApplyTransposed(first, u, turn);
        GameMatrix.Apply(first, u, image);
        for (int i = 0; i < n; i++)
            image[i] = v[i] - image[i];
        GameMatrix.ApplyTransposed(first, image, pull);
        for (int i = 0; i < n; i++)
        {
            derivative[i] = (1 - 0.5 * strength) * v[i] + 0.5 * strength * turn[i];
            derivative[n + i] = speed * (pull[i] - lambda * u[i]);
        }
    }

    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian)
    {
        int n = _n, wide = 2 * n, size = n * n;
        Span<double> room = n <= GameMatrix.Small ? stackalloc double[3 * size + 6 * n] : new double[3 * size + 6 * n];
        Span<double> first = room[..size], product = room.Slice(size, size), second = room.Slice(2 * size, size);
        Span<double> v = room.Slice(3 * size, n), image = room.Slice(3 * size + n, n), unit = room.Slice(3 * size + 2 * n, n);
        Span<double> turn = room.Slice(3 * size + 3 * n, n), work = room.Slice(3 * size + 4 * n, n), pull = room.Slice(3 * size + 5 * n, n);
        ReadOnlySpan<double> z = y[..n], u = y.Slice(n, n);
        game.Evaluate(z, v);
        game.Jacobian(z, first);
        double power = VectorMath.Dot(v, v), lambda = SymplecticRegularisation.Of(power, regularisation), slope = 2 * regularisation * Math.Exp(-power);
        GameMatrix.MultiplyTransposed(first, first, n, product);
        GameMatrix.Apply(first, u, image);
        for (int i = 0; i < n; i++)
            image[i] = v[i] - image[i];
        for (int j = 0; j < n; j++)
        {
            unit.Clear();
            unit[j] = 1;
            game.JacobianAlong(z, unit, second);
            GameMatrix.ApplyTransposed(second, u, turn);
            GameMatrix.Apply(second, u, work);
            GameMatrix.Column(first, j, unit);
            double shift = slope * VectorMath.Dot(v, unit);
            for (int i = 0; i < n; i++)
                work[i] = unit[i] - work[i];
            GameMatrix.ApplyTransposed(first, work, pull);
            GameMatrix.ApplyTransposed(second, image, work);
            for (int i = 0; i < n; i++)
            {
                jacobian[i * wide + j] = (1 - 0.5 * strength) * first[i * n + j] + 0.5 * strength * turn[i];
                jacobian[i * wide + n + j] = 0.5 * strength * first[j * n + i];
                jacobian[(n + i) * wide + j] = speed * (pull[i] + work[i] - shift * u[i]);
                jacobian[(n + i) * wide + n + j] = -speed * (product[i * n + j] + (i == j ? lambda : 0));
            }
        }
    }
}
