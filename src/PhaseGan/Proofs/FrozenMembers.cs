namespace PhaseGan;

/// <summary>Members of a family with frozen columns, by the directions of these columns: a search for one that attracts, and a proof that there are states with its overlaps.</summary>
/// <param name="unseen">Number of features that are not seen.</param>
/// <param name="frozen">Number of frozen columns.</param>
internal sealed class FrozenMembers(int unseen, int frozen)
{
    /// <summary>Random starts, and steps from each.</summary>
    private const int Starts = 6, Steps = 300;

    /// <summary>The first length of a step, and what becomes of it after one that helps and one that does not.</summary>
    private const double First = 0.5, Longer = 1.3, Shorter = 0.95;

    /// <summary>Columns are this much shorter along the features than they were found, so that rounding leaves room between them.</summary>
    private const double Room = 1e-9;

    private const long Seed = 1;

    /// <summary>Overlaps at which a rate is negative, P_il of unseen features and frozen columns row by row and then S; null where none was found.</summary>
    public double[]? Search(Func<double[], double> rate, CancellationToken cancellation)
    {
        var random = new SplitMix(Seed);
        for (int start = 0; start < Starts; start++)
        {
            cancellation.ThrowIfCancellationRequested();
            double[] at = [.. Enumerable.Range(0, frozen * (unseen + frozen)).Select(_ => random.NextNormal())];
            double least = rate(Overlaps(at)), step = First;
            for (int k = 0; k < Steps; k++)
            {
                double[] next = [.. at];
                for (int i = 0; i < next.Length; i++)
                    next[i] += random.NextUniform() < 0.5 ? step * (2 * random.NextUniform() - 1) : 0;
                double value = rate(Overlaps(next));
                (at, least, step) = value < least ? (next, value, Longer * step) : (at, least, Shorter * step);
            }
            if (least < 0)
                return Overlaps(at);
        }
        return null;
    }

    /// <summary>Whether columns of length 1 with these overlaps are proved to exist: what S leaves beside the features, S − PᵀP, is positive definite.</summary>
    public bool Exist(double[] overlaps)
    {
        var rest = new Interval[frozen, frozen];
        int next = unseen * frozen;
        for (int l = 0; l < frozen; l++)
            for (int m = l; m < frozen; m++)
            {
                rest[l, m] = l == m ? 1 : overlaps[next++];
                for (int i = 0; i < unseen; i++)
                    rest[l, m] -= (Interval)overlaps[i * frozen + l] * overlaps[i * frozen + m];
                rest[m, l] = rest[l, m];
            }
        for (int l = 0; l < frozen; l++)
        {
            if (!(rest[l, l].Low > 0))
                return false;
            for (int m = l + 1; m < frozen; m++)
                for (int k = l + 1; k < frozen; k++)
                    rest[m, k] -= rest[m, l] * rest[l, k] / rest[l, l];
        }
        return true;
    }

    private double[] Overlaps(double[] directions)
    {
        int width = unseen + frozen;
        double[] overlaps = new double[unseen * frozen + frozen * (frozen - 1) / 2], unit = [.. directions];
        int next = unseen * frozen;
        for (int l = 0; l < frozen; l++)
        {
            Span<double> column = unit.AsSpan(l * width, width);
            VectorMath.Divide(column, VectorMath.Norm(column));
            for (int i = 0; i < unseen; i++)
                overlaps[i * frozen + l] = (1 - Room) * column[i];
        }
        for (int l = 0; l < frozen; l++)
            for (int m = l + 1; m < frozen; m++)
                overlaps[next++] = VectorMath.Dot(unit.AsSpan(l * width, width), unit.AsSpan(m * width, width));
        return overlaps;
    }
}
