using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>The vectors of a training at one time: the columns of U and V, and w, all of length n.</summary>
public sealed class TrainingWeights
{
    internal TrainingWeights(TrainingVectors vectors)
    {
        int n = vectors.Length;
        Features = [.. Enumerable.Range(0, vectors.Features).Select(l => ImmutableArray.Create<double>(vectors.U(l)[..n]))];
        Generator = [.. Enumerable.Range(0, vectors.Features).Select(l => ImmutableArray.Create<double>(vectors.V(l)[..n]))];
        Discriminator = ImmutableArray.Create<double>(vectors.W[..n]);
    }

    /// <summary>The columns u_ℓ of U: d vectors of length n.</summary>
    public ImmutableArray<ImmutableArray<double>> Features { get; }

    /// <summary>The columns v_ℓ of V: d vectors of length n.</summary>
    public ImmutableArray<ImmutableArray<double>> Generator { get; }

    /// <summary>w, length n.</summary>
    public ImmutableArray<double> Discriminator { get; }

    /// <summary>How many weights.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Generator.Length} columns of the generator and a discriminator of {Discriminator.Length} weights");
}
