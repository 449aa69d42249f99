using FsCheck;
using FsCheck.Fluent;

namespace PhaseGan.Tests.Games;

/// <summary>A random game at random parameters.</summary>
internal sealed record GameCase(IGame Game, double[] Point, double[] Direction)
{
    /// <summary>Checks a property on random cases of every built-in game, the same ones each time.</summary>
    public static void ForAll(Func<GameCase, bool> holds, int count)
    {
        Gen<GameCase> gen =
            from kind in Gen.Choose(0, Kinds - 1)
            from draw in Gen.Choose(0, int.MaxValue - 1)
            select Draw(new System.Random(draw), kind);
        Prop.ForAll(Arb.From(gen), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(2019, 1807));
    }

    public override string ToString() => $"{Game.GetType().Name} with {Game.Dimension} coordinates at {string.Join(", ", Point)}";

    private const int Kinds = 8;

    private static GameCase Draw(System.Random random, int kind)
    {
        double Uniform(double low, double high) => low + (high - low) * random.NextDouble();
        double[] Vector(int n, double low, double high) => [.. Enumerable.Range(0, n).Select(_ => Uniform(low, high))];
        var objective = (GanObjective)random.Next(3);
        double noise = random.Next(2) * Uniform(0.1, 1);
        IGame game;
        switch (kind)
        {
            case 0:
                game = new DiracGan(objective, noise);
                break;
            case 1:
                game = new LinearGan(Vector(1 + random.Next(3), -1, 1), objective, noise);
                break;
            case 2:
                var coupling = new double[1 + random.Next(3), 1 + random.Next(3)];
                for (int i = 0; i < coupling.GetLength(0); i++)
                    for (int j = 0; j < coupling.GetLength(1); j++)
                        coupling[i, j] = Uniform(-1, 1);
                game = new BilinearGame(coupling);
                break;
            case 3:
                game = new ScalarGame(Uniform(-2, 2), Uniform(-2, 2), Uniform(-2, 2), Uniform(-1, 1));
                break;
            case 4:
                game = new PolynomialGame();
                break;
            case 5:
                // outputs near zero: exponentials of wide ones drown the differences that tests take
                game = new FGan(FDivergence.All[random.Next(FDivergence.All.Length)], Vector(1 + random.Next(3), -0.5, 0.5), 0.5 * noise);
                return new GameCase(game, Vector(game.Dimension, -0.6, 0.6), Vector(game.Dimension, -1, 1));
            case 6:
                var polynomial = new PolynomialGan(objective, 1 + random.Next(2), Uniform(-1, 1), Uniform(0.3, 1.5));
                game = random.Next(2) == 0 ? polynomial : polynomial.WithInstanceNoise(0.4);
                return new GameCase(game, Vector(game.Dimension, -0.8, 0.8), Vector(game.Dimension, -1, 1));
            default:
                int d = 1 + random.Next(2);
                var solvable = new SolvableGame(Vector(d, 0.3, 2), Vector(d, 0.3, 2));
                return new GameCase(solvable, Apart(Vector(solvable.Dimension, -1, 1), 2 * d + 1), Vector(solvable.Dimension, -1, 1));
        }
        return new GameCase(game, Vector(game.Dimension, -1.2, 1.2), Vector(game.Dimension, -1, 1));

        // vectors of lengths around 1, so that no direction is nearly undefined
        double[] Apart(double[] y, int size)
        {
            for (int at = 0; at < y.Length; at += size)
            {
                double scale = Uniform(0.8, 1.25) / Math.Sqrt(y.AsSpan(at, size).ToArray().Sum(v => v * v));
                for (int i = at; i < at + size; i++)
                    y[i] *= scale;
            }
            return y;
        }
    }
}
