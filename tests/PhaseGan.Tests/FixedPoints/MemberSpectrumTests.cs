using Xunit;

namespace PhaseGan.Tests.FixedPoints;

/// <summary>Whether an eigenvalue of a member of a family lies to the right of a bound, against all eigenvalues.</summary>
public sealed class MemberSpectrumTests
{
    [Theory]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 1)]
    [InlineData(3, 2)]
    [InlineData(3, 3)]
    public void AnEigenvalueLiesToTheRight_IfTheLargestDoes(int unseen, int frozen)
    {
        var random = new Random(5);
        int missed = 0;
        for (int trial = 0; trial < 200; trial++)
        {
            double unit = Math.Pow(10, random.Next(-40, 40));
            MemberSpectrum spectrum = Random(random, unseen, frozen, unit);
            double largest = spectrum.Eigenvalues().Max(value => value.Real);
            foreach (double apart in (double[])[0.3, 0.01, 1e-4, 1e-6])
            {
                missed += spectrum.HasRightOf(largest - apart * spectrum.Scale) ? 0 : 1;
                Assert.False(spectrum.HasRightOf(largest + apart * spectrum.Scale), $"{trial}, {apart}");
            }
        }
        // where rounding hides it
        Assert.InRange(missed, 0, 2);
    }

    /// <summary>A block of the form that the field has, with random numbers of a size, at random overlaps.</summary>
    private static MemberSpectrum Random(Random random, int unseen, int frozen, double size)
    {
        int core = unseen + frozen, columns = unseen + 1 - frozen, order = core + columns * core + frozen;
        var unit = new double[order * order];
        double Number() => size * (2 * random.NextDouble() - 1);
        for (int l = unseen; l < core; l++)
        {
            for (int i = 0; i < l; i++)
                (unit[l * order + i], unit[i * order + l]) = (Number(), Number());
        }
        for (int c = 0; c < core; c++)
            unit[c * order + c] = Number();
        for (int k = core; k < order; k++)
        {
            int c = (k - core) % core;
            (unit[k * order + c], unit[c * order + k], unit[k * order + k]) = (Number(), Number(), -size * random.NextDouble());
        }
        var spectrum = new MemberSpectrum(unit, unseen, frozen);
        spectrum.MoveTo([.. Enumerable.Range(0, unseen * frozen).Select(_ => random.NextDouble())], [.. Enumerable.Range(0, frozen * frozen).Select(_ => random.NextDouble())]);
        return spectrum;
    }
}
