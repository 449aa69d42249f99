using Xunit;

namespace PhaseGan.Tests.Samples;

[Collection("Samples build the library, one at a time")]
public class ClaimCoverSampleTests
{
    [Fact]
    public async Task TheCorrectedClaim_IsProvedButNextToEqualities()
    {
        string output = await Sample.Run("ClaimCover.cs", "1e-3");
        Assert.StartsWith("Proved: ", output, StringComparison.Ordinal);
        Assert.Contains("next to an equality of at most 0.001;", output, StringComparison.Ordinal);
    }
}
