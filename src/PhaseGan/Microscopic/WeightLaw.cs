using System.Collections.Immutable;
using System.Globalization;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace PhaseGan;

/// <summary>
/// A normal law of the scaled weights (v̂_1, …, v̂_d, ŵ) of one row, given its û: the law of <see cref="MicroscopicLaw"/> at one time. Immutable.
/// </summary>
public sealed class WeightLaw
{
    /// <summary>Eigenvalues of the covariance below this fraction of the largest count as 0.</summary>
    private const double Flat = 1e-13;

    private readonly double[] _covariance;
    private readonly double[] _root;
    private readonly Matrix<double>? _axes;
    private readonly double[] _spreads;

    /// <summary>Makes a law.</summary>
    /// <param name="mean">Mean of (v̂, ŵ), length d + 1 ≥ 2, finite.</param>
    /// <param name="covariance">Covariance, (d + 1)×(d + 1), symmetric and positive semidefinite (smallest eigenvalue ≥ −1e-9 of the largest).</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">Shapes differ, or the matrix is not symmetric or not positive semidefinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An entry is not finite.</exception>
    public WeightLaw(IReadOnlyList<double> mean, double[,] covariance)
        : this([.. mean ?? throw new ArgumentNullException(nameof(mean))], Checked(covariance, mean))
    {
        double largest = _spreads.Max(), smallest = _spreads.Min();
        if (smallest < -1e-9 * largest || largest < 0)
            throw new ArgumentException(FormattableString.Invariant($"covariance must be positive semidefinite; got an eigenvalue {smallest:G6} beside the largest, {largest:G6}"), nameof(covariance));
    }

    internal WeightLaw(double[] mean, double[] covariance)
    {
        Mean = ImmutableArray.Create(mean);
        _covariance = covariance;
        _root = Root(covariance, mean.Length, out var spectrum);
        _axes = spectrum.Axes;
        _spreads = spectrum.Values;
    }

    /// <summary>d + 1: the number of weights.</summary>
    public int Count => Mean.Length;

    /// <summary>The mean of (v̂_1, …, v̂_d, ŵ).</summary>
    public ImmutableArray<double> Mean { get; }

    /// <summary>Whether the law is confined to a plane of lower dimension (to rounding), so that it has no density.</summary>
    public bool IsDegenerate => _axes is null || _spreads.Min() <= Flat * _spreads.Max();

    internal ReadOnlySpan<double> CovarianceValues => _covariance;

    /// <summary>The covariance of two weights; indices 0 … d − 1 stand for v̂, d for ŵ.</summary>
    /// <param name="i">The first weight, in [0, d].</param>
    /// <param name="j">The second weight, in [0, d].</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside [0, d].</exception>
    public double Covariance(int i, int j) => _covariance[Index(i, nameof(i)) * Count + Index(j, nameof(j))];

    /// <summary>(x − μ)ᵀΣ⁻¹(x − μ): for a point of this law, chi-square with d + 1 degrees of freedom.</summary>
    /// <param name="point">x = (v̂, ŵ), length d + 1.</param>
    /// <exception cref="ArgumentException">The length is not d + 1.</exception>
    /// <exception cref="InvalidOperationException">The law is degenerate.</exception>
    public double SquaredDistance(ReadOnlySpan<double> point)
    {
        Guard.Length(point.Length, Count, "the generator's weights and the discriminator's", nameof(point));
        NeedDensity();
        double sum = 0;
        for (int k = 0; k < Count; k++)
        {
            double along = 0;
            for (int i = 0; i < Count; i++)
                along += _axes![i, k] * (point[i] - Mean[i]);
            sum += along * along / _spreads[k];
        }
        return sum;
    }

    /// <summary>The logarithm of the density.</summary>
    /// <param name="point">x = (v̂, ŵ), length d + 1.</param>
    /// <exception cref="ArgumentException">The length is not d + 1.</exception>
    /// <exception cref="InvalidOperationException">The law is degenerate.</exception>
    public double LogDensity(ReadOnlySpan<double> point)
    {
        double sum = SquaredDistance(point) + Count * Math.Log(2 * Math.PI);
        foreach (double spread in _spreads)
            sum += Math.Log(spread);
        return -0.5 * sum;
    }

    /// <summary>The contour at k standard deviations of the joint law of two weights: an ellipse that holds the fraction 1 − e^(−k²/2) of it.</summary>
    /// <param name="deviations">k, finite and &gt; 0.</param>
    /// <param name="horizontal">Index of the weight drawn to the right: 0 … d − 1 for v̂, d for ŵ. Default v̂_1.</param>
    /// <param name="vertical">Index of the weight drawn upwards. Default ŵ.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is not positive, or an index outside [0, d].</exception>
    /// <exception cref="ArgumentException">The indices are equal.</exception>
    public WeightContour Contour(double deviations, int horizontal = 0, int? vertical = null)
    {
        Guard.Positive(deviations, "a number of standard deviations");
        int x = Index(horizontal, nameof(horizontal)), y = Index(vertical ?? Count - 1, nameof(vertical));
        if (x == y)
            throw new ArgumentException($"horizontal and vertical must differ; both are {x}", nameof(vertical));
        double a = Covariance(x, x), b = Covariance(x, y), c = Covariance(y, y);
        double middle = (a + c) / 2, half = Math.Sqrt((a - c) * (a - c) / 4 + b * b);
        double angle = 0.5 * Math.Atan2(2 * b, a - c);
        return new WeightContour(
            Mean[x], Mean[y], deviations * Math.Sqrt(Math.Max(middle + half, 0)), deviations * Math.Sqrt(Math.Max(middle - half, 0)), angle);
    }

    /// <summary>Draws a point.</summary>
    internal void Sample(ref SplitMix random, Span<double> point)
    {
        Mean.AsSpan().CopyTo(point);
        AddNoise(_root, ref random, point);
    }

    /// <summary>Adds root·ξ with standard normal ξ.</summary>
    internal static void AddNoise(ReadOnlySpan<double> root, ref SplitMix random, Span<double> point)
    {
        int size = point.Length;
        for (int k = 0; k < size; k++)
        {
            double normal = random.NextNormal();
            for (int i = 0; i < size; i++)
                point[i] += root[i * size + k] * normal;
        }
    }

    /// <summary>A square root R of a covariance, Σ = RRᵀ, from its spectrum; eigenvalues that rounding made negative count as 0.</summary>
    internal static double[] Root(ReadOnlySpan<double> covariance, int size, out (Matrix<double>? Axes, double[] Values) spectrum)
    {
        var matrix = Matrix<double>.Build.Dense(size, size);
        for (int i = 0; i < size; i++)
            for (int j = 0; j < size; j++)
                matrix[i, j] = covariance[i * size + j];
        var root = new double[size * size];
        try
        {
            var evd = matrix.Evd(Symmetricity.Symmetric);
            spectrum = (evd.EigenVectors, [.. evd.EigenValues.Select(v => v.Real)]);
        }
        catch (NonConvergenceException)
        {
            // a symmetric matrix of finite numbers does not come here; without a spectrum the law counts as degenerate
            spectrum = (null, new double[size]);
            return root;
        }
        for (int k = 0; k < size; k++)
        {
            double deviation = Math.Sqrt(Math.Max(spectrum.Values[k], 0));
            for (int i = 0; i < size; i++)
                root[i * size + k] = spectrum.Axes[i, k] * deviation;
        }
        return root;
    }

    private static double[] Checked(double[,] covariance, IReadOnlyList<double> mean)
    {
        ArgumentNullException.ThrowIfNull(covariance);
        int size = mean.Count;
        if (size < 2)
            throw new ArgumentException($"mean must have an entry for each of d ≥ 1 generator weights and one for the discriminator's; got {size}", nameof(mean));
        if (covariance.GetLength(0) != size || covariance.GetLength(1) != size)
            throw new ArgumentException($"covariance must be {size}×{size}; got {covariance.GetLength(0)}×{covariance.GetLength(1)}", nameof(covariance));
        var flat = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            Guard.Finite(mean[i], "a mean", $"{nameof(mean)}[{i}]");
            for (int j = 0; j < size; j++)
                flat[i * size + j] = Guard.Finite(covariance[i, j], "a covariance", $"{nameof(covariance)}[{i}, {j}]");
            for (int j = 0; j < i; j++)
                if (Math.Abs(covariance[i, j] - covariance[j, i]) > 1e-12 * (Math.Abs(covariance[i, i]) + Math.Abs(covariance[j, j])))
                    throw new ArgumentException($"covariance must be symmetric; entries ({i}, {j}) and ({j}, {i}) differ", nameof(covariance));
        }
        return flat;
    }

    private void NeedDensity()
    {
        if (IsDegenerate)
            throw new InvalidOperationException("the law is confined to a plane of lower dimension and has no density; check IsDegenerate");
    }

    private int Index(int i, string name) =>
        (uint)i < (uint)Count ? i : throw Guard.OutOfRange(name, i, $"is the index of a weight and must lie in [0, {Count})");

    /// <summary>Its mean.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"a normal law of {Count} weights, mean ({string.Join(", ", Mean.Select(m => m.ToString("G6", CultureInfo.InvariantCulture)))})");
}
