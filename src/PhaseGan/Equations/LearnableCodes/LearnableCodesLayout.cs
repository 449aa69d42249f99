using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>
/// The order of the coordinates of training with learnable codes: first what rests while the discriminator sees nothing, P, S and θ, with unit norms also Z_ab of features of one sign; then Q, R and the rest of Z. Matrices row by row, upper
/// triangles of S and Z, with their diagonals unless norms are kept at 1.
/// </summary>
internal sealed class LearnableCodesLayout
{
    private readonly int[] _s, _z;

    public LearnableCodesLayout(int features, int fakes, ReadOnlySpan<int> signs, bool hasNorms, int parameters)
    {
        (Features, Fakes, Critics) = (features, fakes, signs.Length);
        int next = features * fakes;
        (_s, _z) = (new int[fakes * fakes], new int[Critics * Critics]);
        _s.AsSpan().Fill(-1);
        _z.AsSpan().Fill(-1);
        for (int i = 0; i < fakes; i++)
            for (int j = hasNorms ? i : i + 1; j < fakes; j++)
                _s[i * fakes + j] = _s[j * fakes + i] = next++;
        for (int a = 0; a < Critics; a++)
            for (int b = a + 1; b < Critics && !hasNorms; b++)
                if (signs[a] == signs[b])
                    _z[a * Critics + b] = _z[b * Critics + a] = next++;
        Theta = next;
        TransverseStart = next + parameters;
        next = TransverseStart + (features + fakes) * Critics;
        for (int a = 0; a < Critics; a++)
            for (int b = hasNorms ? a : a + 1; b < Critics; b++)
                if (_z[a * Critics + b] < 0)
                    _z[a * Critics + b] = _z[b * Critics + a] = next++;
        Dimension = next;
        ParameterCount = parameters;
    }

    /// <summary>d, d̃, k.</summary>
    public int Features { get; }

    public int Fakes { get; }

    public int Critics { get; }

    /// <summary>Where θ begins.</summary>
    public int Theta { get; }

    /// <summary>Number of parameters of the codes.</summary>
    public int ParameterCount { get; }

    /// <summary>Where Q begins; R and what is left of Z follow it.</summary>
    public int TransverseStart { get; }

    /// <summary>Number of coordinates.</summary>
    public int Dimension { get; }

    public int P(int i, int j) => i * Fakes + j;

    public int Q(int i, int a) => TransverseStart + i * Critics + a;

    public int R(int j, int a) => TransverseStart + (Features + j) * Critics + a;

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
