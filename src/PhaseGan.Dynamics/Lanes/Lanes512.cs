using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PhaseGan.Dynamics;

/// <summary>Eight real numbers in one 512-bit register.</summary>
internal readonly unsafe struct Lanes512 : IWideLanes<Lanes512, Lanes512.Pattern>
{
    private readonly Vector512<double> _v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes512(Vector512<double> v)
    {
        _v = v;
    }

    public static int Width => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 All(double value) =>
        new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Load(double* from) =>
        new(Vector512.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes512 value, double* to)
    {
        value._v.Store(to);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator +(Lanes512 a, Lanes512 b) =>
        new(a._v + b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator -(Lanes512 a, Lanes512 b) =>
        new(a._v - b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator *(Lanes512 a, Lanes512 b) =>
        new(a._v * b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator /(Lanes512 a, Lanes512 b) =>
        new(a._v / b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 PlusProduct(Lanes512 a, Lanes512 b, Lanes512 c) =>
        new(a._v * b._v + c._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 MinusProduct(Lanes512 a, Lanes512 b, Lanes512 c) =>
        new(c._v - a._v * b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Sqrt(Lanes512 a) =>
        new(Vector512.Sqrt(a._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 CopySign(Lanes512 magnitude, Lanes512 sign) =>
        new(Vector512.ConditionalSelect(Vector512.Create(-0.0), sign._v, magnitude._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 WherePositive(Lanes512 test, Lanes512 value) =>
        new(Vector512.GreaterThan(test._v, Vector512<double>.Zero) & value._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pattern ToBits(Lanes512 value) =>
        new(value._v.AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 FromBits(Pattern bits) =>
        new(bits._v.AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Select(Pattern mask, Lanes512 a, Lanes512 b) =>
        new(Vector512.ConditionalSelect(mask._v.AsDouble(), a._v, b._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllLess(Lanes512 a, Lanes512 b) =>
        Vector512.LessThanAll(a._v, b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pattern Less(Lanes512 a, Lanes512 b) =>
        new(Vector512.LessThan(a._v, b._v).AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Signs(Pattern mask) =>
        (uint)mask._v.ExtractMostSignificantBits();

    /// <summary>Eight 64-bit patterns in one 512-bit register.</summary>
    internal readonly struct Pattern : IBitLanes<Pattern>
    {
        internal readonly Vector512<ulong> _v;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal Pattern(Vector512<ulong> v)
        {
            _v = v;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern All(ulong value) =>
            new(Vector512.Create(value));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern Load(ulong* from) =>
            new(Vector512.Load(from));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Store(Pattern value, ulong* to)
        {
            value._v.Store(to);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern operator +(Pattern a, Pattern b) =>
            new(a._v + b._v);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern operator -(Pattern a, Pattern b) =>
            new(a._v - b._v);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern operator ^(Pattern a, Pattern b) =>
            new(a._v ^ b._v);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern operator &(Pattern a, Pattern b) =>
            new(a._v & b._v);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern operator |(Pattern a, Pattern b) =>
            new(a._v | b._v);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern operator <<(Pattern a, int count) =>
            new(a._v << count);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern operator >>>(Pattern a, int count) =>
            new(a._v >>> count);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern MultiplyLow32(Pattern a, Pattern b) =>
            new(Product(a._v, b._v));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern Xor(Pattern a, Pattern b, Pattern c) =>
            new(Avx512F.IsSupported ? Avx512F.TernaryLogic(a._v, b._v, c._v, 0x96) : a._v ^ b._v ^ c._v);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector512<ulong> Product(Vector512<ulong> a, Vector512<ulong> b) =>
            Avx512F.IsSupported
                ? Avx512F.Multiply(a.AsUInt32(), b.AsUInt32())
                : (a & Vector512.Create(0xFFFFFFFFUL)) * (b & Vector512.Create(0xFFFFFFFFUL));
    }
}
