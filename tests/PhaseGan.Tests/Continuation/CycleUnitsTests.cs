using Xunit;

namespace PhaseGan.Tests.Continuation;

/// <summary>Branches of cycles do not depend on the units of coordinates, of time and of parameters, and none has to be stated.</summary>
public sealed class CycleUnitsTests
{
    private static readonly CycleBranchOptions s_options = new() { MaxPoints = 100 };

    private static Dictionary<string, (FieldFamily Family, double[] From, double At, double Lower, double Upper)> ByName { get; } = new()
    {
        ["Brusselator"] = (Problems.Brusselator(1), [1, 0.5], 0.5, 0.1, 4),
        ["Morris-Lecar"] = (CycleProblems.FastMorrisLecar.Holding("z", 0.1), [0.1, 0.5], 0.15, -0.1, 0.3),
        ["circuit"] = (CycleProblems.Circuit, [0, 0, 0], -0.65, -0.7, -0.3),
        ["feedback"] = (CycleProblems.Feedback.Holding("beta", 1), [0, 0, 0], 1.5, -0.1, 2),
        ["Lorenz"] = (Problems.Lorenz, [7.118, 7.118, 19], 20, 10, 30),
    };

    public static TheoryData<string> Names { get; } = [.. ByName.Keys];

    /// <summary>The place of a point on its branch has the noise of the lengths of steps before it; bifurcations have none.</summary>
    private const double AlongBranch = 1e-4, AtPoint = 1e-10;

    /// <summary>Each coordinate, time and the parameter are multiplied by powers of ten from 1e-8 to 1e8, from a fixed seed: the same cycles, bifurcations, ends and other branches.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void ABranchOfCyclesIsTheSame_InAnyUnits(string name)
    {
        var (family, from, at, lower, upper) = ByName[name];
        var random = new Random(79);
        CycleBranch plain = CycleBranch.FromHopf(family, CycleBranchTests.Hopf(family, from, at, lower, upper), lower, upper, s_options);
        for (int trial = 0; trial < 2; trial++)
        {
            var units = new OtherUnits(random, from.Length);
            (FieldFamily other, double low, double high) = (units.Of(family), lower * units.Parameter, upper * units.Parameter);
            CycleBranch branch = CycleBranch.FromHopf(other, CycleBranchTests.Hopf(other, units.State(from), at * units.Parameter, low, high), low, high, s_options);
            AssertSame(plain, branch, units);
            if (name == "circuit" && trial == 0)
                AssertSame(plain.OtherAt(plain.SpecialPoints[1]), branch.OtherAt(branch.SpecialPoints[1]), units);
        }
    }

    [Fact]
    public void ACurveOfDoublingsIsTheSame_InAnyUnits()
    {
        var random = new Random(80);
        FieldFamily family = CycleProblems.Feedback;
        CycleBranch plain = Curve(family, new OtherUnits(random, 3), isPlain: true);
        var units = new OtherUnits(random, 3);
        AssertSame(plain, Curve(units.OfTwo(family), units, isPlain: false), units);
    }

    private static CycleBranch Curve(FieldFamily family, OtherUnits units, bool isPlain)
    {
        double p = isPlain ? 1 : units.Parameter;
        FieldFamily one = family.Holding("beta", p);
        SpecialPoint hopf = CycleBranchTests.Hopf(one, [0, 0, 0], 1.5 * p, -0.1 * p, 2 * p);
        CycleSpecialPoint doubling = CycleBranch.FromHopf(one, hopf, -0.1 * p, 2 * p, s_options).SpecialPoints.First();
        return CycleBranch.OfBifurcation(CycleBranchKind.PeriodDoublings, family, doubling, [doubling.Parameters[0], p], [-0.1 * p, 0.4 * p], [p, 2 * p], s_options);
    }

    private static void AssertSame(CycleBranch plain, CycleBranch branch, OtherUnits units)
    {
        Assert.Equal((plain.FirstEnd, plain.LastEnd, plain.Points.Length), (branch.FirstEnd, branch.LastEnd, branch.Points.Length));
        Assert.Equal(plain.SpecialPoints.Select(s => s.Kind), branch.SpecialPoints.Select(s => s.Kind));
        Assert.NotEmpty(plain.Points);
        foreach ((CycleBranchPoint one, CycleBranchPoint other) in plain.Points.Zip(branch.Points))
        {
            Near(one.Parameters, other.Parameters, AlongBranch);
            Assert.Equal(1, other.Period * units.Rate / one.Period, AlongBranch);
            Assert.Equal(one.UnstableCount, other.UnstableCount);
            for (int i = 0; i < one.Maxima.Length; i++)
                Assert.Equal(one.Maxima[i], other.Maxima[i] / units.Coordinates[i], AlongBranch * Math.Max(1, plain.Points.Max(p => Math.Abs(p.Maxima[i]))));
        }
        foreach ((CycleSpecialPoint one, CycleSpecialPoint other) in plain.SpecialPoints.Zip(branch.SpecialPoints))
        {
            Near(one.Parameters, other.Parameters, AtPoint);
            Assert.Equal(1, other.Period * units.Rate / one.Period, AtPoint);
        }

        void Near(IReadOnlyList<double> p, IReadOnlyList<double> q, double tolerance)
        {
            for (int j = 0; j < p.Count; j++)
                Assert.Equal(p[j], q[j] / units.Parameter, tolerance * Math.Max(1, Math.Abs(p[j])));
        }
    }
}
