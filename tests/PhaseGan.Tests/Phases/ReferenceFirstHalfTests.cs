using Xunit;

namespace PhaseGan.Tests.Phases;

/// <summary>Half of the reference points a class, so that the halves run at the same time.</summary>
public sealed class ReferenceFirstHalfTests
{
    [Fact]
    public void OnRandomParameters_NoLabelIsWrongAgainstScipy_AndAtMostThreePercentAreUndetermined() =>
        ReferencePoint.AssertThatTheOdeAgrees(0..646);
}
