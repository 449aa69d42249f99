using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PhaseGan.Dynamics;

/// <summary>
/// Sixteen real numbers in two 512-bit registers: where each operation waits for the one before, those of one half fill the waits of the other.
/// </summary>
internal readonly unsafe struct Lanes512Pair : IWideLanes<Lanes512Pair>
{
    private readonly Vector512<double> _a, _b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes512Pair(Vector512<double> a, Vector512<double> b) => (_a, _b) = (a, b);

    public static int Width => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair All(double value) => new(Vector512.Create(value), Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair Load(double* from) => new(Vector512.Load(from), Vector512.Load(from + 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes512Pair value, double* to)
    {
        value._a.Store(to);
        value._b.Store(to + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair operator +(Lanes512Pair a, Lanes512Pair b) => new(a._a + b._a, a._b + b._b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair operator -(Lanes512Pair a, Lanes512Pair b) => new(a._a - b._a, a._b - b._b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair operator *(Lanes512Pair a, Lanes512Pair b) => new(a._a * b._a, a._b * b._b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair operator /(Lanes512Pair a, Lanes512Pair b) => new(a._a / b._a, a._b / b._b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair PlusProduct(Lanes512Pair a, Lanes512Pair b, Lanes512Pair c) => new(a._a * b._a + c._a, a._b * b._b + c._b);

    // without a copy of *a the multiplications themselves read memory
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair PlusProduct(Lanes512Pair* a, Lanes512Pair b, Lanes512Pair c) => new(b._a * a->_a + c._a, b._b * a->_b + c._b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair MinusProduct(Lanes512Pair a, Lanes512Pair b, Lanes512Pair c) => new(c._a - a._a * b._a, c._b - a._b * b._b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair Sqrt(Lanes512Pair a) => new(Vector512.Sqrt(a._a), Vector512.Sqrt(a._b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair CopySign(Lanes512Pair magnitude, Lanes512Pair sign) =>
        new(Vector512.ConditionalSelect(Vector512.Create(-0.0), sign._a, magnitude._a), Vector512.ConditionalSelect(Vector512.Create(-0.0), sign._b, magnitude._b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair WherePositive(Lanes512Pair test, Lanes512Pair value) =>
        new(Vector512.GreaterThan(test._a, Vector512<double>.Zero) & value._a, Vector512.GreaterThan(test._b, Vector512<double>.Zero) & value._b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair AllBits(ulong value) => new(Vector512.Create(value).AsDouble(), Vector512.Create(value).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair operator ^(Lanes512Pair a, Lanes512Pair b) => new(a._a ^ b._a, a._b ^ b._b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair operator &(Lanes512Pair a, Lanes512Pair b) => new(a._a & b._a, a._b & b._b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair operator |(Lanes512Pair a, Lanes512Pair b) => new(a._a | b._a, a._b | b._b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair operator <<(Lanes512Pair a, int count) =>
        new((a._a.AsUInt64() << count).AsDouble(), (a._b.AsUInt64() << count).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair operator >>>(Lanes512Pair a, int count) =>
        new((a._a.AsUInt64() >>> count).AsDouble(), (a._b.AsUInt64() >>> count).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair Xor(Lanes512Pair a, Lanes512Pair b, Lanes512Pair c) => new(Xor(a._a, b._a, c._a), Xor(a._b, b._b, c._b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair AddBits(Lanes512Pair a, Lanes512Pair b) =>
        new((a._a.AsUInt64() + b._a.AsUInt64()).AsDouble(), (a._b.AsUInt64() + b._b.AsUInt64()).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair SubtractBits(Lanes512Pair a, Lanes512Pair b) =>
        new((a._a.AsUInt64() - b._a.AsUInt64()).AsDouble(), (a._b.AsUInt64() - b._b.AsUInt64()).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair MultiplyLow32(Lanes512Pair a, Lanes512Pair b) => new(Product(a._a, b._a), Product(a._b, b._b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair Fused(Lanes512Pair a, Lanes512Pair b, Lanes512Pair c) =>
        new(Vector512.FusedMultiplyAdd(a._a, b._a, c._a), Vector512.FusedMultiplyAdd(a._b, b._b, c._b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair FusedMinus(Lanes512Pair a, Lanes512Pair b, Lanes512Pair c) => new(FusedMinus(a._a, b._a, c._a), FusedMinus(a._b, b._b, c._b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair Select(Lanes512Pair mask, Lanes512Pair a, Lanes512Pair b) =>
        new(Vector512.ConditionalSelect(mask._a, a._a, b._a), Vector512.ConditionalSelect(mask._b, a._b, b._b));

    // the processor's own operation, which gives its second operand where they are equal or either is no number
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair Larger(Lanes512Pair a, Lanes512Pair b) => new(Larger(a._a, b._a), Larger(a._b, b._b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair Smaller(Lanes512Pair a, Lanes512Pair b) => new(Smaller(a._a, b._a), Smaller(a._b, b._b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllLess(Lanes512Pair a, Lanes512Pair b) => Vector512.LessThanAll(a._a, b._a) && Vector512.LessThanAll(a._b, b._b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair Less(Lanes512Pair a, Lanes512Pair b) => new(Vector512.LessThan(a._a, b._a), Vector512.LessThan(a._b, b._b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Signs(Lanes512Pair mask) => (uint)mask._a.ExtractMostSignificantBits() | ((uint)mask._b.ExtractMostSignificantBits() << 8);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Xor(Vector512<double> a, Vector512<double> b, Vector512<double> c) =>
        Avx512F.IsSupported ? Avx512F.TernaryLogic(a.AsUInt64(), b.AsUInt64(), c.AsUInt64(), 0x96).AsDouble() : a ^ b ^ c;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Product(Vector512<double> a, Vector512<double> b) =>
        Avx512F.IsSupported
            ? Avx512F.Multiply(a.AsUInt32(), b.AsUInt32()).AsDouble()
            : ((a.AsUInt64() & Vector512.Create(0xFFFFFFFFUL)) * (b.AsUInt64() & Vector512.Create(0xFFFFFFFFUL))).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> FusedMinus(Vector512<double> a, Vector512<double> b, Vector512<double> c) =>
        Avx512F.IsSupported ? Avx512F.FusedMultiplyAddNegated(a, b, c) : Vector512.FusedMultiplyAdd(-a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Larger(Vector512<double> a, Vector512<double> b) =>
        Avx512F.IsSupported ? Avx512F.Max(b, a) : Vector512.ConditionalSelect(Vector512.LessThan(a, b), b, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Smaller(Vector512<double> a, Vector512<double> b) =>
        Avx512F.IsSupported ? Avx512F.Min(b, a) : Vector512.ConditionalSelect(Vector512.LessThan(b, a), b, a);
}
