using Xunit;

namespace PhaseGan.Tests.Phases;

/// <summary>Half of the reference points a class, so that the halves run at the same time.</summary>
public sealed class ReferenceSecondHalfTests
{
    [Fact]
    public void OnRandomParameters_NoLabelIsWrongAgainstScipy_AndAtMostThreePercentAreUndetermined() =>
        ReferencePoint.AssertThatTheOdeAgrees(646..1292);
}
