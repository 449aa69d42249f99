namespace PhaseGan;

/// <summary>Single passes over n-vectors with the widest registers; lengths are multiples of sixteen.</summary>
internal static class Wide
{
    /// <summary>x·y.</summary>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var work = new DotWork(x, y);
        Widest.Run(ref work);
        return work.Result;
    }

    /// <summary>z ← a x + b y; z may be x or y.</summary>
    public static void Combine(double a, ReadOnlySpan<double> x, double b, ReadOnlySpan<double> y, Span<double> z)
    {
        var work = new CombineWork(a, x, b, y, z);
        Widest.Run(ref work);
    }

    /// <summary>Fills <paramref name="to"/> with n normals, vector <paramref name="vector"/> of a stream, and zeros behind them.</summary>
    public static void FillNormals(StepNumbers run, uint replica, StreamPurpose purpose, ulong vector, int n, Span<double> to)
    {
        var work = new FillWork(run, replica, purpose, vector, n, to);
        Widest.Run(ref work);
    }

    private ref struct DotWork(ReadOnlySpan<double> x, ReadOnlySpan<double> y) : ILaneWork
    {
        private readonly ReadOnlySpan<double> _x = x, _y = y;

        public double Result { get; private set; }

        public void Run<T>()
            where T : unmanaged, IWideLanes<T> =>
            Result = Vectors<T>.Dot(_x, _y);
    }

    private readonly ref struct CombineWork(double a, ReadOnlySpan<double> x, double b, ReadOnlySpan<double> y, Span<double> z) : ILaneWork
    {
        private readonly ReadOnlySpan<double> _x = x, _y = y;
        private readonly Span<double> _z = z;

        public void Run<T>()
            where T : unmanaged, IWideLanes<T> =>
            Vectors<T>.Combine(a, _x, b, _y, _z);
    }

    private readonly ref struct FillWork(StepNumbers run, uint replica, StreamPurpose purpose, ulong vector, int n, Span<double> to) : ILaneWork
    {
        private readonly Span<double> _to = to;

        public void Run<T>()
            where T : unmanaged, IWideLanes<T> =>
            Vectors<T>.FillNormals(run, replica, purpose, vector, 0, n, _to.Length, _to);
    }
}
