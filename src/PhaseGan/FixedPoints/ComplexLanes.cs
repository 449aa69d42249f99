using System.Numerics;
using System.Runtime.CompilerServices;

namespace PhaseGan;

/// <summary>As many complex numbers as fill a register.</summary>
internal readonly struct ComplexLanes(Vector<double> real, Vector<double> imaginary)
{
    public Vector<double> Real => real;

    public Vector<double> Imaginary => imaginary;

    public static ComplexLanes One => new(Vector<double>.One, Vector<double>.Zero);

    public static ComplexLanes operator +(ComplexLanes a, double b) => new(a.Real + new Vector<double>(b), a.Imaginary);

    public static ComplexLanes operator -(ComplexLanes a, double b) => new(a.Real - new Vector<double>(b), a.Imaginary);

    public static ComplexLanes operator -(ComplexLanes a, ComplexLanes b) => new(a.Real - b.Real, a.Imaginary - b.Imaginary);

    public static ComplexLanes operator *(ComplexLanes a, double b) => new(a.Real * b, a.Imaginary * b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ComplexLanes operator *(ComplexLanes a, ComplexLanes b) => new(a.Real * b.Real - a.Imaginary * b.Imaginary, a.Real * b.Imaginary + a.Imaginary * b.Real);

    /// <summary>1/z; of zero no number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ComplexLanes Inverse()
    {
        Vector<double> square = real * real + imaginary * imaginary;
        return new(real / square, -imaginary / square);
    }

    /// <summary>The numbers that a function gives for each lane.</summary>
    public static ComplexLanes Of(Func<int, Complex> number)
    {
        Span<double> real = stackalloc double[Vector<double>.Count], imaginary = stackalloc double[Vector<double>.Count];
        for (int lane = 0; lane < real.Length; lane++)
            (real[lane], imaginary[lane]) = (number(lane).Real, number(lane).Imaginary);
        return new(new Vector<double>(real), new Vector<double>(imaginary));
    }
}
