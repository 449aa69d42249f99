using MathNet.Numerics.LinearAlgebra;
using PhaseGan.Tests.Conventions;
using Xunit;

namespace PhaseGan.Tests.Equations;

public sealed class ReducedOdeTests
{
    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 9)]
    [InlineData(3, 18)]
    [InlineData(4, 30)]
    public void TheDimensionCountsPAndQAndRAndHalfOfS(int d, int expected)
    {
        var ode = new ReducedOde(RandomCase.Draw(new Random(d), d).Parameters);
        Assert.Equal(expected, ode.Dimension);
        Assert.Equal(d * d, ode.TransverseStart);
        Assert.Equal(2 * d, ode.TransverseCount);
    }

    [Fact]
    public void TheField_IsWhatThePapersMatricesSay_AtRandomStates() =>
        RandomCase.ForAll(c =>
        {
            PaperEquations expected = PaperEquations.Of(c.State).Derivative(c.Parameters);
            var actual = new double[c.Ode.Dimension];
            c.Ode.Evaluate(c.Coordinates, actual);
            return Largest(expected.Coordinates(), actual) <= 1e-14 * c.Scale
                // so that the independent coordinates are all that is needed
                && expected.S.Diagonal().AbsoluteMaximum() <= 1e-14 * c.Scale
                && (expected.S - expected.S.Transpose()).Enumerate().All(v => Math.Abs(v) <= 1e-14 * c.Scale);
        });

    [Fact]
    public void TheJacobian_IsTheDerivativeOfTheField_AtRandomStates() =>
        RandomCase.ForAll(c =>
        {
            int n = c.Ode.Dimension;
            var analytic = new double[n * n];
            c.Ode.Jacobian(c.Coordinates, analytic);
            return Largest(CentralDifferences(c.Ode, c.Coordinates), analytic) <= 2e-13 * c.Scale;
        });

    [Fact]
    public void TheJacobianByItsStructure_HasTheEntriesOfTheWhole_AndThereAreNoOthers() =>
        RandomCase.ForAll(c =>
        {
            int n = c.Ode.Dimension;
            double[] whole = new double[n * n], dense = new double[n * n];
            IArrowField field = c.Ode;
            var arrow = new ArrowMatrix(field.Pattern);
            Array.Fill(arrow.Entries, double.NaN);
            field.Jacobian(c.Coordinates, arrow);
            arrow.CopyTo([.. Enumerable.Range(0, n)], dense);
            c.Ode.Jacobian(c.Coordinates, whole);
            return Largest(whole, dense) <= 1e-15 * c.Scale;
        });

    [Fact]
    public void TheJacobian_OverwritesWhateverWasThere() =>
        RandomCase.ForAll(
            c =>
            {
                int n = c.Ode.Dimension;
                double[] clean = new double[n * n], dirty = [.. Enumerable.Repeat(double.NaN, n * n)];
                double[] field = new double[n], dirtyField = [.. Enumerable.Repeat(double.NaN, n)];
                c.Ode.Jacobian(c.Coordinates, clean);
                c.Ode.Jacobian(c.Coordinates, dirty);
                c.Ode.Evaluate(c.Coordinates, field);
                c.Ode.Evaluate(c.Coordinates, dirtyField);
                return clean.AsSpan().SequenceEqual(dirty) && field.AsSpan().SequenceEqual(dirtyField);
            },
            count: 30);

    [Fact]
    public void OnTheDeceivedManifold_TheFieldVanishes_AndTheJacobianIsTheTransverseBlockAlone() =>
        RandomCase.ForAll(c =>
        {
            int d = c.FeatureCount, n = c.Ode.Dimension, k = 2 * d, start = d * d;
            double[] y = c.Coordinates;
            y.AsSpan(start, k).Clear();
            double[] field = new double[n], jacobian = new double[n * n], block = new double[k * k], blockOff = new double[k * k];
            c.Ode.Evaluate(y, field);
            c.Ode.Jacobian(y, jacobian);
            c.Ode.TransverseBlock(y, block);
            c.Ode.TransverseBlock(c.Coordinates, blockOff);
            bool zero = field.All(v => v == 0), same = block.AsSpan().SequenceEqual(blockOff);
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    bool inside = i >= start && i < start + k && j >= start && j < start + k;
                    double expected = inside ? block[(i - start) * k + j - start] : 0;
                    same &= Math.Abs(jacobian[i * n + j] - expected) <= 1e-15 * c.Scale;
                }
            }
            return zero && same && Largest(PrintedBlock(c).ToRowMajorArray(), block) <= 1e-15 * c.Scale;
        });

    [Fact]
    public void ABatchOfM_DividesTheNoiseTermsByM()
    {
        // A = 1 − τη_G/2m, B = 1 + τη_T/2m and x = τ(η_T² + η_G²)/2m, read off at states where one of them acts alone.
        foreach (int m in new[] { 1, 2, 7, 1000 })
        {
            var gan = new GanParameters([2], [3], 0.25, 0.1, 1.5, 0.5, m);
            var ode = new ReducedOde(gan);
            var f = new double[3];
            ode.Evaluate([0, 0.5, 0], f);
            double b = 1 + 0.25 * 1.5 / (2 * m), x = 0.25 * 2.5 / (2 * m);
            Assert.Equal(0.25 * (2 - b * 0.5 - x) * 0.5, f[1], 1e-15);
            ode.Evaluate([0, 0, 0.5], f);
            double a = 1 - 0.25 * 0.5 / (2 * m);
            Assert.Equal(0.25 * (a * 0.75 - x - 3) * 0.5 + 0.1 * 3 * 0.75 * 0.5, f[2], 1e-15);
        }
    }

    [Fact]
    public void CallsAllocateNothing()
    {
        foreach (int d in new[] { 1, 2, 5 })
        {
            RandomCase c = RandomCase.Draw(new Random(d), d);
            ReducedOde ode = c.Ode;
            double[] y = c.Coordinates, f = new double[y.Length], jacobian = new double[y.Length * y.Length], block = new double[4 * d * d];
            Assert.Equal(0, Allocation.InSteadyState(() => Call(1000)));

            void Call(int times)
            {
                for (int i = 0; i < times; i++)
                {
                    ode.Evaluate(y, f);
                    ode.Jacobian(y, jacobian);
                    ode.TransverseBlock(y, block);
                }
            }
        }
    }

    [Fact]
    public void PackAndUnpack_AreInverse_AtRandomStates() =>
        RandomCase.ForAll(c => c.Ode.Unpack(c.Coordinates).Equals(c.State) && c.Ode.Pack(c.Ode.Unpack(c.Coordinates)).AsSpan().SequenceEqual(c.Coordinates));

    [Fact]
    public void CoordinatesStandInTheOrderOfTheirNames()
    {
        var ode = new ReducedOde(new GanParameters([3, 2, 1], [3, 2, 1], 0.2, 0.2, 1, 1));
        string[] names =
        [
            "p_11", "p_12", "p_13", "p_21", "p_22", "p_23", "p_31", "p_32", "p_33", "q_1", "q_2", "q_3", "r_1", "r_2", "r_3", "s_12", "s_13", "s_23",
        ];
        Assert.Equal<string>(names, ode.CoordinateNames().AsEnumerable());
        MacroState state = ode.Unpack([.. Enumerable.Range(1, 18).Select(i => 0.01 * i)]);
        Assert.Equal((0.02, 0.04, 0.09), (state.P(0, 1), state.P(1, 0), state.P(2, 2)));
        Assert.Equal((0.12, 0.13), (state.Q(2), state.R(0)));
        Assert.Equal((0.16, 0.17, 0.18, 0.18, 1), (state.S(0, 1), state.S(0, 2), state.S(1, 2), state.S(2, 1), state.S(2, 2)));
    }

    [Fact]
    public void NamesStayUnambiguous_FromTenFeaturesOn()
    {
        double[] ones = [.. Enumerable.Repeat(1.0, 11)];
        var names = new ReducedOde(new GanParameters(ones, ones, 0.2, 0.2, 1, 1)).CoordinateNames();
        Assert.Contains("p_1_11", names);
        Assert.Contains("p_11_1", names);
        Assert.Equal(names.Length, names.Distinct().Count());
    }

    [Fact]
    public void StatesOfAnotherShape_AreRefused()
    {
        var ode = new ReducedOde(new GanParameters([1, 2], [1, 2], 0.2, 0.2, 1, 1));
        Assert.Throws<ArgumentNullException>(() => new ReducedOde(null!));
        Assert.Throws<ArgumentNullException>(() => ode.Pack(null!));
        Says("state is a state of this model, one entry a feature, and must have length 2; got 1", () => ode.Pack(MacroState.Create([0], [0], [0])));
        Says("state must be normalised for unit norms", () => ode.Pack(MacroState.Create([0, 0, 0, 0], [0, 0], [0, 0], z: 2)));
        Says("state must be normalised for unit norms", () => ode.Pack(MacroState.Create([0, 0, 0, 0], [0, 0], [0, 0], [1, 0, 0, 0.5])));
        Says("y is a vector of coordinates and must have length 9; got 8", () => ode.Unpack(new double[8]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ode.Unpack([0, 0, 0, 0, double.NaN, 0, 0, 0, 0]));

        static void Says(string message, Func<object> make) =>
            Assert.StartsWith(message, Assert.Throws<ArgumentException>(make).Message, StringComparison.Ordinal);
    }

    /// <summary>Central differences at two distances, extrapolated: exact but for rounding, since (13) is of third degree.</summary>
    private static double[] CentralDifferences(ReducedOde ode, double[] y)
    {
        int n = y.Length;
        var result = new double[n * n];
        double[] moved = [.. y], above = new double[n], below = new double[n];
        for (int k = 0; k < n; k++)
        {
            foreach ((double h, double weight) in new[] { (0.25, 4.0 / 3), (0.5, -1.0 / 3) })
            {
                moved[k] = y[k] + h;
                ode.Evaluate(moved, above);
                moved[k] = y[k] - h;
                ode.Evaluate(moved, below);
                for (int i = 0; i < n; i++)
                    result[i * n + k] += weight * (above[i] - below[i]) / (2 * h);
            }
            moved[k] = y[k];
        }
        return result;
    }

    /// <summary>B = [[τ(Λ − x), −τPΛ̃], [τPᵀΛ, −τ(SΛ̃ + x) + τ̃Λ̃]].</summary>
    private static Matrix<double> PrintedBlock(RandomCase c)
    {
        PaperEquations state = PaperEquations.Of(c.State);
        GanParameters gan = c.Parameters;
        Matrix<double> x = Matrix<double>.Build.DenseDiagonal(c.FeatureCount, gan.EffectiveNoise);
        Matrix<double> real = Matrix<double>.Build.DenseOfDiagonalArray([.. gan.RealVariances]);
        Matrix<double> fake = Matrix<double>.Build.DenseOfDiagonalArray([.. gan.FakeVariances]);
        return Matrix<double>.Build.DenseOfMatrixArray(new[,]
        {
            { gan.DiscriminatorRate * (real - x), -gan.DiscriminatorRate * state.P * fake },
            { gan.DiscriminatorRate * state.P.Transpose() * real, -gan.DiscriminatorRate * (state.S * fake + x) + gan.GeneratorRate * fake },
        });
    }

    private static double Largest(double[] a, double[] b) => a.Zip(b, (u, v) => Math.Abs(u - v)).Max();
}
