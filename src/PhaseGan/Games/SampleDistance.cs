using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>
/// Distances between two samples as distances of their empirical laws. In high dimension they say little of the laws that the samples come from: that is what neural-net distances
/// (<see cref="CriticDistance"/>) are for.
/// </summary>
/// <remarks>
/// Source: Arora, Ge, Liang, Ma and Zhang, <em>Generalization and equilibrium in generative adversarial nets</em> (ICML 2017), section 3.1 and lemma 1: for N(0, I/n) and samples of polynomial size the Jensen–Shannon
/// divergence of law and sample is log 2 and the Wasserstein distance at least 1.1.
/// </remarks>
public static class SampleDistance
{
    /// <summary>Largest number of points that <see cref="Wasserstein"/> takes.</summary>
    public const int MostPoints = 4096;

    /// <summary>The Jensen–Shannon divergence of two empirical laws, in nats: log 2 where no point is in both samples, as is certain for samples of laws with a density.</summary>
    /// <param name="first">m ≥ 1 points of the same dimension, finite.</param>
    /// <param name="second">Points likewise, not necessarily as many.</param>
    /// <returns>A number in [0, log 2].</returns>
    /// <exception cref="ArgumentNullException">A list or a point is null.</exception>
    /// <exception cref="ArgumentException">Points differ in dimension.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A list is empty or a coordinate is not finite.</exception>
    public static double JensenShannon(IReadOnlyList<double[]> first, IReadOnlyList<double[]> second)
    {
        Check(first, second);
        var weights = new Dictionary<ImmutableArray<double>, (double First, double Second)>(new SamePoint());
        foreach (double[] x in first)
            Add(x, 1.0 / first.Count, 0);
        foreach (double[] x in second)
            Add(x, 0, 1.0 / second.Count);
        double divergence = 0;
        foreach ((double p, double q) in weights.Values)
            divergence += 0.5 * (Part(p, p + q) + Part(q, p + q));
        return Math.Clamp(divergence, 0, Math.Log(2));

        void Add(double[] x, double p, double q)
        {
            ImmutableArray<double> key = [.. x];
            (double oldP, double oldQ) = weights.GetValueOrDefault(key);
            weights[key] = (oldP + p, oldQ + q);
        }

        static double Part(double p, double both) => p == 0 ? 0 : p * Math.Log(2 * p / both);
    }

    /// <summary>The Wasserstein distance W₁ of two empirical laws of equally many points with Euclidean cost: the least mean distance over all pairings, found exactly.</summary>
    /// <remarks>Shortest augmenting paths (Jonker and Volgenant, 1987): O(m³) work, O(m² + mn) memory.</remarks>
    /// <param name="first">m points in [1, <see cref="MostPoints"/>] of the same dimension, finite.</param>
    /// <param name="second">As many points.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="ArgumentNullException">A list or a point is null.</exception>
    /// <exception cref="ArgumentException">Points differ in dimension, or the lists in length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A list is empty or too long, or a coordinate is not finite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static double Wasserstein(IReadOnlyList<double[]> first, IReadOnlyList<double[]> second, CancellationToken cancellationToken = default)
    {
        Check(first, second);
        int m = first.Count;
        Guard.Length(second.Count, m, "a sample of as many points", nameof(second));
        if (m > MostPoints)
            throw Guard.OutOfRange("first.Count", m, $"is a number of points and must be ≤ {MostPoints}");
        var cost = new double[m * m];
        for (int i = 0; i < m; i++)
            for (int j = 0; j < m; j++)
                cost[i * m + j] = Distance(first[i], second[j]);
        int[] partner = Assignment(cost, m, cancellationToken);
        double sum = 0;
        for (int j = 0; j < m; j++)
            sum += cost[partner[j] * m + j];
        return sum / m;
    }

    /// <summary>The row of each column in the cheapest assignment.</summary>
    private static int[] Assignment(double[] cost, int m, CancellationToken cancellationToken)
    {
        // prices of rows and columns, with a column in front that stands for the row to be placed
        double[] row = new double[m], column = new double[m + 1], reach = new double[m];
        int[] partner = new int[m + 1], before = new int[m];
        bool[] done = new bool[m + 1];
        Array.Fill(partner, -1);
        for (int i = 0; i < m; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Array.Fill(reach, double.PositiveInfinity);
            Array.Clear(done);
            int at = m;
            partner[m] = i;
            do
            {
                done[at] = true;
                int from = partner[at], next = -1;
                double least = double.PositiveInfinity;
                for (int j = 0; j < m; j++)
                {
                    if (done[j])
                        continue;
                    double length = cost[from * m + j] - row[from] - column[j];
                    if (length < reach[j])
                        (reach[j], before[j]) = (length, at);
                    if (reach[j] < least)
                        (least, next) = (reach[j], j);
                }
                for (int j = 0; j <= m; j++)
                {
                    if (done[j])
                    {
                        row[partner[j]] += least;
                        column[j] -= least;
                    }
                    else
                        reach[j] -= least;
                }
                at = next;
            }
            while (partner[at] >= 0);
            for (int j = at; j != m; j = before[j])
                partner[j] = partner[before[j]];
        }
        return partner[..m];
    }

    private static double Distance(double[] a, double[] b)
    {
        double square = 0;
        for (int k = 0; k < a.Length; k++)
            square += (a[k] - b[k]) * (a[k] - b[k]);
        return Math.Sqrt(square);
    }

    /// <summary>Checks that both are lists of points of one dimension, and gives it.</summary>
    internal static int Check(IReadOnlyList<double[]> first, IReadOnlyList<double[]> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        Guard.AtLeast(first.Count, 1, "a number of points", "first.Count");
        Guard.AtLeast(second.Count, 1, "a number of points", "second.Count");
        int n = Guard.AtLeast(Guard.NotNull(first[0], "first[0]").Length, 1, "the dimension of the points", "first[0].Length");
        CheckPoints(first, n, nameof(first));
        CheckPoints(second, n, nameof(second));
        return n;
    }

    private static void CheckPoints(IReadOnlyList<double[]> points, int n, string name)
    {
        for (int i = 0; i < points.Count; i++)
        {
            double[] x = Guard.NotNull(points[i], $"{name}[{i}]");
            Guard.Length(x.Length, n, "a point of the dimension of the others", $"{name}[{i}]");
            for (int k = 0; k < n; k++)
                Guard.Finite(x[k], "a coordinate", $"{name}[{i}][{k}]");
        }
    }

    private sealed class SamePoint : IEqualityComparer<ImmutableArray<double>>
    {
        public bool Equals(ImmutableArray<double> x, ImmutableArray<double> y) => x.AsSpan().SequenceEqual(y.AsSpan());

        public int GetHashCode(ImmutableArray<double> point)
        {
            var hash = new HashCode();
            foreach (double v in point)
                hash.Add(v);
            return hash.ToHashCode();
        }
    }
}
