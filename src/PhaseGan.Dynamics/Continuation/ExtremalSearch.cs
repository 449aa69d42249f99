using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>
/// The member of a family that comes nearest to attracting: the least maximum of real parts over s ≥ 0, Σ s ≤ 1. Members of a grid are compared; from the best ones linear programs in a trust region go down
/// (Fletcher, <em>Practical Methods of Optimization</em>, 2nd ed., section 14.4), and <see cref="ExtremalSystem"/> ends the search.
/// </summary>
internal static class ExtremalSearch
{
    /// <summary>Members of the grid on a side, and how many of the best that lie lower than their neighbours are followed.</summary>
    private const int Side = 24, Followed = 4;

    /// <summary>Most linear programs from one member, and the smallest region.</summary>
    private const int MostPrograms = 40;

    private const double LeastRegion = 1e-7;

    /// <summary>Modes that a program looks at.</summary>
    private const int MostModes = 4;

    /// <summary>The best member; null if there is none.</summary>
    /// <param name="family">The family.</param>
    /// <param name="parameters">The parameters.</param>
    /// <param name="near">A member from which to search too, or null.</param>
    public static ExtremalMember? Best(StabilityFamily family, double[] parameters, double[]? near)
    {
        List<double[]> starts = Starts(family, parameters);
        if (near is not null)
            starts.Insert(0, near);
        double[]? best = null;
        double rate = double.PositiveInfinity;
        foreach (double[] start in starts)
        {
            (double[] member, double found) = Descend(family, parameters, start);
            if (found < rate)
                (best, rate) = (member, found);
        }
        return best is null ? null : ExtremalSystem.Refine(family, parameters, best)?.Result() ?? ExtremalSystem.Unsolved(family, parameters, best)?.Result();
    }

    /// <summary>The least rate on the grid, to which no member that is said to be the best may be inferior.</summary>
    public static double LeastOfGrid(StabilityFamily family, double[] parameters) => Grid(family, parameters).Values.DefaultIfEmpty(double.PositiveInfinity).Min();

    /// <summary>The ends of the range as a·s ≤ b.</summary>
    public static (double[] Normal, double Bound)[] Edges(int coordinates)
    {
        var edges = new List<(double[], double)> { ([.. Enumerable.Repeat(1.0, coordinates)], 1) };
        for (int j = 0; j < coordinates; j++)
        {
            var normal = new double[coordinates];
            normal[j] = -1;
            edges.Add((normal, 0));
        }
        return [.. edges];
    }

    private static Dictionary<(int, int), double> Grid(StabilityFamily family, double[] parameters)
    {
        var rates = new Dictionary<(int, int), double>();
        for (int i = 0; i <= Side; i++)
            for (int j = 0; j <= (family.Coordinates == 1 ? 0 : Side - i); j++)
                if (FamilyModes.At(family, parameters, Place(family, i, j)) is { } modes)
                    rates[(i, j)] = modes.Rate;
        return rates;
    }

    private static double[] Place(StabilityFamily family, int i, int j) => family.Coordinates == 1 ? [(double)i / Side] : [(double)i / Side, (double)j / Side];

    private static List<double[]> Starts(StabilityFamily family, double[] parameters)
    {
        Dictionary<(int I, int J), double> rates = Grid(family, parameters);
        return
        [
            .. rates.Where(r => Neighbours(r.Key).All(n => !rates.TryGetValue(n, out double other) || other >= r.Value))
                .OrderBy(r => r.Value).Take(Followed).Select(r => Place(family, r.Key.I, r.Key.J)),
        ];

        static IEnumerable<(int, int)> Neighbours((int I, int J) at) =>
            [(at.I + 1, at.J), (at.I - 1, at.J), (at.I, at.J + 1), (at.I, at.J - 1), (at.I + 1, at.J - 1), (at.I - 1, at.J + 1)];
    }

    private static (double[] Member, double Rate) Descend(StabilityFamily family, double[] parameters, double[] start)
    {
        double[] member = start;
        if (FamilyModes.At(family, parameters, member) is not { } modes)
            return (member, double.PositiveInfinity);
        double region = 1.0 / Side;
        for (int k = 0; k < MostPrograms && region > LeastRegion; k++)
        {
            double[]? step = Program(family, modes, member, region);
            double[]? next = step is null ? null : [.. member.Zip(step, (a, b) => a + b)];
            FamilyModes? there = next is null ? null : FamilyModes.At(family, parameters, next);
            if (there is not null && there.Rate < modes.Rate)
                (member, modes, region) = (next!, there, Math.Min(region * 1.5, 0.2));
            else
                region *= 0.35;
        }
        return (member, modes.Rate);
    }

    /// <summary>The step in the region that lowers the linear parts of the modes most: the best corner of all that k + 1 conditions make.</summary>
    private static double[]? Program(StabilityFamily family, FamilyModes modes, double[] member, double region)
    {
        int k = family.Coordinates;
        var rows = new List<(double[] Row, double Bound, bool IsMode)>();
        foreach (Complex value in modes.Values.Take(MostModes))
        {
            if (modes.Gradient(value) is not { } gradient)
                return null;
            rows.Add(([.. gradient, -1], -value.Real, true));
        }
        foreach ((double[] normal, double bound) in Edges(k))
            rows.Add(([.. normal, 0], bound - VectorMath.Dot(normal, member), false));
        for (int j = 0; j < k; j++)
            foreach (int sign in (int[])[-1, 1])
            {
                var row = new double[k + 1];
                row[j] = sign;
                rows.Add((row, region, false));
            }
        double[]? best = null;
        foreach (int[] chosen in Choices(rows.Count, k + 1))
        {
            if (!chosen.Any(c => rows[c].IsMode))
                continue;
            double[] corner = new ScaledLu([.. chosen.SelectMany(c => rows[c].Row)], k + 1).Solve([.. chosen.Select(c => rows[c].Bound)]);
            double slack = 1e-12 * Math.Max(modes.Size, 1);
            if (VectorMath.AllFinite(corner) && (best is null || corner[k] < best[k]) && rows.TrueForAll(r => VectorMath.Dot(r.Row, corner) <= r.Bound + slack))
                best = corner;
        }
        return best?[..k];
    }

    private static IEnumerable<int[]> Choices(int count, int size)
    {
        for (int a = 0; a < count; a++)
            for (int b = a + 1; b < count; b++)
            {
                if (size == 2)
                    yield return [a, b];
                for (int c = b + 1; size == 3 && c < count; c++)
                    yield return [a, b, c];
            }
    }
}
