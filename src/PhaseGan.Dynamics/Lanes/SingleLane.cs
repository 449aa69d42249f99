using System.Runtime.CompilerServices;

namespace PhaseGan.Dynamics;

/// <summary>One real number: the lane of a single chain.</summary>
internal readonly unsafe struct SingleLane : ILanes<SingleLane>
{
    private readonly double _v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private SingleLane(double v) => _v = v;

    /// <summary>The number.</summary>
    public double Value => _v;

    public static int Width => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLane All(double value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLane Load(double* from) => new(*from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(SingleLane value, double* to) => *to = value._v;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLane operator +(SingleLane a, SingleLane b) => new(a._v + b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLane operator -(SingleLane a, SingleLane b) => new(a._v - b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLane operator *(SingleLane a, SingleLane b) => new(a._v * b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLane operator /(SingleLane a, SingleLane b) => new(a._v / b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLane PlusProduct(SingleLane a, SingleLane b, SingleLane c) => new(a._v * b._v + c._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLane MinusProduct(SingleLane a, SingleLane b, SingleLane c) => new(c._v - a._v * b._v);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLane Fused(SingleLane a, SingleLane b, SingleLane c) => new(Math.FusedMultiplyAdd(a._v, b._v, c._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLane FusedMinus(SingleLane a, SingleLane b, SingleLane c) => new(Math.FusedMultiplyAdd(-a._v, b._v, c._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLane Sqrt(SingleLane a) => new(Math.Sqrt(a._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLane CopySign(SingleLane magnitude, SingleLane sign) => new(Math.CopySign(magnitude._v, sign._v));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SingleLane WherePositive(SingleLane test, SingleLane value) => new(test._v > 0 ? value._v : 0);
}
