namespace PhaseGan;

/// <summary>(1 − s/2) v + (s/2) v′ᵀu with u = (v′ᵀv′ + λI)⁻¹v′ᵀv and λ = ξ(1 − exp(−‖v‖²)).</summary>
internal sealed class SymplecticSurgeryField(IGame game, double strength, double regularisation) : RuleField(game)
{
    public override void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
    {
        int n = Dimension, size = n * n;
        Span<double> room = IsSmall ? stackalloc double[2 * size + 3 * n] : new double[2 * size + 3 * n];
        Span<double> first = room[..size], factor = room.Slice(size, size), v = room.Slice(2 * size, n), u = room.Slice(2 * size + n, n), turn = room.Slice(2 * size + 2 * n, n);
        Game.Evaluate(y, v);
        double power = VectorMath.Dot(v, v);
        if (power == 0 || strength == 0)
        {
            v.CopyTo(derivative);
            return;
        }
        Game.Jacobian(y, first);
        Correction(first, v, power, factor, u);
        GameMatrix.ApplyTransposed(first, u, turn);
        for (int i = 0; i < n; i++)
            derivative[i] = (1 - 0.5 * strength) * v[i] + 0.5 * strength * turn[i];
    }

    public override void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian)
    {
        int n = Dimension, size = n * n;
        Span<double> room = IsSmall ? stackalloc double[3 * size + 6 * n] : new double[3 * size + 6 * n];
        Span<double> first = room[..size], factor = room.Slice(size, size), second = room.Slice(2 * size, size);
        Span<double> v = room.Slice(3 * size, n), u = room.Slice(3 * size + n, n), unit = room.Slice(3 * size + 2 * n, n);
        Span<double> image = room.Slice(3 * size + 3 * n, n), change = room.Slice(3 * size + 4 * n, n), work = room.Slice(3 * size + 5 * n, n);
        Game.Evaluate(y, v);
        Game.Jacobian(y, first);
        for (int k = 0; k < size; k++)
            jacobian[k] = (1 - 0.5 * strength) * first[k];
        if (strength == 0)
            return;
        double power = VectorMath.Dot(v, v), slope = 2 * regularisation * Math.Exp(-power);
        Correction(first, v, power, factor, u);
        GameMatrix.Apply(first, u, image);
        for (int i = 0; i < n; i++)
            image[i] = v[i] - image[i];
        // M u = v′ᵀv gives M ∂u = (∂v′)ᵀ(v − v′u) + v′ᵀ(∂v − ∂v′ u) − ∂λ u
        for (int j = 0; j < n; j++)
        {
            SecondDerivative(y, j, unit, second);
            GameMatrix.Apply(second, u, work);
            for (int i = 0; i < n; i++)
                work[i] = first[i * n + j] - work[i];
            GameMatrix.ApplyTransposed(first, work, change);
            GameMatrix.ApplyTransposed(second, image, work);
            GameMatrix.Column(first, j, unit);
            double shift = slope * VectorMath.Dot(v, unit);
            for (int i = 0; i < n; i++)
                change[i] += work[i] - shift * u[i];
            Cholesky.Solve(factor, change);
            GameMatrix.ApplyTransposed(first, change, work);
            GameMatrix.AddToColumn(jacobian, j, 0.5 * strength, work);
            GameMatrix.ApplyTransposed(second, u, work);
            GameMatrix.AddToColumn(jacobian, j, 0.5 * strength, work);
        }
    }

    /// <summary>Writes the Cholesky factor of v′ᵀv′ + λI and u.</summary>
    private void Correction(ReadOnlySpan<double> first, ReadOnlySpan<double> v, double power, Span<double> factor, Span<double> u)
    {
        int n = Dimension;
        GameMatrix.MultiplyTransposed(first, first, n, factor);
        for (int i = 0; i < n; i++)
            factor[i * n + i] += SymplecticRegularisation.Of(power, regularisation);
        // where rounding leaves no factor there is no correction, and the field is not finite
        if (!Cholesky.TryFactor(factor, n))
            factor.Fill(double.NaN);
        GameMatrix.ApplyTransposed(first, v, u);
        Cholesky.Solve(factor, u);
    }
}
