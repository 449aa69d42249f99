namespace PhaseGan;

/// <summary>Single passes over n-vectors with the widest registers; lengths are multiples of sixteen.</summary>
internal static unsafe class Wide
{
    /// <summary>x·y.</summary>
    public static double Dot(double* x, double* y, int length)
    {
        var work = new DotWork(x, y, length);
        Widest.Run(ref work);
        return work.Result;
    }

    /// <summary>z ← a x + b y; z may be x or y.</summary>
    public static void Combine(double a, double* x, double b, double* y, int length, double* z)
    {
        var work = new CombineWork(a, x, b, y, length, z);
        Widest.Run(ref work);
    }

    /// <summary>Fills <paramref name="to"/> with n normals, vector <paramref name="vector"/> of a stream, and zeros up to <paramref name="padded"/>.</summary>
    public static void FillNormals(StepNumbers run, uint replica, StreamPurpose purpose, ulong vector, int n, int padded, double* to)
    {
        var work = new FillWork(run, replica, purpose, vector, n, padded, to);
        Widest.Run(ref work);
    }

    private struct DotWork(double* x, double* y, int length) : ILaneWork
    {
        public double Result { get; private set; }

        public void Run<T, TBits>()
            where T : unmanaged, IWideLanes<T, TBits>
            where TBits : unmanaged, IBitLanes<TBits> =>
            Result = Vectors<T, TBits>.Dot(x, y, length);
    }

    private readonly struct CombineWork(double a, double* x, double b, double* y, int length, double* z) : ILaneWork
    {
        public void Run<T, TBits>()
            where T : unmanaged, IWideLanes<T, TBits>
            where TBits : unmanaged, IBitLanes<TBits> =>
            Vectors<T, TBits>.Combine(a, x, b, y, length, z);
    }

    private readonly struct FillWork(StepNumbers run, uint replica, StreamPurpose purpose, ulong vector, int n, int padded, double* to) : ILaneWork
    {
        public void Run<T, TBits>()
            where T : unmanaged, IWideLanes<T, TBits>
            where TBits : unmanaged, IBitLanes<TBits> =>
            Vectors<T, TBits>.FillNormals(run, replica, purpose, vector, 0, padded, n, padded, to);
    }
}
