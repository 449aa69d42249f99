namespace PhaseGan;

/// <summary>The game with the discriminator at ψ/‖ψ‖: (v_θ, T v_ψ) at (θ, ψ/‖ψ‖), with T = (I − ψψᵀ/‖ψ‖²)/‖ψ‖.</summary>
internal sealed class SpectralNormalisationField(IGame game) : RuleField(game)
{
    public override void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
    {
        int n = Dimension, g = GeneratorDimension;
        Span<double> normal = IsSmall ? stackalloc double[n] : new double[n];
        double length = Normalise(y, normal);
        Game.Evaluate(normal, derivative);
        Project(normal[g..], length, derivative[g..n]);
    }

    public override void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian)
    {
        int n = Dimension, g = GeneratorDimension, m = n - g;
        Span<double> room = IsSmall ? stackalloc double[2 * n + 2 * m] : new double[2 * n + 2 * m];
        Span<double> normal = room[..n], v = room.Slice(n, n), unit = normal[g..], turn = room.Slice(2 * n, m), column = room.Slice(2 * n + m, m);
        double length = Normalise(y, normal);
        Game.Evaluate(normal, v);
        Game.Jacobian(normal, jacobian);
        Span<double> slope = v[g..];
        double along = VectorMath.Dot(unit, slope);

        // columns of ψ: first the chain rule J T, row by row, since T is symmetric
        for (int i = 0; i < n; i++)
            Project(unit, length, jacobian.Slice(i * n + g, m));
        for (int j = 0; j < n; j++)
        {
            for (int a = 0; a < m; a++)
                column[a] = jacobian[(g + a) * n + j];
            Project(unit, length, column);
            if (j >= g)
            {
                // (∂T/∂ψ_j) v_ψ
                turn.Clear();
                turn[j - g] = 1;
                Project(unit, length, turn);
                double across = VectorMath.Dot(turn, slope);
                for (int a = 0; a < m; a++)
                    column[a] -= (turn[a] * along + unit[a] * across + (slope[a] - unit[a] * along) / length * unit[j - g]) / length;
            }
            for (int a = 0; a < m; a++)
                jacobian[(g + a) * n + j] = column[a];
        }
    }

    /// <summary>Writes (θ, ψ/‖ψ‖) and gives ‖ψ‖.</summary>
    private double Normalise(ReadOnlySpan<double> y, Span<double> normal)
    {
        int n = Dimension, g = GeneratorDimension;
        double length = Math.Sqrt(VectorMath.Dot(y[g..n], y[g..n]));
        for (int i = 0; i < n; i++)
            normal[i] = i < g ? y[i] : y[i] / length;
        return length;
    }

    /// <summary>Replaces x by T x.</summary>
    private static void Project(ReadOnlySpan<double> unit, double length, Span<double> x)
    {
        double along = VectorMath.Dot(unit, x);
        for (int i = 0; i < x.Length; i++)
            x[i] = (x[i] - along * unit[i]) / length;
    }
}
