using Xunit;

namespace PhaseGan.Tests.Intervals;

/// <summary>Sets carried along polynomial fields with proof.</summary>
public sealed class ValidatedFlowTests
{
    [Theory]
    [InlineData(8, 1e-9)]
    [InlineData(16, 1e-9)]
    [InlineData(20, 1e-13)]
    public void ASpiral_EndsWhereItsClosedFormSays_WithinANarrowBox(int order, double accepted)
    {
        FlowSet set = FlowSet.Of([1, 0]);
        double time = Carry(new ValidatedFlow(PolynomialFields.Spiral(), order, accepted), set, 30);
        double size = Math.Exp(-0.2 * time);
        AssertHolds(set, [size * Math.Cos(2 * time), size * Math.Sin(2 * time)], 1e-14);
        Assert.InRange(set.Box().Max(i => i.Radius), 0, 100 * accepted);
    }

    [Fact]
    public void ABoxOfStarts_HoldsTheClosedFormFromItsCorners_AndIsHardlyWiderThanTheyAre()
    {
        // about twenty turns: a box that did not turn with the flow would be wider by e^(20·2π·…)
        FlowSet set = FlowSet.Of([1, 0], [1, 0, 0, 1], [0.1, 0.1]);
        double time = Carry(new ValidatedFlow(PolynomialFields.Spiral(), 16, 1e-9), set, 10), size = Math.Exp(-0.2 * time), c = size * Math.Cos(2 * time), s = size * Math.Sin(2 * time);
        foreach ((double x, double y) in new[] { (0.9, -0.1), (0.9, 0.1), (1.1, -0.1), (1.1, 0.1) })
            AssertHolds(set, [c * x - s * y, s * x + c * y], 1e-14);
        Assert.InRange(set.Box().Max(i => i.Radius), 0.1 * size, 0.1 * size * 1.5);
    }

    [Fact]
    public void InLayers_ATurnAlongAFlatEllipseStaysNarrow_WhereASingleFrameGrows()
    {
        // x = cos t, y = −sin t / 10: a hundred turns and more
        TaylorTape tape = PolynomialFields.Of(2, y => [TapeLane.All(10) * y[1], TapeLane.All(-0.1) * y[0]]);
        FlowSet layers = FlowSet.InLayers([1, 0], [0, 0]), frame = FlowSet.Of([1, 0]);
        double time = Carry(new ValidatedFlow(tape, 16, 1e-12), layers, 700);
        AssertHolds(layers, [Math.Cos(time), -0.1 * Math.Sin(time)], 1e-12);
        Assert.Equal(time, Carry(new ValidatedFlow(tape, 16, 1e-12), frame, 700), 1e-9);
        double narrow = layers.Box().Max(i => i.Radius), wide = frame.Box().Max(i => i.Radius);
        Assert.True(narrow < 1e-7 && wide > 10 * narrow, $"{narrow:G3} against {wide:G3}");
        Assert.Equal(layers.Box(), layers.Copy().Box());
    }

    [Fact]
    public void ASolutionThatBlowsUp_IsNeverCarriedBeyond()
    {
        var flow = new ValidatedFlow(PolynomialFields.Square(), 16, 1e-9);
        FlowSet set = FlowSet.Of([1]);
        double time = 0;
        for (int k = 0; k < 200; k++)
        {
            double h = flow.Step(set, 10);
            if (h == 0)
                break;
            time += h;
            AssertHolds(set, [1 / (1 - time)], 1e-9 / (1 - time));
        }
        Assert.InRange(time, 0.9, 1);
    }

    [Fact]
    public void RandomPathsOfTheReducedOde_AreWhereAnotherIntegratorFindsThem_WithOneFeatureAndWithTwo()
    {
        var random = new System.Random(83);
        for (int k = 0; k < 6; k++)
        {
            int d = 1 + k % 2;
            double[] Variances() => [.. Enumerable.Range(0, d).Select(_ => 0.5 + 2 * random.NextDouble())];
            var gan = new GanParameters(Variances(), Variances(), 0.1 + 0.2 * random.NextDouble(), 0.05 + 0.2 * random.NextDouble(), 2 * random.NextDouble(), 2 * random.NextDouble());
            MacroState start = MacroState.NearOrigin(gan, 0.2, seed: k);
            var ode = new ReducedOde(gan);
            FlowSet set = FlowSet.Of(ode.Pack(start));
            double time = Carry(new ValidatedFlow(ReducedTape.Of(ParameterBox.Of(gan)), 16, 1e-11), set, 30);
            Trajectory path = DormandPrince.Integrate(ode, start, time, new IntegrationOptions { RelativeTolerance = 1e-12, AbsoluteTolerance = 1e-13 });
            AssertHolds(set, path.At(time).ToArray(), 1e-9);
            Assert.InRange(set.Box().Max(i => i.Radius), 0, 1e-5);
        }
    }

    [Fact]
    public void TheDerivativeOfAFlow_IsThatOfTheClosedForm()
    {
        var flow = new ValidatedFlow(PolynomialFields.Spiral(), 16, 1e-9);
        FlowSet set = FlowSet.Of([1, 0]);
        var derivative = new FlowDerivative(2);
        double time = 0;
        while (time < 10)
        {
            double h = flow.Step(set, 10 - time, derivative);
            Assert.True(h > 0);
            time += h;
        }
        double size = Math.Exp(-0.2 * time), c = size * Math.Cos(2 * time), s = size * Math.Sin(2 * time);
        foreach ((Interval entry, double value) in derivative.Value.Zip([c, -s, s, c]))
            Assert.True(entry.Low - 1e-14 <= value && value <= entry.High + 1e-14 && entry.Radius < 1e-5, $"{entry} against {value}");
    }

    [Fact]
    public void TheCycleOfACircle_IsProved_WithItsPeriod_AndOnlyWhereItAttracts()
    {
        var flow = new ValidatedFlow(PolynomialFields.Circle(1), 16, 1e-12);
        CycleGuess guess = CycleGuess.From(flow, [0.99, 0.02], out _)!;
        CycleProof proof = CycleProof.Try(flow, guess.Point, guess.Columns, guess.Time, 1e-3, 500, out _)!;
        Assert.True(proof.Period.Contains(2 * Math.PI) && proof.Period.Radius < 1e-2, $"{proof.Period}");
        // the multiplier is e^(−4π) = 3.5e-6
        Assert.InRange(proof.Contraction!.Value, 3.4e-6, 0.1);
        Assert.True(proof.Holds(FlowSet.Of(guess.Point)));
        Assert.False(proof.Holds(FlowSet.Of([1.1 * guess.Point[0], 1.1 * guess.Point[1]])));

        var other = new ValidatedFlow(PolynomialFields.Circle(-1), 16, 1e-12);
        CycleGuess repelling = CycleGuess.From(other, [1 - 1e-9, 0], out _)!;
        Assert.True(repelling.Multiplier > 1);
        foreach (double size in new[] { 1e-3, 1e-6 })
            Assert.Null(CycleProof.Try(other, repelling.Point, repelling.Columns, repelling.Time, size, 500, out _));
    }

    [Fact]
    public void VanDerPolsCycle_HasThePeriodThatIsKnownOfIt()
    {
        var flow = new ValidatedFlow(PolynomialFields.VanDerPol(), 16, 1e-12);
        FlowSet set = FlowSet.Of([2, 0]);
        var hunt = new CycleHunt(new ValidatedFlow(flow.Tape, 16, 1e-12));
        bool isCaught = false;
        for (int k = 0; k < 400 && !isCaught; k++)
        {
            FlowSet before = set.Copy();
            double h = flow.Step(set, double.MaxValue);
            Assert.True(h > 0);
            isCaught = hunt.Look(flow, before, set, h);
        }
        Assert.True(isCaught);
        // 6.66328685932313 (Andersen and Geer, SIAM J. Appl. Math. 42, 1982, and others)
        Assert.True(hunt.Attracting!.Period.Contains(6.66328685932313), $"{hunt.Attracting.Period}");
    }

    [Fact]
    public void AFieldThatIsNoPolynomial_IsRefused()
    {
        Assert.Throws<NotSupportedException>(() => PolynomialFields.Of(1, y => [y[0] / y[0]]));
        Assert.Throws<NotSupportedException>(() => PolynomialFields.Of(1, y => [TapeLane.Sqrt(y[0])]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ValidatedFlow(PolynomialFields.Square(), 41, 1e-9));
    }

    private static double Carry(ValidatedFlow flow, FlowSet set, double until)
    {
        double time = 0;
        for (int k = 0; k < 2000 && time < until; k++)
        {
            double h = flow.Step(set, until - time);
            Assert.True(h > 0);
            time += h;
        }
        return time;
    }

    private static void AssertHolds(FlowSet set, double[] state, double slack)
    {
        Interval[] box = set.Box();
        for (int i = 0; i < state.Length; i++)
            Assert.True(box[i].Low - slack <= state[i] && state[i] <= box[i].High + slack, $"{box[i]} against {state[i]:R}");
    }
}
