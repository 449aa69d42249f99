using Xunit;
using Xunit.Abstractions;

namespace PhaseGan.Tests.Phases;

/// <summary>Half of the reference points a class, so that the halves run at the same time.</summary>
public sealed class ReferenceSecondHalfTests(ITestOutputHelper output)
{
    [Fact]
    public void OnRandomParameters_NoLabelIsWrongAgainstScipy_AndLessThanOnePercentAwayFromBoundariesAreUndetermined() =>
        ReferencePoint.AssertThatTheOdeAgrees(ReferencePoint.Half(1), output);
}
