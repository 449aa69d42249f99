using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>
/// The spectrum at a fixed point of an <see cref="IArrowField"/>. Coordinates outside the border that meet it no more, as those of families do, are each an eigenvalue by
/// themselves; what is left is a dense matrix of far smaller order.
/// </summary>
/// <remarks>
/// Such a coordinate that moves nothing is neutral if the field vanishes all along its axis, and along lines that mix all of them. What is left is a field of its own, the others being held
/// where they are, of which <see cref="StabilityClassifier"/> asks what it asks of any field.
/// </remarks>
internal static class ArrowStability
{
    /// <summary>Above this order of what is left its spectrum takes a second, and above this one more than some.</summary>
    private const int MostOrder = 450, MostOrderInSeconds = 1100;

    /// <summary>Transverse coordinates below this are those of a point of the rest manifold, or of one that cannot be told from it.</summary>
    private const double NextToRest = 1e-6;

    /// <summary>How far along an axis the field is looked at, in units of its size, and lines that mix them.</summary>
    private const double Distance = 0.1;

    private const int MixedLines = 4;

    /// <summary>Values of the field that cannot be told from zero: so many times the rounding of a sum of the Jacobian's rows.</summary>
    private const double Told = 64;

    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>What a search asks at a fixed point: one eigenvalue that grows where one is found, else the spectrum; null where neither is known.</summary>
    /// <param name="field">The field.</param>
    /// <param name="y">The fixed point.</param>
    /// <param name="condition">Condition number of the eigenvectors of what is left.</param>
    /// <param name="isWorthSeconds">Whether the answer may take some seconds.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static Spectrum? Ask(IArrowField field, ReadOnlySpan<double> y, out double condition, bool isWorthSeconds, CancellationToken cancellation)
    {
        condition = 1;
        // nothing of the manifold's own coordinates can be told from zero there: they move by the product of transverse ones
        if (field is IRestManifold manifold && VectorMath.Largest(y.Slice(manifold.TransverseStart, manifold.TransverseCount)) < NextToRest)
            return null;
        var jacobian = new ArrowMatrix(field.Pattern);
        field.Jacobian(y, jacobian);
        if (!VectorMath.AllFinite(jacobian.Entries))
            return null;
        if (GrowingMode.Find(jacobian) is { } growing)
            return new Spectrum([growing], 0, jacobian.Norm);
        int[] kept = Kept(jacobian, out double dropped);
        return kept.Length <= (isWorthSeconds ? MostOrderInSeconds : MostOrder) ? Classify(field, y, jacobian, kept, dropped, out condition, cancellation) : null;
    }

    /// <summary>The whole spectrum; false where the structure does not help and the Jacobian is to be taken as any other.</summary>
    public static bool TryClassify(IArrowField field, ReadOnlySpan<double> y, out Spectrum? spectrum, out double condition)
    {
        (spectrum, condition) = (null, 1);
        var jacobian = new ArrowMatrix(field.Pattern);
        field.Jacobian(y, jacobian);
        if (!VectorMath.AllFinite(jacobian.Entries))
            return true;
        int[] kept = Kept(jacobian, out double dropped);
        if (kept.Length == field.Dimension)
            return false;
        spectrum = Classify(field, y, jacobian, kept, dropped, out condition, default);
        return true;
    }

    /// <summary>The border and the coordinates that meet it, in rising order.</summary>
    /// <param name="jacobian">The Jacobian.</param>
    /// <param name="dropped">Receives the norm of the entries by which the others meet it, none of them above rounding.</param>
    private static int[] Kept(ArrowMatrix jacobian, out double dropped)
    {
        ArrowPattern at = jacobian.Pattern;
        int links = at.LinkCount;
        double rounding = EigenvalueBounds.Rounding(at.BorderCount) * jacobian.Norm, sum = 0;
        var kept = new List<int>(Enumerable.Range(at.BorderStart, at.BorderCount));
        for (int m = 0; m < at.OtherCount; m++)
        {
            ReadOnlySpan<double> row = jacobian.Rows.Slice(m * links, links), column = jacobian.Columns.Slice(m * links, links);
            if (Math.Max(VectorMath.Largest(row), VectorMath.Largest(column)) > rounding)
                kept.Add(at.CoordinateOf(m));
            else
                sum += VectorMath.SumOfSquares(row) + VectorMath.SumOfSquares(column);
        }
        kept.Sort();
        dropped = Math.Sqrt(sum);
        return [.. kept];
    }

    private static Spectrum? Classify(IArrowField field, ReadOnlySpan<double> y, ArrowMatrix jacobian, int[] kept, double dropped, out double condition, CancellationToken cancellation)
    {
        ArrowPattern at = jacobian.Pattern;
        var left = new RestrictedField(field, y, kept);
        Spectrum? part = StabilityClassifier.Classify(left, left.Part(y), out condition, cancellation);
        if (part is null)
            return null;
        double size = jacobian.Norm, rounding = EigenvalueBounds.Rounding(at.BorderCount) * size + dropped, widened = condition * dropped;
        List<(Complex, double)> all = [.. part.Eigenvalues.Zip(part.Errors, (v, e) => (v, e + widened))];
        var still = new List<int>();
        var isKept = new bool[at.Order];
        foreach (int coordinate in kept)
            isKept[coordinate] = true;
        for (int m = 0; m < at.OtherCount; m++)
        {
            if (isKept[at.CoordinateOf(m)])
                continue;
            if (Math.Abs(jacobian.Diagonal[m]) <= rounding)
                still.Add(at.CoordinateOf(m));
            else
                all.Add((jacobian.Diagonal[m], rounding));
        }
        int neutral = part.NeutralCount;
        if (AreNeutral(field, y, still, jacobian.RowNorm))
            neutral += still.Count;
        else
            all.AddRange(still.Select(_ => (Complex.Zero, rounding)));
        return new Spectrum([.. all], neutral, size);
    }

    /// <summary>Whether the field vanishes along the axis of each coordinate, both ways, and along lines that mix them.</summary>
    private static bool AreNeutral(IArrowField field, ReadOnlySpan<double> y, List<int> coordinates, double size)
    {
        double[] moved = y.ToArray(), value = new double[y.Length];
        double zero = Told * Epsilon * size * Math.Max(1, VectorMath.Largest(y));
        foreach (int coordinate in coordinates)
        {
            foreach (double sign in (ReadOnlySpan<double>)[1, -1])
            {
                moved[coordinate] = y[coordinate] + sign * Distance * field.SizeOf(coordinate);
                if (!Vanishes())
                    return false;
            }
            moved[coordinate] = y[coordinate];
        }
        var random = new SplitMix(3);
        for (int line = 0; line < MixedLines; line++)
        {
            foreach (int coordinate in coordinates)
                moved[coordinate] = y[coordinate] + Distance * (2 * random.NextUniform() - 1) * field.SizeOf(coordinate);
            if (!Vanishes())
                return false;
        }
        return true;

        bool Vanishes()
        {
            field.Evaluate(moved, value);
            return VectorMath.Largest(value) <= zero;
        }
    }
}
