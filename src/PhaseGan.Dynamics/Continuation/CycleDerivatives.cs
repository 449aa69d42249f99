using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>
/// Second and third derivatives of the motion over the segments of a cycle, as symmetric forms B and C: by differences of its first derivatives along the vectors of a chain, which are those of the variational equation.
/// </summary>
/// <param name="at">The cycle.</param>
/// <param name="columns">How many steps of differences are tried, three at least.</param>
internal sealed class CycleDerivatives(CycleEvaluation at, int columns)
{
    /// <summary>So many steps serve best: beyond, the error of integration is that of the differences.</summary>
    public const int BestColumns = 6;

    /// <summary>So many tell a sign.</summary>
    public const int FewColumns = 3;

    /// <summary>The largest step in units of the sizes.</summary>
    private const double LargestStep = 0.02;

    private readonly int _n = at.Frame.Dimension;

    /// <summary>The largest estimates of the errors in an entry of the matrices that were asked for.</summary>
    public (double Second, double Third) Error { get; private set; }

    /// <summary>The matrices B(v, ·) of all segments one after another, and those of C(v, v, ·); null where a motion is missing.</summary>
    /// <param name="v">Vectors at the starts of the segments, in units of the sizes.</param>
    /// <param name="isCubic">Whether the third derivatives are wanted.</param>
    public (double[] Second, double[] Third)? Along(double[] v, bool isCubic)
    {
        int count = at.Blocks.Sum(b => b.Length);
        double[] second = new double[count], third = new double[isCubic ? count : 0];
        double length = VectorMath.Largest(v);
        if (length == 0)
            return (second, new double[count]);
        var known = new Dictionary<double, double[]?> { [0] = [.. at.Blocks.SelectMany(b => b)] };
        double firstError = LineDerivative.First(Values, LargestStep, second, columns), secondError = isCubic ? LineDerivative.Second(Values, LargestStep, third, columns) : 0;
        if (!double.IsFinite(firstError) || !double.IsFinite(secondError))
            return null;
        Error = (Math.Max(Error.Second, firstError * length), Math.Max(Error.Third, secondError * length * length));
        VectorMath.Divide(second, 1 / length);
        VectorMath.Divide(third, 1 / (length * length));
        return (second, third);

        bool Values(double place, Span<double> value)
        {
            if (!known.TryGetValue(place, out double[]? blocks))
                known[place] = blocks = Blocks(v, place / length);
            blocks?.CopyTo(value);
            return blocks is not null;
        }
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
        return at.System.Evaluate(moved, out _, isHeld: true) is { } there ? [.. there.Blocks.SelectMany(b => b)] : null;
    }
}
