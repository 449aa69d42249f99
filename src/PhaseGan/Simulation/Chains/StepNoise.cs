using System.Runtime.CompilerServices;

namespace PhaseGan;

/// <summary>The scalar normals of training steps, for eight (replica, step) pairs at once, each in a lane of its own.</summary>
internal static unsafe class StepNoise
{
    /// <summary>Numbers from one normal of a lane to the next.</summary>
    public const int Stride = 8;

    /// <summary>Fills the normals of one step in each of eight lanes; a step owns <paramref name="normals"/>/2 positions of its stream.</summary>
    /// <param name="run">Gives the seed.</param>
    /// <param name="purpose">The stream, one for each engine.</param>
    /// <param name="step">Step of each lane.</param>
    /// <param name="replica">Replica of each lane.</param>
    /// <param name="normals">Normals a step, even.</param>
    /// <param name="to">Receives <paramref name="normals"/> rows of eight.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Fill<T, TBits>(StepNumbers run, StreamPurpose purpose, TBits step, TBits replica, int normals, double* to)
        where T : unmanaged, IWideLanes<T, TBits>
        where TBits : unmanaged, IBitLanes<TBits>
    {
        TBits blocks = TBits.All((uint)normals / 2);
        TBits position = TBits.MultiplyLow32(step, blocks) + (TBits.MultiplyLow32(step >>> 32, blocks) << 32);
        for (double* end = to + Stride * normals; to < end; to += 2 * Stride)
        {
            Philox.Block(run.Keys, position, replica, purpose, out TBits a, out TBits b);
            Normals<T, TBits>.Pair(a, b, out T x, out T y);
            T.Store(x, to);
            T.Store(y, to + Stride);
            position += TBits.All(1);
        }
    }

    /// <summary>
    /// Makes the codes of one step, in every lane, out of the normals that their laws ask for, so that what is left is laid out as for Gaussian
    /// codes: standardised codes where their normals stood, all else unchanged and moved up.
    /// </summary>
    /// <param name="run">Laws of the codes and sizes.</param>
    /// <param name="rows">Rows of normals, of which the first ScalarNormals + ExtraNormals are read.</param>
    /// <param name="behind">Rows after these, which are moved up.</param>
    /// <param name="stride">Numbers from one row to the next.</param>
    public static void MakeCodes(StepNumbers run, double* rows, int behind, int stride)
    {
        if (run.RealCodes is null && run.FakeCodes is null)
            return;
        int d = run.Features, most = run.ExtraNormals + d;
        Span<double> normals = most <= 64 ? stackalloc double[most] : new double[most];
        Span<double> code = d <= 64 ? stackalloc double[d] : new double[d];
        double* from = rows, to = rows;
        Make(run.FakeCodes, ref from, ref to, normals, code, stride);
        for (int sample = 0; sample < run.Batch; sample++)
        {
            Make(run.RealCodes, ref from, ref to, normals, code, stride);
            Make(run.FakeCodes, ref from, ref to, normals, code, stride);
        }
        Buffer.MemoryCopy(from, to, (long)behind * stride * sizeof(double), (long)behind * stride * sizeof(double));
    }

    /// <summary>One code in every lane, and the scalar behind it.</summary>
    private static void Make(LatentLaw? law, ref double* from, ref double* to, Span<double> normals, Span<double> code, int stride)
    {
        int d = code.Length, count = law?.NormalsPerCode(d) ?? d;
        if (law is not null)
        {
            for (int lane = 0; lane < stride; lane++)
            {
                for (int k = 0; k < count; k++)
                    normals[k] = from[k * stride + lane];
                law.Draw(normals[..count], code);
                for (int l = 0; l < d; l++)
                    to[l * stride + lane] = code[l];
            }
        }
        else if (from != to)
        {
            new Span<double>(from, d * stride).CopyTo(new Span<double>(to, d * stride));
        }
        from += count * stride;
        to += d * stride;
        if (from != to)
            new Span<double>(from, stride).CopyTo(new Span<double>(to, stride));
        from += stride;
        to += stride;
    }
}
