using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace PhaseGan;

/// <summary>
/// The conditions under which plain training is proved locally stable at an equilibrium, looked at in numbers: v′ = [[0, −Pᵀ], [P, −Q]] over generator and discriminator, with Q positive definite and
/// P of full column rank.
/// </summary>
/// <remarks>
/// <para>
/// Source: Nagarajan and Kolter, <em>Gradient descent GAN optimization is locally stable</em> (NIPS 2017), assumptions I to III and theorem 3.1. Its assumption I, that the generator has learned the data and the
/// discriminator is zero there, makes the generator's block vanish; II, f″(0) &lt; 0 and f′(0) ≠ 0, and III, K_DD positive definite and K_DG of full column rank, stand in Q = −2f″(0)K_DD and P = f′(0)K_DG, which
/// is all that a game shows.
/// </para>
/// <para>
/// Where they hold every eigenvalue λ of v′ has Re λ ≤ −min(λ_min(Q)/2, λ_min(PᵀP)/λ_max(Q)) (derived): for a pair that is not real both parts of the eigenvector have equal length and Re λ = −xᵀQx/2; a real
/// λ &gt; −λ_min(Q) has −λ = yᵀPᵀ(Q + λ)⁻¹Py ≥ λ_min(PᵀP)/λ_max(Q) for the unit generator's part y.
/// </para>
/// </remarks>
public sealed class LocalStabilityConditions
{
    /// <summary>Numbers below this share of the size of v′ count as zero.</summary>
    private const double Zero = 1e-10;

    private LocalStabilityConditions(double scale, double generatorBlock, double leastCurvature, double mostCurvature, double leastCoupling)
    {
        double zero = Zero * scale;
        (GeneratorBlock, LeastCurvature, LeastCoupling) = (generatorBlock, leastCurvature, leastCoupling);
        GeneratorBlockVanishes = generatorBlock <= zero;
        CurvatureIsDefinite = leastCurvature > zero;
        CouplingHasFullRank = leastCoupling > zero;
        RateBound = Hold ? Math.Min(0.5 * leastCurvature, leastCoupling * leastCoupling / mostCurvature) : null;
    }

    /// <summary>The largest entry of the generator's block of v′ in modulus.</summary>
    public double GeneratorBlock { get; }

    /// <summary>λ_min(Q), the least eigenvalue of minus the discriminator's block of v′.</summary>
    public double LeastCurvature { get; }

    /// <summary>The least singular value of P, which has a column for each parameter of the generator; 0 where the generator has more parameters than the discriminator.</summary>
    public double LeastCoupling { get; }

    /// <summary>Whether the generator's block is zero to 1e-10 of the Frobenius norm of v′.</summary>
    public bool GeneratorBlockVanishes { get; }

    /// <summary>Whether Q is positive definite, by the same measure. Where it is not, for instance with the Wasserstein loss (Q = 0), the theorem says nothing.</summary>
    public bool CurvatureIsDefinite { get; }

    /// <summary>Whether P has full column rank, by the same measure. Where it has not, the discriminator does not see some direction of the generator.</summary>
    public bool CouplingHasFullRank { get; }

    /// <summary>Whether all three hold, so that the equilibrium is exponentially stable.</summary>
    public bool Hold => GeneratorBlockVanishes && CurvatureIsDefinite && CouplingHasFullRank;

    /// <summary>r &gt; 0 with Re λ ≤ −r for every eigenvalue of v′, where the conditions hold; null otherwise.</summary>
    public double? RateBound { get; }

    /// <summary>Looks at an equilibrium.</summary>
    /// <param name="game">A zero-sum game.</param>
    /// <param name="y">Parameters at which v vanishes, length N.</param>
    /// <exception cref="ArgumentNullException"><paramref name="game"/> is null.</exception>
    /// <exception cref="ArgumentException">The game is not zero-sum, <paramref name="y"/> has not length N, or v′ is not finite there.</exception>
    public static LocalStabilityConditions At(IGame game, ReadOnlySpan<double> y)
    {
        ArgumentNullException.ThrowIfNull(game);
        if (!game.IsZeroSum)
            throw new ArgumentException("game must be zero-sum: the theorem is about one loss of both players", nameof(game));
        int n = game.Dimension, g = game.GeneratorDimension, m = n - g;
        Guard.Length(y.Length, n, "the parameters of an equilibrium", nameof(y));
        var jacobian = new double[n * n];
        game.Jacobian(y, jacobian);
        if (!jacobian.All(double.IsFinite))
            throw new ArgumentException("y must be a point where the game's Jacobian is finite", nameof(y));
        double generator = 0;
        for (int i = 0; i < g; i++)
            for (int j = 0; j < g; j++)
                generator = Math.Max(generator, Math.Abs(jacobian[i * n + j]));
        double[] curvatures = [.. Matrix<double>.Build
            .Dense(m, m, (i, j) => -0.5 * (jacobian[(g + i) * n + g + j] + jacobian[(g + j) * n + g + i]))
            .Evd(Symmetricity.Symmetric).EigenValues.Select(v => v.Real)];

        // PᵀP is g×g whatever the shape of P; its root from the singular values of P filled up with zero columns or rows
        int size = Math.Max(g, m);
        var coupling = new double[size * size];
        for (int i = 0; i < m; i++)
            for (int j = 0; j < g; j++)
                coupling[i * size + j] = jacobian[(g + i) * n + j];
        double least = m < g ? 0 : SingularValues.Of(coupling, size).Values[g - 1];
        return new LocalStabilityConditions(Math.Sqrt(jacobian.Sum(v => v * v)), generator, curvatures.Min(), curvatures.Max(), least);
    }

    /// <summary>Which conditions hold.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(Hold ? "shown" : "not shown")} stable, rate at least {RateBound ?? 0:G6}: generator's block {(GeneratorBlockVanishes ? "zero" : "not zero")}, curvature {LeastCurvature:G6}, coupling {LeastCoupling:G6}");
}
