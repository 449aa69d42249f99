using System.Runtime.InteropServices;

namespace PhaseGan.Native;

/// <summary><c>phasegan_points</c>: points of parameter space in arrays of the caller.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativePoints
{
    public int Count;
    public int Features;
    public double* Lambda;
    public double* LambdaFake;
    public double* Tau;
    public double* TauTilde;
    public double* EtaT;
    public double* EtaG;
    public int* Batch;

    /// <summary>The points as values of the library.</summary>
    /// <exception cref="ArgumentException">A count, an array or a number broke a rule; the message names the point.</exception>
    public readonly GanParameters[] Read()
    {
        if (Count < 0)
            throw new ArgumentException(FormattableString.Invariant($"count is a number of points and must be >= 0; got {Count}"));
        if (Features is < 1 or > GanParameters.MaxFeatures)
            throw new ArgumentException(FormattableString.Invariant($"features must lie in [1, {GanParameters.MaxFeatures}]; got {Features}"));
        if (Count == 0)
            return [];
        NativeText.RequireArray(Lambda, "lambda");
        NativeText.RequireArray(Tau, "tau");
        NativeText.RequireArray(TauTilde, "tau_tilde");
        NativeText.RequireArray(EtaT, "eta_t");
        NativeText.RequireArray(EtaG, "eta_g");
        var points = new GanParameters[Count];
        for (int i = 0; i < Count; i++)
        {
            try
            {
                points[i] = Read(i);
            }
            catch (ArgumentException e)
            {
                throw new ArgumentException(FormattableString.Invariant($"point {i + 1} of {Count}: {NativeText.Of(e)}"), e);
            }
        }
        return points;
    }

    private readonly GanParameters Read(int i)
    {
        nint first = (nint)i * Features;
        double[] real = new ReadOnlySpan<double>(Lambda + first, Features).ToArray();
        double[] fake = LambdaFake == null ? real : new ReadOnlySpan<double>(LambdaFake + first, Features).ToArray();
        return new GanParameters(real, fake, Tau[i], TauTilde[i], EtaT[i], EtaG[i], Batch == null ? 1 : Batch[i]);
    }
}
