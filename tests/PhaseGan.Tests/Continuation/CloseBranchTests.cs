using Xunit;

namespace PhaseGan.Tests.Continuation;

/// <summary>Branches of rests and of cycles beside others at the distance 1e-3: followed to the end of the range, in few points, without a jump.</summary>
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

    /// <summary>
    /// Three branches of cycles side by side, each with a period doubling of its own: those of z′ = (i/2 + a)z + b(X + iY)z̄ − |z|²z at μ = 0, with μ = p + mv on the branch v = kδ of u = c(p) + v, in turned axes.
    /// A jump would show in the place of the cycle and in that of the doubling, p = −mkδ. 2 fields; 40 with PHASEGAN_LONG_TESTS=1.
    /// </summary>
    [Fact]
    public void BesideOtherCycles_NoBranchJumps_AndEachHasItsOwnDoubling()
    {
        int trials = Environment.GetEnvironmentVariable("PHASEGAN_LONG_TESTS") == "1" ? 40 : 2, reached = 0;
        var random = new Random(20261130);
        for (int trial = 0; trial < trials; trial++)
        {
            var problem = new ParallelCycles(random, trial % 3 - 1);
            LimitCycle cycle = LimitCycleSolver.Polish(problem.Field(-0.5), problem.Start(-0.5), 2 * Math.PI).GetValueOrThrow();
            CycleBranch branch = CycleBranch.OfCycle(FieldFamily.Of("p", problem.Field), cycle, -0.5, -0.5, 0.6);
            Assert.All(branch.Points, x => Assert.Equal(0, problem.Miss([.. x.Point], x.Parameters[0]), 0.01 * Distance));
            Assert.All(branch.SpecialPoints, s => Assert.Equal((CycleSpecialKind.PeriodDoubling, 0), (s.Kind, Math.Round(s.Parameters[0] - problem.Doubling, 9))));
            if (branch.LastEnd != CycleBranchEnd.RangeReached)
                continue;
            reached++;
            CycleSpecialPoint doubling = Assert.Single(branch.SpecialPoints);
            CycleBranch doubled = branch.OtherAt(doubling);
            Assert.All(doubled.Points, x => Assert.Equal(0, problem.Miss([.. x.Point], x.Parameters[0]), 0.01 * Distance));
            Assert.All(doubled.Points, x => Assert.Equal(4 * Math.PI, x.Period, 1e-7));
        }
        Assert.Equal(trials, reached);
    }

    /// <summary>122 points; 757 of them where differences by the parameter, and so tangents, are off by half a percent.</summary>
    [Fact]
    public void BesideOtherCycles_StepsAreAsLongAsTheCurveLetsThem()
    {
        var random = new Random(20261130);
        for (int k = 0; k < 13; k++)
            _ = new ParallelCycles(random, 0);
        var problem = new ParallelCycles(random, 1);
        LimitCycle cycle = LimitCycleSolver.Polish(problem.Field(-0.5), problem.Start(-0.5), 2 * Math.PI).GetValueOrThrow();
        CycleBranch branch = CycleBranch.OfCycle(FieldFamily.Of("p", problem.Field), cycle, -0.5, -0.5, 0.6);
        Assert.Equal(CycleBranchEnd.RangeReached, branch.LastEnd);
        Assert.InRange(branch.Points.Length, 20, 250);
    }

    /// <summary>A field of five coordinates whose cycles are circles at parallel places, with a period doubling each.</summary>
    private sealed class ParallelCycles
    {
        /// <summary>The rate of the motion across the branches is this times δ².</summary>
        private const double Strength = 1e4;

        private readonly int _branch;
        private readonly double _cosine, _sine, _slope, _amplitude, _rate, _phase;

        public ParallelCycles(Random random, int branch)
        {
            double angle = 2 * Math.PI * random.NextDouble();
            (_branch, _cosine, _sine) = (branch, Math.Cos(angle), Math.Sin(angle));
            (_slope, _amplitude, _rate, _phase) = (1 + random.NextDouble(), 0.2 + 0.5 * random.NextDouble(), 1 + 3 * random.NextDouble(), 6 * random.NextDouble());
        }

        /// <summary>Where the branch's doubling is.</summary>
        public double Doubling => -_slope * _branch * Distance;

        public JetField Field(double p) => new(5, y =>
        {
            // X and u are turned into each other
            Jet first = _cosine * y[0] + _sine * y[2], second = y[1], v = _cosine * y[2] - _sine * y[0] - Curve(p), a = y[3], b = y[4];
            Jet mu = p + _slope * v, plus = 0.5 * (mu + 1), minus = 0.5 * (mu - 1), growth = 1 - first * first - second * second, square = a * a + b * b;
            Jet x = -second + first * growth, u = -Strength * v * (v - Distance) * (v + Distance);
            return
            [
                _cosine * x - _sine * u, first + second * growth, _sine * x + _cosine * u,
                minus * a - 0.5 * b + plus * (first * a + second * b) - square * a,
                minus * b + 0.5 * a + plus * (second * a - first * b) - square * b,
            ];
        });

        public double[] Start(double p) => [_cosine - _sine * Place(p), 0, _sine + _cosine * Place(p), 0, 0];

        /// <summary>How far a state lies from the branch, across it.</summary>
        public double Miss(double[] y, double p) => _cosine * y[2] - _sine * y[0] - Place(p);

        private double Place(double p) => Curve(p) + _branch * Distance;

        private double Curve(double p) => _amplitude * Math.Sin(_rate * p + _phase);
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
