using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>
/// A game of n ≥ 2 players with quadratic losses ℓ_p = ½ yᵀQ_p y + b_p·y over all coordinates y, each player descending its own loss in its own coordinates. Its field is linear.
/// </summary>
/// <remarks>
/// With equal Q_p it is a potential game; where every Q_p has zero blocks on its diagonal and the couplings of two players are opposite it is Hamiltonian (<see cref="GameDecomposition"/>).
/// </remarks>
public sealed class QuadraticGame : IMultiPlayerGame
{
    private readonly double[] _jacobian;
    private readonly double[] _constant;

    /// <summary>Makes the game.</summary>
    /// <param name="playerDimensions">How many coordinates each player has: two players at least, one coordinate each at least; N is the sum.</param>
    /// <param name="quadratic">Q_p, one N × N matrix a player, finite; the symmetric part counts.</param>
    /// <param name="linear">b_p, one vector of length N a player, finite; null for zero.</param>
    /// <exception cref="ArgumentNullException"><paramref name="playerDimensions"/> or <paramref name="quadratic"/>, or one of its matrices or vectors, is null.</exception>
    /// <exception cref="ArgumentException">A length is not the number of players, or a size not N.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is one player only, a player without coordinates, or a number that is not finite.</exception>
    public QuadraticGame(IReadOnlyList<int> playerDimensions, IReadOnlyList<double[,]> quadratic, IReadOnlyList<double[]>? linear = null)
    {
        ArgumentNullException.ThrowIfNull(playerDimensions);
        ArgumentNullException.ThrowIfNull(quadratic);
        int players = Guard.AtLeast(playerDimensions.Count, 2, "the number of players", "playerDimensions.Count");
        for (int p = 0; p < players; p++)
            Guard.AtLeast(playerDimensions[p], 1, "a player's number of coordinates", $"playerDimensions[{p}]");
        Guard.Length(quadratic.Count, players, "one matrix a player", nameof(quadratic));
        if (linear is not null)
            Guard.Length(linear.Count, players, "one vector a player", nameof(linear));
        Players = [.. playerDimensions];
        int n = Dimension = Players.Sum();
        _jacobian = new double[n * n];
        _constant = new double[n];
        for (int p = 0, row = 0; p < players; row += Players[p], p++)
            AddPlayer(p, row, Guard.NotNull(quadratic[p], $"quadratic[{p}]"), linear is null ? null : Guard.NotNull(linear[p], $"linear[{p}]"));
    }

    /// <summary>How many coordinates each player has.</summary>
    public ImmutableArray<int> Players { get; }

    /// <summary>N: all coordinates.</summary>
    public int Dimension { get; }

    IReadOnlyList<int> IMultiPlayerGame.PlayerDimensions => Players;

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
    {
        GameMatrix.Apply(_jacobian, y[..Dimension], derivative);
        for (int i = 0; i < Dimension; i++)
            derivative[i] += _constant[i];
    }

    /// <inheritdoc/>
    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian) => _jacobian.CopyTo(jacobian);

    /// <summary>Writes zero: the field is linear.</summary>
    /// <param name="y">The parameters, length N.</param>
    /// <param name="direction">u, length N.</param>
    /// <param name="matrix">Receives zero, length N².</param>
    public void JacobianAlong(ReadOnlySpan<double> y, ReadOnlySpan<double> direction, Span<double> matrix) => matrix[..(Dimension * Dimension)].Clear();

    /// <summary>How many coordinates each player has.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"quadratic game of {Players.Length} players with {string.Join(", ", Players)} coordinates");

    private void AddPlayer(int p, int first, double[,] quadratic, double[]? linear)
    {
        int n = Dimension;
        Guard.Length(quadratic.GetLength(0), n, "a matrix over all coordinates", $"quadratic[{p}]'s number of rows");
        Guard.Length(quadratic.GetLength(1), n, "a matrix over all coordinates", $"quadratic[{p}]'s number of columns");
        Guard.Length(linear?.Length ?? n, n, "a vector over all coordinates", $"linear[{p}]");
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                Guard.Finite(quadratic[i, j], "an entry of a loss", $"quadratic[{p}][{i}, {j}]");
        for (int i = 0; i < n && linear is not null; i++)
            Guard.Finite(linear[i], "an entry of a loss", $"linear[{p}][{i}]");
        for (int i = first; i < first + Players[p]; i++)
        {
            _constant[i] = -(linear?[i] ?? 0);
            for (int j = 0; j < n; j++)
                _jacobian[i * n + j] = -0.5 * (quadratic[i, j] + quadratic[j, i]);
        }
    }
}
