using System.Runtime.CompilerServices;

namespace PhaseGan.Dynamics;

/// <summary>Eight real numbers in plain variables, for machines or settings without vector registers.</summary>
internal readonly unsafe struct LanesPlain : IWideLanes<LanesPlain>
{
    private readonly double _a, _b, _c, _d, _e, _f, _g, _h;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private LanesPlain(double a, double b, double c, double d, double e, double f, double g, double h) =>
        (_a, _b, _c, _d, _e, _f, _g, _h) = (a, b, c, d, e, f, g, h);

    public static int Width => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesPlain All(double value) => new(value, value, value, value, value, value, value, value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesPlain Load(double* from) => new(from[0], from[1], from[2], from[3], from[4], from[5], from[6], from[7]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(LanesPlain value, double* to) =>
        (to[0], to[1], to[2], to[3], to[4], to[5], to[6], to[7]) = (value._a, value._b, value._c, value._d, value._e, value._f, value._g, value._h);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesPlain operator +(LanesPlain a, LanesPlain b) =>
        new(a._a + b._a, a._b + b._b, a._c + b._c, a._d + b._d, a._e + b._e, a._f + b._f, a._g + b._g, a._h + b._h);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesPlain operator -(LanesPlain a, LanesPlain b) =>
        new(a._a - b._a, a._b - b._b, a._c - b._c, a._d - b._d, a._e - b._e, a._f - b._f, a._g - b._g, a._h - b._h);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesPlain operator *(LanesPlain a, LanesPlain b) =>
        new(a._a * b._a, a._b * b._b, a._c * b._c, a._d * b._d, a._e * b._e, a._f * b._f, a._g * b._g, a._h * b._h);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesPlain operator /(LanesPlain a, LanesPlain b) =>
        new(a._a / b._a, a._b / b._b, a._c / b._c, a._d / b._d, a._e / b._e, a._f / b._f, a._g / b._g, a._h / b._h);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesPlain PlusProduct(LanesPlain a, LanesPlain b, LanesPlain c) => a * b + c;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesPlain MinusProduct(LanesPlain a, LanesPlain b, LanesPlain c) => c - a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesPlain Sqrt(LanesPlain a) =>
        new(Math.Sqrt(a._a), Math.Sqrt(a._b), Math.Sqrt(a._c), Math.Sqrt(a._d), Math.Sqrt(a._e), Math.Sqrt(a._f), Math.Sqrt(a._g), Math.Sqrt(a._h));

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
    public static LanesPlain AllBits(ulong value) => All(Of(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesPlain operator ^(LanesPlain a, LanesPlain b) =>
        new(
            Of(Bits(a._a) ^ Bits(b._a)), Of(Bits(a._b) ^ Bits(b._b)), Of(Bits(a._c) ^ Bits(b._c)), Of(Bits(a._d) ^ Bits(b._d)),
            Of(Bits(a._e) ^ Bits(b._e)), Of(Bits(a._f) ^ Bits(b._f)), Of(Bits(a._g) ^ Bits(b._g)), Of(Bits(a._h) ^ Bits(b._h)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesPlain operator &(LanesPlain a, LanesPlain b) =>
        new(
            Of(Bits(a._a) & Bits(b._a)), Of(Bits(a._b) & Bits(b._b)), Of(Bits(a._c) & Bits(b._c)), Of(Bits(a._d) & Bits(b._d)),
            Of(Bits(a._e) & Bits(b._e)), Of(Bits(a._f) & Bits(b._f)), Of(Bits(a._g) & Bits(b._g)), Of(Bits(a._h) & Bits(b._h)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesPlain operator |(LanesPlain a, LanesPlain b) =>
        new(
            Of(Bits(a._a) | Bits(b._a)), Of(Bits(a._b) | Bits(b._b)), Of(Bits(a._c) | Bits(b._c)), Of(Bits(a._d) | Bits(b._d)),
            Of(Bits(a._e) | Bits(b._e)), Of(Bits(a._f) | Bits(b._f)), Of(Bits(a._g) | Bits(b._g)), Of(Bits(a._h) | Bits(b._h)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesPlain operator <<(LanesPlain a, int count) =>
        new(
            Of(Bits(a._a) << count), Of(Bits(a._b) << count), Of(Bits(a._c) << count), Of(Bits(a._d) << count),
            Of(Bits(a._e) << count), Of(Bits(a._f) << count), Of(Bits(a._g) << count), Of(Bits(a._h) << count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesPlain operator >>>(LanesPlain a, int count) =>
        new(
            Of(Bits(a._a) >>> count), Of(Bits(a._b) >>> count), Of(Bits(a._c) >>> count), Of(Bits(a._d) >>> count),
            Of(Bits(a._e) >>> count), Of(Bits(a._f) >>> count), Of(Bits(a._g) >>> count), Of(Bits(a._h) >>> count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesPlain Xor(LanesPlain a, LanesPlain b, LanesPlain c) => a ^ b ^ c;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesPlain AddBits(LanesPlain a, LanesPlain b) =>
        new(
            Of(Bits(a._a) + Bits(b._a)), Of(Bits(a._b) + Bits(b._b)), Of(Bits(a._c) + Bits(b._c)), Of(Bits(a._d) + Bits(b._d)),
            Of(Bits(a._e) + Bits(b._e)), Of(Bits(a._f) + Bits(b._f)), Of(Bits(a._g) + Bits(b._g)), Of(Bits(a._h) + Bits(b._h)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesPlain SubtractBits(LanesPlain a, LanesPlain b) =>
        new(
            Of(Bits(a._a) - Bits(b._a)), Of(Bits(a._b) - Bits(b._b)), Of(Bits(a._c) - Bits(b._c)), Of(Bits(a._d) - Bits(b._d)),
            Of(Bits(a._e) - Bits(b._e)), Of(Bits(a._f) - Bits(b._f)), Of(Bits(a._g) - Bits(b._g)), Of(Bits(a._h) - Bits(b._h)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesPlain MultiplyLow32(LanesPlain a, LanesPlain b) =>
        new(
            Of((ulong)(uint)Bits(a._a) * (uint)Bits(b._a)), Of((ulong)(uint)Bits(a._b) * (uint)Bits(b._b)),
            Of((ulong)(uint)Bits(a._c) * (uint)Bits(b._c)), Of((ulong)(uint)Bits(a._d) * (uint)Bits(b._d)),
            Of((ulong)(uint)Bits(a._e) * (uint)Bits(b._e)), Of((ulong)(uint)Bits(a._f) * (uint)Bits(b._f)),
            Of((ulong)(uint)Bits(a._g) * (uint)Bits(b._g)), Of((ulong)(uint)Bits(a._h) * (uint)Bits(b._h)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesPlain Fused(LanesPlain a, LanesPlain b, LanesPlain c) =>
        new(
            Math.FusedMultiplyAdd(a._a, b._a, c._a), Math.FusedMultiplyAdd(a._b, b._b, c._b), Math.FusedMultiplyAdd(a._c, b._c, c._c), Math.FusedMultiplyAdd(a._d, b._d, c._d),
            Math.FusedMultiplyAdd(a._e, b._e, c._e), Math.FusedMultiplyAdd(a._f, b._f, c._f), Math.FusedMultiplyAdd(a._g, b._g, c._g), Math.FusedMultiplyAdd(a._h, b._h, c._h));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesPlain FusedMinus(LanesPlain a, LanesPlain b, LanesPlain c) => Fused(a ^ All(-0.0), b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesPlain Select(LanesPlain mask, LanesPlain a, LanesPlain b) => (mask & a) | ((AllBits(ulong.MaxValue) ^ mask) & b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AllLess(LanesPlain a, LanesPlain b) =>
        a._a < b._a && a._b < b._b && a._c < b._c && a._d < b._d && a._e < b._e && a._f < b._f && a._g < b._g && a._h < b._h;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LanesPlain Less(LanesPlain a, LanesPlain b) =>
        new(
            Of(a._a < b._a ? ulong.MaxValue : 0), Of(a._b < b._b ? ulong.MaxValue : 0), Of(a._c < b._c ? ulong.MaxValue : 0), Of(a._d < b._d ? ulong.MaxValue : 0),
            Of(a._e < b._e ? ulong.MaxValue : 0), Of(a._f < b._f ? ulong.MaxValue : 0), Of(a._g < b._g ? ulong.MaxValue : 0), Of(a._h < b._h ? ulong.MaxValue : 0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Signs(LanesPlain mask) =>
        (uint)(Bits(mask._a) >> 63) | ((uint)(Bits(mask._b) >> 63) << 1) | ((uint)(Bits(mask._c) >> 63) << 2) | ((uint)(Bits(mask._d) >> 63) << 3)
        | ((uint)(Bits(mask._e) >> 63) << 4) | ((uint)(Bits(mask._f) >> 63) << 5) | ((uint)(Bits(mask._g) >> 63) << 6) | ((uint)(Bits(mask._h) >> 63) << 7);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(double value) => BitConverter.DoubleToUInt64Bits(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Of(ulong bits) => BitConverter.UInt64BitsToDouble(bits);
}
