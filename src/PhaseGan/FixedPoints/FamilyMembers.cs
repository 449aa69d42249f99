using System.Numerics;

namespace PhaseGan;

/// <summary>
/// Members of a family of fixed points with a seen feature and frozen columns, spread over its free overlaps: how fast the slowest of them is left. See <see cref="ActiveFamilies"/>.
/// </summary>
/// <remarks>
/// This is no complete list, and that all members repel is not concluded from it: as <see cref="CaptureCandidates"/>, it decides how long a motion must have lasted before it is believed. Stability is that of the coordinates that
/// vanish at a member, which do not meet the others.
/// </remarks>
internal sealed class FamilyMembers
{
    /// <summary>Overlaps of frozen columns with the features that they are matched with.</summary>
    private static ReadOnlySpan<double> Overlaps => [1, 0.75, 0.4];

    /// <summary>Most rounds of a search for members that are left more slowly; in a round that makes the rate smaller by less than the second part the step is too long.</summary>
    private const int Rounds = 12;

    /// <inheritdoc cref="Rounds"/>
    private const double Progress = 0.05;

    /// <summary>The first step of that search in an overlap, and the one below which it ends.</summary>
    private const double FirstStep = 0.3, LastStep = 0.1;

    /// <summary>Rates that differ by less than this part are the same.</summary>
    private const double SameRate = 1e-6;

    private readonly int _unseen, _frozen;
    private readonly double[] _products;
    private readonly MemberSpectrum _spectrum;

    /// <param name="ode">The field.</param>
    /// <param name="point">The coordinates that do not vanish and are not free; the others are zero.</param>
    /// <param name="columns">The active columns.</param>
    /// <param name="seen">The seen feature.</param>
    public FamilyMembers(ReducedOde ode, ReadOnlySpan<double> point, ReadOnlySpan<int> columns, int seen)
    {
        StateLayout at = ode.Layout;
        int d = at.Features, n = ode.Dimension;
        int[] active = columns.ToArray(), unseen = [.. Enumerable.Range(0, d).Where(i => i != seen)], frozen = [.. Enumerable.Range(0, d).Except(active)];
        int[] vanishing =
        [
            .. unseen.Select(at.Q),
            .. frozen.Select(at.R),
            .. unseen.SelectMany(i => active.Select(j => at.P(i, j))),
            .. frozen.SelectMany(l => active.Select(j => at.S(j, l))),
            .. frozen.Select(l => at.P(seen, l)),
        ];
        double[] state = point.ToArray(), jacobian = new double[n * n];
        foreach (int l in frozen)
        {
            foreach (int i in unseen)
                state[at.P(i, l)] = 1;
            foreach (int k in frozen)
                if (k != l)
                    state[at.S(k, l)] = 1;
        }
        ode.Jacobian(state, jacobian);
        (_unseen, _frozen, _products) = (unseen.Length, frozen.Length, new double[frozen.Length * frozen.Length]);
        _spectrum = new([.. vanishing.SelectMany(a => vanishing.Select(b => jacobian[a * n + b]))], _unseen, _frozen);
    }

    /// <summary>Whether a member is left more slowly than at a rate, in units of the Jacobian's size, or its spectrum is not known, or the search for such members came to no end.</summary>
    public bool AnyIsSlower(double rate)
    {
        int n = _unseen, count = n * _frozen + _frozen * (_frozen - 1) / 2;
        Span<double> best = stackalloc double[count], overlaps = stackalloc double[count];
        double smallest = double.PositiveInfinity;
        // columns matched with features one after the other, each order begun at another feature, in both directions where they differ
        for (int k = 0; k < (n < 3 ? n : 2 * n); k++)
        {
            foreach (double overlap in Overlaps)
            {
                overlaps.Clear();
                for (int l = 0; l < _frozen; l++)
                    overlaps[(k < n ? k + l : 2 * n + k - l) % n * _frozen + l] = overlap;
                if (IsSlower(overlaps, rate, ref smallest, best))
                    return true;
            }
        }
        return FindsSlower(overlaps, rate, smallest, best);
    }

    /// <summary>Whether a search that changes one number at a time comes to a member that is left more slowly than at a rate, or to no end.</summary>
    private bool FindsSlower(Span<double> overlaps, double rate, double smallest, Span<double> best)
    {
        double step = FirstStep;
        for (int round = 0; round < Rounds && step > LastStep; round++)
        {
            double before = smallest;
            for (int i = 0; i < 2 * best.Length; i++)
            {
                best.CopyTo(overlaps);
                overlaps[i >> 1] += (i & 1) == 0 ? step : -step;
                if (IsSlower(overlaps, rate, ref smallest, best))
                    return true;
            }
            if (!(smallest < (1 - Progress) * before))
                step *= 0.5;
        }
        return step > LastStep;
    }

    /// <summary>
    /// Whether a member is left more slowly than at a rate; keeps the overlaps of the slowest. The numbers are overlaps of frozen columns with features, and then correlations of what these leave of the columns, pair by
    /// pair. What is longer than 1 is shortened.
    /// </summary>
    private bool IsSlower(Span<double> overlaps, double rate, ref double smallest, Span<double> best)
    {
        int f = _frozen, n = _unseen;
        Span<double> left = stackalloc double[f];
        for (int l = 0, pair = n * f; l < f; l++)
        {
            double square = 0;
            for (int i = 0; i < n; i++)
                square += overlaps[i * f + l] * overlaps[i * f + l];
            double length = Math.Max(1, Math.Sqrt(square));
            left[l] = Math.Sqrt(Math.Max(0, 1 - square));
            for (int i = 0; i < n; i++)
                overlaps[i * f + l] /= length;
            for (int k = 0; k < l; k++, pair++)
            {
                overlaps[pair] = Math.Clamp(overlaps[pair], -1, 1);
                double product = overlaps[pair] * left[k] * left[l];
                for (int i = 0; i < n; i++)
                    product += overlaps[i * f + k] * overlaps[i * f + l];
                _products[l * f + k] = product;
            }
        }
        _spectrum.MoveTo(overlaps, _products);
        if (smallest < double.PositiveInfinity && _spectrum.HasRightOf((1 - SameRate) * smallest * _spectrum.Scale))
            return false;
        double growth = double.NegativeInfinity;
        foreach (Complex value in _spectrum.Eigenvalues())
            growth = Math.Max(growth, value.Real / _spectrum.Scale);
        if (growth < smallest)
        {
            smallest = growth;
            overlaps.CopyTo(best);
        }
        return !(growth > rate);
    }
}
