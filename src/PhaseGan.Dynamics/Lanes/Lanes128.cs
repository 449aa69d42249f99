using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PhaseGan.Dynamics;

/// <summary>Eight real numbers in four 128-bit registers.</summary>
internal readonly unsafe struct Lanes128 : IWideLanes<Lanes128, Lanes128.Pattern>
{
    private readonly Vector128<double> _a;
    private readonly Vector128<double> _b;
    private readonly Vector128<double> _c;
    private readonly Vector128<double> _d;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes128(Vector128<double> a, Vector128<double> b, Vector128<double> c, Vector128<double> d)
    {
        _a = a;
        _b = b;
        _c = c;
        _d = d;
    }

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
    public static Lanes128 operator +(Lanes128 a, Lanes128 b) =>
        new(a._a + b._a, a._b + b._b, a._c + b._c, a._d + b._d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator -(Lanes128 a, Lanes128 b) =>
        new(a._a - b._a, a._b - b._b, a._c - b._c, a._d - b._d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator *(Lanes128 a, Lanes128 b) =>
        new(a._a * b._a, a._b * b._b, a._c * b._c, a._d * b._d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator /(Lanes128 a, Lanes128 b) =>
        new(a._a / b._a, a._b / b._b, a._c / b._c, a._d / b._d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 PlusProduct(Lanes128 a, Lanes128 b, Lanes128 c) =>
        new(a._a * b._a + c._a, a._b * b._b + c._b, a._c * b._c + c._c, a._d * b._d + c._d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 MinusProduct(Lanes128 a, Lanes128 b, Lanes128 c) =>
        new(c._a - a._a * b._a, c._b - a._b * b._b, c._c - a._c * b._c, c._d - a._d * b._d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Sqrt(Lanes128 a) =>
        new(Vector128.Sqrt(a._a), Vector128.Sqrt(a._b), Vector128.Sqrt(a._c), Vector128.Sqrt(a._d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 CopySign(Lanes128 magnitude, Lanes128 sign) =>
        new(Vector128.ConditionalSelect(Vector128.Create(-0.0), sign._a, magnitude._a), Vector128.ConditionalSelect(Vector128.Create(-0.0), sign._b, magnitude._b), Vector128.ConditionalSelect(Vector128.Create(-0.0), sign._c, magnitude._c), Vector128.ConditionalSelect(Vector128.Create(-0.0), sign._d, magnitude._d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 WherePositive(Lanes128 test, Lanes128 value) =>
        new(Vector128.GreaterThan(test._a, Vector128<double>.Zero) & value._a, Vector128.GreaterThan(test._b, Vector128<double>.Zero) & value._b, Vector128.GreaterThan(test._c, Vector128<double>.Zero) & value._c, Vector128.GreaterThan(test._d, Vector128<double>.Zero) & value._d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pattern ToBits(Lanes128 value) =>
        new(value._a.AsUInt64(), value._b.AsUInt64(), value._c.AsUInt64(), value._d.AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 FromBits(Pattern bits) =>
        new(bits._a.AsDouble(), bits._b.AsDouble(), bits._c.AsDouble(), bits._d.AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Select(Pattern mask, Lanes128 a, Lanes128 b) =>
        new(Vector128.ConditionalSelect(mask._a.AsDouble(), a._a, b._a), Vector128.ConditionalSelect(mask._b.AsDouble(), a._b, b._b), Vector128.ConditionalSelect(mask._c.AsDouble(), a._c, b._c), Vector128.ConditionalSelect(mask._d.AsDouble(), a._d, b._d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllLess(Lanes128 a, Lanes128 b) =>
        Vector128.LessThanAll(a._a, b._a) && Vector128.LessThanAll(a._b, b._b) && Vector128.LessThanAll(a._c, b._c) && Vector128.LessThanAll(a._d, b._d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pattern Less(Lanes128 a, Lanes128 b) =>
        new(
            Vector128.LessThan(a._a, b._a).AsUInt64(), Vector128.LessThan(a._b, b._b).AsUInt64(),
            Vector128.LessThan(a._c, b._c).AsUInt64(), Vector128.LessThan(a._d, b._d).AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Signs(Pattern mask) =>
        mask._a.ExtractMostSignificantBits() | (mask._b.ExtractMostSignificantBits() << 2)
        | (mask._c.ExtractMostSignificantBits() << 4) | (mask._d.ExtractMostSignificantBits() << 6);

    /// <summary>Eight 64-bit patterns in four 128-bit registers.</summary>
    internal readonly struct Pattern : IBitLanes<Pattern>
    {
        internal readonly Vector128<ulong> _a;
        internal readonly Vector128<ulong> _b;
        internal readonly Vector128<ulong> _c;
        internal readonly Vector128<ulong> _d;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal Pattern(Vector128<ulong> a, Vector128<ulong> b, Vector128<ulong> c, Vector128<ulong> d)
        {
            _a = a;
            _b = b;
            _c = c;
            _d = d;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern All(ulong value) =>
            new(Vector128.Create(value), Vector128.Create(value), Vector128.Create(value), Vector128.Create(value));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern Load(ulong* from) =>
            new(Vector128.Load(from), Vector128.Load(from + 2), Vector128.Load(from + 4), Vector128.Load(from + 6));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Store(Pattern value, ulong* to)
        {
            value._a.Store(to);
            value._b.Store(to + 2);
            value._c.Store(to + 4);
            value._d.Store(to + 6);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern operator +(Pattern a, Pattern b) =>
            new(a._a + b._a, a._b + b._b, a._c + b._c, a._d + b._d);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern operator -(Pattern a, Pattern b) =>
            new(a._a - b._a, a._b - b._b, a._c - b._c, a._d - b._d);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern operator ^(Pattern a, Pattern b) =>
            new(a._a ^ b._a, a._b ^ b._b, a._c ^ b._c, a._d ^ b._d);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern operator &(Pattern a, Pattern b) =>
            new(a._a & b._a, a._b & b._b, a._c & b._c, a._d & b._d);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern operator |(Pattern a, Pattern b) =>
            new(a._a | b._a, a._b | b._b, a._c | b._c, a._d | b._d);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern operator <<(Pattern a, int count) =>
            new(a._a << count, a._b << count, a._c << count, a._d << count);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern operator >>>(Pattern a, int count) =>
            new(a._a >>> count, a._b >>> count, a._c >>> count, a._d >>> count);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern MultiplyLow32(Pattern a, Pattern b) =>
            new(Product(a._a, b._a), Product(a._b, b._b), Product(a._c, b._c), Product(a._d, b._d));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern Xor(Pattern a, Pattern b, Pattern c) =>
            new(a._a ^ b._a ^ c._a, a._b ^ b._b ^ c._b, a._c ^ b._c ^ c._c, a._d ^ b._d ^ c._d);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector128<ulong> Product(Vector128<ulong> a, Vector128<ulong> b) =>
            Sse2.IsSupported
                ? Sse2.Multiply(a.AsUInt32(), b.AsUInt32())
                : (a & Vector128.Create(0xFFFFFFFFUL)) * (b & Vector128.Create(0xFFFFFFFFUL));
    }
}
