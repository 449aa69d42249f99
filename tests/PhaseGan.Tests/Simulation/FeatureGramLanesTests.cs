using Xunit;

namespace PhaseGan.Tests.Simulation;

/// <summary>The chain of several discriminator features in lanes, against the chain of one training at a time, which draws other numbers and works in another order.</summary>
public sealed class FeatureGramLanesTests
{
    private static readonly GanParameters Gan = new([2, 1.4], [1.7, 1.1], 0.4, 0.3, 1.8, 0.9);

    /// <summary>
    /// Means of all overlaps after half a unit of time, 640 trainings each, in standard errors of the difference: beyond 6.5 with a probability below 1e-10 for one mean. Logarithms of variances from 640 values of a law with a
    /// kurtosis up to 9 have a standard error up to 0.11. n = 8 leaves fewer directions across the frame than samples have a share in.
    /// </summary>
    [Theory]
    [InlineData(2, 1, 8, DiscriminatorNorms.Orthonormal)]
    [InlineData(2, 1, 30, DiscriminatorNorms.Orthonormal)]
    [InlineData(2, 2, 30, DiscriminatorNorms.UnitColumns)]
    [InlineData(3, 1, 8, DiscriminatorNorms.Orthonormal)]
    [InlineData(3, 2, 30, DiscriminatorNorms.Orthonormal)]
    [InlineData(3, 1, 30, DiscriminatorNorms.UnitColumns)]
    public void Lanes_AreAlikeInLaw_ToOneTrainingAtATime(int k, int batch, int n, DiscriminatorNorms norms)
    {
        const int replicas = 640, group = 8;
        var rule = new TrainingRule { DiscriminatorFeatures = k, DiscriminatorNorms = norms };
        GanParameters gan = Gan.With(batchSize: batch);
        MacroState start = MacroState.NearOrigin(gan, 0.3, 5).Spread(k);
        double[][] Ends(Func<int, ReplicaGroup> make)
        {
            var ends = new double[replicas][];
            for (int first = 0; first < replicas; first += group)
            {
                ReplicaGroup trainings = make(first);
                trainings.Advance(n / 2);
                for (int i = 0; i < group; i++)
                {
                    MacroState end = trainings.State(i);
                    ends[first + i] = [.. end.PValues, .. end.QValues, .. end.RValues, .. end.SValues, .. end.ZValues];
                }
            }
            return ends;
        }
        MacroState[] starts = [.. Enumerable.Repeat(start, group)];
        double[][] lanes = Ends(first => new FeatureGramLanes(new StepNumbers(gan, n, 21, rule), rule, first, starts));
        double[][] alone = Ends(first => new FeatureGramGroup(new StepNumbers(gan, n, 22, rule), rule, first, starts));
        for (int c = 0; c < lanes[0].Length; c++)
        {
            (double mean, double variance) = Moments(lanes, c);
            (double other, double otherVariance) = Moments(alone, c);
            if (variance + otherVariance < 1e-20)
            {
                Assert.Equal(other, mean, 1e-12);
                continue;
            }
            Assert.InRange(Math.Abs(mean - other) / Math.Sqrt((variance + otherVariance) / replicas), 0, 6.5);
            Assert.InRange(Math.Abs(Math.Log(variance / otherVariance)), 0, 1);
        }
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 2)]
    [InlineData(2, 3)]
    public void BitsDoNotDependOnRegistersOrNeighbours(int d, int k)
    {
        var gan = new GanParameters([.. Enumerable.Repeat(2.0, d)], [.. Enumerable.Repeat(1.5, d)], 0.4, 0.3, 1.8, 0.9);
        var rule = new TrainingRule { DiscriminatorFeatures = k };
        MacroState start = MacroState.NearOrigin(gan, 0.3, 5).Spread(k);
        MacroState[] starts = [.. Enumerable.Repeat(start, 8)];
        var run = new StepNumbers(gan, 60, 4, rule);
        FeatureGramLanes Group() => new(run, rule, 0, starts);
        FeatureGramLanes[] groups = [Group(), Group(), Group(), Group()];
        groups[0].Advance<Lanes512>(41);
        groups[1].Advance<Lanes256>(41);
        groups[2].Advance<Lanes128>(41);
        groups[3].Advance<LanesPlain>(41);
        for (int i = 0; i < 8; i++)
        {
            var alone = new FeatureGramLanes(run, rule, i, starts.AsSpan(0, 1));
            alone.Advance(17);
            alone.Advance(24);
            Assert.NotEqual(start, alone.State(0));
            foreach (FeatureGramLanes other in groups)
                Assert.Equal(alone.State(0), other.State(i));
        }
    }

    private static (double Mean, double Variance) Moments(double[][] values, int coordinate)
    {
        double mean = values.Average(v => v[coordinate]);
        return (mean, values.Sum(v => Math.Pow(v[coordinate] - mean, 2)) / (values.Length - 1));
    }
}
