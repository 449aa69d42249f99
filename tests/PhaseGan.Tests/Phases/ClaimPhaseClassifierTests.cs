using System.Globalization;
using Xunit;

namespace PhaseGan.Tests.Phases;

public sealed class ClaimPhaseClassifierTests
{
    [Theory]
    [InlineData(2, Phase.Success)] // x = 0.8 between the left side 0.5 and the smallest variance 3
    [InlineData(1, Phase.Oscillation)] // x = 0.2 below the left side
    [InlineData(4, Phase.ModeCollapse)] // x = 3.2 between both variances
    [InlineData(5.1, Phase.Fail)] // x = 5.202 above both
    public void InFigure1sFamily_TheLabelIsReadOffTheInequality(double noise, Phase expected) =>
        Assert.Equal(expected, Label(new GanParameters([5, 3], [5, 3], 0.2, 0.04, noise, noise)));

    [Theory]
    [InlineData(0.5, 0.26, Phase.Success)]
    [InlineData(0.5, 0.24, Phase.Oscillation)]
    [InlineData(0.5, 1.01, Phase.Fail)]
    [InlineData(3, 0.99, Phase.Oscillation)]
    [InlineData(3, 1.2, Phase.Fail)] // both sides violated: not learned comes first
    public void ForOneFeature_TheRegionsAreTheWedgeBelowAndAbove(double alpha, double x, Phase expected) =>
        Assert.Equal(expected, Label(new GanParameters([1], [1], 0.2, 0.2 * alpha, 1, 1).With(effectiveNoise: x)));

    [Fact]
    public void EqualityOnTheLeftHolds_AndOnTheRightDoesNot_AsPrinted()
    {
        Assert.Equal(Phase.Success, Label(new GanParameters([1], [1], 1, 0.5, 0.5, 0.5)));
        Assert.Equal(Phase.Fail, Label(new GanParameters([1], [1], 1, 0.5, 1, 1)));
    }

    [Fact]
    public void OscillationGoesBeforeModeCollapse()
    {
        // α = 1.5: left side 3.75 above x = 3.2 > 3.
        Assert.Equal(Phase.Oscillation, Label(new GanParameters([5, 3], [5, 3], 0.2, 0.3, 4, 4)));
    }

    [Fact]
    public void TheErrorOfTheClaimIsKept_AndItsEvidenceShowsIt()
    {
        GanParameters gan = new GanParameters([3], [1], 0.2, 0.02, 1, 1).With(effectiveNoise: 1.5);
        var classifier = new ClaimPhaseClassifier();
        PhaseVerdict verdict = classifier.Classify(gan);
        Assert.Equal(Phase.Success, verdict.Phase);
        Assert.Equal("claim", classifier.Name);
        Assert.Equal<string>(["left_margin", "right_margin", "determinant_margin"], classifier.EvidenceColumns.AsEnumerable());
        // x − ½(Λ − Λ̃ + αΛ̃), Λ − x and x² − x(Λ − Λ̃ + αΛ̃) + αΛΛ̃, to all digits
        Assert.All(verdict.Evidence.Zip([0.45, 1.5, -0.6]), e => Assert.Equal(e.Second, double.Parse(e.First, CultureInfo.InvariantCulture), 1e-14));
        Assert.Empty(verdict.Recovery);
        Assert.Equal("", verdict.Attractor);
        Assert.Equal("", verdict.Reason);
    }

    [Fact]
    public void NothingAndCancelledWork_AreRefused()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<ArgumentNullException>(() => new ClaimPhaseClassifier().Classify(null!));
        Assert.ThrowsAny<OperationCanceledException>(() => new ClaimPhaseClassifier().Classify(new GanParameters([1], [1], 1, 1, 1, 1), source.Token));
    }

    private static Phase Label(GanParameters gan) => new ClaimPhaseClassifier().Classify(gan).Phase;
}
