using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>The order of the coordinates of training with learnable codes: P, Q, R row by row, the upper triangles of S and Z, with their diagonals unless norms are kept at 1, then θ.</summary>
internal sealed class LearnableCodesLayout
{
    private readonly int[] _s, _z;

    public LearnableCodesLayout(int features, int fakes, int critics, bool hasNorms, int parameters)
    {
        (Features, Fakes, Critics) = (features, fakes, critics);
        int next = features * fakes + features * critics + fakes * critics;
        _s = Triangle(fakes);
        _z = Triangle(critics);
        Theta = next;
        Dimension = next + parameters;

        int[] Triangle(int size)
        {
            var at = new int[size * size];
            for (int i = 0; i < size; i++)
                for (int j = i; j < size; j++)
                    at[i * size + j] = at[j * size + i] = i == j && !hasNorms ? -1 : next++;
            return at;
        }
    }

    /// <summary>d, d̃, k.</summary>
    public int Features { get; }

    public int Fakes { get; }

    public int Critics { get; }

    /// <summary>Where θ begins.</summary>
    public int Theta { get; }

    /// <summary>Number of coordinates.</summary>
    public int Dimension { get; }

    public int P(int i, int j) => i * Fakes + j;

    public int Q(int i, int a) => Features * Fakes + i * Critics + a;

    public int R(int j, int a) => Features * (Fakes + Critics) + j * Critics + a;

    /// <summary>−1 where it is held at 1.</summary>
    public int S(int i, int j) => _s[i * Fakes + j];

    /// <summary>−1 where it is held at 1.</summary>
    public int Z(int a, int b) => _z[a * Critics + b];

    public ImmutableArray<string> Names(ImmutableArray<string> parameters)
    {
        var names = new string[Dimension];
        for (int i = 0; i < Features; i++)
        {
            for (int j = 0; j < Fakes; j++)
                names[P(i, j)] = $"p_{i + 1}{j + 1}";
            for (int a = 0; a < Critics; a++)
                names[Q(i, a)] = $"q_{i + 1}{a + 1}";
        }
        for (int j = 0; j < Fakes; j++)
        {
            for (int a = 0; a < Critics; a++)
                names[R(j, a)] = $"r_{j + 1}{a + 1}";
            for (int i = 0; i <= j; i++)
                if (S(i, j) >= 0)
                    names[S(i, j)] = $"s_{i + 1}{j + 1}";
        }
        for (int b = 0; b < Critics; b++)
            for (int a = 0; a <= b; a++)
                if (Z(a, b) >= 0)
                    names[Z(a, b)] = $"z_{a + 1}{b + 1}";
        parameters.CopyTo(names, Theta);
        return ImmutableArray.Create(names);
    }
}
