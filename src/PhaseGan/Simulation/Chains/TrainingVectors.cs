using System.Runtime.InteropServices;

namespace PhaseGan;

/// <summary>The n-vectors of one training: the columns of U and V, and w; each padded with zeros to a multiple of sixteen.</summary>
internal sealed class TrainingVectors
{
    private const int Granule = Normals<LanesPlain>.Granule;

    /// <summary>Numbers up to which one piece of memory holds all vectors.</summary>
    private const long OnePiece = 1 << 20;
    private readonly AlignedBuffer[] _memory;
    private readonly bool _isOnePiece;

    /// <summary>
    /// U is the discrete cosine basis, u_1 = (1, …, 1)/√n; V and w have the overlaps of <paramref name="start"/> and otherwise point in
    /// random directions across U, drawn from the replica's own stream.
    /// </summary>
    public TrainingVectors(StepNumbers run, StreamPurpose directions, uint replica, MacroState start, bool unitNorms)
    {
        int n = Length = (int)run.Dimension;
        int d = Features = run.Features;
        Padded = (n + Granule - 1) / Granule * Granule;
        int count = 2 * d + 1;
        bool one = _isOnePiece = (long)count * Padded <= OnePiece;
        _memory = [.. Enumerable.Range(0, one ? 1 : count).Select(_ => new AlignedBuffer(one ? count * Padded : Padded))];
        for (int l = 0; l < d; l++)
            CosineVector(l, n, U(l));

        // An orthonormal frame across U, in the memory of V and w.
        for (int k = 0; k <= d; k++)
        {
            Span<double> e = Trained(k);
            Wide.FillNormals(run, replica, directions, (ulong)k, n, e);
            // Three rounds leave rounding alone even where little of the vector remains.
            for (int round = 0; round < 3; round++)
            {
                Scale(e);
                for (int l = 0; l < d; l++)
                    Remove(U(l), e);
                for (int h = 0; h < k; h++)
                    Remove(V(h), e);
            }
            Scale(e);
        }

        double[] rows = StartFrame.Rows(start, unitNorms);
        Span<double> frame = new double[d + 1];
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k <= d; k++)
                frame[k] = Trained(k)[i];
            for (int j = 0; j <= d; j++)
            {
                ReadOnlySpan<double> row = rows.AsSpan(j * (2 * d + 1), 2 * d + 1);
                double sum = 0;
                for (int l = 0; l < d; l++)
                    sum += row[l] * U(l)[i];
                for (int k = 0; k <= d; k++)
                    sum += row[d + k] * frame[k];
                Trained(j)[i] = sum;
            }
        }
    }

    /// <summary>n.</summary>
    public int Length { get; }

    /// <summary>n rounded up to a multiple of sixteen.</summary>
    public int Padded { get; }

    /// <summary>d.</summary>
    public int Features { get; }

    /// <summary>w.</summary>
    public Span<double> W => Column(2 * Features);

    /// <summary>Column ℓ of U.</summary>
    public Span<double> U(int l) => Column(l);

    /// <summary>Column ℓ of V.</summary>
    public Span<double> V(int l) => Column(Features + l);

    /// <summary>Reads P, q, r, S and z off the vectors.</summary>
    public void Overlaps(Span<double> p, Span<double> q, Span<double> r, Span<double> s, out double z)
    {
        int d = Features;
        for (int i = 0; i < d; i++)
        {
            q[i] = Wide.Dot(U(i), W);
            r[i] = Wide.Dot(V(i), W);
            for (int j = 0; j < d; j++)
                p[i * d + j] = Wide.Dot(U(i), V(j));
            for (int j = i; j < d; j++)
                s[i * d + j] = s[j * d + i] = Wide.Dot(V(i), V(j));
        }
        z = Wide.Dot(W, W);
    }

    /// <summary>The overlaps as a state, of vectors whose squared lengths are exactly 1 where <paramref name="unitNorms"/> says so.</summary>
    public MacroState State(bool unitNorms)
    {
        int d = Features;
        var (p, q, r, s) = (new double[d * d], new double[d], new double[d], new double[d * d]);
        Overlaps(p, q, r, s, out double z);
        for (int l = 0; unitNorms && l < d; l++)
            s[l * d + l] = z = 1;
        return MacroState.FromComputed(p, q, r, s, z);
    }

    /// <summary>Gives a vector the length 1.</summary>
    public static void Normalise(Span<double> vector) => Wide.Combine(InverseRoot(Wide.Dot(vector, vector)), vector, 0, vector, vector);

    /// <summary>1/√x, and NaN for an infinite x, where 0 would make a vector of length zero of one that is too long for squares.</summary>
    public static double InverseRoot(double x) => double.IsFinite(x) ? 1 / Math.Sqrt(x) : double.NaN;

    private Span<double> Column(int k) => _isOnePiece ? _memory[0].Span.Slice(k * Padded, Padded) : _memory[k].Span;

    private Span<double> Trained(int j) => j < Features ? V(j) : W;

    private static void Remove(ReadOnlySpan<double> axis, Span<double> vector) => Wide.Combine(1, vector, -Wide.Dot(axis, vector), axis, vector);

    private static void Scale(Span<double> vector) => Wide.Combine(1 / Math.Sqrt(Wide.Dot(vector, vector)), vector, 0, vector, vector);

    /// <summary>Entry i is √(2/n) cos(π(i + ½)ℓ/n), or 1/√n for ℓ = 0; the angle is reduced in whole numbers.</summary>
    private static void CosineVector(int l, int n, Span<double> to)
    {
        double scale = Math.Sqrt((l == 0 ? 1.0 : 2.0) / n);
        for (int i = 0; i < n; i++)
        {
            // The angle is half of π times turn/n, with turn in [0, 4n); quarter turns are taken off.
            long turn = (2L * i + 1) * l % (4L * n);
            long quarter = (2 * turn + n) / (2L * n);
            double t = 2.0 * (turn - quarter * n) / n;
            Normals<LanesPlain>.SinCosOfEighth(LanesPlain.All(t), out LanesPlain sin, out LanesPlain cos);
            to[i] = scale * ((quarter & 3) switch { 0 => First(cos), 1 => -First(sin), 2 => -First(cos), _ => First(sin) });
        }
    }

    private static double First(LanesPlain lanes) => MemoryMarshal.Cast<LanesPlain, double>(new ReadOnlySpan<LanesPlain>(in lanes))[0];
}
