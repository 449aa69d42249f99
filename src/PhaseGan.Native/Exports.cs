using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;

namespace PhaseGan.Native;

/// <summary>The functions of <c>phasegan.h</c>, where they are described.</summary>
internal static unsafe class Exports
{
    /// <summary>PHASEGAN_ABI.</summary>
    private const int Abi = 1;

    private static readonly nint s_version = (nint)NativeText.Forever(
        typeof(GanParameters).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]);

    private static readonly ImmutableArray<nint> s_phases = [.. Enum.GetValues<Phase>().Order().Select(phase => (nint)NativeText.Forever(phase.ToString()))];

    [ThreadStatic]
    private static string? t_error;

    [UnmanagedCallersOnly(EntryPoint = "phasegan_version")]
    public static byte* Version() => (byte*)s_version;

    [UnmanagedCallersOnly(EntryPoint = "phasegan_abi")]
    public static int AbiOfLibrary() => Abi;

    [UnmanagedCallersOnly(EntryPoint = "phasegan_phase_name")]
    public static byte* PhaseName(int phase) => phase >= 0 && phase < s_phases.Length ? (byte*)s_phases[phase] : null;

    [UnmanagedCallersOnly(EntryPoint = "phasegan_error")]
    public static int Error(byte* text, int size)
    {
        string error = t_error ?? "";
        if (text != null && size > 0)
            NativeText.Copy(error, text, size);
        return Encoding.UTF8.GetByteCount(error);
    }

    [UnmanagedCallersOnly(EntryPoint = "phasegan_space")]
    public static Result Space(double minimum, double maximum, int count, int isLogarithmic, double* values) => Answer(() =>
    {
        NativeText.RequireArray(values, nameof(values));
        Axis axis = isLogarithmic != 0 ? Axis.Logarithmic("space", minimum, maximum, count) : Axis.Linear("space", minimum, maximum, count);
        axis.Values.AsSpan().CopyTo(new Span<double>(values, axis.Count));
    });

    [UnmanagedCallersOnly(EntryPoint = "phasegan_classify")]
    public static Result Classify(NativePoints* points, NativeWork* work, NativeLabels* labels) => Answer(() =>
    {
        NativeText.RequireArray(points, nameof(points));
        NativeText.RequireArray(labels, nameof(labels));
        GanParameters[] all = points->Read();
        labels->Write(WorkOf(work).Do((threads, progress, stop) => new PointSweep(all) { Threads = threads }.Run(new OdePhaseClassifier(), progress, stop)), points->Features);
    });

    [UnmanagedCallersOnly(EntryPoint = "phasegan_sweep")]
    public static Result Sweep(NativePoints* point, NativeAxis* x, NativeAxis* y, NativeWork* work, NativeLabels* labels) => Answer(() =>
    {
        NativeText.RequireArray(point, nameof(point));
        NativeText.RequireArray(x, nameof(x));
        NativeText.RequireArray(y, nameof(y));
        NativeText.RequireArray(labels, nameof(labels));
        if (point->Count != 1)
            throw new ArgumentException(FormattableString.Invariant($"count of the point of a sweep must be 1; got {point->Count}"));
        GanParameters gan = point->Read()[0];
        (Axis horizontal, Axis vertical) = (x->Read(), y->Read());
        GanParameters At(double a, double b) => NamedParameters.With(gan, horizontal.Name, a, vertical.Name, b);
        PhaseDiagram diagram = WorkOf(work).Do((threads, progress, stop) => new PhaseSweep(horizontal, vertical, At) { Threads = threads }.Run(new OdePhaseClassifier(), progress, stop));
        labels->Write(diagram.Verdicts, gan.FeatureCount);
    });

    private static NativeWork WorkOf(NativeWork* work) => work == null ? default : *work;

    /// <summary>Does what a call asks for; whatever goes wrong becomes a number and a text.</summary>
    private static Result Answer(Action call)
    {
        try
        {
            call();
            return Result.Ok;
        }
        catch (OperationCanceledException)
        {
            return Failed(Result.Stopped, "stopped by the progress function");
        }
        catch (Exception e) when (e is ArgumentException or SweepException { InnerException: ArgumentException })
        {
            return Failed(Result.BadArgument, NativeText.Of(e));
        }
        catch (OutOfMemoryException)
        {
            return Failed(Result.Failure, "there is not enough memory for so many points");
        }
#pragma warning disable CA1031 // No exception may reach C.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Failed(Result.Failure, $"unexpected failure, please report it: {e}");
        }
    }

    private static Result Failed(Result result, string text)
    {
        t_error = text;
        return result;
    }
}
