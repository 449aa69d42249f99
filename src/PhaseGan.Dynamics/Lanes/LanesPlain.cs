using System.Runtime.CompilerServices;

namespace PhaseGan.Dynamics;

/// <summary>Eight real numbers in plain variables, for machines or settings without vector registers.</summary>
internal readonly unsafe struct LanesPlain : IWideLanes<LanesPlain, LanesPlain.Pattern>
{
    private readonly double _a;
    private readonly double _b;
    private readonly double _c;
    private readonly double _d;
    private readonly double _e;
    private readonly double _f;
    private readonly double _g;
    private readonly double _h;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private LanesPlain(
        double a, double b, double c, double d,
        double e, double f, double g, double h)
    {
        (_a, _b, _c, _d, _e, _f, _g, _h) = (a, b, c, d, e, f, g, h);
    }

    public static int Width => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesPlain All(double value) =>
        new(value, value, value, value, value, value, value, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesPlain Load(double* from) =>
        new(from[0], from[1], from[2], from[3], from[4], from[5], from[6], from[7]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(LanesPlain value, double* to)
    {
        to[0] = value._a;
        to[1] = value._b;
        to[2] = value._c;
        to[3] = value._d;
        to[4] = value._e;
        to[5] = value._f;
        to[6] = value._g;
        to[7] = value._h;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesPlain operator +(LanesPlain a, LanesPlain b) =>
        new(
            a._a + b._a, a._b + b._b, a._c + b._c, a._d + b._d,
            a._e + b._e, a._f + b._f, a._g + b._g, a._h + b._h);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesPlain operator -(LanesPlain a, LanesPlain b) =>
        new(
            a._a - b._a, a._b - b._b, a._c - b._c, a._d - b._d,
            a._e - b._e, a._f - b._f, a._g - b._g, a._h - b._h);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesPlain operator *(LanesPlain a, LanesPlain b) =>
        new(
            a._a * b._a, a._b * b._b, a._c * b._c, a._d * b._d,
            a._e * b._e, a._f * b._f, a._g * b._g, a._h * b._h);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesPlain operator /(LanesPlain a, LanesPlain b) =>
        new(
            a._a / b._a, a._b / b._b, a._c / b._c, a._d / b._d,
            a._e / b._e, a._f / b._f, a._g / b._g, a._h / b._h);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesPlain PlusProduct(LanesPlain a, LanesPlain b, LanesPlain c) =>
        a * b + c;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesPlain MinusProduct(LanesPlain a, LanesPlain b, LanesPlain c) =>
        c - a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesPlain Sqrt(LanesPlain a) =>
        new(
            Math.Sqrt(a._a), Math.Sqrt(a._b), Math.Sqrt(a._c), Math.Sqrt(a._d),
            Math.Sqrt(a._e), Math.Sqrt(a._f), Math.Sqrt(a._g), Math.Sqrt(a._h));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesPlain CopySign(LanesPlain magnitude, LanesPlain sign) =>
        new(
            Math.CopySign(magnitude._a, sign._a), Math.CopySign(magnitude._b, sign._b), Math.CopySign(magnitude._c, sign._c), Math.CopySign(magnitude._d, sign._d),
            Math.CopySign(magnitude._e, sign._e), Math.CopySign(magnitude._f, sign._f), Math.CopySign(magnitude._g, sign._g), Math.CopySign(magnitude._h, sign._h));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesPlain WherePositive(LanesPlain test, LanesPlain value) =>
        new(
            test._a > 0 ? value._a : 0, test._b > 0 ? value._b : 0, test._c > 0 ? value._c : 0, test._d > 0 ? value._d : 0,
            test._e > 0 ? value._e : 0, test._f > 0 ? value._f : 0, test._g > 0 ? value._g : 0, test._h > 0 ? value._h : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pattern ToBits(LanesPlain value) =>
        new(
            BitConverter.DoubleToUInt64Bits(value._a), BitConverter.DoubleToUInt64Bits(value._b), BitConverter.DoubleToUInt64Bits(value._c), BitConverter.DoubleToUInt64Bits(value._d),
            BitConverter.DoubleToUInt64Bits(value._e), BitConverter.DoubleToUInt64Bits(value._f), BitConverter.DoubleToUInt64Bits(value._g), BitConverter.DoubleToUInt64Bits(value._h));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesPlain FromBits(Pattern bits) =>
        new(
            BitConverter.UInt64BitsToDouble(bits._a), BitConverter.UInt64BitsToDouble(bits._b), BitConverter.UInt64BitsToDouble(bits._c), BitConverter.UInt64BitsToDouble(bits._d),
            BitConverter.UInt64BitsToDouble(bits._e), BitConverter.UInt64BitsToDouble(bits._f), BitConverter.UInt64BitsToDouble(bits._g), BitConverter.UInt64BitsToDouble(bits._h));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesPlain Select(Pattern mask, LanesPlain a, LanesPlain b) =>
        FromBits((mask & ToBits(a)) | ((Pattern.All(ulong.MaxValue) ^ mask) & ToBits(b)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllLess(LanesPlain a, LanesPlain b) =>
        a._a < b._a && a._b < b._b && a._c < b._c && a._d < b._d
        && a._e < b._e && a._f < b._f && a._g < b._g && a._h < b._h;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pattern Less(LanesPlain a, LanesPlain b) =>
        new(
            a._a < b._a ? ulong.MaxValue : 0, a._b < b._b ? ulong.MaxValue : 0, a._c < b._c ? ulong.MaxValue : 0, a._d < b._d ? ulong.MaxValue : 0,
            a._e < b._e ? ulong.MaxValue : 0, a._f < b._f ? ulong.MaxValue : 0, a._g < b._g ? ulong.MaxValue : 0, a._h < b._h ? ulong.MaxValue : 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Signs(Pattern mask) =>
        (uint)(((mask._a >> 63) << 0) | ((mask._b >> 63) << 1) | ((mask._c >> 63) << 2) | ((mask._d >> 63) << 3)
            | ((mask._e >> 63) << 4) | ((mask._f >> 63) << 5) | ((mask._g >> 63) << 6) | ((mask._h >> 63) << 7));

    /// <summary>Eight 64-bit patterns in plain variables.</summary>
    internal readonly struct Pattern : IBitLanes<Pattern>
    {
        internal readonly ulong _a;
        internal readonly ulong _b;
        internal readonly ulong _c;
        internal readonly ulong _d;
        internal readonly ulong _e;
        internal readonly ulong _f;
        internal readonly ulong _g;
        internal readonly ulong _h;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal Pattern(
            ulong a, ulong b, ulong c, ulong d,
            ulong e, ulong f, ulong g, ulong h)
        {
            (_a, _b, _c, _d, _e, _f, _g, _h) = (a, b, c, d, e, f, g, h);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern All(ulong value) =>
            new(value, value, value, value, value, value, value, value);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern Load(ulong* from) =>
            new(from[0], from[1], from[2], from[3], from[4], from[5], from[6], from[7]);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Store(Pattern value, ulong* to)
        {
            to[0] = value._a;
            to[1] = value._b;
            to[2] = value._c;
            to[3] = value._d;
            to[4] = value._e;
            to[5] = value._f;
            to[6] = value._g;
            to[7] = value._h;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern operator +(Pattern a, Pattern b) =>
            new(
                a._a + b._a, a._b + b._b, a._c + b._c, a._d + b._d,
                a._e + b._e, a._f + b._f, a._g + b._g, a._h + b._h);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern operator -(Pattern a, Pattern b) =>
            new(
                a._a - b._a, a._b - b._b, a._c - b._c, a._d - b._d,
                a._e - b._e, a._f - b._f, a._g - b._g, a._h - b._h);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern operator ^(Pattern a, Pattern b) =>
            new(
                a._a ^ b._a, a._b ^ b._b, a._c ^ b._c, a._d ^ b._d,
                a._e ^ b._e, a._f ^ b._f, a._g ^ b._g, a._h ^ b._h);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern operator &(Pattern a, Pattern b) =>
            new(
                a._a & b._a, a._b & b._b, a._c & b._c, a._d & b._d,
                a._e & b._e, a._f & b._f, a._g & b._g, a._h & b._h);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern operator |(Pattern a, Pattern b) =>
            new(
                a._a | b._a, a._b | b._b, a._c | b._c, a._d | b._d,
                a._e | b._e, a._f | b._f, a._g | b._g, a._h | b._h);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern operator <<(Pattern a, int count) =>
            new(
                a._a << count, a._b << count, a._c << count, a._d << count,
                a._e << count, a._f << count, a._g << count, a._h << count);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern operator >>>(Pattern a, int count) =>
            new(
                a._a >>> count, a._b >>> count, a._c >>> count, a._d >>> count,
                a._e >>> count, a._f >>> count, a._g >>> count, a._h >>> count);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern Xor(Pattern a, Pattern b, Pattern c) =>
            a ^ b ^ c;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Pattern MultiplyLow32(Pattern a, Pattern b) =>
            new(
                (ulong)(uint)a._a * (uint)b._a, (ulong)(uint)a._b * (uint)b._b, (ulong)(uint)a._c * (uint)b._c, (ulong)(uint)a._d * (uint)b._d,
                (ulong)(uint)a._e * (uint)b._e, (ulong)(uint)a._f * (uint)b._f, (ulong)(uint)a._g * (uint)b._g, (ulong)(uint)a._h * (uint)b._h);
    }
}
