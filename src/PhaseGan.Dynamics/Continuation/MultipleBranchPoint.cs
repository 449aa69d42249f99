namespace PhaseGan.Dynamics;

/// <summary>
/// Points at which [J f_p] loses m ≥ 2 ranks: with borders of m and m + 1 columns all m(m + 1) entries of the corner G of [J f_p W; Vᵀ 0] vanish there with the field (Govaerts, <em>Numerical Methods for
/// Bifurcations of Dynamical Equilibria</em>, section 4.1). These are more equations than unknowns, which have a solution where a symmetry makes the point, and are solved by the method of Gauss and Newton.
/// </summary>
internal static class MultipleBranchPoint
{
    private const int MostCorrections = 14;

    /// <summary>A correction this small is followed by one that rounding hides.</summary>
    private const double Settled = 1e-9;

    /// <summary>What has to vanish, in units of the size of all derivatives, and the share of it that does not.</summary>
    private const double Vanishing = 1e-9, NoRank = 1e-7;

    /// <summary>The step of differences of the corner, the cube root of rounding.</summary>
    private const double Step = 6e-6;

    /// <summary>The point near a place; null if there is none with this very loss of rank.</summary>
    /// <param name="frame">The frame, for isolated points.</param>
    /// <param name="start">Unknowns nearby.</param>
    /// <param name="m">How many ranks are lost.</param>
    public static (double[] Unknowns, double Error)? Near(BranchFrame frame, double[] start, int m)
    {
        int n = frame.Dimension;
        if (m > n || frame.Linearise(start, SlopeAccuracy.Exact, out _) is not { } first)
            return null;
        var borders = Borders.Of(first, m);
        double[] u = [.. start];
        double before = double.PositiveInfinity;
        for (int k = 0; k < MostCorrections; k++)
        {
            if (Correction(frame, u, borders) is not { } correction)
                return null;
            double size = VectorMath.Norm(correction), unit = Math.Max(1, VectorMath.Norm(u));
            if (!double.IsFinite(size) || size > before && size > Settled * unit)
                return null;
            VectorMath.AddMultiple(u, -1, correction);
            if (size <= Settled * unit)
                return Vanishes(frame, u, borders) ? (u, Math.Max(2 * size, Settled * Settled)) : null;
            before = size;
        }
        return null;
    }

    private static double[]? Correction(BranchFrame frame, double[] u, Borders borders)
    {
        int n = frame.Dimension, columns = n + 1, corner = borders.Count * (borders.Count + 1), rows = n + corner;
        if (frame.Linearise(u, SlopeAccuracy.Exact, out _) is not { } at)
            return null;
        double[] values = [.. at.Value, .. borders.Corner(at)], matrix = new double[rows * rows];
        for (int i = 0; i < n; i++)
        {
            at.Jacobian.AsSpan(i * n, n).CopyTo(matrix.AsSpan(i * rows));
            matrix[i * rows + n] = at.Slopes[i];
        }
        for (int j = 0; j < columns; j++)
        {
            double step = Step * Math.Max(1, Math.Abs(u[j]));
            double[] high = [.. u], low = [.. u];
            (high[j], low[j]) = (u[j] + step, u[j] - step);
            if (frame.Linearise(high, SlopeAccuracy.Exact, out _) is not { } above || frame.Linearise(low, SlopeAccuracy.Exact, out _) is not { } below)
                return null;
            double[] after = borders.Corner(above), earlier = borders.Corner(below);
            for (int i = 0; i < corner; i++)
                matrix[(n + i) * rows + j] = (after[i] - earlier[i]) / (high[j] - low[j]);
        }
        if (!VectorMath.AllFinite(matrix) || !VectorMath.AllFinite(values))
            return null;
        // least squares over the columns that are not zero
        var singular = SingularValues.Of(matrix, rows);
        if (singular.Values[columns - 1] <= NoRank * singular.Values[0])
            return null;
        var correction = new double[rows];
        for (int k = 0; k < columns; k++)
            VectorMath.AddMultiple(correction, VectorMath.Dot(singular.Image(k), values) / (singular.Values[k] * singular.Values[k]), singular.Right(k));
        return correction[..columns];
    }

    /// <summary>Whether a point is one: the field and the corner vanish, and no more ranks are lost.</summary>
    private static bool Vanishes(BranchFrame frame, double[] u, Borders borders)
    {
        int n = frame.Dimension;
        if (frame.Linearise(u, SlopeAccuracy.Exact, out _) is not { } at)
            return false;
        double least = Vanishing * borders.Size;
        double[] values = SingularValues.Of(BranchPointFunction.WithSlopes(at), n + 1).Values;
        return VectorMath.Largest(at.Value) <= least && values[n - borders.Count] <= least && (borders.Count == n || values[n - borders.Count - 1] > NoRank * borders.Size);
    }

    /// <summary>Singular vectors of [J f_p] at a place nearby.</summary>
    /// <param name="Count">m.</param>
    /// <param name="Left">m columns, one after another.</param>
    /// <param name="Right">m + 1 columns, one after another.</param>
    /// <param name="Size">The size of the derivatives.</param>
    private sealed record Borders(int Count, double[] Left, double[] Right, double Size)
    {
        public static Borders Of(Linearisation at, int m)
        {
            int n = at.Dimension, w = n + 1;
            double[] wide = BranchPointFunction.WithSlopes(at), turned = new double[w * w];
            for (int i = 0; i < w; i++)
                for (int j = 0; j < w; j++)
                    turned[j * w + i] = wide[i * w + j];
            SingularValues right = SingularValues.Of(wide, w), left = SingularValues.Of(turned, w);
            // the row of zeros below is a left null vector too, and no other one has a part in it
            double[][] lefts = [.. Enumerable.Range(0, w).Reverse().Select(k => left.Right(k).ToArray()).Where(v => Math.Abs(v[n]) < 0.5).Take(m).Select(v => v[..n])];
            return new Borders(m, [.. lefts.SelectMany(v => v)], [.. Enumerable.Range(n - m, m + 1).SelectMany(k => right.Right(k).ToArray())], BranchPointFunction.Size(at));
        }

        /// <summary>The corner, m rows of m + 1.</summary>
        public double[] Corner(Linearisation at)
        {
            int n = at.Dimension, w = n + 1, size = w + Count;
            double[] wide = BranchPointFunction.WithSlopes(at), bordered = new double[size * size], corner = new double[Count * (Count + 1)];
            for (int i = 0; i < n; i++)
            {
                wide.AsSpan(i * w, w).CopyTo(bordered.AsSpan(i * size));
                for (int j = 0; j < Count; j++)
                    bordered[i * size + w + j] = Left[j * n + i] * Size;
            }
            for (int j = 0; j <= Count; j++)
                Right.AsSpan(j * w, w).CopyTo(bordered.AsSpan((n + j) * size));
            var factors = new ScaledLu(bordered, size);
            for (int j = 0; j <= Count; j++)
            {
                var unit = new double[size];
                unit[n + j] = 1;
                double[] x = factors.Solve(unit);
                for (int i = 0; i < Count; i++)
                    corner[i * (Count + 1) + j] = x[w + i] * Size;
            }
            return corner;
        }
    }
}
