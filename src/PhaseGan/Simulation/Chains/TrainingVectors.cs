namespace PhaseGan;

/// <summary>The n-vectors of one training: the columns of U and V, and w; each padded with zeros to a multiple of sixteen.</summary>
internal sealed unsafe class TrainingVectors
{
    private const int Granule = Normals<LanesPlain, LanesPlain.Pattern>.Granule;

    /// <summary>Numbers up to which one piece of memory holds all vectors.</summary>
    private const long OnePiece = 1 << 20;
    private readonly AlignedBuffer[] _memory;
    private readonly nint[] _columns;

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
        bool one = (long)count * Padded <= OnePiece;
        _memory = [.. Enumerable.Range(0, one ? 1 : count).Select(_ => new AlignedBuffer(one ? count * Padded : Padded))];
        _columns = [.. Enumerable.Range(0, count).Select(k => (nint)(one ? _memory[0].Start + k * Padded : _memory[k].Start))];
        for (int l = 0; l < d; l++)
            CosineVector(l, n, U(l));

        // An orthonormal frame across U, in the memory of V and w.
        for (int k = 0; k <= d; k++)
        {
            double* e = Trained(k);
            Wide.FillNormals(run, replica, directions, (ulong)k, n, Padded, e);
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
        double* frame = stackalloc double[d + 1];
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
    public double* W => (double*)_columns[2 * Features];

    /// <summary>Column ℓ of U.</summary>
    public double* U(int l) => (double*)_columns[l];

    /// <summary>Column ℓ of V.</summary>
    public double* V(int l) => (double*)_columns[Features + l];

    /// <summary>Reads P, q, r, S and z off the vectors.</summary>
    public void Overlaps(double* p, double* q, double* r, double* s, out double z)
    {
        int d = Features;
        for (int i = 0; i < d; i++)
        {
            q[i] = Dot(U(i), W);
            r[i] = Dot(V(i), W);
            for (int j = 0; j < d; j++)
                p[i * d + j] = Dot(U(i), V(j));
            for (int j = i; j < d; j++)
                s[i * d + j] = s[j * d + i] = Dot(V(i), V(j));
        }
        z = Dot(W, W);
        GC.KeepAlive(_memory);
    }

    /// <summary>1/√x, and NaN for an infinite x, where 0 would make a vector of length zero of one that is too long for squares.</summary>
    public static double InverseRoot(double x) => double.IsFinite(x) ? 1 / Math.Sqrt(x) : double.NaN;

    private double* Trained(int j) => j < Features ? V(j) : W;

    private double Dot(double* x, double* y) => Wide.Dot(x, y, Padded);

    private void Remove(double* axis, double* vector) => Wide.Combine(1, vector, -Dot(axis, vector), axis, Padded, vector);

    private void Scale(double* vector) => Wide.Combine(1 / Math.Sqrt(Dot(vector, vector)), vector, 0, vector, Padded, vector);

    /// <summary>Entry i is √(2/n) cos(π(i + ½)ℓ/n), or 1/√n for ℓ = 0; the angle is reduced in whole numbers.</summary>
    private static void CosineVector(int l, int n, double* to)
    {
        double scale = Math.Sqrt((l == 0 ? 1.0 : 2.0) / n);
        double* lanes = stackalloc double[16];
        for (int i = 0; i < n; i++)
        {
            // The angle is half of π times turn/n, with turn in [0, 4n); quarter turns are taken off.
            long turn = (2L * i + 1) * l % (4L * n);
            long quarter = (2 * turn + n) / (2L * n);
            double t = 2.0 * (turn - quarter * n) / n;
            Normals<LanesPlain, LanesPlain.Pattern>.SinCosOfEighth(LanesPlain.All(t), out LanesPlain sin, out LanesPlain cos);
            LanesPlain.Store(sin, lanes);
            LanesPlain.Store(cos, lanes + 8);
            to[i] = scale * ((quarter & 3) switch { 0 => lanes[8], 1 => -lanes[0], 2 => -lanes[8], _ => lanes[0] });
        }
    }
}
