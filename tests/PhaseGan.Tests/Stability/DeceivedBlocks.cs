using System.Numerics;

namespace PhaseGan.Tests.Stability;

/// <summary>At a deceived state with P = diag(p), S = I the linearised (q, r) split into a 2×2 block a feature, solved here by hand.</summary>
internal static class DeceivedBlocks
{
    /// <summary>The 2d roots of s² − trace s + determinant, from the traces and determinants as printed.</summary>
    public static IEnumerable<Complex> Eigenvalues(GanParameters gan, double[] p)
    {
        double tau = gan.DiscriminatorRate, x = gan.EffectiveNoise, alpha = gan.GeneratorRate / tau;
        for (int l = 0; l < gan.FeatureCount; l++)
        {
            double real = gan.RealVariances[l], fake = gan.FakeVariances[l];
            double trace = tau * (real - fake + alpha * fake - 2 * x);
            double determinant = tau * tau * ((real - x) * (alpha * fake - fake - x) + p[l] * p[l] * real * fake);
            Complex root = Complex.Sqrt(trace * trace / 4 - determinant);
            yield return trace / 2 + root;
            yield return trace / 2 - root;
        }
    }

    /// <summary>Largest distance between the eigenvalues of two sets, each matched with the nearest that is left.</summary>
    public static double Distance(IEnumerable<Complex> first, IEnumerable<Complex> second)
    {
        List<Complex> left = [.. second];
        double largest = 0;
        foreach (Complex value in first)
        {
            if (left.Count == 0)
                return double.PositiveInfinity;
            Complex nearest = left.MinBy(v => (v - value).Magnitude);
            left.Remove(nearest);
            largest = Math.Max(largest, (nearest - value).Magnitude);
        }
        return left.Count == 0 ? largest : double.PositiveInfinity;
    }
}
