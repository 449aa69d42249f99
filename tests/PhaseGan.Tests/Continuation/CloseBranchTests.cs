using Xunit;

namespace PhaseGan.Tests.Continuation;

/// <summary>Branches of planar and three-dimensional fields beside others at the distance 1e-3: followed to the end of the range, in few points, without a jump.</summary>
public sealed class CloseBranchTests
{
    private const double Distance = 1e-3;

    /// <summary>
    /// The branches are known: u = kδ, v = cu, w = uv along random curves in turned axes. A jump shows as a distance of δ; nothing is left to chance but the coefficients, from a fixed seed.
    /// 20 fields; 200 with PHASEGAN_LONG_TESTS=1.
    /// </summary>
    [Fact]
    public void BesideAnotherBranch_NoneJumps_AndAllReachTheEndOfTheRange()
    {
        int trials = Environment.GetEnvironmentVariable("PHASEGAN_LONG_TESTS") == "1" ? 200 : 20, points = 0, reached = 0;
        var random = new Random(20261129);
        for (int trial = 0; trial < trials; trial++)
        {
            var problem = new Parallel(random, 2 + trial % 2);
            Branch branch = Branch.OfFixedPoint(FieldFamily.Of("p", problem.Field), problem.State(1), 1, 0, 2);
            Assert.All(branch.Points, x => Assert.Equal(0, problem.Miss(x.Coordinates, x.Parameters[0]), 0.01 * Distance));
            Assert.Empty(branch.SpecialPoints);
            points += branch.Points.Length;
            reached += (branch.FirstEnd, branch.LastEnd) == (BranchEnd.RangeReached, BranchEnd.RangeReached) ? 1 : 0;
        }
        Assert.Equal(trials, reached);
        // 286 on the average of 200 with cubic predictions
        Assert.InRange(points / trials, 100, 400);
    }

    /// <summary>A field whose fixed points are parallel curves.</summary>
    private sealed class Parallel
    {
        private readonly int _dimension, _branch;
        private readonly double _cosine, _sine, _slope, _mix;
        private readonly double[] _amplitudes, _rates, _phases;

        public Parallel(Random random, int dimension)
        {
            double angle = 2 * Math.PI * random.NextDouble();
            (_dimension, _branch) = (dimension, random.Next(-1, 2));
            (_cosine, _sine, _slope, _mix) = (Math.Cos(angle), Math.Sin(angle), random.NextDouble(), random.NextDouble());
            _amplitudes = [.. Enumerable.Range(0, dimension).Select(_ => 0.2 + random.NextDouble())];
            _rates = [.. Enumerable.Range(0, dimension).Select(_ => 1 + 5 * random.NextDouble())];
            _phases = [.. Enumerable.Range(0, dimension).Select(_ => 6 * random.NextDouble())];
        }

        public JetField Field(double p) => new JetField(_dimension, y =>
        {
            Jet u = _cosine * y[0] + _sine * y[1] - Curve(0, p), v = _cosine * y[1] - _sine * y[0] - Curve(1, p);
            Jet across = u * (u - Distance) * (u + Distance), along = _slope * u - v;
            return _dimension == 2 ? [across + _mix * along, along] : [across + _mix * along, along, u * v - y[2] + Curve(2, p) + across];
        });

        /// <summary>The branch at a parameter.</summary>
        public double[] State(double p)
        {
            double u = _branch * Distance, v = _slope * u, a = u + Curve(0, p), b = v + Curve(1, p);
            double[] all = [_cosine * a - _sine * b, _sine * a + _cosine * b, u * v + (_dimension == 3 ? Curve(2, p) : 0)];
            return all[.._dimension];
        }

        /// <summary>How far a state lies from the branch.</summary>
        public double Miss(IReadOnlyList<double> y, double p) => State(p).Select((x, i) => Math.Abs(x - y[i])).Max();

        private double Curve(int i, double p) => _amplitudes[i] * Math.Sin(_rates[i] * p + _phases[i]);
    }
}
