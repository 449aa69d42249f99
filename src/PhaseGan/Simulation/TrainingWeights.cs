using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>The vectors of a training at one time: the columns of U and V, and w, all of length n.</summary>
public sealed class TrainingWeights
{
    internal unsafe TrainingWeights(TrainingVectors vectors)
    {
        int n = vectors.Length;
        Features = [.. Enumerable.Range(0, vectors.Features).Select(l => Copy(vectors.U(l), n))];
        Generator = [.. Enumerable.Range(0, vectors.Features).Select(l => Copy(vectors.V(l), n))];
        Discriminator = Copy(vectors.W, n);
        GC.KeepAlive(vectors);

        static ImmutableArray<double> Copy(double* from, int n) => [.. new ReadOnlySpan<double>(from, n)];
    }

    /// <summary>The columns u_ℓ of U: d vectors of length n.</summary>
    public ImmutableArray<ImmutableArray<double>> Features { get; }

    /// <summary>The columns v_ℓ of V: d vectors of length n.</summary>
    public ImmutableArray<ImmutableArray<double>> Generator { get; }

    /// <summary>w, length n.</summary>
    public ImmutableArray<double> Discriminator { get; }
}
