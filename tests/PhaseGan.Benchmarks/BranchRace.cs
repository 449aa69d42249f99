using System.Diagnostics;
using System.Globalization;
using PhaseGan.Dynamics;

namespace PhaseGan.Benchmarks;

/// <summary>What a point of a branch of fixed points costs: of the GAN with two features, isolated and of a family, and of a chain of N cells.</summary>
internal static class BranchRace
{
    public static int Run(Options options)
    {
        int largest = options.Count("--largest", 200), rounds = options.Count("--rounds", 3);
        var gan = new GanParameters([5, 3], [5, 3], 0.2, 0.2, 1, 1);
        FieldFamily alpha = FieldFamily.Of("alpha", a => new ReducedOde(gan.With(rateRatio: a)));
        FixedPointOrbit[] orbits = [.. FixedPointFinder.Find((ReducedOde)alpha.At(2.0)).Orbits];
        Report("d = 2, isolated, N = 9", () => Branch.OfFixedPoint(alpha, orbits.First(o => o.FamilyDimension == 0).Representative, 2, 1.5, 3, new BranchOptions { MaxStep = 0.002 }), rounds);
        Report("d = 2, family of dimension 2, N = 9", () => Branch.OfFixedPoint(alpha, orbits.First(o => o.FamilyDimension == 2).Representative, 2, 1.5, 3, new BranchOptions { MaxStep = 0.002 }), rounds);
        foreach (int n in new[] { 10, 20, 50, 100, 200 }.Where(n => n <= largest))
            Report($"chain, N = {n}", () => Branch.OfFixedPoint(FieldFamily.Of("p", p => new Chain(n, p)), new double[n], 0, 0, 1, new BranchOptions { MaxPoints = 40 }), rounds);
        return 0;
    }

    /// <summary>What a cycle of a branch costs: of the GAN with two features next to α = 1.28, where one attracts, with steps so short that there are hundreds.</summary>
    public static int Cycles(Options options)
    {
        int rounds = options.Count("--rounds", 3), points = options.Count("--points", 250);
        var gan = new GanParameters([5, 3], [5, 3], 0.2, 0.2, 1, 1);
        FieldFamily family = FieldFamily.Of("alpha", a => new ReducedOde(gan.With(rateRatio: a)));
        const double at = 1.2783;
        double[] start = [0.1, 0.02, 0.02, 0.1, 0.05, -0.03, 0.02, 0.04, 0.01];
        if (AttractorFinder.Find(family.At(at), start) is not LimitCycleAttractor cycle)
        {
            Console.Error.WriteLine("no cycle attracts the start");
            return 1;
        }
        double best = double.PositiveInfinity;
        int found = 0;
        for (int k = 0; k < rounds; k++)
        {
            var watch = Stopwatch.StartNew();
            found = CycleBranch.OfCycle(family, cycle, at, at - 0.1, at + 0.1, new CycleBranchOptions { MaxStep = 0.005, MaxPoints = points }).Points.Length;
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"d = 2, N = 9: {found} cycles in {best:0.00} s, {1e3 * best / found:0.00} milliseconds a cycle (best of {rounds})"));
        return 0;
    }

    private static void Report(string name, Func<Branch> run, int rounds)
    {
        var times = new List<double>();
        int points = 0;
        for (int k = 0; k < rounds; k++)
        {
            var watch = Stopwatch.StartNew();
            points = run().Points.Length;
            times.Add(watch.Elapsed.TotalSeconds);
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {points} points, {1e6 * times.Min() / points:0} microseconds a point (best of {rounds}); {times[0]:0.000} s the first time, with compilation"));
    }

    /// <summary>Cells y′ = p − y − y³ that are drawn to their neighbours.</summary>
    private sealed class Chain(int n, double p) : IVectorField
    {
        public int Dimension => n;

        public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
        {
            for (int i = 0; i < n; i++)
                derivative[i] = p * (1 + 0.1 * (i % 3)) - y[i] - y[i] * y[i] * y[i] + (i > 0 ? y[i - 1] - y[i] : 0) + (i + 1 < n ? y[i + 1] - y[i] : 0);
        }

        public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian)
        {
            jacobian.Clear();
            for (int i = 0; i < n; i++)
            {
                jacobian[i * n + i] = -1 - 3 * y[i] * y[i] - (i > 0 ? 1 : 0) - (i + 1 < n ? 1 : 0);
                if (i > 0)
                    jacobian[i * n + i - 1] = 1;
                if (i + 1 < n)
                    jacobian[i * n + i + 1] = 1;
            }
        }
    }
}
