using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PhaseGan.Dynamics;

/// <summary>
/// Sixteen real numbers in two 512-bit registers: where each operation waits for the one before, those of one half fill the waits of the other.
/// </summary>
internal readonly unsafe struct Lanes512Pair : IWideLanes<Lanes512Pair, Lanes512Pair.Pattern>
{
    private readonly Vector512<double> _a;
    private readonly Vector512<double> _b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes512Pair(Vector512<double> a, Vector512<double> b)
    {
        _a = a;
        _b = b;
    }

    public static int Width => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair All(double value) =>
        new(Vector512.Create(value), Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair Load(double* from) =>
        new(Vector512.Load(from), Vector512.Load(from + 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes512Pair value, double* to)
    {
        value._a.Store(to);
        value._b.Store(to + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair operator +(Lanes512Pair a, Lanes512Pair b) =>
        new(a._a + b._a, a._b + b._b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair operator -(Lanes512Pair a, Lanes512Pair b) =>
        new(a._a - b._a, a._b - b._b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair operator *(Lanes512Pair a, Lanes512Pair b) =>
        new(a._a * b._a, a._b * b._b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair operator /(Lanes512Pair a, Lanes512Pair b) =>
        new(a._a / b._a, a._b / b._b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair PlusProduct(Lanes512Pair a, Lanes512Pair b, Lanes512Pair c) =>
        new(a._a * b._a + c._a, a._b * b._b + c._b);

    // without a copy of *a the multiplications themselves read memory
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair PlusProduct(Lanes512Pair* a, Lanes512Pair b, Lanes512Pair c) =>
        new(b._a * a->_a + c._a, b._b * a->_b + c._b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair MinusProduct(Lanes512Pair a, Lanes512Pair b, Lanes512Pair c) =>
        new(c._a - a._a * b._a, c._b - a._b * b._b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair Sqrt(Lanes512Pair a) =>
        new(Vector512.Sqrt(a._a), Vector512.Sqrt(a._b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair CopySign(Lanes512Pair magnitude, Lanes512Pair sign) =>
        new(Vector512.ConditionalSelect(Vector512.Create(-0.0), sign._a, magnitude._a), Vector512.ConditionalSelect(Vector512.Create(-0.0), sign._b, magnitude._b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair WherePositive(Lanes512Pair test, Lanes512Pair value) =>
        new(Vector512.GreaterThan(test._a, Vector512<double>.Zero) & value._a, Vector512.GreaterThan(test._b, Vector512<double>.Zero) & value._b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pattern ToBits(Lanes512Pair value) =>
        new(value._a.AsUInt64(), value._b.AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair FromBits(Pattern bits) =>
        new(bits._a.AsDouble(), bits._b.AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512Pair Select(Pattern mask, Lanes512Pair a, Lanes512Pair b) =>
        new(Vector512.ConditionalSelect(mask._a.AsDouble(), a._a, b._a), Vector512.ConditionalSelect(mask._b.AsDouble(), a._b, b._b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllLess(Lanes512Pair a, Lanes512Pair b) =>
        Vector512.LessThanAll(a._a, b._a) && Vector512.LessThanAll(a._b, b._b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pattern Less(Lanes512Pair a, Lanes512Pair b) =>
        new(Vector512.LessThan(a._a, b._a).AsUInt64(), Vector512.LessThan(a._b, b._b).AsUInt64());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Signs(Pattern mask) =>
        (uint)((uint)(mask._a.ExtractMostSignificantBits() | (mask._b.ExtractMostSignificantBits() << 8)));

    /// <summary>Sixteen 64-bit patterns in two 512-bit registers.</summary>
    internal readonly struct Pattern : IBitLanes<Pattern>
    {
        internal readonly Vector512<ulong> _a;
        internal readonly Vector512<ulong> _b;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal Pattern(Vector512<ulong> a, Vector512<ulong> b)
        {
            _a = a;
            _b = b;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern All(ulong value) =>
            new(Vector512.Create(value), Vector512.Create(value));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern Load(ulong* from) =>
            new(Vector512.Load(from), Vector512.Load(from + 8));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Store(Pattern value, ulong* to)
        {
            value._a.Store(to);
            value._b.Store(to + 8);
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
        private static Vector512<ulong> Product(Vector512<ulong> a, Vector512<ulong> b) =>
            Avx512F.IsSupported
                ? Avx512F.Multiply(a.AsUInt32(), b.AsUInt32())
                : (a & Vector512.Create(0xFFFFFFFFUL)) * (b & Vector512.Create(0xFFFFFFFFUL));
    }
}
