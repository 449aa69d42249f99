using Xunit;

namespace PhaseGan.Tests.Phases;

/// <summary>What counts as a coordinate that sank below what an absolute tolerance shows and rose again.</summary>
public sealed class SunkCoordinatesTests
{
    private const double Tolerance = 1e-12;

    [Fact]
    public void APassageByASaddle_Sinks_AndRises() =>
        Assert.True(Follow([.. Falling(1, 1e-9), .. Falling(1, 1e-9).Reverse()]));

    [Fact]
    public void ACoordinateThatOnlyDecays_DoesNot() => Assert.False(Follow([.. Falling(1, 1e-15)]));

    [Fact]
    public void ACoordinateThatStartsSmall_DoesNot() => Assert.False(Follow([.. Falling(1, 1e-9).Reverse()]));

    [Fact]
    public void ACoordinateThatCrossesZeroOrTouchesIt_DoesNot()
    {
        Assert.False(Follow([.. Enumerable.Range(-50, 100).Select(k => 1e-3 * k + 1e-9)]));
        Assert.False(Follow([.. Enumerable.Range(-50, 100).Select(k => 1e-3 * k * k)]));
    }

    [Fact]
    public void NoiseThatCarriesACoordinateThroughZero_IsAPassage() =>
        Assert.True(Follow([.. Falling(1, 1e-13), 2e-13, -3e-13, .. Falling(1, 1e-12).Reverse().Select(v => -v)]));

    private static IEnumerable<double> Falling(double from, double to)
    {
        for (double v = from; v > to; v *= 0.5)
            yield return v;
    }

    private static bool Follow(double[] path)
    {
        var sunk = new SunkCoordinates(1, Tolerance);
        for (int k = 1; k < path.Length; k++)
            sunk.Add([path[k - 1]], [path[k]]);
        return sunk.Any;
    }
}
