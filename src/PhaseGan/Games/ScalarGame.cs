using System.Globalization;

namespace PhaseGan;

/// <summary>
/// A zero-sum game of one parameter each, L = ½aθ² + ¼κθ⁴ + bθψ + ½cψ², at rest at the origin, where the local Nash property and stability are independent.
/// </summary>
/// <remarks>
/// v = (−aθ − κθ³ − bψ, bθ + cψ). The origin is a strict local Nash equilibrium when a &gt; 0 and c &lt; 0, and is stable under simultaneous gradient training when
/// c &lt; a and b² &gt; ac: <see cref="StableNotNash"/> is stable and no local Nash equilibrium, the situation that Mazumdar, Jordan and Sastry,
/// <em>On finding local Nash equilibria (and only local Nash equilibria) in zero-sum games</em> (2019), set out from.
/// </remarks>
public sealed class ScalarGame : IGame
{
    /// <summary>Makes the game.</summary>
    /// <param name="generatorCurvature">a, finite.</param>
    /// <param name="coupling">b, finite.</param>
    /// <param name="discriminatorCurvature">c, finite.</param>
    /// <param name="quartic">κ, finite. Default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite.</exception>
    public ScalarGame(double generatorCurvature, double coupling, double discriminatorCurvature, double quartic = 0)
    {
        GeneratorCurvature = Guard.Finite(generatorCurvature, "a second derivative of the loss");
        Coupling = Guard.Finite(coupling, "a coupling");
        DiscriminatorCurvature = Guard.Finite(discriminatorCurvature, "a second derivative of the loss");
        Quartic = Guard.Finite(quartic, "a coefficient");
    }

    /// <summary>a = −1, b = 3, c = −3, κ = 1: the origin attracts (the eigenvalues of v′ are −1 ± i√5), and the generator sits there at a maximum of its loss.</summary>
    public static ScalarGame StableNotNash { get; } = new(-1, 3, -3, 1);

    /// <summary>a.</summary>
    public double GeneratorCurvature { get; }

    /// <summary>b.</summary>
    public double Coupling { get; }

    /// <summary>c.</summary>
    public double DiscriminatorCurvature { get; }

    /// <summary>κ.</summary>
    public double Quartic { get; }

    /// <summary>2.</summary>
    public int Dimension => 2;

    /// <summary>1: θ comes first, then ψ.</summary>
    public int GeneratorDimension => 1;

    /// <summary>True.</summary>
    public bool IsZeroSum => true;

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
    {
        derivative[0] = -(GeneratorCurvature + Quartic * y[0] * y[0]) * y[0] - Coupling * y[1];
        derivative[1] = Coupling * y[0] + DiscriminatorCurvature * y[1];
    }

    /// <inheritdoc/>
    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian)
    {
        (jacobian[0], jacobian[1]) = (-GeneratorCurvature - 3 * Quartic * y[0] * y[0], -Coupling);
        (jacobian[2], jacobian[3]) = (Coupling, DiscriminatorCurvature);
    }

    /// <inheritdoc/>
    public void JacobianAlong(ReadOnlySpan<double> y, ReadOnlySpan<double> direction, Span<double> matrix)
    {
        matrix[..4].Clear();
        matrix[0] = -6 * Quartic * y[0] * direction[0];
    }

    /// <summary>Its numbers.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"scalar game: curvatures {GeneratorCurvature} and {DiscriminatorCurvature}, coupling {Coupling}, quartic {Quartic}");
}
