using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace PhaseGan.Tests.Model;

public sealed class MacroStateTests
{
    [Fact]
    public void WhatWasGiven_IsWhatIsThere()
    {
        double[,] p = { { 0.1, 0.2 }, { 0.3, -0.1 } }, s = { { 1, 0.25 }, { 0.25, 1 } };
        MacroState state = MacroState.Create(p, [0.3, -0.2], [0.05, 0.15], s);
        for (int i = 0; i < 2; i++)
        {
            for (int j = 0; j < 2; j++)
            {
                Assert.Equal(p[i, j], state.P(i, j));
                Assert.Equal(s[i, j], state.S(i, j));
            }
        }
        Assert.Equal((0.3, -0.2), (state.Q(0), state.Q(1)));
        Assert.Equal((0.05, 0.15), (state.R(0), state.R(1)));
        Assert.Equal(2, state.FeatureCount);
        Assert.Equal(1, state.DiscriminatorPower);
        Assert.True(state.IsNormalised);
        Assert.Equal([0.1, 0.2, 0.3, -0.1], state.PValues.ToArray());
        Assert.Equal([1, 0.25, 0.25, 1], state.SValues.ToArray());
        Assert.Equal(state, MacroState.Create([0.1, 0.2, 0.3, -0.1], [0.3, -0.2], [0.05, 0.15], [1, 0.25, 0.25, 1]));
    }

    [Fact]
    public void WithoutS_TheColumnsAreOrthogonal()
    {
        Assert.Equal([1, 0, 0, 1], MacroState.Create(new double[2, 2], [0, 0], [0, 0]).SValues.ToArray());
        Assert.Equal([1, 0, 0, 1], MacroState.Create(stackalloc double[4], [0, 0], [0, 0]).SValues.ToArray());
        Assert.Equal(MacroState.Create(new double[,] { { 0.5, 0 }, { 0, -0.25 } }, [0, 0], [0, 0]), MacroState.Diagonal([0.5, -0.25], [0, 0], [0, 0]));
    }

    [Theory]
    [InlineData(2, 1, false)]
    [InlineData(1, 2, false)]
    [InlineData(1, 0, false)]
    [InlineData(1, 1, true)]
    public void OnlyUnitLengths_AreNormalised(double length, double z, bool expected) =>
        Assert.Equal(expected, MacroState.Create(new double[,] { { 0.1 } }, [0], [0], new[,] { { length } }, z).IsNormalised);

    [Fact]
    public void OverlapsThatNoVectorsHave_AreRefused()
    {
        // |P| > 1; v = u but w sees them differently; w longer than one along two directions; u between two opposite columns.
        Impossible(new[,] { { 1.1 } }, [0], [0]);
        Impossible(new[,] { { 1.0 } }, [0.5], [0.3]);
        Impossible(new double[,] { { 0, 0 }, { 0, 0 } }, [0.8, 0.8], [0, 0]);
        Impossible(new double[,] { { 0.9, 0.9 }, { 0, 0 } }, [0, 0], [0, 0], new[,] { { 1, -0.9 }, { -0.9, 1 } });
        Impossible(new[,] { { 0.0 } }, [0.2], [0], null, 0.01);
        Impossible(new[,] { { 0.0 } }, [0], [0], new[,] { { -0.1 } });
        // The same lengths with the overlaps turned into each other are possible.
        MacroState.Create(new[,] { { 1.0 } }, [0.5], [0.5]);
        MacroState.Create(new double[,] { { 0.9, 0.9 }, { 0, 0 } }, [0, 0], [0, 0], new[,] { { 1, 0.9 }, { 0.9, 1 } });

        static void Impossible(double[,] p, double[] q, double[] r, double[,]? s = null, double z = 1)
        {
            var error = Assert.Throws<ArgumentException>(() => MacroState.Create(p, q, r, s, z));
            Assert.StartsWith("no vectors have these overlaps: the Gram matrix of U, V and w must be positive semidefinite", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void TheGramToleranceIsRelativeToTheLargestEigenvalue()
    {
        // For P = 1 + e and nothing else the eigenvalues are 2 + e, 1 and -e.
        foreach (double e in new[] { 1e-12, 1.9e-9 })
            Assert.Equal(-e / 2, MacroState.Create([1 + e], [0], [0]).GramMargin(), 1e-15);
        foreach (double e in new[] { 2.1e-9, 1e-6 })
            Assert.Throws<ArgumentException>(() => MacroState.Create([1 + e], [0], [0]));
        // A thousand times longer v and w allow a thousand times more.
        MacroState.Create([0], [0], [1000 + 0.9e-6], [1000], 1000);
        Assert.Throws<ArgumentException>(() => MacroState.Create([0], [0], [1000 + 2.1e-6], [1000], 1000));
    }

    [Fact]
    public void GramMatricesOfRandomVectors_AreAccepted_AndPushedOutOfTheConeRefused()
    {
        var random = new Random(31);
        for (int i = 0; i < 200; i++)
        {
            int d = 1 + i % 6;
            (double[] p, double[] q, double[] r, double[] s) = Overlaps(RandomUnitColumns(random, d), d);
            MacroState state = MacroState.Create(p, q, r, s);
            Assert.InRange(state.GramMargin(), -1e-14, 1);
            // In 2d + 1 dimensions the vectors are independent; pushing q far along itself must leave the cone.
            double norm = Math.Sqrt(q.Sum(v => v * v));
            Assert.Throws<ArgumentException>(() => MacroState.Create(p, [.. q.Select(v => v * 1.01 / norm)], r, s));
        }
    }

    public static TheoryData<double> NotFinite => new(double.NaN, double.PositiveInfinity, double.NegativeInfinity);

    [Theory]
    [MemberData(nameof(NotFinite))]
    public void EntriesThatAreNotFinite_AreNamed(double bad)
    {
        Named("p[2]", "is an overlap and must be finite", () => MacroState.Create([0, 0, bad, 0], [0, 0], [0, 0]));
        Named("q[1]", "is an overlap and must be finite", () => MacroState.Create([0, 0, 0, 0], [0, bad], [0, 0]));
        Named("r[0]", "is an overlap and must be finite", () => MacroState.Create(new double[2, 2], [0, 0], [bad, 0]));
        Named("s[3]", "is an overlap and must be finite", () => MacroState.Create([0, 0, 0, 0], [0, 0], [0, 0], [1, 0, 0, bad]));
        Named("z", "is the squared length of w and must be finite and ≥ 0", () => MacroState.Create([0], [0], [0], z: bad));
        Named("p[0]", "is an overlap and must be finite", () => MacroState.Diagonal([bad], [0], [0]));

        void Named(string name, string rule, Func<object> make)
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(make);
            Assert.Equal(name, error.ParamName);
            Assert.StartsWith(FormattableString.Invariant($"{name} {rule}; got {bad}"), error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ShapesThatDoNotFit_AreRefused()
    {
        Says("p must be 2×2; got 2×3", () => MacroState.Create(new double[2, 3], [0, 0], [0, 0]));
        Says("s must be 2×2; got 1×1", () => MacroState.Create(new double[2, 2], [0, 0], [0, 0], new double[1, 1]));
        Says("r is the overlap of w with each generator column and must have length 2; got 1", () => MacroState.Create(new double[2, 2], [0, 0], [0]));
        Says("p is P in row-major order and must have length 4; got 3", () => MacroState.Create([0, 0, 0], [0, 0], [0, 0]));
        Says("r is the overlap of w with each generator column and must have length 2; got 3", () => MacroState.Create([0, 0, 0, 0], [0, 0], [0, 0, 0]));
        Says("s is S in row-major order and must have length 4; got 2", () => MacroState.Create([0, 0, 0, 0], [0, 0], [0, 0], [1, 1]));
        Says("s must be symmetric; got s[0,1] = 0.1 and s[1,0] = 0.2", () => MacroState.Create([0, 0, 0, 0], [0, 0], [0, 0], [1, 0.1, 0.2, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => MacroState.Create([], [], []));
        Assert.ThrowsAny<ArgumentException>(() => MacroState.Diagonal([0, 0, 0], [0, 0], [0, 0]));
        Assert.ThrowsAny<ArgumentException>(() => MacroState.Diagonal([], [], []));
        Assert.Throws<ArgumentNullException>(() => MacroState.Create((double[,])null!, [0], [0]));
        Assert.Throws<ArgumentNullException>(() => MacroState.Create(new double[1, 1], null!, [0]));
        Assert.Throws<ArgumentNullException>(() => MacroState.Create(new double[1, 1], [0], null!));
        Assert.Throws<ArgumentNullException>(() => MacroState.Diagonal(null!, [0], [0]));

        static void Says(string message, Func<object> make) =>
            Assert.StartsWith(message, Assert.Throws<ArgumentException>(make).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IndicesOutsideTheFeatures_AreRefused()
    {
        MacroState state = MacroState.Diagonal([0.1, 0.2], [0, 0], [0, 0]);
        foreach (int bad in new[] { -1, 2 })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => state.P(bad, 0));
            Assert.Throws<ArgumentOutOfRangeException>(() => state.P(0, bad));
            Assert.Throws<ArgumentOutOfRangeException>(() => state.S(bad, 1));
            Assert.Throws<ArgumentOutOfRangeException>(() => state.Q(bad));
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => state.R(bad));
            Assert.StartsWith($"j is a feature index and must lie in [0, 2); got {bad}", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void AGenericStartNearTheOrigin_IsAState_OfTheStatedSize_AndTheSameForTheSameSeed(int d)
    {
        GanParameters gan = Any(d);
        double sum = 0;
        int count = 0;
        for (int seed = 0; seed < 400; seed++)
        {
            MacroState start = MacroState.NearOrigin(gan, 0.01, seed);
            Assert.Equal(start, MacroState.NearOrigin(gan, 0.01, seed));
            Assert.NotEqual(start, MacroState.NearOrigin(gan, 0.01, seed + 1));
            Assert.True(start.IsNormalised);
            // Valid by construction, so the checked factory takes it too.
            Assert.Equal(start, MacroState.Create(start.PValues, start.QValues, start.RValues, start.SValues));
            foreach (double v in start.PValues.ToArray().Concat(start.QValues.ToArray()))
            {
                sum += v * v;
                count++;
            }
        }
        // Mean square of n normal numbers: six standard errors of √(2/n).
        Assert.InRange(sum / count / 1e-4, 1 - 6 * Math.Sqrt(2.0 / count) - 0.002, 1 + 6 * Math.Sqrt(2.0 / count) + 0.002);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void AGenericStartMayBeLarge(int d)
    {
        for (int seed = 0; seed < 50; seed++)
        {
            MacroState start = MacroState.NearOrigin(Any(d), 1, seed);
            Assert.Equal(start, MacroState.Create(start.PValues, start.QValues, start.RValues, start.SValues));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void ADiagonalStartNearTheOrigin_IsAState_UpToItsLargestSize(int d)
    {
        foreach (double e in new[] { 1e-8, 0.01, 0.2, 1 / Math.Sqrt(2 * d) })
        {
            MacroState start = MacroState.NearOriginDiagonal(Any(d), e);
            Assert.InRange(start.GramMargin(), -1e-15, 1);
            for (int i = 0; i < d; i++)
            {
                Assert.Equal(e, start.Q(i));
                Assert.Equal(e * e + e * Math.Sqrt(1 - e * e), start.R(i), 1e-15);
                for (int j = 0; j < d; j++)
                {
                    Assert.Equal(i == j ? e : 0, start.P(i, j));
                    Assert.Equal(i == j ? 1 : 0, start.S(i, j));
                }
            }
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => MacroState.NearOriginDiagonal(Any(d), 1.0001 / Math.Sqrt(2 * d)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.1)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void ASizeOfAStartOutsideItsRange_IsRefused(double epsilon)
    {
        Assert.StartsWith("epsilon is the size of the overlaps", Assert.Throws<ArgumentOutOfRangeException>(() => MacroState.NearOrigin(Any(2), epsilon, 1)).Message, StringComparison.Ordinal);
        Assert.StartsWith("epsilon is the size of the overlaps", Assert.Throws<ArgumentOutOfRangeException>(() => MacroState.NearOriginDiagonal(Any(2), epsilon)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => MacroState.NearOrigin(null!, 0.1, 1));
        Assert.Throws<ArgumentNullException>(() => MacroState.NearOriginDiagonal(null!, 0.1));
    }

    [Theory]
    [InlineData(0.3, 1, 0.09)]
    [InlineData(-1, 1, 1)]
    [InlineData(0, 1, 0)]
    [InlineData(1, 4, 0.25)]
    [InlineData(0, 0, 0)]
    public void ForOneFeature_RecoveryIsTheSquaredCosine(double p, double s, double expected) =>
        Assert.Equal(expected, Assert.Single(MacroState.Create([p], [0], [0], [s]).Recovery()), 1e-15);

    [Fact]
    public void Recovery_IsTheSquaredLengthOfTheProjectionOnTheSpanOfTheColumns()
    {
        var random = new Random(8);
        for (int i = 0; i < 200; i++)
        {
            int d = 1 + i % 6;
            Matrix<double> vectors = RandomUnitColumns(random, d);
            (double[] p, double[] q, double[] r, double[] s) = Overlaps(vectors, d);
            var recovery = MacroState.Create(p, q, r, s).Recovery();
            Matrix<double> basis = vectors.SubMatrix(0, 2 * d + 1, 0, d).GramSchmidt().Q;
            for (int l = 0; l < d; l++)
                Assert.Equal(basis.Row(l).DotProduct(basis.Row(l)), recovery[l], 1e-9);
        }
    }

    [Fact]
    public void Recovery_OfColumnsThatCoincide_CountsTheirLineOnce()
    {
        // v_1 = v_2 = -v_3 = (0.6, 0.3, ·): the span is one line.
        double[] p = [0.6, 0.6, -0.6, 0.3, 0.3, -0.3, 0, 0, 0], s = [1, 1, -1, 1, 1, -1, -1, -1, 1];
        var recovery = MacroState.Create(p, [0, 0, 0], [0, 0, 0], s).Recovery();
        Assert.Equal(0.36, recovery[0], 1e-12);
        Assert.Equal(0.09, recovery[1], 1e-12);
        Assert.Equal(0, recovery[2], 1e-12);
    }

    [Fact]
    public void Recovery_IsTheSame_HoweverTheColumnsMixTheFeatures()
    {
        // Columns turned by 45 degrees in the plane of both features: every cosine is 1/√2, both features are recovered in full.
        double c = Math.Sqrt(0.5);
        foreach (double rho in MacroState.Create([c, -c, c, c], [0, 0], [0, 0]).Recovery())
            Assert.Equal(1, rho, 1e-12);
    }

    [Fact]
    public void TwoStates_AreEqual_ExactlyWhenAllTheirNumbersAre()
    {
        MacroState one = MacroState.Create([0.1, 0, 0, 0.2], [0.1, 0], [0, 0.1], [1, 0.3, 0.3, 1]);
        MacroState same = MacroState.Create([0.1, 0, 0, 0.2], [0.1, 0], [0, 0.1], [1, 0.3, 0.3, 1]);
        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.False(one.Equals(null));
        Assert.False(one.Equals((object)"state"));
        Assert.NotEqual(one, MacroState.Create([0.1, 0, 0, 0.3], [0.1, 0], [0, 0.1], [1, 0.3, 0.3, 1]));
        Assert.NotEqual(one, MacroState.Create([0.1, 0, 0, 0.2], [0.1, 0.1], [0, 0.1], [1, 0.3, 0.3, 1]));
        Assert.NotEqual(one, MacroState.Create([0.1, 0, 0, 0.2], [0.1, 0], [0, 0], [1, 0.3, 0.3, 1]));
        Assert.NotEqual(one, MacroState.Create([0.1, 0, 0, 0.2], [0.1, 0], [0, 0.1]));
        Assert.NotEqual(one, MacroState.Create([0.1, 0, 0, 0.2], [0.1, 0], [0, 0.1], [1, 0.3, 0.3, 1], 2));
    }

    [Fact]
    public void TheGivenArrays_AreCopied()
    {
        double[,] p = { { 0.1 } };
        double[] q = [0.2], r = [0.3];
        MacroState state = MacroState.Create(p, q, r);
        (p[0, 0], q[0], r[0]) = (9, 9, 9);
        Assert.Equal((0.1, 0.2, 0.3), (state.P(0, 0), state.Q(0), state.R(0)));
    }

    [Fact]
    public void Text_UsesThePapersLetters()
    {
        Assert.Equal("P = 0.5, q = 0.25, r = 0.1", MacroState.Create([0.5], [0.25], [0.1]).ToString());
        Assert.Equal(
            "P = [(0.5, 0); (0, 0.33333)], q = (0, 0.1), r = (0, 0), S = [(1, 0); (0, 1)]",
            MacroState.Diagonal([0.5, 1 / 3.0], [0, 0.1], [0, 0]).ToString());
    }

    private static GanParameters Any(int d) => new([.. Enumerable.Repeat(1.0, d)], [.. Enumerable.Repeat(1.0, d)], 0.2, 0.2, 1, 1);

    /// <summary>d generator columns and w: random unit vectors in 2d + 1 dimensions, the first d along the features.</summary>
    private static Matrix<double> RandomUnitColumns(Random random, int d)
    {
        var columns = Matrix<double>.Build.Dense(2 * d + 1, d + 1, (_, _) => random.NextDouble() - 0.5);
        return columns.NormalizeColumns(2);
    }

    private static (double[] P, double[] Q, double[] R, double[] S) Overlaps(Matrix<double> vectors, int d)
    {
        Matrix<double> v = vectors.SubMatrix(0, 2 * d + 1, 0, d);
        Vector<double> w = vectors.Column(d);
        Matrix<double> s = v.TransposeThisAndMultiply(v);
        return (v.SubMatrix(0, d, 0, d).ToRowMajorArray(), w.SubVector(0, d).ToArray(), v.TransposeThisAndMultiply(w).ToArray(), s.ToRowMajorArray());
    }

    [Theory]
    [InlineData(1e-4, 1)]
    [InlineData(1e-6, 0)]
    public void Recovery_OfThreeColumns_TellsNearlyParallelOnesApart_AsLongAsRoundingDoes(double angle, double expected)
    {
        // v₁ = u₁, v₂ between u₁ and u₂, v₃ = u₃: the smallest eigenvalue of S is θ²/2, and the largest 2, up to terms of order θ⁴
        (double sin, double cos) = Math.SinCos(angle);
        var recovery = MacroState.Create([1, cos, 0, 0, sin, 0, 0, 0, 1], [0, 0, 0], [0, 0, 0], [1, cos, 0, cos, 1, 0, 0, 0, 1]).Recovery();
        // rounding of S by 1e-16 moves the small eigenvalue by as much: a part 1e-16 / (θ²/2) of it
        Assert.Equal([1, expected, 1], recovery.Select(rho => Math.Round(rho, 5)));
    }
}
