namespace PhaseGan.Tests.Games;

/// <summary>
/// A game that is not zero-sum, as a user would write one: L_G = ½θ₁² + θ₁θ₂ψ + ¼θ₂⁴, L_D = ½ψ² − θ₁ψ² − θ₂ψ.
/// </summary>
internal sealed class PolynomialGame : IGame
{
    public int Dimension => 3;

    public int GeneratorDimension => 2;

    public bool IsZeroSum => false;

    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
    {
        (double a, double b, double c) = (y[0], y[1], y[2]);
        (derivative[0], derivative[1], derivative[2]) = (-a - b * c, -a * c - b * b * b, -c + 2 * a * c + b);
    }

    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian)
    {
        (double a, double b, double c) = (y[0], y[1], y[2]);
        ((ReadOnlySpan<double>)[-1, -c, -b, -c, -3 * b * b, -a, 2 * c, 1, -1 + 2 * a]).CopyTo(jacobian);
    }

    public void JacobianAlong(ReadOnlySpan<double> y, ReadOnlySpan<double> direction, Span<double> matrix)
    {
        (double a, double b, double c) = (direction[0], direction[1], direction[2]);
        ((ReadOnlySpan<double>)[0, -c, -b, -c, -6 * y[1] * b, -a, 2 * c, 0, 2 * a]).CopyTo(matrix);
    }
}
