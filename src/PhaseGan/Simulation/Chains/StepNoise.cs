namespace PhaseGan;

/// <summary>The scalar normals of training steps, for eight (replica, step) pairs at once, each in a lane of its own.</summary>
internal static class StepNoise
{
    /// <summary>Numbers from one normal of a lane to the next.</summary>
    public const int Stride = 8;

    /// <summary>Fills the normals of one step in each of eight lanes; a step owns half as many positions of its stream as it has normals.</summary>
    /// <param name="run">Gives the seed.</param>
    /// <param name="purpose">The stream, one for each engine.</param>
    /// <param name="step">Step of each lane.</param>
    /// <param name="replica">Replica of each lane.</param>
    /// <param name="to">Receives the normals of a step, an even number of rows of eight.</param>
    public static void Fill<T>(StepNumbers run, StreamPurpose purpose, T step, T replica, Span<double> to)
        where T : unmanaged, IWideLanes<T>
    {
        T blocks = T.AllBits((uint)(to.Length / (2 * Stride)));
        T position = T.AddBits(T.MultiplyLow32(step, blocks), T.MultiplyLow32(step >>> 32, blocks) << 32);
        Normals<T>.FillRows(run.Keys, replica, purpose, position, 1, to);
    }

    /// <summary>
    /// Makes the codes of one step, in every lane, out of the normals that their laws ask for, so that what is left is laid out as for Gaussian
    /// codes: standardised codes where their normals stood, all else unchanged and moved up.
    /// </summary>
    /// <param name="run">Laws of the codes and sizes.</param>
    /// <param name="rows">Rows of normals, of which the first ScalarNormals + ExtraNormals are read.</param>
    /// <param name="behind">Rows after these, which are moved up.</param>
    public static void MakeCodes(StepNumbers run, Span<double> rows, int behind)
    {
        if (run.RealCodes is null && run.FakeCodes is null)
            return;
        int d = run.Features, most = run.ExtraNormals + d, from = 0, to = 0;
        Span<double> normals = most <= 64 ? stackalloc double[most] : new double[most];
        Span<double> code = d <= 64 ? stackalloc double[d] : new double[d];
        Make(run.FakeCodes, rows, ref from, ref to, normals, code);
        for (int sample = 0; sample < run.Batch; sample++)
        {
            Make(run.RealCodes, rows, ref from, ref to, normals, code);
            Make(run.FakeCodes, rows, ref from, ref to, normals, code);
        }
        rows.Slice(from, behind * Stride).CopyTo(rows[to..]);
    }

    /// <summary>One code in every lane, and the scalar behind it.</summary>
    private static void Make(LatentLaw? law, Span<double> rows, ref int from, ref int to, Span<double> normals, Span<double> code)
    {
        int d = code.Length, count = law?.NormalsPerCode(d) ?? d;
        if (law is not null)
        {
            for (int lane = 0; lane < Stride; lane++)
            {
                for (int k = 0; k < count; k++)
                    normals[k] = rows[from + k * Stride + lane];
                law.Draw(normals[..count], code);
                for (int l = 0; l < d; l++)
                    rows[to + l * Stride + lane] = code[l];
            }
        }
        else
        {
            rows.Slice(from, d * Stride).CopyTo(rows[to..]);
        }
        rows.Slice(from + count * Stride, Stride).CopyTo(rows[(to + d * Stride)..]);
        from += (count + 1) * Stride;
        to += (d + 1) * Stride;
    }
}
