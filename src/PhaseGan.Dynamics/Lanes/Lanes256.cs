using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PhaseGan.Dynamics;

/// <summary>Eight real numbers in two 256-bit registers.</summary>
internal readonly unsafe struct Lanes256 : IWideLanes<Lanes256, Lanes256.Pattern>
{
    private readonly Vector256<double> _a;
    private readonly Vector256<double> _b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes256(Vector256<double> a, Vector256<double> b)
    {
        _a = a;
        _b = b;
    }

    public static int Width => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 All(double value) =>
        new(Vector256.Create(value), Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Load(double* from) =>
        new(Vector256.Load(from), Vector256.Load(from + 4));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes256 value, double* to)
    {
        value._a.Store(to);
        value._b.Store(to + 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator +(Lanes256 a, Lanes256 b) =>
        new(a._a + b._a, a._b + b._b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator -(Lanes256 a, Lanes256 b) =>
        new(a._a - b._a, a._b - b._b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator *(Lanes256 a, Lanes256 b) =>
        new(a._a * b._a, a._b * b._b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator /(Lanes256 a, Lanes256 b) =>
        new(a._a / b._a, a._b / b._b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 PlusProduct(Lanes256 a, Lanes256 b, Lanes256 c) =>
        new(a._a * b._a + c._a, a._b * b._b + c._b);

    // without a copy of *a the multiplications themselves read memory
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 PlusProduct(Lanes256* a, Lanes256 b, Lanes256 c) =>
        new(b._a * a->_a + c._a, b._b * a->_b + c._b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 MinusProduct(Lanes256 a, Lanes256 b, Lanes256 c) =>
        new(c._a - a._a * b._a, c._b - a._b * b._b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Sqrt(Lanes256 a) =>
        new(Vector256.Sqrt(a._a), Vector256.Sqrt(a._b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 CopySign(Lanes256 magnitude, Lanes256 sign) =>
        new(Vector256.ConditionalSelect(Vector256.Create(-0.0), sign._a, magnitude._a), Vector256.ConditionalSelect(Vector256.Create(-0.0), sign._b, magnitude._b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 WherePositive(Lanes256 test, Lanes256 value) =>
        new(Vector256.GreaterThan(test._a, Vector256<double>.Zero) & value._a, Vector256.GreaterThan(test._b, Vector256<double>.Zero) & value._b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pattern ToBits(Lanes256 value) =>
        new(value._a.AsUInt64(), value._b.AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 FromBits(Pattern bits) =>
        new(bits._a.AsDouble(), bits._b.AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Select(Pattern mask, Lanes256 a, Lanes256 b) =>
        new(Vector256.ConditionalSelect(mask._a.AsDouble(), a._a, b._a), Vector256.ConditionalSelect(mask._b.AsDouble(), a._b, b._b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllLess(Lanes256 a, Lanes256 b) =>
        Vector256.LessThanAll(a._a, b._a) && Vector256.LessThanAll(a._b, b._b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pattern Less(Lanes256 a, Lanes256 b) =>
        new(Vector256.LessThan(a._a, b._a).AsUInt64(), Vector256.LessThan(a._b, b._b).AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Signs(Pattern mask) =>
        mask._a.ExtractMostSignificantBits() | (mask._b.ExtractMostSignificantBits() << 4);

    /// <summary>Eight 64-bit patterns in two 256-bit registers.</summary>
    internal readonly struct Pattern : IBitLanes<Pattern>
    {
        internal readonly Vector256<ulong> _a;
        internal readonly Vector256<ulong> _b;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal Pattern(Vector256<ulong> a, Vector256<ulong> b)
        {
            _a = a;
            _b = b;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern All(ulong value) =>
            new(Vector256.Create(value), Vector256.Create(value));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern Load(ulong* from) =>
            new(Vector256.Load(from), Vector256.Load(from + 4));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Store(Pattern value, ulong* to)
        {
            value._a.Store(to);
            value._b.Store(to + 4);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern operator +(Pattern a, Pattern b) =>
            new(a._a + b._a, a._b + b._b);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern operator -(Pattern a, Pattern b) =>
            new(a._a - b._a, a._b - b._b);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern operator ^(Pattern a, Pattern b) =>
            new(a._a ^ b._a, a._b ^ b._b);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern operator &(Pattern a, Pattern b) =>
            new(a._a & b._a, a._b & b._b);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern operator |(Pattern a, Pattern b) =>
            new(a._a | b._a, a._b | b._b);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern operator <<(Pattern a, int count) =>
            new(a._a << count, a._b << count);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern operator >>>(Pattern a, int count) =>
            new(a._a >>> count, a._b >>> count);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern MultiplyLow32(Pattern a, Pattern b) =>
            new(Product(a._a, b._a), Product(a._b, b._b));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern Xor(Pattern a, Pattern b, Pattern c) =>
            new(a._a ^ b._a ^ c._a, a._b ^ b._b ^ c._b);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<ulong> Product(Vector256<ulong> a, Vector256<ulong> b) =>
            Avx2.IsSupported
                ? Avx2.Multiply(a.AsUInt32(), b.AsUInt32())
                : (a & Vector256.Create(0xFFFFFFFFUL)) * (b & Vector256.Create(0xFFFFFFFFUL));
    }
}
