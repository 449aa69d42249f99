using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>
/// The Jacobian of a game's field at a point, split into its potential part ½(v′ + v′ᵀ), along which gradients are those of one function, and its Hamiltonian part
/// ½(v′ − v′ᵀ), along which ½‖v‖² stays as it is.
/// </summary>
/// <remarks>
/// Source: Balduzzi and others, <em>The mechanics of n-player differentiable games</em> (ICML 2018), section 2, for −v′. A game whose Hamiltonian part vanishes everywhere is a potential game, one whose
/// potential part vanishes everywhere a Hamiltonian game. What is said here is of one point.
/// </remarks>
public sealed class GameDecomposition
{
    /// <summary>A part whose largest entry is at most this share of the whole's is rounding.</summary>
    private const double Rounding = 1e-13;

    private GameDecomposition(double[] jacobian, int n)
    {
        var potential = new double[n * n];
        var hamiltonian = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                (potential[i * n + j], hamiltonian[i * n + j]) =
                    (0.5 * (jacobian[i * n + j] + jacobian[j * n + i]), 0.5 * (jacobian[i * n + j] - jacobian[j * n + i]));
        (Potential, Hamiltonian) = ([.. potential], [.. hamiltonian]);
        double whole = jacobian.Max(Math.Abs);
        IsPotential = hamiltonian.Max(Math.Abs) <= Rounding * whole;
        IsHamiltonian = potential.Max(Math.Abs) <= Rounding * whole;
    }

    /// <summary>½(v′ + v′ᵀ), row-major, length N².</summary>
    public ImmutableArray<double> Potential { get; }

    /// <summary>½(v′ − v′ᵀ), row-major, length N².</summary>
    public ImmutableArray<double> Hamiltonian { get; }

    /// <summary>Whether v′ is symmetric here, but for rounding.</summary>
    public bool IsPotential { get; }

    /// <summary>Whether v′ is antisymmetric here, but for rounding.</summary>
    public bool IsHamiltonian { get; }

    /// <summary>Splits v′ at a point.</summary>
    /// <param name="game">The game.</param>
    /// <param name="y">The parameters, length N.</param>
    /// <returns>The two parts; null where v′ is not finite.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="game"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="y"/> has not length N.</exception>
    public static GameDecomposition? At(IMultiPlayerGame game, ReadOnlySpan<double> y)
    {
        ArgumentNullException.ThrowIfNull(game);
        int n = game.Dimension;
        Guard.Length(y.Length, n, "the parameters", nameof(y));
        var jacobian = new double[n * n];
        game.Jacobian(y, jacobian);
        return jacobian.All(double.IsFinite) ? new GameDecomposition(jacobian, n) : null;
    }

    /// <summary>Which parts there are.</summary>
    public override string ToString() => (IsPotential, IsHamiltonian) switch
    {
        (true, true) => "no interaction: the Jacobian vanishes",
        (true, false) => "potential: the Jacobian is symmetric",
        (false, true) => "Hamiltonian: the Jacobian is antisymmetric",
        _ => string.Create(CultureInfo.InvariantCulture, $"general: largest entries {Potential.Max(Math.Abs):G6} (potential) and {Hamiltonian.Max(Math.Abs):G6} (Hamiltonian)"),
    };
}
