using Xunit;

namespace PhaseGan.Tests.Games;

/// <summary>Games of several players, their decomposition, and symplectic adjustment.</summary>
public sealed class MultiPlayerTests
{
    [Fact]
    public void ForTwoPlayers_TheAdjustmentIsThatOfGeneratorAndDiscriminator_ToTheBit() =>
        GameCase.ForAll(
            c =>
            {
                int n = c.Game.Dimension;
                double[] one = new double[n], two = new double[n], oneJacobian = new double[n * n], twoJacobian = new double[n * n];
                foreach (bool align in new[] { true, false })
                {
                    ITwoPlayerField pair = GameRules.SymplecticAdjustment(c.Game, 0.7, align);
                    IVectorField several = GameRules.SymplecticAdjustment((IMultiPlayerGame)c.Game, 0.7, align);
                    pair.Evaluate(c.Point, one);
                    several.Evaluate(c.Point, two);
                    pair.Jacobian(c.Point, oneJacobian);
                    several.Jacobian(c.Point, twoJacobian);
                    if (!one.SequenceEqual(two) || !oneJacobian.SequenceEqual(twoJacobian))
                        return false;
                }
                return ((IMultiPlayerGame)c.Game).PlayerDimensions.SequenceEqual([c.Game.GeneratorDimension, n - c.Game.GeneratorDimension]);
            },
            count: 100);

    [Fact]
    public void APotentialGame_StaysAsItIs()
    {
        var random = new System.Random(2);
        for (int k = 0; k < 20; k++)
        {
            double[,] loss = Matrix(random, 6);
            var game = new QuadraticGame([1, 2, 3], [loss, loss, loss], [Vector(random, 6), Vector(random, 6), Vector(random, 6)]);
            double[] y = Vector(random, 6), plain = new double[6], adjusted = new double[6];
            Assert.True(GameDecomposition.At(game, y)!.IsPotential);
            Assert.False(GameDecomposition.At(game, y)!.IsHamiltonian);
            game.Evaluate(y, plain);
            GameRules.SymplecticAdjustment(game, 1.3).Evaluate(y, adjusted);
            Assert.Equal(plain, adjusted, (a, b) => Math.Abs(a - b) < 1e-13);
        }
    }

    [Fact]
    public void AHamiltonianGame_KeepsItsInvariant_AndTheAdjustmentDescendsIt()
    {
        // three players in a ring, each drawn to the next and fled by it
        var game = new QuadraticGame(
            [1, 1, 2],
            [new double[,] { { 0, 1, -2, 0.5 }, { 1, 0, 0, 0 }, { -2, 0, 0, 0 }, { 0.5, 0, 0, 0 } },
             new double[,] { { 0, -1, 0, 0 }, { -1, 0, 3, 1 }, { 0, 3, 0, 0 }, { 0, 1, 0, 0 } },
             new double[,] { { 0, 0, 2, -0.5 }, { 0, 0, -3, -1 }, { 2, -3, 0, 0 }, { -0.5, -1, 0, 0 } }]);
        double[] start = [0.5, -0.3, 0.8, 0.2];
        GameDecomposition parts = GameDecomposition.At(game, start)!;
        Assert.True(parts.IsHamiltonian && !parts.IsPotential, parts.ToString());
        Trajectory free = DormandPrince.Integrate(game, start, 20, new IntegrationOptions { RelativeTolerance = 1e-11, AbsoluteTolerance = 1e-13 });
        Assert.Equal(Energy(start), Energy([.. free.End]), 1e-8);

        Trajectory tamed = DormandPrince.Integrate(GameRules.SymplecticAdjustment(game, 0.5), start, 20, new IntegrationOptions { RelativeTolerance = 1e-11, AbsoluteTolerance = 1e-13 });
        double before = Energy(start);
        foreach (double t in new[] { 0.5, 1, 2, 4, 8, 20 })
        {
            double now = Energy([.. tamed.At(t)]);
            Assert.True(now < before);
            before = now;
        }
        Assert.True(before < 1e-6 * Energy(start));

        double Energy(double[] y)
        {
            var v = new double[4];
            game.Evaluate(y, v);
            return v.Sum(x => x * x);
        }
    }

    [Fact]
    public void ThePartsOfTheJacobian_AddUpToIt_AtRandomPoints() =>
        GameCase.ForAll(
            c =>
            {
                int n = c.Game.Dimension;
                var j = new double[n * n];
                c.Game.Jacobian(c.Point, j);
                GameDecomposition parts = GameDecomposition.At(c.Game, c.Point)!;
                bool holds = true;
                for (int a = 0; a < n; a++)
                    for (int b = 0; b < n; b++)
                        holds &= Math.Abs(parts.Potential[a * n + b] + parts.Hamiltonian[a * n + b] - j[a * n + b]) <= 1e-14 * (1 + Math.Abs(j[a * n + b]))
                            && parts.Potential[a * n + b] == parts.Potential[b * n + a] && parts.Hamiltonian[a * n + b] == -parts.Hamiltonian[b * n + a];
                return holds;
            },
            count: 60);

    [Fact]
    public void TheAdjustmentOfThreePlayers_HasTheJacobianOfDifferences()
    {
        var random = new System.Random(6);
        for (int k = 0; k < 20; k++)
        {
            var game = new QuadraticGame([2, 1, 1], [Matrix(random, 4), Matrix(random, 4), Matrix(random, 4)], [Vector(random, 4), Vector(random, 4), Vector(random, 4)]);
            Assert.True(Differences.Confirm(game, Vector(random, 4)));
            Assert.True(Differences.Confirm(GameRules.SymplecticAdjustment(game, 0.8, align: false), Vector(random, 4)));
        }
    }

    [Fact]
    public void EachPlayerDescendsItsOwnLoss()
    {
        var random = new System.Random(9);
        double[][,] q = [Matrix(random, 3), Matrix(random, 3)];
        double[][] b = [Vector(random, 3), Vector(random, 3)];
        var game = new QuadraticGame([1, 2], q, b);
        double[] y = Vector(random, 3), v = new double[3];
        game.Evaluate(y, v);
        for (int p = 0; p < 2; p++)
        {
            int player = p;
            double[] slope = Differences.Jacobian((at, result) => result[0] = Loss(at, player), y, 1);
            for (int i = p == 0 ? 0 : 1; i < (p == 0 ? 1 : 3); i++)
                Assert.Equal(-slope[i], v[i], 1e-10);
        }

        double Loss(ReadOnlySpan<double> at, int p)
        {
            double sum = 0;
            for (int i = 0; i < 3; i++)
            {
                sum += b[p][i] * at[i];
                for (int j = 0; j < 3; j++)
                    sum += 0.5 * at[i] * q[p][i, j] * at[j];
            }
            return sum;
        }
    }

    [Fact]
    public void BadSizes_AreNamed()
    {
        Assert.Contains("number of players", Assert.Throws<ArgumentOutOfRangeException>(() => new QuadraticGame([2], [new double[2, 2]])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new QuadraticGame([1, 1], [new double[2, 2]]));
        Assert.Throws<ArgumentException>(() => new QuadraticGame([1, 1], [new double[2, 2], new double[3, 2]]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new QuadraticGame([1, 1], [new double[2, 2], new double[,] { { 0, double.NaN }, { 0, 0 } }]));
    }

    private static double[,] Matrix(System.Random random, int n)
    {
        var m = new double[n, n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                m[i, j] = 2 * random.NextDouble() - 1;
        return m;
    }

    private static double[] Vector(System.Random random, int n) => [.. Enumerable.Range(0, n).Select(_ => 2 * random.NextDouble() - 1)];
}
