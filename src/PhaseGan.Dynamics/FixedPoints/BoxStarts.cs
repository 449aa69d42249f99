namespace PhaseGan.Dynamics;

/// <summary>
/// Points spread evenly over the cube [−1, 1]ⁿ: the additive sequence of the generalised golden ratio φ_n, the root of φⁿ⁺¹ = φ + 1, from a seeded start. Roberts, <em>The
/// unreasonable effectiveness of quasirandom sequences</em>, 2018. Gaps are smaller than those of random points, so that a small basin is missed less often.
/// </summary>
internal sealed class BoxStarts
{
    /// <summary>With more coordinates than this the sequence fills the cube no better than random points, which are taken instead.</summary>
    private const int MostEven = 12;

    private readonly int _n, _seed;
    private readonly double[] _shift, _step;

    /// <summary>Makes the sequence.</summary>
    public BoxStarts(int n, int seed)
    {
        (_n, _seed, _shift, _step) = (n, seed, new double[n], new double[n]);
        double ratio = 2;
        // a contraction by at least one half in each step
        for (int k = 0; k < 64; k++)
            ratio = Math.Pow(1 + ratio, 1.0 / (n + 1));
        var random = new SplitMix(FixedPointFinder.Seed(seed, -1));
        for (int i = 0; i < n; i++)
        {
            _shift[i] = random.NextUniform();
            _step[i] = Math.Pow(ratio, -(i + 1));
        }
    }

    /// <summary>The point with an index ≥ 0.</summary>
    public double[] Point(int index)
    {
        var point = new double[_n];
        var random = new SplitMix(FixedPointFinder.Seed(_seed, index));
        for (int i = 0; i < _n; i++)
        {
            double share = _n > MostEven ? random.NextUniform() : (_shift[i] + (index + 1) * _step[i]) % 1;
            point[i] = 2 * share - 1;
        }
        return point;
    }
}
