using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PhaseGan.Dynamics;

/// <summary>Four real numbers in one 256-bit register: where a step holds so many numbers that two registers for each would be spilled.</summary>
internal readonly unsafe struct Lanes256Single : IWideLanes<Lanes256Single>
{
    private readonly Vector256<double> _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes256Single(Vector256<double> value) => _value = value;

    public static int Width => 4;

    private Vector256<ulong> Bits => _value.AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256Single All(double value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256Single Load(double* from) => new(Vector256.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes256Single value, double* to) => value._value.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256Single operator +(Lanes256Single a, Lanes256Single b) => new(a._value + b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256Single operator -(Lanes256Single a, Lanes256Single b) => new(a._value - b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256Single operator *(Lanes256Single a, Lanes256Single b) => new(a._value * b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256Single operator /(Lanes256Single a, Lanes256Single b) => new(a._value / b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256Single PlusProduct(Lanes256Single a, Lanes256Single b, Lanes256Single c) => new(a._value * b._value + c._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256Single MinusProduct(Lanes256Single a, Lanes256Single b, Lanes256Single c) => new(c._value - a._value * b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256Single Sqrt(Lanes256Single a) => new(Vector256.Sqrt(a._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256Single CopySign(Lanes256Single magnitude, Lanes256Single sign) => new(Vector256.ConditionalSelect(Vector256.Create(-0.0), sign._value, magnitude._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256Single WherePositive(Lanes256Single test, Lanes256Single value) => new(Vector256.GreaterThan(test._value, Vector256<double>.Zero) & value._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256Single AllBits(ulong value) => new(Vector256.Create(value).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256Single operator ^(Lanes256Single a, Lanes256Single b) => new(a._value ^ b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256Single operator &(Lanes256Single a, Lanes256Single b) => new(a._value & b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256Single operator |(Lanes256Single a, Lanes256Single b) => new(a._value | b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256Single operator <<(Lanes256Single a, int count) => new((a.Bits << count).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256Single operator >>>(Lanes256Single a, int count) => new((a.Bits >>> count).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256Single Xor(Lanes256Single a, Lanes256Single b, Lanes256Single c) => new(a._value ^ b._value ^ c._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256Single AddBits(Lanes256Single a, Lanes256Single b) => new((a.Bits + b.Bits).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256Single SubtractBits(Lanes256Single a, Lanes256Single b) => new((a.Bits - b.Bits).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256Single MultiplyLow32(Lanes256Single a, Lanes256Single b) =>
        Avx2.IsSupported
            ? new(Avx2.Multiply(a._value.AsUInt32(), b._value.AsUInt32()).AsDouble())
            : new(((a.Bits & Vector256.Create(0xFFFFFFFFUL)) * (b.Bits & Vector256.Create(0xFFFFFFFFUL))).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256Single Fused(Lanes256Single a, Lanes256Single b, Lanes256Single c) => new(Vector256.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256Single FusedMinus(Lanes256Single a, Lanes256Single b, Lanes256Single c) => new(FusedMinus(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256Single Select(Lanes256Single mask, Lanes256Single a, Lanes256Single b) => new(Vector256.ConditionalSelect(mask._value, a._value, b._value));

    // the processor's own operation, which gives its second operand where they are equal or either is no number
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256Single Larger(Lanes256Single a, Lanes256Single b) => new(Larger(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256Single Smaller(Lanes256Single a, Lanes256Single b) => new(Smaller(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllLess(Lanes256Single a, Lanes256Single b) => Vector256.LessThanAll(a._value, b._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256Single Less(Lanes256Single a, Lanes256Single b) => new(Vector256.LessThan(a._value, b._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Signs(Lanes256Single mask) => mask._value.ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> FusedMinus(Vector256<double> a, Vector256<double> b, Vector256<double> c) =>
        Fma.IsSupported ? Fma.MultiplyAddNegated(a, b, c) : Vector256.FusedMultiplyAdd(-a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Larger(Vector256<double> a, Vector256<double> b) =>
        Avx.IsSupported ? Avx.Max(b, a) : Vector256.ConditionalSelect(Vector256.LessThan(a, b), b, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Smaller(Vector256<double> a, Vector256<double> b) =>
        Avx.IsSupported ? Avx.Min(b, a) : Vector256.ConditionalSelect(Vector256.LessThan(b, a), b, a);
}
