namespace PhaseGan;

/// <summary>dy = u, du = F(y) − μu over (θ, u_θ, ψ, u_ψ).</summary>
internal sealed class HeavyBallField(ITwoPlayerField field, double friction) : ITwoPlayerField
{
    private readonly int _n = field.Dimension;
    private readonly int _g = field.GeneratorDimension;

    public int Dimension => 2 * _n;

    public int GeneratorDimension => 2 * _g;

    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
    {
        int n = _n;
        Span<double> room = n <= GameMatrix.Small ? stackalloc double[2 * n] : new double[2 * n];
        Span<double> at = room[..n], force = room.Slice(n, n);
        for (int i = 0; i < n; i++)
            at[i] = y[Place(i)];
        field.Evaluate(at, force);
        for (int i = 0; i < n; i++)
        {
            derivative[Place(i)] = y[Velocity(i)];
            derivative[Velocity(i)] = force[i] - friction * y[Velocity(i)];
        }
    }

    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian)
    {
        int n = _n, wide = 2 * n;
        Span<double> room = n <= GameMatrix.Small ? stackalloc double[n * n + n] : new double[n * n + n];
        Span<double> at = room[..n], first = room.Slice(n, n * n);
        for (int i = 0; i < n; i++)
            at[i] = y[Place(i)];
        field.Jacobian(at, first);
        jacobian[..(wide * wide)].Clear();
        for (int i = 0; i < n; i++)
        {
            jacobian[Place(i) * wide + Velocity(i)] = 1;
            jacobian[Velocity(i) * wide + Velocity(i)] = -friction;
            for (int j = 0; j < n; j++)
                jacobian[Velocity(i) * wide + Place(j)] = first[i * n + j];
        }
    }

    private int Place(int i) => i < _g ? i : _g + i;

    private int Velocity(int i) => Place(i) + (i < _g ? _g : _n - _g);
}
