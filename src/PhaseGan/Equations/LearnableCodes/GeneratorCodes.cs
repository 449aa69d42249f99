using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;

namespace PhaseGan;

/// <summary>A law of the fake codes c̃ = f_θ(z) whose parameters θ are learned, with their present values. Immutable.</summary>
/// <remarks>
/// <code>
/// scales      c̃_ℓ = s_ℓ z_ℓ                                          θ = s
/// matrix      c̃ = A z                                                θ = A, row by row
/// mixture     c̃ = μ_l + Σ_l z with probability π_l (which is fixed)     θ = μ_1, Σ_1, μ_2, Σ_2, …, matrices row by row
/// </code>
/// <para>with independent standard normal z. The covariances of the components are C = diag(s²), AAᵀ, Σ_lΣ_lᵀ.</para>
/// </remarks>
public sealed class GeneratorCodes : IEquatable<GeneratorCodes>
{
    private readonly double[] _parameters, _weights;

    private GeneratorCodes(GeneratorCodesKind kind, int features, double[] weights, double[] parameters)
    {
        (Kind, FeatureCount, _weights, _parameters) = (kind, features, weights, parameters);
    }

    /// <summary>What is learned.</summary>
    public GeneratorCodesKind Kind { get; }

    /// <summary>d̃ ≥ 1: number of generator features.</summary>
    public int FeatureCount { get; }

    /// <summary>Number of components of the law: 1 but for mixtures.</summary>
    public int ComponentCount => _weights.Length;

    /// <summary>π, the probabilities of the components.</summary>
    public ImmutableArray<double> Weights => [.. _weights];

    /// <summary>θ.</summary>
    public ImmutableArray<double> Parameters => [.. _parameters];

    internal ReadOnlySpan<double> Values => _parameters;

    internal ReadOnlySpan<double> Shares => _weights;

    /// <summary>Learnable scales.</summary>
    /// <param name="scales">s, length d̃ ≥ 1, each finite and not zero.</param>
    /// <exception cref="ArgumentNullException">Null.</exception>
    /// <exception cref="ArgumentException">Empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A scale is zero, from which nothing is learned, or not finite.</exception>
    public static GeneratorCodes Scales(IReadOnlyList<double> scales)
    {
        ArgumentNullException.ThrowIfNull(scales);
        if (scales.Count == 0)
            throw new ArgumentException("scales must have one entry for each generator feature, at least one; got none", nameof(scales));
        for (int l = 0; l < scales.Count; l++)
            if (!double.IsFinite(scales[l]) || scales[l] == 0)
                throw Guard.OutOfRange($"{nameof(scales)}[{l}]", scales[l], "is a scale of codes and must be finite and not 0");
        return new GeneratorCodes(GeneratorCodesKind.Scales, scales.Count, [1], [.. scales]);
    }

    /// <summary>A learnable matrix.</summary>
    /// <param name="matrix">A, d̃×d̃, finite.</param>
    /// <exception cref="ArgumentNullException">Null.</exception>
    /// <exception cref="ArgumentException">Not square, or empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An entry is not finite.</exception>
    public static GeneratorCodes Matrix(double[,] matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        int d = matrix.GetLength(0);
        return new GeneratorCodes(GeneratorCodesKind.Matrix, d, [1], Square(matrix, d, nameof(matrix)));
    }

    /// <summary>A mixture whose means and roots of covariances are learned.</summary>
    /// <param name="weights">π, positive, with the sum 1 to 1e-9.</param>
    /// <param name="means">μ_l, each of length d̃, finite.</param>
    /// <param name="roots">Σ_l, each d̃×d̃, finite.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">Lengths differ, there is no component, or the weights do not add up to 1.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static GeneratorCodes Mixture(IReadOnlyList<double> weights, IReadOnlyList<IReadOnlyList<double>> means, IReadOnlyList<double[,]> roots)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(means);
        ArgumentNullException.ThrowIfNull(roots);
        if (weights.Count == 0)
            throw new ArgumentException("weights must have one entry for each component, at least one; got none", nameof(weights));
        Guard.Length(means.Count, weights.Count, "one mean for each component", nameof(means));
        Guard.Length(roots.Count, weights.Count, "one root of a covariance for each component", nameof(roots));
        for (int l = 0; l < weights.Count; l++)
            Guard.Positive(weights[l], "the probability of a component", $"{nameof(weights)}[{l}]");
        if (Math.Abs(weights.Sum() - 1) > 1e-9)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"weights must add up to 1; got {weights.Sum():R}"), nameof(weights));
        int d = means[0]?.Count ?? throw new ArgumentNullException($"{nameof(means)}[0]");
        var parameters = new List<double>();
        for (int l = 0; l < weights.Count; l++)
        {
            ArgumentNullException.ThrowIfNull(means[l], $"{nameof(means)}[{l}]");
            ArgumentNullException.ThrowIfNull(roots[l], $"{nameof(roots)}[{l}]");
            Guard.Length(means[l].Count, d, "a mean with one entry for each generator feature", $"{nameof(means)}[{l}]");
            for (int i = 0; i < d; i++)
                parameters.Add(Guard.Finite(means[l][i], "a mean", $"{nameof(means)}[{l}][{i}]"));
            parameters.AddRange(Square(roots[l], d, $"{nameof(roots)}[{l}]"));
        }
        return new GeneratorCodes(GeneratorCodesKind.Mixture, d, [.. weights], [.. parameters]);
    }

    /// <summary>The same law at other parameters.</summary>
    /// <param name="parameters">θ, as many as there are.</param>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    /// <exception cref="ArgumentOutOfRangeException">One is not finite.</exception>
    public GeneratorCodes With(ReadOnlySpan<double> parameters)
    {
        Guard.Length(parameters.Length, _parameters.Length, "the parameters of these codes", nameof(parameters));
        foreach (double value in parameters)
            Guard.Finite(value, "a parameter of codes", nameof(parameters));
        return new GeneratorCodes(Kind, FeatureCount, _weights, parameters.ToArray());
    }

    /// <summary>⟨c̃c̃ᵀ⟩ = Σπ_l(C_l + μ_lμ_lᵀ), d̃×d̃: what a linear critic sees of the law.</summary>
    public double[,] SecondMoments()
    {
        int d = FeatureCount;
        var sum = new double[d, d];
        var law = new CodeComponents<FieldValue>(this, MemoryMarshal.Cast<double, FieldValue>(_parameters).ToArray());
        for (int l = 0; l < ComponentCount; l++)
            for (int i = 0; i < d; i++)
                for (int j = 0; j < d; j++)
                    sum[i, j] += _weights[l] * (law.Covariance(l, i, j).Value + law.Mean(l, i).Value * law.Mean(l, j).Value);
        return sum;
    }

    /// <summary>Names of the parameters in order: scale_1, …; A_11, …; or mu_1_1, …, root_1_11, ….</summary>
    public ImmutableArray<string> ParameterNames()
    {
        IEnumerable<int> features = Enumerable.Range(1, FeatureCount);
        IEnumerable<string> Matrix(string name) => features.SelectMany(i => features.Select(j => $"{name}_{i}{j}"));
        return Kind switch
        {
            GeneratorCodesKind.Scales => [.. features.Select(l => $"scale_{l}")],
            GeneratorCodesKind.Matrix => [.. Matrix("A")],
            _ => [.. Enumerable.Range(1, ComponentCount).SelectMany(l => features.Select(i => $"mu_{l}_{i}").Concat(Matrix($"root_{l}")))],
        };
    }

    /// <summary>Whether it is the same kind of law with the same probabilities and parameters.</summary>
    /// <param name="other">Another law.</param>
    public bool Equals(GeneratorCodes? other) =>
        other is not null && Kind == other.Kind && FeatureCount == other.FeatureCount && Shares.SequenceEqual(other.Shares) && Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GeneratorCodes);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, ValueArray.Of(Weights), ValueArray.Of(Parameters));

    /// <summary>What is learned, and the parameters.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{(Kind == GeneratorCodesKind.Mixture ? $"mixture of {ComponentCount}" : Kind.ToString().ToLowerInvariant())}, θ = ({string.Join(", ", _parameters.Select(x => x.ToString("G6", CultureInfo.InvariantCulture)))})");

    private static double[] Square(double[,] matrix, int d, string name)
    {
        if (d == 0 || matrix.GetLength(0) != d || matrix.GetLength(1) != d)
            throw new ArgumentException($"{name} must be square with one row for each generator feature, {Math.Max(d, 1)}; got {matrix.GetLength(0)}×{matrix.GetLength(1)}", name);
        var values = new double[d * d];
        for (int i = 0; i < d; i++)
            for (int j = 0; j < d; j++)
                values[i * d + j] = Guard.Finite(matrix[i, j], "an entry of a matrix", $"{name}[{i}, {j}]");
        return values;
    }
}
