namespace PhaseGan;

/// <summary>
/// The laws of the latent codes: each entry of c and c̃ is a function of one standard normal, which reaches every law on the
/// line through its quantile function. An implementation is a value type and allocates nothing.
/// </summary>
internal interface ICodeLaw
{
    /// <summary>Entry ℓ of the real code c.</summary>
    /// <param name="normal">A standard normal.</param>
    /// <param name="deviation">√Λ_ℓ.</param>
    T Real<T>(T normal, double deviation)
        where T : unmanaged, ILanes<T>;

    /// <summary>Entry ℓ of the fake code c̃.</summary>
    /// <param name="normal">A standard normal.</param>
    /// <param name="deviation">√Λ̃_ℓ.</param>
    T Fake<T>(T normal, double deviation)
        where T : unmanaged, ILanes<T>;
}
