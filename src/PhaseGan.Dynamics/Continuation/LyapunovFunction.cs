namespace PhaseGan.Dynamics;

/// <summary>On a curve of Hopf points, the coefficient g of the normal form; it vanishes at a generalised Hopf point. NaN at neutral saddles.</summary>
/// <param name="pair">The function of the curve.</param>
internal sealed class LyapunovFunction(PairFunction pair) : TestFunction
{
    /// <inheritdoc/>
    public override double Value(Linearisation at) => Form(at)?.Coefficient ?? double.NaN;

    /// <inheritdoc/>
    public override double Noise(Linearisation at) => Form(at)?.Error ?? 0;

    private NormalForm? Form(Linearisation at) => pair.Nearest(at) is var (_, product, _) && product > 0 ? NormalForms.Hopf(at, Math.Sqrt(product)) : null;
}
