using System.Numerics;
using Xunit;

namespace PhaseGan.Tests.Proofs;

/// <summary>Members of families of three features with one or two frozen columns: what is proved of all of them.</summary>
public sealed class FrozenMemberTests
{
    [Theory]
    [InlineData(1.92, 2.75, -1, new[] { 0 })]
    [InlineData(1.44, 1.1, 2, new[] { 1 })]
    [InlineData(2.4, 0.55, 1, new[] { 0, 1 })]
    [InlineData(2.4, 1.1, -1, new[] { 0, 1 })]
    public void TheRootsOfThePolynomial_AreEigenvaluesOfTheOde_AtRandomMembers(double alpha, double eta, int seen, int[] active)
    {
        GanParameters gan = Gan(alpha, eta);
        var equations = new ActiveEquations(ParameterBox.Of(gan), active, seen);
        Interval[] squares = Squares(equations);
        var polynomial = new FrozenPolynomial(equations, squares);
        var ode = new ReducedOde(gan);
        var random = new System.Random(101);
        int[] frozen = [.. Enumerable.Range(0, 3).Except(active)], unseen = [.. Enumerable.Range(0, 3).Where(i => i != seen)];
        for (int k = 0; k < 10; k++)
        {
            double[][] columns = [.. frozen.Select(_ => Unit(random, unseen.Length + frozen.Length))];
            double[] y = State(ode.Layout, equations, squares, frozen, unseen, columns, out Interval[] members), jacobian = new double[y.Length * y.Length];
            ode.Jacobian(y, jacobian);
            Complex[] all = EigenSolver.Eigenvalues(jacobian, y.Length)!;
            double[] coefficients = [.. polynomial.At(members).Select(c => c.Middle)];
            int n = coefficients.Length - 1;
            double[] companion = new double[n * n];
            for (int i = 0; i < n; i++)
                companion[i] = -coefficients[i + 1] / coefficients[0];
            for (int i = 1; i < n; i++)
                companion[i * n + i - 1] = 1;
            foreach (Complex root in EigenSolver.Eigenvalues(companion, n)!)
                Assert.True(all.Min(v => (v / gan.DiscriminatorRate - root).Magnitude) < 1e-4, $"{root} is none of {string.Join(", ", all.Select(v => v / gan.DiscriminatorRate))}");
        }
    }

    [Theory]
    [InlineData(1.92, 2.75, -1, new[] { 0 }, "SomeAttract")]
    [InlineData(2.4, 4.95, -1, new[] { 1 }, "SomeAttract")]
    [InlineData(1.92, 0.55, 1, new[] { 0, 2 }, "Repels")]
    [InlineData(2.4, 0.55, 1, new[] { 1, 2 }, "Repels")]
    [InlineData(2.4, 0.55, 2, new[] { 2 }, "Repels")]
    public void WhatIsProvedOfAllMembers_IsWhatASearchOverThemFinds(double alpha, double eta, int seen, int[] active, string stability)
    {
        GanParameters gan = Gan(alpha, eta);
        var field = new EnclosedOde(ParameterBox.Of(gan));
        var equations = new ActiveEquations(field.Parameters, active, seen);
        Interval[] squares = Squares(equations);
        (FamilyStability found, string reason) = new MemberStability(field, equations, squares).Decide(default);
        Assert.True(found.ToString() == stability, $"{found}, {reason}");
        var ode = new ReducedOde(gan);
        int[] frozen = [.. Enumerable.Range(0, 3).Except(active)], unseen = [.. Enumerable.Range(0, 3).Where(i => i != seen)];
        double[] point = State(ode.Layout, equations, squares, frozen, unseen, [.. frozen.Select(_ => new double[unseen.Length + frozen.Length])], out _);
        double best = new MemberSearch().Best(ode, point, active.Sum(j => 1 << j), seen);
        Assert.True(found == FamilyStability.Repels ? best > 0 : best < 0, $"{best}");
    }

    [Fact]
    public void OverlapsThatNoColumnsHave_AreNotTakenForMembers()
    {
        var members = new FrozenMembers(2, 2);
        Assert.True(members.Exist([0.5, 0, 0, 0.5, 0.3]));
        // a column longer than 1, and two that are nearly one beside the features but not along them
        Assert.False(members.Exist([0.8, 0, 0.8, 0, 0]));
        Assert.False(members.Exist([0.9, 0, 0, 0.9, 0.5]));
    }

    private static GanParameters Gan(double alpha, double eta) => new([5, 4, 3], [5, 4, 3], 0.2, 0.2 * alpha, eta, eta);

    private static Interval[] Squares(ActiveEquations equations) => ActiveRoots.Of(equations, default).First(r => r.IsOne && r.Squares.All(u => u.Low > 0) && (equations.Seen < 0 || equations.SeenSquare(r.Squares).Low > 0)).Squares;

    private static double[] Unit(System.Random random, int length)
    {
        double[] unit = [.. Enumerable.Range(0, length).Select(_ => 2 * random.NextDouble() - 1)];
        double norm = Math.Sqrt(unit.Sum(v => v * v));
        return [.. unit.Select(v => v / norm)];
    }

    /// <summary>The state of a member, by the formulas for active columns and the directions of the frozen ones, and its free overlaps.</summary>
    private static double[] State(StateLayout at, ActiveEquations equations, Interval[] squares, int[] frozen, int[] unseen, double[][] columns, out Interval[] members)
    {
        var y = new double[at.Dimension];
        double v = equations.SeenSquare(squares).Middle;
        for (int a = 0; a < equations.Columns.Length; a++)
        {
            y[at.R(equations.Columns[a])] = Math.Sqrt(squares[a].Middle);
            if (equations.Seen >= 0)
                (y[at.P(equations.Seen, equations.Columns[a])], y[at.Q(equations.Seen)]) = (Math.Sqrt(v / squares[a].Middle), Math.Sqrt(v));
            for (int b = 0; b < a; b++)
                y[at.S(equations.Columns[b], equations.Columns[a])] = equations.Overlap(squares, a, b).Middle;
        }
        for (int i = 0; i < unseen.Length; i++)
            for (int l = 0; l < frozen.Length; l++)
                y[at.P(unseen[i], frozen[l])] = columns[l][i];
        for (int l = 0; l < frozen.Length; l++)
            for (int m = l + 1; m < frozen.Length; m++)
                y[at.S(frozen[l], frozen[m])] = columns[l].Zip(columns[m], (p, q) => p * q).Sum();
        members = [.. unseen.SelectMany(i => frozen.Select(l => (Interval)y[at.P(i, l)])), .. frozen.SelectMany((l, k) => frozen.Skip(k + 1).Select(m => (Interval)y[at.S(l, m)]))];
        return y;
    }
}
