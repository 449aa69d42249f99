using Xunit;

namespace PhaseGan.Tests.Equations;

public sealed class ReducedOdeFlowTests
{
    private static readonly IntegrationOptions Fine = new() { RelativeTolerance = 1e-11, AbsoluteTolerance = 1e-13 };

    [Fact]
    public void TheFlowKeepsTheGramMatrixPositiveSemidefinite() =>
        RandomCase.ForAll(
            c =>
            {
                double until = 400 / c.Scale;
                Trajectory path = DormandPrince.Integrate(c.Ode, c.State, until, Fine);
                bool valid = path.StopReason == StopReason.EndReached;
                for (int k = 0; k <= 100; k++)
                    valid &= c.Ode.Unpack(path.At(until * (k / 100.0))).GramMargin() >= -1e-9;
                return valid;
            },
            count: 100);

    [Fact]
    public void FromTheBoundaryOfTheCone_TheFlowDoesNotLeaveIt()
    {
        // Three vectors in a plane: the Gram matrix is singular, and stays so.
        var random = new Random(4);
        for (int i = 0; i < 40; i++)
        {
            double v = Math.PI * random.NextDouble(), w = Math.PI * random.NextDouble();
            RandomCase c = RandomCase.Draw(random, 1) with { State = MacroState.Create([Math.Cos(v)], [Math.Cos(w)], [Math.Cos(v - w)]) };
            double until = 100 / c.Scale;
            Trajectory path = DormandPrince.Integrate(c.Ode, c.State, until, Fine);
            for (int k = 0; k <= 20; k++)
                Assert.InRange(c.Ode.Unpack(path.At(until * (k / 20.0))).GramMargin(), -1e-9, 1);
        }
    }

    [Fact]
    public void TheFlowKeepsSSymmetricWithUnitDiagonal_AndIsTheFlowOfThePapersMatrices() =>
        RandomCase.ForAll(
            c =>
            {
                // The whole matrices, diagonal of S and both its triangles included, with a fixed-step method.
                double until = 20 / c.Scale;
                PaperEquations matrices = PaperEquations.Of(c.State);
                for (int k = 0; k < 400; k++)
                    matrices = matrices.Step(c.Parameters, until / 400);
                Trajectory path = DormandPrince.Integrate(c.Ode, c.State, until, Fine);
                double[] expected = matrices.Coordinates();
                return matrices.S.Diagonal().All(s => Math.Abs(s - 1) < 1e-9)
                    && (matrices.S - matrices.S.Transpose()).Enumerate().All(s => Math.Abs(s) < 1e-12)
                    && expected.Zip(path.End.ToArray(), (a, b) => Math.Abs(a - b)).Max() < 1e-8;
            },
            count: 40);

    [Fact]
    public void FlippingTheSignOfAFeatureAColumnOrW_CommutesWithTheFlow_ToTheLastBit() =>
        RandomCase.ForAll(
            c =>
            {
                double until = 200 / c.Scale;
                double[] end = DormandPrince.Integrate(c.Ode, c.State, until).End.ToArray();
                bool same = true;
                for (int which = 0; which <= 2 * c.FeatureCount; which++)
                {
                    int[] signs = [.. Enumerable.Repeat(1, 2 * c.FeatureCount + 1)];
                    signs[which] = -1;
                    double[] flippedStart = Flip(c.Coordinates, c.FeatureCount, signs);
                    double[] flippedEnd = DormandPrince.Integrate(c.Ode, flippedStart, until).End.ToArray();
                    same &= Flip(end, c.FeatureCount, signs).AsSpan().SequenceEqual(flippedEnd);
                }
                return same;
            },
            count: 30);

    [Fact]
    public void PermutingFeaturesOrColumnsOfEqualVariance_CommutesWithTheFlow() =>
        RandomCase.ForAll(
            c =>
            {
                int d = c.FeatureCount;
                double until = 20 / c.Scale;
                int[] same = [.. Enumerable.Range(0, d)], turned = [.. same.Skip(1), .. same.Take(1)], reversed = [.. same.Reverse()];
                double[] end = DormandPrince.Integrate(c.Ode, c.State, until, Fine).End.ToArray();
                bool commutes = true;
                foreach ((int[] features, int[] columns) in new[] { (turned, same), (same, turned), (reversed, turned) })
                {
                    double[] start = Permute(c.Coordinates, features, columns);
                    double[] permutedEnd = DormandPrince.Integrate(c.Ode, start, until, Fine).End.ToArray();
                    commutes &= Permute(end, features, columns).Zip(permutedEnd, (a, b) => Math.Abs(a - b)).Max() < 1e-8;
                }
                return commutes;
            },
            count: 40,
            equalVariances: true);

    [Fact]
    public void PermutingFeaturesOfUnequalVariance_DoesNotCommute()
    {
        // The symmetry tests above could not fail if nothing moved.
        RandomCase c = RandomCase.Draw(new Random(5), 2);
        double until = 20 / c.Scale;
        double[] end = DormandPrince.Integrate(c.Ode, c.State, until, Fine).End.ToArray();
        double[] other = DormandPrince.Integrate(c.Ode, Permute(c.Coordinates, [1, 0], [0, 1]), until, Fine).End.ToArray();
        Assert.True(Permute(end, [1, 0], [0, 1]).Zip(other, (a, b) => Math.Abs(a - b)).Max() > 1e-2);
        Assert.True(end.Zip(c.Coordinates, (a, b) => Math.Abs(a - b)).Max() > 0.1);
    }

    /// <summary>Signs of the d features, the d columns and w.</summary>
    private static double[] Flip(double[] y, int d, int[] signs)
    {
        double[] z = [.. y];
        int w = signs[2 * d], k = d * d + 2 * d;
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
                z[i * d + j] *= signs[i] * signs[d + j];
            z[d * d + i] *= signs[i] * w;
            z[d * d + d + i] *= signs[d + i] * w;
            for (int j = i + 1; j < d; j++)
                z[k++] *= signs[d + i] * signs[d + j];
        }
        return z;
    }

    /// <summary>New feature i is old feature <c>features[i]</c>, new column j old column <c>columns[j]</c>.</summary>
    private static double[] Permute(double[] y, int[] features, int[] columns)
    {
        int d = features.Length, k = d * d + 2 * d;
        var s = new double[d, d];
        for (int i = 0; i < d; i++)
            for (int j = i + 1; j < d; j++)
                s[i, j] = s[j, i] = y[k++];
        var z = new double[y.Length];
        k = d * d + 2 * d;
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
                z[i * d + j] = y[features[i] * d + columns[j]];
            z[d * d + i] = y[d * d + features[i]];
            z[d * d + d + i] = y[d * d + d + columns[i]];
            for (int j = i + 1; j < d; j++)
                z[k++] = s[columns[i], columns[j]];
        }
        return z;
    }
}
