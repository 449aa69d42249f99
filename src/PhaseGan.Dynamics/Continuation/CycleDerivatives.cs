using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>
/// Second and third derivatives of the motion over the segments of a cycle, as symmetric forms B and C: by differences of its first derivatives along the vectors of a chain, which are those of the variational equation.
/// </summary>
/// <param name="at">The cycle.</param>
/// <param name="columns">How many steps of differences are tried: one, or three at least.</param>
internal sealed class CycleDerivatives(CycleEvaluation at, int columns)
{
    /// <summary>So many steps serve best: beyond, the error of integration is that of the differences.</summary>
    public const int BestColumns = 6;

    /// <summary>So few tell how uncertain they are.</summary>
    public const int FewColumns = 3;

    /// <summary>Differences of one step tell a sign.</summary>
    public const int OneColumn = 1;

    /// <summary>The one step, in units of the sizes: short enough for features of a twentieth of a size, long enough for the rounding of a second difference.</summary>
    private const double OneStep = 1e-3;

    /// <summary>The largest step in units of the sizes.</summary>
    private const double LargestStep = 0.02;

    private readonly int _n = at.Frame.Dimension;

    /// <summary>The matrices B(v, ·) of all segments one after another, and those of C(v, v, ·), with one step less each; null where a motion is missing.</summary>
    /// <param name="v">Vectors at the starts of the segments, in units of the sizes.</param>
    /// <param name="isCubic">Whether the third derivatives are wanted.</param>
    public (CycleForms Best, CycleForms Coarser)? Along(double[] v, bool isCubic)
    {
        int count = at.Blocks.Sum(b => b.Length);
        double[] second = new double[count], third = new double[isCubic ? count : 0], coarseSecond = new double[count], coarseThird = new double[third.Length];
        double length = VectorMath.Largest(v);
        if (length == 0)
            return (new CycleForms(second, new double[count]), new CycleForms(second, new double[count]));
        var known = new Dictionary<double, double[]?> { [0] = [.. at.Blocks.SelectMany(b => b)] };
        if (columns == OneColumn)
            return Once(v, length, isCubic) is { } once ? (once, once) : null;
        double firstError = LineDerivative.First(Values, LargestStep, second, columns, coarseSecond);
        double secondError = isCubic ? LineDerivative.Second(Values, LargestStep, third, columns, coarseThird) : 0;
        if (!double.IsFinite(firstError) || !double.IsFinite(secondError))
            return null;
        foreach (double[] matrices in (double[][])[second, coarseSecond])
            VectorMath.Divide(matrices, 1 / length);
        foreach (double[] matrices in (double[][])[third, coarseThird])
            VectorMath.Divide(matrices, 1 / (length * length));
        return (new CycleForms(second, third), new CycleForms(coarseSecond, coarseThird));

        bool Values(double place, Span<double> value)
        {
            if (!known.TryGetValue(place, out double[]? blocks))
                known[place] = blocks = Blocks(v, place / length);
            blocks?.CopyTo(value);
            return blocks is not null;
        }
    }

    /// <summary>Central differences of one step.</summary>
    private CycleForms? Once(double[] v, double length, bool isCubic)
    {
        const double step = OneStep;
        if (Blocks(v, step / length) is not { } high || Blocks(v, -step / length) is not { } low)
            return null;
        double[] second = [.. high.Zip(low, (x, y) => (x - y) * length / (2 * step))], third = new double[isCubic ? second.Length : 0];
        for (int s = 0, k = 0; s < at.Blocks.Length && isCubic; s++)
            for (int i = 0; i < at.Blocks[s].Length; i++, k++)
                third[k] = (high[k] - 2 * at.Blocks[s][i] + low[k]) * (length * length) / (step * step);
        return new CycleForms(second, third);
    }

    /// <summary>The product of matrices of all segments, one after another, with the vectors of a chain.</summary>
    public Complex[] Times(double[] matrices, Complex[] w)
    {
        var result = new Complex[at.Frame.PeriodPlace];
        for (int row = 0; row < result.Length; row++)
        {
            int from = row / _n * _n;
            for (int j = 0; j < _n; j++)
                result[row] += matrices[row * _n + j] * w[from + j];
        }
        return result;
    }

    private double[]? Blocks(double[] v, double step)
    {
        double[] moved = [.. at.Unknowns];
        for (int i = 0; i < at.Frame.PeriodPlace; i++)
            moved[i] += step * at.Frame.Weight(i / _n) * v[i];
        return at.System.Evaluate(moved, out _, isHeld: true, like: at) is { } there ? [.. there.Blocks.SelectMany(b => b)] : null;
    }
}
