using Xunit;

namespace PhaseGan.Tests.Continuation;

/// <summary>Branches do not depend on the units of coordinates, of time and of parameters, and none has to be stated.</summary>
public sealed class BranchUnitsTests
{
    private const int Trials = 6;

    private static Dictionary<string, (FieldFamily Family, double[] From, double At, double Lower, double Upper)> ByName { get; } = new()
    {
        ["cusp"] = (Problems.Cusp.Holding("lambda", 1), [-1.3247179572447461], -1, -1, 1),
        ["reaction"] = (Problems.Reaction(18).Holding("p3", 3), [0, 0], 0, 0, 0.3),
        ["Bratu"] = (Problems.Bratu, [0.05, 0.05], 0.05, 0.03, 1),
        ["oxidation"] = (Problems.Oxidation.Holding("k", 0.4), [0.001137, 0.891483, 0.062345], 1.4, 0.6, 1.4),
        ["Lorenz"] = (Problems.Lorenz, [0, 0, 0], 0.5, 0.2, 30),
        ["Brusselator"] = (Problems.Brusselator(1), [1, 0.5], 0.5, 0.1, 4),
        ["Morris-Lecar"] = (Problems.MorrisLecar.Holding("v3", 2), [-60, 0], 0, 0, 300),
        ["predator and prey"] = (Problems.PredatorPrey, [0, 0], 0.2, 0.1, 1.2),
        ["Bazykin"] = (Problems.Bazykin.Holding("delta", 0.17512759295021742), [6.3, 3.6], 0.45, 0.1, 0.6),
        ["an island"] = (FieldFamily.Of("p", p => new JetField(1, y => [1 - p * p - (y[0] - 10.02) * (y[0] - 10.02) * 0.01])), [0.02], 0, -2, 2),
    };

    public static TheoryData<string> Names { get; } = [.. ByName.Keys];

    /// <summary>Each coordinate, time and the parameter are multiplied by powers of ten from 1e-8 to 1e8, from a fixed seed: the same points, bifurcations and other branches.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void ABranchIsTheSame_InAnyUnits(string name)
    {
        var (family, from, at, lower, upper) = ByName[name];
        var random = new Random(77);
        Branch plain = Branch.OfFixedPoint(family, from, at, lower, upper);
        for (int trial = 0; trial < Trials; trial++)
        {
            var units = new OtherUnits(random, from.Length);
            Branch branch = Branch.OfFixedPoint(units.Of(family), units.State(from), at * units.Parameter, lower * units.Parameter, upper * units.Parameter);
            AssertSame(plain, branch, units);
            foreach ((SpecialPoint one, SpecialPoint other) in plain.SpecialPoints.Zip(branch.SpecialPoints).Where(p => p.First.Continuations.Contains(BranchKind.FixedPoints)))
                AssertSame(plain.OtherAt(one), branch.OtherAt(other), units);
        }
    }

    [Fact]
    public void CurvesInTwoParametersAreTheSame_InAnyUnits()
    {
        var random = new Random(78);
        FieldFamily family = Problems.Oxidation;
        Branch plain = Branch.OfFixedPoint(family.Holding("k", 0.4), [0.001137, 0.891483, 0.062345], 1.4, 0.6, 1.4);
        foreach (BranchKind kind in (BranchKind[])[BranchKind.Folds, BranchKind.HopfPoints])
        {
            SpecialPoint start = plain.SpecialPoints.First(s => s.Continuations.Contains(kind));
            Branch curve = Branch.OfBifurcation(kind, family, start, [start.Parameters[0], 0.4], [0.5, 0.01], [2, 2]);
            for (int trial = 0; trial < 2; trial++)
            {
                var units = new OtherUnits(random, 3);
                FieldFamily other = FieldFamily.Of("q2", "k", (q2, k) => units.Field(family.At(q2 / units.Parameter, k / units.Parameter)));
                SpecialPoint there = Branch.OfFixedPoint(other.Holding("k", 0.4 * units.Parameter), units.State([0.001137, 0.891483, 0.062345]), 1.4 * units.Parameter, 0.6 * units.Parameter, 1.4 * units.Parameter)
                    .SpecialPoints.First(s => s.Continuations.Contains(kind));
                double[] low = [0.5 * units.Parameter, 0.01 * units.Parameter], high = [2 * units.Parameter, 2 * units.Parameter];
                AssertSame(curve, Branch.OfBifurcation(kind, other, there, [there.Parameters[0], 0.4 * units.Parameter], low, high), units);
            }
        }
    }

    /// <summary>A fold in a coordinate of a small or a large size, and one that it does not feed back on.</summary>
    [Theory]
    [InlineData(1e-6)]
    [InlineData(1e6)]
    public void ABranchOfAnySizeNeedsNoSizes(double size)
    {
        FieldFamily family = FieldFamily.Of("p", p => new JetField(2, y => [p - y[0] * y[0] / (size * size), size * (1 - p * p) - y[1]]));
        Branch branch = Branch.OfFixedPoint(family, [0.7 * size, 0.75 * size], 0.5, -0.5, 1);
        SpecialPoint fold = Assert.Single(branch.SpecialPoints);
        Assert.Equal((SpecialKind.Fold, BranchEnd.RangeReached, BranchEnd.RangeReached), (fold.Kind, branch.FirstEnd, branch.LastEnd));
        Assert.Equal(0, fold.Parameters[0], 1e-14);
        Assert.Equal(size, fold.Coordinates[1], 1e-12 * size);
        // q = (1, 0), p = (1, 0): a = −1/size²
        Assert.Equal(1 / (size * size), Math.Abs(fold.NormalForm!.Coefficient), 1e-9 / (size * size));
    }

    /// <summary>A chain of three with a feedback that levels off, 1/(1 + exp(p(z − 10))): where it is nearly level at the start, no displacement answers the window, and sizes are those of the start.</summary>
    [Fact]
    public void AFieldThatLevelsOff_HasABranchFromAFarStart()
    {
        FieldFamily family = FieldFamily.Of("p", p => new JetField(3, y => [1 / (1 + Jet.Exp(p * (y[2] - 10))) - 0.1 * y[0], y[0] - 0.1 * y[1], y[1] - 0.1 * y[2]]));
        Branch branch = Branch.OfFixedPoint(family, [0.5, 5, 50], 0.1, 0.1, 0.4);
        Assert.Equal((BranchEnd.RangeReached, BranchEnd.RangeReached), (branch.FirstEnd, branch.LastEnd));
        Assert.All(branch.Points, x => Assert.Equal(x.Coordinates[2], 1000 / (1 + Math.Exp(x.Parameters[0] * (x.Coordinates[2] - 10))), 1e-8));
        Assert.All(branch.Points, x => Assert.Equal(0, x.FamilyDimension));
    }

    /// <summary>y = exp(10p) of y′ = y(10p − log y), from e⁻²⁰ to e²⁰: sizes are renewed, so that each point above the start is exact in its own size, and to go far is not to go to infinity.</summary>
    [Fact]
    public void SizesGoWithTheBranch_OverManyDecades()
    {
        FieldFamily family = FieldFamily.Of("p", p => new Growing(p));
        Branch branch = Branch.OfFixedPoint(family, [1], 0, -2, 2);
        Assert.Equal((BranchEnd.RangeReached, BranchEnd.RangeReached), (branch.FirstEnd, branch.LastEnd));
        Assert.Equal(Math.Exp(20), branch.Points[^1].Coordinates[0], 1e-9 * Math.Exp(20));
        Assert.All(branch.Points.Where(x => x.Parameters[0] >= 0), x => Assert.Equal(1, x.Coordinates[0] / Math.Exp(10 * x.Parameters[0]), 1e-9));
    }

    private static void AssertSame(Branch plain, Branch branch, OtherUnits units)
    {
        Assert.Equal((plain.FirstEnd, plain.LastEnd, plain.Points.Length), (branch.FirstEnd, branch.LastEnd, branch.Points.Length));
        Assert.Equal(plain.SpecialPoints.Select(s => s.Kind), branch.SpecialPoints.Select(s => s.Kind));
        if (plain.Points.IsEmpty)
            return;
        double[] span = [.. Enumerable.Range(0, plain.Points[0].Coordinates.Length).Select(i => Math.Max(1e-6, plain.Points.Max(p => Math.Abs(p.Coordinates[i]))))];
        foreach ((BranchPoint one, BranchPoint other) in plain.Points.Zip(branch.Points))
            Near(one.Parameters, one.Coordinates, other.Parameters, other.Coordinates, 1e-8);
        foreach ((SpecialPoint one, SpecialPoint other) in plain.SpecialPoints.Zip(branch.SpecialPoints))
        {
            Near(one.Parameters, one.Coordinates, other.Parameters, other.Coordinates, 1e-11);
            Assert.Equal(one.Unstable, other.Unstable);
            if (one.NormalForm?.Frequency is { } frequency)
                Assert.Equal(1, other.NormalForm!.Frequency!.Value / (units.Rate * frequency), 1e-10);
        }

        void Near(IReadOnlyList<double> p, IReadOnlyList<double> y, IReadOnlyList<double> q, IReadOnlyList<double> z, double tolerance)
        {
            for (int j = 0; j < p.Count; j++)
                Assert.Equal(p[j], q[j] / units.Parameter, tolerance * Math.Max(1, Math.Abs(p[j])));
            for (int i = 0; i < y.Count; i++)
                Assert.Equal(y[i], z[i] / units.Coordinates[i], tolerance * span[i]);
        }
    }

    private sealed class Growing(double p) : IVectorField
    {
        public int Dimension => 1;

        public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative) => derivative[0] = y[0] * (10 * p - Math.Log(y[0]));

        public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian) => jacobian[0] = 10 * p - Math.Log(y[0]) - 1;
    }
}
