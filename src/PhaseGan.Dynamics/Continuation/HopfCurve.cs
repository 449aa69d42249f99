namespace PhaseGan.Dynamics;

/// <summary>A curve of Hopf points: generalised ones, Bogdanov–Takens, zero–Hopf and double Hopf points on it. Beyond a Bogdanov–Takens point its pair is real, and nothing is said of the neutral saddles there.</summary>
internal sealed class HopfCurve(BranchFrame frame, PairFunction start) : ICurveFunctions
{
    private readonly PairFunction _start = start;
    private PairFunction _pair = start;

    /// <inheritdoc/>
    public AugmentedSystem? Refresh(CurveNode node) => frame.Near(node) is { } near ? new(near, [_pair = _pair.At(node.At.Transverse)]) : null;

    /// <inheritdoc/>
    public CurveTests Test(CurveNode node, CurveTests? before)
    {
        Linearisation at = node.At.Transverse;
        PairFunction pair = (before?.Pair ?? _start).At(at);
        var (_, product, others) = pair.Nearest(at) ?? (0, 0, []);
        return new CurveTests(product, new LyapunovFunction(pair).Value(at), others.Count(v => v.Real > 0), Pair: pair);
    }

    /// <inheritdoc/>
    public IEnumerable<SpecialKind> Changes(CurveTests a, CurveTests b)
    {
        if (CurveTests.Differ(a.DoubleZero, b.DoubleZero))
            yield return SpecialKind.BogdanovTakens;
        if (!(a.DoubleZero > 0 && b.DoubleZero > 0))
            yield break;
        if (CurveTests.Differ(a.Degeneracy, b.Degeneracy) && !HasPole(a, b))
            yield return SpecialKind.GeneralizedHopf;
        if (a.Unstable != b.Unstable)
            yield return Math.Abs(a.Unstable - b.Unstable) == 1 ? SpecialKind.ZeroHopf : SpecialKind.DoubleHopf;
    }

    /// <inheritdoc/>
    public bool HasPole(CurveTests a, CurveTests b) => Math.Abs(a.Unstable - b.Unstable) % 2 == 1;

    /// <inheritdoc/>
    public TestFunction[] Defining(SpecialKind kind, Linearisation at, CurveTests tests)
    {
        PairFunction pair = tests.Pair!.At(at);
        var fold = new FoldFunction(at);
        return kind switch
        {
            SpecialKind.BogdanovTakens => [fold, new DoubleZeroFunction(fold)],
            SpecialKind.GeneralizedHopf => [pair, new LyapunovFunction(pair)],
            SpecialKind.ZeroHopf => [pair, fold],
            _ => [pair, CurveEvents.NearestPair(at, [pair])],
        };
    }
}
