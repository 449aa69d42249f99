using Xunit;

namespace PhaseGan.Tests.Games;

public sealed class GameDerivativeTests
{
    [Fact]
    public void TheJacobianOfEveryGame_IsTheDerivativeOfItsField_AtRandomPoints() =>
        GameCase.ForAll(c => Differences.Confirm(c.Game, c.Point), count: 150);

    [Fact]
    public void TheSecondDerivativeOfEveryGame_IsTheDerivativeOfItsJacobianAlongADirection_AtRandomPoints() =>
        GameCase.ForAll(
            c =>
            {
                int n = c.Game.Dimension;
                double[] analytic = [.. Enumerable.Repeat(double.NaN, n * n)];
                c.Game.JacobianAlong(c.Point, c.Direction, analytic);
                double[] along = Differences.Jacobian(
                    (time, result) =>
                    {
                        double t = time[0];
                        c.Game.Jacobian([.. c.Point.Zip(c.Direction, (y, u) => y + t * u)], result);
                    },
                    [0],
                    n * n);
                return Differences.Near(analytic, along, 1e-8);
            },
            count: 150);

    [Fact]
    public void DiagonalBlocksAreSymmetric_AndThoseOffTheDiagonalOppositeInZeroSumGames() =>
        GameCase.ForAll(
            c =>
            {
                int n = c.Game.Dimension, g = c.Game.GeneratorDimension;
                var j = new double[n * n];
                c.Game.Jacobian(c.Point, j);
                double scale = 1 + j.Max(Math.Abs);
                bool holds = true;
                for (int a = 0; a < n; a++)
                    for (int b = 0; b < n; b++)
                        holds &= (a < g) == (b < g)
                            ? Math.Abs(j[a * n + b] - j[b * n + a]) <= 1e-13 * scale
                            : !c.Game.IsZeroSum || Math.Abs(j[a * n + b] + j[b * n + a]) <= 1e-13 * scale;
                return holds;
            },
            count: 100);

    [Fact]
    public void ThePenaltyOfEveryGameWithData_HasTheCurvatureOfItsSlope_AndMovesTheDiscriminatorAlone() =>
        GameCase.ForAll(
            c =>
            {
                if (c.Game is not IDataGame game)
                    return true;
                int n = game.Dimension;
                double[] slope = [.. Enumerable.Repeat(double.NaN, n)], curvature = new double[n * n];
                game.PenaltySlope(c.Point, slope);
                game.PenaltyCurvature(c.Point, curvature);
                return slope.Take(game.GeneratorDimension).All(v => v == 0)
                    && slope.Any(v => v != 0)
                    && Differences.Near(curvature, Differences.Jacobian(game.PenaltySlope, c.Point, n), 1e-8);
            },
            count: 100);

    [Fact]
    public void EveryRule_HasTheDerivativeOfItsFieldAsItsJacobian_AtRandomPoints() =>
        GameCase.ForAll(c => Rules(c.Game, 0.7).All(rule => Differences.Confirm(rule, WithAuxiliary(rule, c), 1e-7, 3e-4)), count: 60);

    [Fact]
    public void TheSignRuleOfSymplecticAdjustment_HasTheJacobianOfTheSignThatHolds()
    {
        int negative = 0, positive = 0;
        GameCase.ForAll(
            c =>
            {
                ITwoPlayerField aligned = GameRules.SymplecticAdjustment(c.Game, 0.7);
                var signs = new HashSet<int>();
                Differences.Jacobian((y, f) => { aligned.Evaluate(y, f); signs.Add(Sign(c.Game, y)); }, c.Point, c.Game.Dimension);
                if (signs.Count > 1)
                    return true;
                _ = signs.Single() < 0 ? negative++ : positive++;
                return Differences.Confirm(aligned, c.Point);
            },
            count: 100);
        Assert.InRange(negative, 5, 95);
        Assert.InRange(positive, 5, 95);

        // as the source writes it, in ξ = −v and A = ½(ξ′ − ξ′ᵀ)
        static int Sign(IGame game, ReadOnlySpan<double> y)
        {
            int n = game.Dimension;
            double[] xi = new double[n], h = new double[n * n], gradient = new double[n], turned = new double[n];
            game.Evaluate(y, xi);
            game.Jacobian(y, h);
            for (int i = 0; i < n; i++)
                xi[i] = -xi[i];
            for (int i = 0; i < n; i++)
                for (int k = 0; k < n; k++)
                    (gradient[i], turned[i]) = (gradient[i] - h[k * n + i] * xi[k], turned[i] - 0.5 * (h[k * n + i] - h[i * n + k]) * xi[k]);
            double one = xi.Zip(gradient, (a, b) => a * b).Sum(), two = turned.Zip(gradient, (a, b) => a * b).Sum();
            return one * two / n + 0.1 >= 0 ? 1 : -1;
        }
    }

    [Fact]
    public void ARuleWithStrengthZero_IsThePlainField_AtRandomPoints() =>
        GameCase.ForAll(
            c =>
            {
                int n = c.Game.Dimension;
                double[] plain = new double[n], plainJacobian = new double[n * n], field = new double[n], jacobian = new double[n * n];
                c.Game.Evaluate(c.Point, plain);
                c.Game.Jacobian(c.Point, plainJacobian);
                List<IVectorField> rules = [.. Rules(c.Game, 0), GameRules.TwoTimeScales(c.Game, 1)];
                if (c.Game.IsZeroSum)
                    rules.Add(GameRules.Unrolled(c.Game, 0, 0.7));
                return rules.Count >= 5 && rules.All(rule =>
                {
                    rule.Evaluate(c.Point, field);
                    rule.Jacobian(c.Point, jacobian);
                    return Differences.Near(field, plain, 1e-15) && Differences.Near(jacobian, plainJacobian, 1e-15);
                });
            },
            count: 100);

    [Fact]
    public void CallsAllocateNothing()
    {
        var game = new SolvableGame([1, 2], [2, 1]);
        foreach (IVectorField field in Rules(game, 0.3).Prepend(game).Append(new DiracGan(GanObjective.Logistic, 0.5)))
        {
            int n = field.Dimension;
            double[] y = [.. Enumerable.Range(0, n).Select(i => Math.Sin(1 + i))], f = new double[n], jacobian = new double[n * n];
            field.Evaluate(y, f);
            field.Jacobian(y, jacobian);
            long before = GC.GetAllocatedBytesForCurrentThread();
            field.Evaluate(y, f);
            field.Jacobian(y, jacobian);
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    /// <summary>Every rule that fits the game, at a strength.</summary>
    private static IEnumerable<IVectorField> Rules(IGame game, double strength)
    {
        yield return GameRules.Consensus(game, strength);
        yield return GameRules.SymplecticAdjustment(game, strength, align: false);
        yield return GameRules.GradientNorm(game, strength);
        yield return GameRules.TwoTimeScales(GameRules.Consensus(game, strength), strength == 0 ? 1 : 0.4);
        if (strength > 0)
            yield return GameRules.SpectralNormalisation(game);
        if (game.IsZeroSum)
        {
            yield return GameRules.Unrolled(game, 2, strength);
            yield return GameRules.Unrolled(game, 2, strength, throughSteps: false);
            yield return GameRules.LocalSymplecticSurgery(game, strength, regularisation: 0.5);
            if (strength > 0)
                yield return GameRules.TrackedSymplecticSurgery(game, 3, strength, regularisation: 0.5);
        }
        if (game is IDataGame data)
        {
            yield return GameRules.GradientPenalty(data, strength);
            yield return GameRules.InstanceNoise(data, strength);
        }
        if (game is ILinearCriticGame linear)
            yield return GameRules.OneCentredPenalty(linear, strength);
        if (game is FGan gan)
        {
            yield return GameRules.NoiseRegulariser(gan, strength);
            yield return GameRules.NoiseRegulariser(gan, strength, complete: true);
        }
    }

    /// <summary>The case's point, with its direction for the fast coordinates of a rule that has some.</summary>
    private static double[] WithAuxiliary(IVectorField rule, GameCase c) => rule.Dimension == c.Point.Length ? c.Point : [.. c.Point, .. c.Direction];
}
