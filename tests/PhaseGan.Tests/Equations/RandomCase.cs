using FsCheck;
using FsCheck.Fluent;
using MathNet.Numerics.LinearAlgebra;

namespace PhaseGan.Tests.Equations;

/// <summary>Random parameters with a random possible state, the overlaps of random unit vectors in 2d + 1 dimensions.</summary>
internal sealed record RandomCase(GanParameters Parameters, MacroState State)
{
    public ReducedOde Ode { get; } = new(Parameters);

    public double[] Coordinates => Ode.Pack(State);

    public int FeatureCount => Parameters.FeatureCount;

    /// <summary>Largest rate in the field, to which absolute errors are compared.</summary>
    public double Scale =>
        (Parameters.DiscriminatorRate + Parameters.GeneratorRate)
        * (Parameters.RealVariances.Sum() + Parameters.FakeVariances.Sum() + Parameters.EffectiveNoise);

    /// <summary>Checks a property on random cases with d = 1..5, the same ones each time.</summary>
    public static void ForAll(Func<RandomCase, bool> holds, int count = 200, ulong seed = 1805, bool equalVariances = false)
    {
        Gen<RandomCase> gen =
            from d in Gen.Choose(1, 5)
            from draw in Gen.Choose(0, int.MaxValue - 1)
            select Draw(new System.Random(draw), d, equalVariances);
        Prop.ForAll(Arb.From(gen), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(seed, 8349));
    }

    public static RandomCase Draw(System.Random random, int d, bool equalVariances = false)
    {
        double Uniform(double low, double high) => low + (high - low) * random.NextDouble();
        double[] Variances() => equalVariances
            ? [.. Enumerable.Repeat(Uniform(0.3, 5), d)]
            : [.. Enumerable.Range(0, d).Select(_ => Uniform(0.3, 5))];

        double tau = Uniform(0.02, 0.5);
        var parameters = new GanParameters(
            Variances(), Variances(), tau, tau * Uniform(0.02, 2.5), Uniform(0, 3), Uniform(0, 3), 1 + random.Next(4));
        int size = 2 * d + 1;
        Matrix<double> vectors = Matrix<double>.Build.Dense(size, d + 1, (_, _) => Uniform(-1, 1)).NormalizeColumns(2);
        Matrix<double> gram = vectors.TransposeThisAndMultiply(vectors);
        Matrix<double> s = gram.SubMatrix(0, d, 0, d);
        s.SetDiagonal(Vector<double>.Build.Dense(d, 1));
        var state = MacroState.Create(
            vectors.SubMatrix(0, d, 0, d).ToRowMajorArray(), vectors.Column(d, 0, d).ToArray(), gram.Column(d, 0, d).ToArray(), s.ToRowMajorArray());
        return new RandomCase(parameters, state);
    }
}
