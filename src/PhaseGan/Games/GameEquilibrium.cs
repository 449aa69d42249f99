using System.Collections.Immutable;
using System.Globalization;
using MathNet.Numerics.LinearAlgebra;

namespace PhaseGan;

/// <summary>What a rest point of a game is: a local Nash equilibrium or not, and, which is another question, stable under plain training or not.</summary>
/// <remarks>
/// Source of the distinction: Mazumdar, Jordan and Sastry, <em>On finding local Nash equilibria (and only local Nash equilibria) in zero-sum games</em> (2019), section 2. In a zero-sum
/// game every strict local Nash equilibrium with regular v′ is stable; the converse fails.
/// </remarks>
public sealed class GameEquilibrium
{
    /// <summary>Curvatures below this share of the size of v′ count as zero.</summary>
    private const double CurvatureTolerance = 1e-9;

    private GameEquilibrium(double residual, ImmutableArray<double> generator, ImmutableArray<double> discriminator, NashKind nash, Spectrum? stability)
    {
        (Residual, GeneratorCurvatures, DiscriminatorCurvatures, Nash, Stability) = (residual, generator, discriminator, nash, stability);
    }

    /// <summary>Largest |v_i| at the point; the rest means something only where this is zero to rounding.</summary>
    public double Residual { get; }

    /// <summary>Eigenvalues of the generator's diagonal block of v′, falling: minus the second derivatives of its loss.</summary>
    public ImmutableArray<double> GeneratorCurvatures { get; }

    /// <summary>Eigenvalues of the discriminator's diagonal block of v′, falling: minus the second derivatives of its loss.</summary>
    public ImmutableArray<double> DiscriminatorCurvatures { get; }

    /// <summary>What the curvatures say; within 1e-9 of the Frobenius norm of v′ they count as zero.</summary>
    public NashKind Nash { get; }

    /// <summary>The spectrum of v′, neutral modes apart; null if it could not be computed.</summary>
    public Spectrum? Stability { get; }

    /// <summary>Looks at a rest point.</summary>
    /// <param name="game">The game.</param>
    /// <param name="y">Parameters at which v vanishes, length N, finite.</param>
    /// <exception cref="ArgumentNullException"><paramref name="game"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="y"/> has not length N, or v′ is not finite there.</exception>
    public static GameEquilibrium At(IGame game, ReadOnlySpan<double> y)
    {
        ArgumentNullException.ThrowIfNull(game);
        int n = game.Dimension, g = game.GeneratorDimension;
        Guard.Length(y.Length, n, "the parameters of a rest point", nameof(y));
        var jacobian = new double[n * n];
        game.Jacobian(y, jacobian);
        if (!jacobian.All(double.IsFinite))
            throw new ArgumentException("y must be a point where the game's Jacobian is finite", nameof(y));
        ImmutableArray<double> generator = Curvatures(jacobian, n, 0, g), discriminator = Curvatures(jacobian, n, g, n);
        double zero = CurvatureTolerance * Math.Sqrt(jacobian.Sum(v => v * v)), worst = Math.Max(generator[0], discriminator[0]);
        NashKind nash = worst > zero ? NashKind.NotNash : worst < -zero ? NashKind.Strict : NashKind.Undecided;
        return new GameEquilibrium(FixedPoint.At(game, y).Residual, generator, discriminator, nash, StabilityClassifier.Classify(game, y));
    }

    /// <summary>Both answers, as in <c>NotNash, Stable (leading -1)</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Nash}, {(Stability is { } s ? FormattableString.Invariant($"{s.Verdict} (leading {s.Leading.Real:G4})") : "spectrum not found")}");

    private static ImmutableArray<double> Curvatures(double[] jacobian, int n, int from, int to)
    {
        Matrix<double> block = Matrix<double>.Build.Dense(to - from, to - from, (i, j) => 0.5 * (jacobian[(from + i) * n + from + j] + jacobian[(from + j) * n + from + i]));
        return [.. block.Evd(Symmetricity.Symmetric).EigenValues.Select(v => v.Real).OrderDescending()];
    }
}
