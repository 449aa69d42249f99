namespace PhaseGan;

/// <summary>A training rule's field over the parameters of a game.</summary>
internal abstract class RuleField(IGame game) : INamedFixedPoints, ITwoPlayerField
{
    public IGame Game { get; } = game;

    public int Dimension { get; } = game.Dimension;

    public int GeneratorDimension { get; } = game.GeneratorDimension;

    public abstract void Evaluate(ReadOnlySpan<double> y, Span<double> derivative);

    public abstract void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian);

    /// <summary>What the game calls the point, whose parameters the rule shares.</summary>
    public string? NameOf(ReadOnlySpan<double> y) => (Game as INamedFixedPoints)?.NameOf(y);

    /// <summary>Writes v″(y)[e_j].</summary>
    protected void SecondDerivative(ReadOnlySpan<double> y, int j, Span<double> unit, Span<double> matrix)
    {
        unit.Clear();
        unit[j] = 1;
        Game.JacobianAlong(y, unit, matrix);
    }

    /// <summary>Whether scratch for this game fits on the stack.</summary>
    protected bool IsSmall => Dimension <= GameMatrix.Small;
}
