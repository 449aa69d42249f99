using System.Runtime.CompilerServices;

namespace PhaseGan;

/// <summary>A number of features that the compiler may know, so that loops over them become straight lines; the operations and their order are the same.</summary>
internal interface IChainSize
{
    /// <summary>d of a run.</summary>
    static abstract int Of(StepNumbers run);
}

/// <summary>One feature.</summary>
internal readonly struct ChainOfOne : IChainSize
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Of(StepNumbers run) => 1;
}

/// <summary>Two features.</summary>
internal readonly struct ChainOfTwo : IChainSize
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Of(StepNumbers run) => 2;
}

/// <summary>Any number.</summary>
internal readonly struct ChainOfAny : IChainSize
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Of(StepNumbers run) => run.Features;
}
