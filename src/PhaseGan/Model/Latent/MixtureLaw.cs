using System.Collections.Immutable;
using System.Globalization;
using MathNet.Numerics.Distributions;

namespace PhaseGan;

/// <summary>A mixture of normal laws with diagonal covariances, or, where all variances are 0, a discrete law; standardised.</summary>
internal sealed class MixtureLaw : LatentLaw
{
    private const double Tolerance = 1e-9;

    private readonly int _d;
    private readonly double[] _weights;
    private readonly double[] _means;
    private readonly double[] _variances;
    private readonly double[] _deviations;

    /// <summary>The normal quantiles at which one component ends and the next begins.</summary>
    private readonly double[] _ends;

    public MixtureLaw(
        string name, IReadOnlyList<double>? weights, IReadOnlyList<IReadOnlyList<double>> means, IReadOnlyList<IReadOnlyList<double>>? variances)
    {
        string which = variances is null ? "points" : "means";
        int count = means.Count;
        if (count == 0)
            throw new ArgumentException($"{which} must have at least one entry; got none", which);
        ArgumentNullException.ThrowIfNull(means[0], $"{which}[0]");
        int d = _d = Guard.AtLeast(means[0].Count, 1, "the number of features", $"{which}[0].Count");
        _weights = Weights01(weights, count);
        _means = Flat(means, count, d, which);
        _variances = variances is null ? new double[count * d] : Flat(variances, count, d, nameof(variances));
        for (int i = 0; i < _variances.Length; i++)
            Guard.NonNegative(_variances[i], "a variance", $"{nameof(variances)}[{i / d}][{i % d}]");
        GivenVariances = Standardise(which);
        _deviations = [.. _variances.Select(Math.Sqrt)];
        _ends = new double[count - 1];
        double sum = 0;
        for (int k = 0; k < count - 1; k++)
            _ends[k] = Normal.InvCDF(0, 1, Math.Min(sum += _weights[k], 1));
        Name = name;
    }

    public override string Name { get; }

    public override int? FeatureCount => _d;

    public override ImmutableArray<double> GivenVariances { get; }

    /// <summary>Chances of the components.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <summary>Means of the components, one after the other.</summary>
    public ReadOnlySpan<double> Means => _means;

    /// <summary>Variances of the components, one after the other.</summary>
    public ReadOnlySpan<double> Variances => _variances;

    public override LatentLaw WithIndependentEntries() => _d == 1
        ? new IndependentLaw(new MixtureEntry(this))
        : throw new InvalidOperationException($"only a law of one feature can be that of independent entries; this one has {_d}");

    public override int NormalsPerCode(int featureCount)
    {
        if (featureCount != _d)
            throw Guard.OutOfRange(nameof(featureCount), featureCount, $"must be {_d}, the number of features of this law");
        return _d + 1;
    }

    /// <remarks>The first normal chooses the component.</remarks>
    public override void Draw(ReadOnlySpan<double> normals, Span<double> code)
    {
        Guard.Length(code.Length, _d, "a code of this law", nameof(code));
        Guard.Length(normals.Length, _d + 1, "the standard normals for one code", nameof(normals));
        int k = 0;
        while (k < _ends.Length && normals[0] > _ends[k])
            k++;
        for (int l = 0; l < _d; l++)
            code[l] = _means[k * _d + l] + _deviations[k * _d + l] * normals[l + 1];
    }

    public override bool Equals(object? obj) =>
        obj is MixtureLaw other
        && other._d == _d
        && other._weights.AsSpan().SequenceEqual(_weights)
        && other._means.AsSpan().SequenceEqual(_means)
        && other._variances.AsSpan().SequenceEqual(_variances);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (double v in _means)
            hash.Add(v);
        foreach (double v in _variances)
            hash.Add(v);
        return hash.ToHashCode();
    }

    private static double[] Weights01(IReadOnlyList<double>? weights, int count)
    {
        if (weights is null)
            return [.. Enumerable.Repeat(1.0 / count, count)];
        Guard.Length(weights.Count, count, "a chance for each component", nameof(weights));
        double sum = 0;
        for (int k = 0; k < count; k++)
            sum += Guard.Positive(weights[k], "a chance", $"{nameof(weights)}[{k}]");
        if (Math.Abs(sum - 1) > Tolerance)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"weights are chances and must sum to 1; got {sum:R}"), nameof(weights));
        return [.. weights.Select(w => w / sum)];
    }

    private static double[] Flat(IReadOnlyList<IReadOnlyList<double>> rows, int count, int d, string name)
    {
        Guard.Length(rows.Count, count, "one vector for each component", name);
        var flat = new double[count * d];
        for (int k = 0; k < count; k++)
        {
            ArgumentNullException.ThrowIfNull(rows[k], $"{name}[{k}]");
            Guard.Length(rows[k].Count, d, "a vector with one entry for each feature", $"{name}[{k}]");
            for (int l = 0; l < d; l++)
                flat[k * d + l] = Guard.Finite(rows[k][l], "an entry of a code", $"{name}[{k}][{l}]");
        }
        return flat;
    }

    /// <summary>Checks mean and covariance, divides them out, and returns the variances.</summary>
    private ImmutableArray<double> Standardise(string which)
    {
        int d = _d;
        var total = new double[d];
        for (int l = 0; l < d; l++)
        {
            for (int k = 0; k < _weights.Length; k++)
                total[l] += _weights[k] * (_means[k * d + l] * _means[k * d + l] + _variances[k * d + l]);
            if (!(total[l] > 0 && double.IsFinite(total[l])))
                throw Guard.OutOfRange(which, total[l], $"must let every feature vary, with a variance that is a finite number > 0; for feature {l} it is not");
        }
        for (int l = 0; l < d; l++)
        {
            double deviation = Math.Sqrt(total[l]), mean = 0;
            for (int k = 0; k < _weights.Length; k++)
                mean += _weights[k] * _means[k * d + l];
            if (Math.Abs(mean) > Tolerance * deviation)
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"{which} must have mean zero; the mean of feature {l} is {mean:R}"), which);
            for (int j = 0; j < l; j++)
            {
                double product = 0;
                for (int k = 0; k < _weights.Length; k++)
                    product += _weights[k] * _means[k * d + l] * _means[k * d + j];
                if (Math.Abs(product) > Tolerance * deviation * Math.Sqrt(total[j]))
                    throw new ArgumentException(
                        string.Create(CultureInfo.InvariantCulture, $"{which} must not make features correlate; the covariance of features {j} and {l} is {product:R}"), which);
            }
        }
        for (int i = 0; i < _means.Length; i++)
        {
            _means[i] /= Math.Sqrt(total[i % d]);
            _variances[i] /= total[i % d];
        }
        return [.. total];
    }
}
