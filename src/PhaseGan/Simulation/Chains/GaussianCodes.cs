using System.Runtime.CompilerServices;

namespace PhaseGan;

/// <summary>Gaussian codes: c_ℓ ~ N(0, Λ_ℓ), c̃_ℓ ~ N(0, Λ̃_ℓ).</summary>
internal readonly struct GaussianCodes : ICodeLaw
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Real<T>(T normal, double deviation)
        where T : unmanaged, ILanes<T> => normal * T.All(deviation);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Fake<T>(T normal, double deviation)
        where T : unmanaged, ILanes<T> => normal * T.All(deviation);
}
