using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PhaseGan.Dynamics;

/// <summary>Eight real numbers in four 128-bit registers.</summary>
internal readonly unsafe struct Lanes128 : IWideLanes<Lanes128>
{
    private readonly Vector128<double> _a, _b, _c, _d;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes128(Vector128<double> a, Vector128<double> b, Vector128<double> c, Vector128<double> d) => (_a, _b, _c, _d) = (a, b, c, d);

    public static int Width => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 All(double value) =>
        new(Vector128.Create(value), Vector128.Create(value), Vector128.Create(value), Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Load(double* from) =>
        new(Vector128.Load(from), Vector128.Load(from + 2), Vector128.Load(from + 4), Vector128.Load(from + 6));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes128 value, double* to)
    {
        value._a.Store(to);
        value._b.Store(to + 2);
        value._c.Store(to + 4);
        value._d.Store(to + 6);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator +(Lanes128 a, Lanes128 b) => new(a._a + b._a, a._b + b._b, a._c + b._c, a._d + b._d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator -(Lanes128 a, Lanes128 b) => new(a._a - b._a, a._b - b._b, a._c - b._c, a._d - b._d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator *(Lanes128 a, Lanes128 b) => new(a._a * b._a, a._b * b._b, a._c * b._c, a._d * b._d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator /(Lanes128 a, Lanes128 b) => new(a._a / b._a, a._b / b._b, a._c / b._c, a._d / b._d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 PlusProduct(Lanes128 a, Lanes128 b, Lanes128 c) =>
        new(a._a * b._a + c._a, a._b * b._b + c._b, a._c * b._c + c._c, a._d * b._d + c._d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 MinusProduct(Lanes128 a, Lanes128 b, Lanes128 c) =>
        new(c._a - a._a * b._a, c._b - a._b * b._b, c._c - a._c * b._c, c._d - a._d * b._d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Sqrt(Lanes128 a) => new(Vector128.Sqrt(a._a), Vector128.Sqrt(a._b), Vector128.Sqrt(a._c), Vector128.Sqrt(a._d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 CopySign(Lanes128 magnitude, Lanes128 sign) =>
        new(
            Vector128.ConditionalSelect(Vector128.Create(-0.0), sign._a, magnitude._a), Vector128.ConditionalSelect(Vector128.Create(-0.0), sign._b, magnitude._b),
            Vector128.ConditionalSelect(Vector128.Create(-0.0), sign._c, magnitude._c), Vector128.ConditionalSelect(Vector128.Create(-0.0), sign._d, magnitude._d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 WherePositive(Lanes128 test, Lanes128 value) =>
        new(
            Vector128.GreaterThan(test._a, Vector128<double>.Zero) & value._a, Vector128.GreaterThan(test._b, Vector128<double>.Zero) & value._b,
            Vector128.GreaterThan(test._c, Vector128<double>.Zero) & value._c, Vector128.GreaterThan(test._d, Vector128<double>.Zero) & value._d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 AllBits(ulong value) =>
        new(Vector128.Create(value).AsDouble(), Vector128.Create(value).AsDouble(), Vector128.Create(value).AsDouble(), Vector128.Create(value).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator ^(Lanes128 a, Lanes128 b) => new(a._a ^ b._a, a._b ^ b._b, a._c ^ b._c, a._d ^ b._d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator &(Lanes128 a, Lanes128 b) => new(a._a & b._a, a._b & b._b, a._c & b._c, a._d & b._d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator |(Lanes128 a, Lanes128 b) => new(a._a | b._a, a._b | b._b, a._c | b._c, a._d | b._d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator <<(Lanes128 a, int count) =>
        new((a._a.AsUInt64() << count).AsDouble(), (a._b.AsUInt64() << count).AsDouble(), (a._c.AsUInt64() << count).AsDouble(), (a._d.AsUInt64() << count).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator >>>(Lanes128 a, int count) =>
        new(
            (a._a.AsUInt64() >>> count).AsDouble(), (a._b.AsUInt64() >>> count).AsDouble(),
            (a._c.AsUInt64() >>> count).AsDouble(), (a._d.AsUInt64() >>> count).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Xor(Lanes128 a, Lanes128 b, Lanes128 c) =>
        new(a._a ^ b._a ^ c._a, a._b ^ b._b ^ c._b, a._c ^ b._c ^ c._c, a._d ^ b._d ^ c._d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 AddBits(Lanes128 a, Lanes128 b) =>
        new(
            (a._a.AsUInt64() + b._a.AsUInt64()).AsDouble(), (a._b.AsUInt64() + b._b.AsUInt64()).AsDouble(),
            (a._c.AsUInt64() + b._c.AsUInt64()).AsDouble(), (a._d.AsUInt64() + b._d.AsUInt64()).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 SubtractBits(Lanes128 a, Lanes128 b) =>
        new(
            (a._a.AsUInt64() - b._a.AsUInt64()).AsDouble(), (a._b.AsUInt64() - b._b.AsUInt64()).AsDouble(),
            (a._c.AsUInt64() - b._c.AsUInt64()).AsDouble(), (a._d.AsUInt64() - b._d.AsUInt64()).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 MultiplyLow32(Lanes128 a, Lanes128 b) =>
        new(Product(a._a, b._a), Product(a._b, b._b), Product(a._c, b._c), Product(a._d, b._d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Fused(Lanes128 a, Lanes128 b, Lanes128 c) =>
        new(
            Vector128.FusedMultiplyAdd(a._a, b._a, c._a), Vector128.FusedMultiplyAdd(a._b, b._b, c._b),
            Vector128.FusedMultiplyAdd(a._c, b._c, c._c), Vector128.FusedMultiplyAdd(a._d, b._d, c._d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 FusedMinus(Lanes128 a, Lanes128 b, Lanes128 c) =>
        new(FusedMinus(a._a, b._a, c._a), FusedMinus(a._b, b._b, c._b), FusedMinus(a._c, b._c, c._c), FusedMinus(a._d, b._d, c._d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Select(Lanes128 mask, Lanes128 a, Lanes128 b) =>
        new(
            Vector128.ConditionalSelect(mask._a, a._a, b._a), Vector128.ConditionalSelect(mask._b, a._b, b._b),
            Vector128.ConditionalSelect(mask._c, a._c, b._c), Vector128.ConditionalSelect(mask._d, a._d, b._d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllLess(Lanes128 a, Lanes128 b) =>
        Vector128.LessThanAll(a._a, b._a) && Vector128.LessThanAll(a._b, b._b) && Vector128.LessThanAll(a._c, b._c) && Vector128.LessThanAll(a._d, b._d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Less(Lanes128 a, Lanes128 b) =>
        new(Vector128.LessThan(a._a, b._a), Vector128.LessThan(a._b, b._b), Vector128.LessThan(a._c, b._c), Vector128.LessThan(a._d, b._d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Signs(Lanes128 mask) =>
        mask._a.ExtractMostSignificantBits() | (mask._b.ExtractMostSignificantBits() << 2)
        | (mask._c.ExtractMostSignificantBits() << 4) | (mask._d.ExtractMostSignificantBits() << 6);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> Product(Vector128<double> a, Vector128<double> b) =>
        Sse2.IsSupported
            ? Sse2.Multiply(a.AsUInt32(), b.AsUInt32()).AsDouble()
            : ((a.AsUInt64() & Vector128.Create(0xFFFFFFFFUL)) * (b.AsUInt64() & Vector128.Create(0xFFFFFFFFUL))).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> FusedMinus(Vector128<double> a, Vector128<double> b, Vector128<double> c) =>
        Fma.IsSupported ? Fma.MultiplyAddNegated(a, b, c) : Vector128.FusedMultiplyAdd(-a, b, c);
}
