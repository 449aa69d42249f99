namespace PhaseGan;

/// <summary>
/// The generator descends L(θ, ψ_k), ψ_{i+1} = ψ_i + η v_ψ(θ, ψ_i), derivatives through ψ_k included or not; the discriminator follows v.
/// </summary>
/// <remarks>
/// With Y_i = (θ, ψ_i), g = (−v_θ, v_ψ) the gradient of L, Π the projection on ψ and G_i = ∂Y_i/∂y: G_{i+1} = (I + ηΠv′(Y_i))G_i, and the generator's part is that
/// of −G_kᵀ g(Y_k). Its derivative by y_j needs ∂_jG_{i+1} = (I + ηΠv′)∂_jG_i + ηΠ v″[G_i e_j] G_i.
/// Without derivatives through the steps the generator's part is v_θ(Y_k).
/// </remarks>
internal sealed class UnrolledField(IGame game, int steps, double rate, bool throughSteps) : RuleField(game)
{
    public override void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
    {
        int n = Dimension, size = n * n;
        Span<double> room = IsSmall ? stackalloc double[3 * size + 2 * n] : new double[3 * size + 2 * n];
        Span<double> tangent = room[..size], first = room.Slice(size, size), work = room.Slice(2 * size, size), at = room.Slice(3 * size, n), v = room.Slice(3 * size + n, n);
        Begin(y, at, tangent);
        for (int k = 0; k < steps; k++)
        {
            Game.Jacobian(at, first);
            Step(first, tangent, work);
            Advance(at, v);
        }
        Game.Evaluate(at, v);
        Game.Evaluate(y, derivative);
        if (!throughSteps)
        {
            v[..GeneratorDimension].CopyTo(derivative);
            return;
        }
        Reverse(v);
        GameMatrix.ApplyTransposed(tangent, v, at);
        for (int i = 0; i < GeneratorDimension; i++)
            derivative[i] = -at[i];
    }

    public override void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian)
    {
        int n = Dimension, g = GeneratorDimension, size = n * n;
        Span<double> room = IsSmall ? stackalloc double[6 * size + 4 * n] : new double[6 * size + 4 * n];
        Span<double> tangent = room[..size], first = room.Slice(size, size), work = room.Slice(2 * size, size), change = room.Slice(3 * size, size);
        Span<double> second = room.Slice(4 * size, size), bend = room.Slice(5 * size, size);
        Span<double> at = room.Slice(6 * size, n), v = room.Slice(6 * size + n, n), direction = room.Slice(6 * size + 2 * n, n), column = room.Slice(6 * size + 3 * n, n);
        Game.Jacobian(y, jacobian);
        for (int j = 0; j < n; j++)
        {
            Begin(y, at, tangent);
            change.Clear();
            for (int k = 0; k < steps; k++)
            {
                Game.Jacobian(at, first);
                GameMatrix.Column(tangent, j, direction);
                Game.JacobianAlong(at, direction, second);
                GameMatrix.Multiply(second, tangent, n, bend);
                Step(first, change, work);
                for (int i = g * n; i < size; i++)
                    change[i] += rate * bend[i];
                Step(first, tangent, work);
                Advance(at, v);
            }
            if (!throughSteps)
            {
                Game.Jacobian(at, first);
                GameMatrix.Column(tangent, j, direction);
                GameMatrix.Apply(first, direction, v);
                for (int i = 0; i < g; i++)
                    jacobian[i * n + j] = v[i];
                continue;
            }
            // ∂_j(Gᵀg) = (∂_jG)ᵀg + Gᵀg′G e_j
            Game.Evaluate(at, v);
            Reverse(v);
            GameMatrix.ApplyTransposed(change, v, column);
            for (int i = 0; i < g; i++)
                jacobian[i * n + j] = -column[i];
            Game.Jacobian(at, first);
            GameMatrix.Column(tangent, j, direction);
            GameMatrix.Apply(first, direction, v);
            Reverse(v);
            GameMatrix.ApplyTransposed(tangent, v, column);
            for (int i = 0; i < g; i++)
                jacobian[i * n + j] -= column[i];
        }
    }

    private void Begin(ReadOnlySpan<double> y, Span<double> at, Span<double> tangent)
    {
        int n = Dimension;
        y[..n].CopyTo(at);
        tangent.Clear();
        for (int i = 0; i < n; i++)
            tangent[i * n + i] = 1;
    }

    /// <summary>Replaces M by (I + ηΠv′)M.</summary>
    private void Step(ReadOnlySpan<double> first, Span<double> matrix, Span<double> work)
    {
        int n = Dimension;
        GameMatrix.Multiply(first, matrix, n, work);
        for (int i = GeneratorDimension * n; i < n * n; i++)
            matrix[i] += rate * work[i];
    }

    private void Advance(Span<double> at, Span<double> v)
    {
        Game.Evaluate(at, v);
        for (int i = GeneratorDimension; i < Dimension; i++)
            at[i] += rate * v[i];
    }

    /// <summary>Turns v into the gradient of L, and its derivative likewise: the generator descends.</summary>
    private void Reverse(Span<double> v)
    {
        for (int i = 0; i < GeneratorDimension; i++)
            v[i] = -v[i];
    }
}
