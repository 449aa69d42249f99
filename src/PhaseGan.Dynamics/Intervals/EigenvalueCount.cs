using System.Globalization;

namespace PhaseGan.Dynamics;

/// <summary>How many eigenvalues of a matrix lie right and left of the imaginary axis: proved, for every matrix with entries in given intervals. None lies on it.</summary>
/// <param name="Unstable">Eigenvalues with a positive real part, with their multiplicity.</param>
/// <param name="Stable">Eigenvalues with a negative real part.</param>
/// <remarks>
/// In the basis T of approximate real eigenvectors, two columns for each complex pair, the matrix is nearly block diagonal with blocks [[a, b], [−b, a]]. With W ≈ T⁻¹ and W T = I + E, ‖E‖ ≤ e &lt; 1 in the maximum norm, the similar matrix
/// T⁻¹JT = (I + E)⁻¹WJT differs from WJT by at most e/(1 − e) ‖WJT‖ in each row sum. Shrinking what is off the blocks to nothing moves eigenvalues inside the bands that Gershgorin's theorem for blocks gives
/// (Feingold and Varga, 1962: for a normal block a band |Re λ − a| ≤ r, with r the sum of the norms of the other blocks in its rows, here of all moduli there): where no band meets the axis no eigenvalue crosses it.
/// </remarks>
public sealed record EigenvalueCount(int Unstable, int Stable)
{
    /// <summary>Counts; null where a band meets the axis, an entry is not finite or the basis is nearly singular.</summary>
    /// <param name="matrix">Intervals in row-major order, length n².</param>
    /// <param name="n">n ≥ 1.</param>
    /// <exception cref="ArgumentException">The length is not n².</exception>
    public static EigenvalueCount? Of(ReadOnlySpan<Interval> matrix, int n)
    {
        Guard.AtLeast(n, 1, "the order of a matrix");
        Guard.Length(matrix.Length, n * n, "a square matrix", nameof(matrix));
        return EigenvalueBasis.Of(matrix, n) is { } basis ? In(basis, matrix, n) : null;
    }

    /// <summary>Counts in a given basis.</summary>
    internal static EigenvalueCount? In(EigenvalueBasis basis, ReadOnlySpan<Interval> matrix, int n) =>
        Bands(basis, matrix, n) is { } bands ? Count(bands) : null;

    /// <summary>A number of eigenvalues that every matrix has right of the axis, though the others may lie on either side of it: 0 where none is shown.</summary>
    internal static int LeastUnstable(ReadOnlySpan<Interval> matrix, int n, out bool areAllStable)
    {
        areAllStable = false;
        if (EigenvalueBasis.Of(matrix, n) is not { } basis || Bands(basis, matrix, n) is not { } bands)
            return 0;
        areAllStable = bands.All(b => b.Real.High < 0);
        bands.Sort((a, b) => b.Real.Low.CompareTo(a.Real.Low));
        int unstable = 0, seen = 0;
        double low = double.PositiveInfinity;
        for (int k = 0; k < bands.Count; k++)
        {
            (low, seen) = (Math.Min(low, bands[k].Real.Low), seen + bands[k].Width);
            // bands that meet no others hold as many eigenvalues as they stand for
            if (low > 0 && bands.Skip(k + 1).All(b => b.Real.High < low))
                unstable = seen;
        }
        return unstable;
    }

    /// <summary>Counts the eigenvalues besides those that are known to lie on the axis; null where their bands are not apart from all others.</summary>
    internal static EigenvalueCount? Beside(ReadOnlySpan<Interval> matrix, int n, int onAxis)
    {
        if (EigenvalueBasis.Of(matrix, n) is not { } basis || Bands(basis, matrix, n) is not { } bands)
            return null;
        (Interval Real, int Width)[] there = [.. bands.Where(b => b.Real.Contains(0))], others = [.. bands.Where(b => !b.Real.Contains(0))];
        bool areApart = there.Sum(b => b.Width) == onAxis && !others.Any(o => there.Any(t => t.Real.Intersect(o.Real) is not null));
        return areApart ? Count([.. others]) : null;
    }

    /// <summary>A band of real parts for each block, with the number of its eigenvalues; null where the basis is not shown to be one.</summary>
    private static List<(Interval Real, int Width)>? Bands(EigenvalueBasis basis, ReadOnlySpan<Interval> matrix, int n)
    {
        Interval[] vectors = IntervalMatrix.Of(basis.Vectors), inverse = IntervalMatrix.Of(basis.Inverse);
        Interval[] similar = IntervalMatrix.Multiply(IntervalMatrix.Multiply(inverse, matrix, n), vectors, n), identity = IntervalMatrix.Multiply(inverse, vectors, n);
        Interval defect = 0, size = 0;
        for (int i = 0; i < n; i++)
        {
            Interval row = 0, whole = 0;
            for (int j = 0; j < n; j++)
            {
                row += (identity[i * n + j] - (i == j ? 1 : 0)).Abs();
                whole += similar[i * n + j].Abs();
            }
            (defect, size) = (defect.Magnitude >= row.Magnitude ? defect : row, size.Magnitude >= whole.Magnitude ? size : whole);
        }
        if (!(defect.High < 0.5) || !size.IsFinite)
            return null;
        Interval extra = defect.High / (1 - (Interval)defect.High) * size.High;
        return Bands(similar, basis.IsPair, extra.High, n);
    }

    /// <summary>Both numbers.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Unstable} unstable and {Stable} stable directions");

    private static EigenvalueCount? Count(List<(Interval Real, int Width)> bands)
    {
        int unstable = 0, stable = 0;
        foreach ((Interval real, int width) in bands)
        {
            if (real.Low > 0)
                unstable += width;
            else if (real.High < 0)
                stable += width;
            else
                return null;
        }
        return new EigenvalueCount(unstable, stable);
    }

    private static List<(Interval Real, int Width)> Bands(Interval[] similar, bool[] isPair, double extra, int n)
    {
        var bands = new List<(Interval, int)>(n);
        for (int i = 0; i < n; i += isPair[i] ? 2 : 1)
        {
            int width = isPair[i] ? 2 : 1;
            Interval radius = 0;
            for (int a = i; a < i + width; a++)
            {
                radius += extra;
                for (int j = 0; j < n; j++)
                    if (j < i || j >= i + width)
                        radius += similar[a * n + j].Abs();
            }
            Interval middle = similar[i * n + i];
            if (width == 2)
            {
                // what keeps the block from being [[a, b], [−b, a]] with a number a counts with the rest
                Interval right = similar[(i + 1) * n + i + 1], across = similar[i * n + i + 1] + similar[(i + 1) * n + i], a = middle.Hull(right).Middle;
                radius += (middle - a).Abs() + (right - a).Abs() + across.Abs();
                middle = a;
            }
            bands.Add((middle + new Interval(-radius.High, radius.High), width));
        }
        return bands;
    }
}
