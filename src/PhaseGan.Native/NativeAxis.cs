using System.Runtime.InteropServices;

namespace PhaseGan.Native;

/// <summary><c>phasegan_axis</c>: a parameter and its values in an array of the caller.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeAxis
{
    public byte* Name;
    public int Count;
    public double* Values;

    /// <summary>The axis as a value of the library.</summary>
    /// <exception cref="ArgumentException">It has no name that is known, or no values that increase.</exception>
    public readonly Axis Read()
    {
        NativeText.RequireArray(Name, "name");
        string name = NamedParameters.Checked(Marshal.PtrToStringUTF8((nint)Name)!);
        if (Count is < 2 or > Axis.MaxCount)
            throw new ArgumentException(FormattableString.Invariant($"count of axis '{name}' must lie in [2, {Axis.MaxCount}]; got {Count}"));
        NativeText.RequireArray(Values, "values");
        return Axis.Of(name, new ReadOnlySpan<double>(Values, Count).ToArray());
    }
}
