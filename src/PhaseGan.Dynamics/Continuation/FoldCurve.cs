using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>A curve of folds: cusps, Bogdanov–Takens points, and zero–Hopf points on it.</summary>
internal sealed class FoldCurve(BranchFrame frame, Linearisation start) : ICurveFunctions
{
    private FoldFunction _function = new(start);

    /// <inheritdoc/>
    public AugmentedSystem? Refresh(CurveNode node) =>
        frame.Near(node) is { } near ? new(near, [_function = new FoldFunction(node.At.Transverse, _function)]) : null;

    /// <inheritdoc/>
    public CurveTests Test(CurveNode node, CurveTests? before)
    {
        Linearisation at = node.At.Transverse;
        var fold = new FoldFunction(at, before?.Fold);
        int unstable = node.Eigenvalues.OrderBy(Complex.Abs).Skip(1).Count(v => v.Real > 0);
        return new CurveTests(new DoubleZeroFunction(fold).Value(at), new CuspFunction(fold).Value(at), unstable, Fold: fold);
    }

    /// <inheritdoc/>
    public IEnumerable<SpecialKind> Changes(CurveTests a, CurveTests b)
    {
        if (CurveTests.Differ(a.DoubleZero, b.DoubleZero))
            yield return SpecialKind.BogdanovTakens;
        if (CurveTests.Differ(a.Degeneracy, b.Degeneracy))
            yield return SpecialKind.Cusp;
        // one eigenvalue alone crosses at double zeros, and there rounding makes the count
        if (Math.Abs(a.Unstable - b.Unstable) > 1)
            yield return SpecialKind.ZeroHopf;
    }

    /// <inheritdoc/>
    public bool HasPole(CurveTests a, CurveTests b) => false;

    /// <inheritdoc/>
    public TestFunction[] Defining(SpecialKind kind, Linearisation at, CurveTests tests)
    {
        var fold = new FoldFunction(at, tests.Fold);
        return kind switch
        {
            SpecialKind.BogdanovTakens => [fold, new DoubleZeroFunction(fold)],
            SpecialKind.Cusp => [fold, new CuspFunction(fold)],
            _ => [fold, CurveEvents.NearestPair(at, [])],
        };
    }
}
