using Xunit;

namespace PhaseGan.Tests.Proofs;

/// <summary>Cycles with more than one feature.</summary>
public sealed class ProvedCycleTests
{
    [Fact]
    public void ACycleOfTwoFeatures_IsProvedToAttract_WithThePeriodThatShootingFinds()
    {
        var gan = new GanParameters([5, 3], [5, 3], 0.2, 0.2 * 1.35, 1.225, 1.225);
        LimitCycle cycle = CycleOf(gan);
        ProvedCycle proof = ProvedCycle.Try(gan, cycle.Point.AsSpan(), cycle.Period)!;
        Assert.True(proof.Attracts);
        Assert.True(proof.Period.Low - 1e-7 < cycle.Period && cycle.Period < proof.Period.High + 1e-7, $"{proof.Period} against {cycle.Period}");
        // all multipliers lie within the norm of the derivative of the return
        Assert.InRange(proof.Contraction!.Value, cycle.Multipliers.Max(m => m.Magnitude), 1);
        // another integrator comes back to the piece after a period
        double[] end = [.. DormandPrince.Integrate(new ReducedOde(gan), [.. proof.Point], cycle.Period, new IntegrationOptions { RelativeTolerance = 1e-12, AbsoluteTolerance = 1e-13 }).At(cycle.Period).ToArray()];
        Assert.True(end.Zip(proof.Point).All(pair => Math.Abs(pair.First - pair.Second) < 1e-6));
    }

    [Fact]
    public void AnotherField_HasNoSuchCycle()
    {
        var gan = new GanParameters([5, 3], [5, 3], 0.2, 0.2 * 1.35, 1.225, 1.225);
        LimitCycle cycle = CycleOf(gan);
        // at little noise (15) is far from there, and the point lies on no cycle of that period
        Assert.Null(ProvedCycle.Try(new GanParameters([5, 3], [5, 3], 0.2, 0.2, 0.1, 0.1), cycle.Point.AsSpan(), cycle.Period));
        Assert.Throws<ArgumentException>(() => ProvedCycle.Try(new GanParameters([5], [5], 0.2, 0.2, 1, 1), cycle.Point.AsSpan(), cycle.Period));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProvedCycle.Try(gan, cycle.Point.AsSpan(), 0));
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => ProvedCycle.Try(gan, cycle.Point.AsSpan(), cycle.Period, stop.Token));
    }

    private static LimitCycle CycleOf(GanParameters gan)
    {
        var ode = new ReducedOde(gan);
        return Assert.IsType<LimitCycleAttractor>(AttractorFinder.Find(ode, ode.Pack(MacroState.NearOrigin(gan, 0.03, seed: 1)))).Cycle;
    }
}
