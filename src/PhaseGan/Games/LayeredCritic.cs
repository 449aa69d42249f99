using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>
/// A discriminator of several layers, D(x) = W_L ρ(W_{L−1} … ρ(W₁x)), with ρ(t) = t for t ≥ 0 and ℓt for t &lt; 0: its Lipschitz constant, the bound Πσ₁(W_i) on it, and the spectral normalisation that makes this
/// bound 1.
/// </summary>
/// <remarks>
/// Source: Miyato, Kataoka, Koyama and Yoshida, <em>Spectral normalization for generative adversarial networks</em> (ICLR 2018), equations (7) and (8). D is linear on pieces, and its Lipschitz constant is the largest slope ‖∇D‖ on
/// one of them; samples find a lower bound of it. Bound and constant agree only where the layers' strongest directions meet.
/// </remarks>
public sealed class LayeredCritic
{
    private readonly double[][,] _weights;

    /// <summary>Makes the discriminator.</summary>
    /// <param name="weights">W₁, …, W_L, one at least: the columns of each are the rows of the one before, the last has one row; finite.</param>
    /// <param name="leak">ℓ in [0, 1]; 1 is a linear discriminator. Default 0.1.</param>
    /// <exception cref="ArgumentNullException">A matrix or the list is null.</exception>
    /// <exception cref="ArgumentException">Sizes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range, or there is no layer.</exception>
    public LayeredCritic(IReadOnlyList<double[,]> weights, double leak = 0.1)
    {
        ArgumentNullException.ThrowIfNull(weights);
        Guard.AtLeast(weights.Count, 1, "a number of layers", "weights.Count");
        _weights = new double[weights.Count][,];
        for (int l = 0; l < weights.Count; l++)
        {
            double[,] w = _weights[l] = (double[,])Guard.NotNull(weights[l], $"weights[{l}]").Clone();
            Guard.AtLeast(w.Length, 1, "a number of weights", $"weights[{l}].Length");
            if (l > 0)
                Guard.Length(w.GetLength(1), _weights[l - 1].GetLength(0), "a layer's number of columns, the rows of the layer before,", $"weights[{l}]");
            for (int i = 0; i < w.GetLength(0); i++)
                for (int j = 0; j < w.GetLength(1); j++)
                    Guard.Finite(w[i, j], "a weight", $"weights[{l}][{i}, {j}]");
        }
        Guard.Length(_weights[^1].GetLength(0), 1, "the last layer's number of rows", $"weights[{weights.Count - 1}]");
        Leak = Guard.InRange(leak, 0, 1, "a slope");
        SpectralNorms = [.. _weights.Select(Norm)];
    }

    /// <summary>n: entries of x.</summary>
    public int InputDimension => _weights[0].GetLength(1);

    /// <summary>ℓ.</summary>
    public double Leak { get; }

    /// <summary>σ₁(W_i), one a layer.</summary>
    public ImmutableArray<double> SpectralNorms { get; }

    /// <summary>Πσ₁(W_i) ≥ the Lipschitz constant.</summary>
    public double LipschitzBound => SpectralNorms.Aggregate(1.0, (a, b) => a * b);

    /// <summary>A discriminator with independent normal weights of variance 1/(columns).</summary>
    /// <param name="widths">n and the number of rows of each layer but the last, which has one; each ≥ 1, one at least.</param>
    /// <param name="leak">ℓ in [0, 1].</param>
    /// <param name="seed">The same seed gives the same weights.</param>
    /// <exception cref="ArgumentNullException"><paramref name="widths"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static LayeredCritic Random(IReadOnlyList<int> widths, double leak, int seed)
    {
        ArgumentNullException.ThrowIfNull(widths);
        Guard.AtLeast(widths.Count, 1, "a number of layers", "widths.Count");
        var random = new SplitMix(seed);
        var weights = new double[widths.Count][,];
        for (int l = 0; l < widths.Count; l++)
        {
            int columns = Guard.AtLeast(widths[l], 1, "a width", $"widths[{l}]");
            var w = weights[l] = new double[l + 1 < widths.Count ? Guard.AtLeast(widths[l + 1], 1, "a width", $"widths[{l + 1}]") : 1, columns];
            for (int i = 0; i < w.GetLength(0); i++)
                for (int j = 0; j < columns; j++)
                    w[i, j] = random.NextNormal() / Math.Sqrt(columns);
        }
        return new LayeredCritic(weights, leak);
    }

    /// <summary>D(x).</summary>
    /// <param name="x">Data, length n.</param>
    /// <exception cref="ArgumentException"><paramref name="x"/> has not length n.</exception>
    public double Value(ReadOnlySpan<double> x)
    {
        Guard.Length(x.Length, InputDimension, "a point", nameof(x));
        double[] signal = x.ToArray();
        for (int l = 0; l < _weights.Length; l++)
        {
            signal = Apply(_weights[l], signal);
            for (int i = 0; l + 1 < _weights.Length && i < signal.Length; i++)
                signal[i] *= signal[i] < 0 ? Leak : 1;
        }
        return signal[0];
    }

    /// <summary>∇D(x), on a corner that of the side t ≥ 0.</summary>
    /// <param name="x">Data, length n.</param>
    /// <exception cref="ArgumentException"><paramref name="x"/> has not length n.</exception>
    public ImmutableArray<double> Slope(ReadOnlySpan<double> x)
    {
        Guard.Length(x.Length, InputDimension, "a point", nameof(x));
        double[] signal = x.ToArray();
        var slopes = new double[_weights.Length - 1][];
        for (int l = 0; l + 1 < _weights.Length; l++)
        {
            signal = Apply(_weights[l], signal);
            slopes[l] = [.. signal.Select(t => t < 0 ? Leak : 1.0)];
            for (int i = 0; i < signal.Length; i++)
                signal[i] *= slopes[l][i];
        }
        double[] back = [1];
        for (int l = _weights.Length - 1; l >= 0; l--)
        {
            back = ApplyTransposed(_weights[l], back);
            for (int i = 0; l > 0 && i < back.Length; i++)
                back[i] *= slopes[l - 1][i];
        }
        return [.. back];
    }

    /// <summary>The largest slope ‖∇D‖ at normal points: a lower bound of the Lipschitz constant that grows with their number.</summary>
    /// <param name="points">How many, ≥ 1.</param>
    /// <param name="seed">The same seed gives the same points.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="points"/> is outside its range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public double LargestSlope(int points, int seed, CancellationToken cancellationToken = default)
    {
        Guard.AtLeast(points, 1, "a number of points");
        var random = new SplitMix(seed);
        var x = new double[InputDimension];
        double largest = 0;
        for (int k = 0; k < points; k++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int i = 0; i < x.Length; i++)
                x[i] = random.NextNormal();
            largest = Math.Max(largest, VectorMath.Norm(Slope(x).AsSpan()));
        }
        return largest;
    }

    /// <summary>The discriminator with every W_i divided by σ₁(W_i), so that the bound is 1.</summary>
    /// <exception cref="InvalidOperationException">A layer's weights are all zero.</exception>
    public LayeredCritic Normalised()
    {
        var weights = new double[_weights.Length][,];
        for (int l = 0; l < weights.Length; l++)
        {
            if (SpectralNorms[l] == 0)
                throw new InvalidOperationException($"layer {l + 1} has no weight that is not zero, so it cannot be normalised");
            weights[l] = (double[,])_weights[l].Clone();
            for (int i = 0; i < weights[l].GetLength(0); i++)
                for (int j = 0; j < weights[l].GetLength(1); j++)
                    weights[l][i, j] /= SpectralNorms[l];
        }
        return new LayeredCritic(weights, Leak);
    }

    /// <summary>Its widths and bound.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"discriminator of {_weights.Length} layers on {InputDimension} entries, Lipschitz bound {LipschitzBound:G6}");

    private static double Norm(double[,] w)
    {
        int rows = w.GetLength(0), columns = w.GetLength(1), size = Math.Max(rows, columns);
        var square = new double[size * size];
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++)
                square[i * size + j] = w[i, j];
        return SingularValues.Of(square, size).Values[0];
    }

    private static double[] Apply(double[,] w, double[] x)
    {
        var result = new double[w.GetLength(0)];
        for (int i = 0; i < result.Length; i++)
            for (int j = 0; j < x.Length; j++)
                result[i] += w[i, j] * x[j];
        return result;
    }

    private static double[] ApplyTransposed(double[,] w, double[] x)
    {
        var result = new double[w.GetLength(1)];
        for (int i = 0; i < x.Length; i++)
            for (int j = 0; j < result.Length; j++)
                result[j] += w[i, j] * x[i];
        return result;
    }
}
