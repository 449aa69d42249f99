using Xunit;

namespace PhaseGan.Tests.Model;

public sealed class StateLayoutTests
{
    [Theory]
    [InlineData(1, 3, 5)]
    [InlineData(2, 9, 12)]
    [InlineData(3, 18, 22)]
    [InlineData(4, 30, 35)]
    public void EveryCoordinate_HasOnePlace(int features, int withUnitNorms, int withNorms)
    {
        foreach (bool hasNorms in new[] { false, true })
        {
            var layout = new StateLayout(features, hasNorms);
            Assert.Equal(hasNorms ? withNorms : withUnitNorms, layout.Dimension);
            IEnumerable<int> all = Enumerable.Range(0, features);
            List<int> places =
            [
                .. all.SelectMany(i => all.Select(j => layout.P(i, j))), .. all.Select(layout.Q), .. all.Select(layout.R),
                .. all.SelectMany(i => all.Where(j => j >= i).Select(j => layout.S(i, j))).Where(k => k >= 0), .. layout.Z < 0 ? (int[])[] : [layout.Z],
            ];
            Assert.Equal(Enumerable.Range(0, layout.Dimension), places);
            Assert.Equal(layout.S(0, features - 1), layout.S(features - 1, 0));
        }
        Assert.Equal(withUnitNorms, StateLayout.DimensionOf(features));
    }

    [Fact]
    public void Names_FollowThePlaces()
    {
        Assert.Equal(["p_11", "p_12", "p_21", "p_22", "q_1", "q_2", "r_1", "r_2", "s_12"], new StateLayout(2, hasNorms: false).Names().AsEnumerable());
        Assert.Equal(["p_11", "q_1", "r_1", "s_11", "z"], new StateLayout(1, hasNorms: true).Names().AsEnumerable());
        Assert.Contains("s_1_10", new StateLayout(10, hasNorms: false).Names());
    }

    [Fact]
    public void AState_ComesBackFromItsCoordinates()
    {
        MacroState state = MacroState.Create([0.1, 0.2, 0.3, 0.4], [0.05, 0.06], [0.07, 0.08], [1.1, 0.2, 0.2, 0.9], 1.2);
        var layout = new StateLayout(2, hasNorms: true);
        double[] y = layout.Pack(state, needsUnitNorms: false);
        Assert.Equal([0.1, 0.2, 0.3, 0.4, 0.05, 0.06, 0.07, 0.08, 1.1, 0.2, 0.9, 1.2], y);
        MacroState back = layout.Unpack(y);
        Assert.Equal((state.S(0, 1), state.S(1, 1), state.DiscriminatorPower, state.P(1, 0)), (back.S(0, 1), back.S(1, 1), back.DiscriminatorPower, back.P(1, 0)));
        Assert.Throws<ArgumentException>(() => layout.Pack(state, needsUnitNorms: true));
    }
}
