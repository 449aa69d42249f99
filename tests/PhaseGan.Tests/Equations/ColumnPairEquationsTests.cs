using FsCheck;
using FsCheck.Fluent;
using PhaseGan.Testing;
using Xunit;

namespace PhaseGan.Tests.Equations;

/// <summary>The ODE of two orthonormal discriminator features in straight lines, against the equations for any number of them in dual numbers.</summary>
public sealed class ColumnPairEquationsTests
{
    private static readonly Config Replayed = Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(5, 9);
    private static readonly TrainingRule Two = new() { DiscriminatorFeatures = 2 };

    /// <summary>Sums of a few dozen products of numbers of order one, in two orders: a few times 1e-16 in each.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void FieldAndJacobian_AreThoseOfTheGeneralEquations_ToRounding(int d) => Prop.ForAll(GanArbitrary.FeatureStates(d, 2), state =>
    {
        var ode = Frame(d);
        double[] y = ode.Pack(state), field = new double[y.Length], jacobian = new double[y.Length * y.Length];
        ode.Evaluate(y, field);
        ode.Jacobian(y, jacobian);
        var at = new FieldVariation[y.Length];
        for (int k = 0; k < y.Length; k++)
        {
            for (int i = 0; i < y.Length; i++)
                at[i] = new FieldVariation(y[i], i == k ? 1 : 0);
            FieldVariation[] general = General(ode, at);
            for (int i = 0; i < y.Length; i++)
            {
                Assert.Equal(general[i].Value, field[i], 1e-13);
                Assert.Equal(general[i].Slope, jacobian[i * y.Length + k], 1e-12);
            }
        }
    }).Check(Replayed);

    /// <summary>Where Q and R are small, and where they vanish, the frame is smooth.</summary>
    [Fact]
    public void NextToTheDeceivedManifold_TheJacobianIsThatOfTheGeneralEquations()
    {
        var ode = Frame(2);
        foreach (double size in new[] { 0, 1e-9, 1e-4, 1e-3, 3e-3 })
        {
            double[] y = ode.Pack(MacroState.NearOrigin(ode.Parameters, 0.5, 3).Spread(2)), jacobian = new double[y.Length * y.Length];
            for (int i = ode.TransverseStart; i < ode.TransverseStart + ode.TransverseCount; i++)
                y[i] *= size;
            ode.Jacobian(y, jacobian);
            for (int k = 0; k < y.Length; k++)
            {
                FieldVariation[] general = General(ode, [.. y.Select((v, i) => new FieldVariation(v, i == k ? 1 : 0))]);
                for (int i = 0; i < y.Length; i++)
                    Assert.Equal(general[i].Slope, jacobian[i * y.Length + k], 1e-12);
            }
        }
    }

    [Fact]
    public void RegistersOfAnyWidth_HaveTheBitsOfOnePoint()
    {
        foreach (int d in new[] { 1, 2, 3, 4 })
        {
            AssertBits<Lanes512>(d);
            AssertBits<Lanes256>(d);
            AssertBits<Lanes128>(d);
            AssertBits<LanesPlain>(d);
        }
    }

    [Fact]
    public void FieldAndJacobian_AllocateNothing()
    {
        var ode = Frame(2);
        double[] y = ode.Pack(MacroState.NearOrigin(ode.Parameters, 0.5, 3).Spread(2)), field = new double[y.Length], jacobian = new double[y.Length * y.Length];
        void Both()
        {
            ode.Evaluate(y, field);
            ode.Jacobian(y, jacobian);
        }
        Both();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            Both();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static CorotatingOde Frame(int d)
    {
        double[] variances = [.. Enumerable.Range(0, d).Select(l => 3 - 0.5 * l)];
        var gan = new GanParameters(variances, [.. variances.Select(v => 1.1 * v)], 0.2, 0.07, 0.8, 1.3);
        return Assert.IsType<CorotatingOde>(MacroscopicOde.ForEnds(gan, Two));
    }

    /// <summary>The equations of training for any k, and the turning of the frame as <see cref="CorotatingOde"/> states it: 𝓜⁻¹A by four terms of its series.</summary>
    private static FieldVariation[] General(CorotatingOde ode, FieldVariation[] y)
    {
        var change = new FieldVariation[y.Length];
        ode.Equations.Evaluate<FieldVariation>(y, change);
        FieldVariation size = FieldVariation.Of(1e-6), excess = FieldVariation.Of(0), turn = FieldVariation.Of(0);
        int start = ode.TransverseStart, end = start + ode.TransverseCount;
        for (int i = start; i < end; i += 2)
        {
            size += y[i] * y[i] + y[i + 1] * y[i + 1];
            excess += change[i] * y[i + 1] - y[i] * change[i + 1];
        }
        for (int term = 0; term < 4; term++)
        {
            excess /= size;
            turn += excess;
            excess = 1e-6 * excess;
        }
        for (int i = start; i < end; i += 2)
        {
            change[i] -= turn * y[i + 1];
            change[i + 1] += turn * y[i];
        }
        return change;
    }

    private static unsafe void AssertBits<T>(int d)
        where T : unmanaged, IWideLanes<T>
    {
        CorotatingOde ode = Frame(d);
        int n = ode.Dimension;
        AlignedBuffer parameters = new(ode.Numbers.Length * T.Width), state = new(n * T.Width), change = new(n * T.Width);
        var starts = new double[T.Width][];
        for (int lane = 0; lane < T.Width; lane++)
        {
            starts[lane] = ode.Pack(MacroState.NearOrigin(ode.Parameters, 0.2, lane + 1).Spread(2));
            for (int i = 0; i < ode.Numbers.Length; i++)
                parameters.Span[i * T.Width + lane] = ode.Numbers[i];
            for (int i = 0; i < n; i++)
                state.Span[i * T.Width + lane] = starts[lane][i];
        }
        ColumnPairEquations.Evaluate(d, (T*)parameters.Start, (T*)state.Start, (T*)change.Start);
        var one = new double[n];
        for (int lane = 0; lane < T.Width; lane++)
        {
            ode.Evaluate(starts[lane], one);
            for (int i = 0; i < n; i++)
                Assert.Equal(BitConverter.DoubleToInt64Bits(one[i]), BitConverter.DoubleToInt64Bits(change.Span[i * T.Width + lane]));
        }
    }
}
