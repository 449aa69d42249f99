using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>
/// The conditions that define an extremal member: rates r_i of the modes in play are t, the ends of the family in play hold, and Σ c_i ∇r_i + Σ μ_e a_e = 0 with Σ c_i = 1, c ≥ 0 and μ ≥ 0. With one
/// mode and no end it is a point where the rate is stationary, with several a tie. On a boundary t = 0 and a parameter more is free. Where modes merge their rates have no
/// derivatives, and the powers Σ (λ − λ̄)² and Σ (λ − λ̄)³ about their mean vanish, or (λ₁ − λ₂)² of two pairs, which define the member (Burke, Lewis and Overton, <em>Optimal stability and eigenvalue multiplicity</em>, Found. Comput. Math. 1, 2001).
/// </summary>
internal sealed class ExtremalSystem
{
    /// <summary>The step of differences, and the most corrections, the last ones of which are rounding.</summary>
    private const double Step = 1e-6, Settled = 1e-9;

    private const int MostCorrections = 12;

    /// <summary>Modes and ends this near to the best member may be in play; a member found must be as near.</summary>
    private const double Near = 0.05;

    /// <summary>How far rounding may carry a multiplier below zero, or a rate above the largest in units of the Jacobian's size.</summary>
    private const double Slack = 1e-7;

    private readonly StabilityFamily _family;
    private readonly (double[] Normal, double Bound)[] _edges;

    private ExtremalSystem(StabilityFamily family, double[] parameters, double[] member, Complex[] modes, double[] weights, (double[] Normal, double Bound)[] edges, double[] forces)
    {
        (_family, Parameters, Member, Modes, Weights, _edges, Forces) = (family, parameters, member, modes, weights, edges, forces);
    }

    /// <summary>The parameters.</summary>
    public double[] Parameters { get; }

    /// <summary>The member.</summary>
    public double[] Member { get; }

    /// <summary>The eigenvalues in play.</summary>
    public Complex[] Modes { get; }

    /// <summary>c.</summary>
    public double[] Weights { get; }

    /// <summary>μ.</summary>
    public double[] Forces { get; }

    /// <summary>Whether the modes are one there; they have no weights then.</summary>
    private bool IsMerged => Weights.Length == 0;

    /// <summary>Whether the conditions were solved.</summary>
    public bool IsSolved { get; private init; }

    /// <summary>The largest real part.</summary>
    private double Rate => IsMerged ? Modes.Average(m => m.Real) : Modes[0].Real;

    /// <summary>The member as it is told to others.</summary>
    public ExtremalMember Result() => new(
        IsMerged ? ExtremalKind.Merged : Modes.Length > 1 ? ExtremalKind.Tie : _edges.Length > 0 ? ExtremalKind.Edge : ExtremalKind.Interior, [.. Parameters], [.. Member], Rate, Modes.Length, _edges.Length)
    {
        IsLocated = IsSolved,
    };

    /// <summary>A member as it was found, with what seems to be in play there; null if its modes are not to be had.</summary>
    public static ExtremalSystem? Unsolved(StabilityFamily family, double[] parameters, double[] member)
    {
        const double same = 1e-5;
        if (FamilyModes.At(family, parameters, member) is not { } modes)
            return null;
        Complex[] largest = [.. modes.Values.Where(v => modes.Rate - v.Real <= same * modes.Size)];
        (double[] Normal, double Bound)[] ends = [.. ExtremalSearch.Edges(family.Coordinates).Where(e => VectorMath.Dot(e.Normal, member) >= e.Bound - same)];
        return new ExtremalSystem(family, parameters, member, largest, [.. largest.Select(_ => 1.0 / largest.Length)], ends, new double[ends.Length]);
    }

    /// <summary>The extremal member next to a place, with the modes and ends that are in play; null if no choice of them makes one.</summary>
    public static ExtremalSystem? Refine(StabilityFamily family, double[] parameters, double[] near)
    {
        if (FamilyModes.At(family, parameters, near) is not { } modes)
            return null;
        int k = family.Coordinates;
        Complex[] candidates = [.. modes.Values.Where(v => modes.Rate - v.Real <= Near * modes.Size)];
        (double[] Normal, double Bound)[] ends = [.. ExtremalSearch.Edges(k).Where(e => VectorMath.Dot(e.Normal, near) >= e.Bound - Near)];
        for (int count = 1; count <= Math.Min(k + 1, candidates.Length); count++)
            for (int set = 0; set < 1 << ends.Length; set++)
            {
                (double[] Normal, double Bound)[] chosen = [.. ends.Where((_, e) => (set >> e & 1) == 1)];
                if (count + chosen.Length > k + 1)
                    continue;
                var start = new ExtremalSystem(family, parameters, near, candidates[..count], [.. Enumerable.Repeat(1.0 / count, count)], chosen, new double[chosen.Length]);
                if (start.Solved([], 0) is { } found && VectorMath.Distance(found.Member, near) <= Near && found.IsExtremal())
                    return found;
            }
        return Clusters(candidates, k).SelectMany(c => Sets(ends, k - Conditions(c)).Select(e => (c, e)))
            .Select(choice => new ExtremalSystem(family, parameters, near, choice.c, [], choice.e, []).Solved([], 0))
            .FirstOrDefault(found => found is not null && VectorMath.Distance(found.Member, near) <= Near && found.IsLowest());
    }

    /// <summary>Modes that may be one: all that are real or pairs, two or three of them, or two pairs; each with both of its pair.</summary>
    private static IEnumerable<Complex[]> Clusters(Complex[] candidates, int coordinates)
    {
        Complex[] all = [.. candidates.SelectMany(v => v.Imaginary > 0 ? (Complex[])[v, Complex.Conjugate(v)] : [v])];
        for (int order = 2; order <= coordinates + 1; order++)
            if (all.Length >= order)
                yield return [.. all.OrderBy(v => Math.Abs(v.Imaginary)).Take(order)];
        Complex[] pairs = [.. candidates.Where(v => v.Imaginary > 0).Take(2)];
        if (coordinates == 2 && pairs.Length == 2)
            yield return pairs;
    }

    /// <summary>Whether a cluster is of two pairs, of which it has one each.</summary>
    private static bool IsOfPairs(Complex[] cluster) => cluster.All(v => v.Imaginary > 0);

    private static int Conditions(Complex[] cluster) => IsOfPairs(cluster) ? 2 : cluster.Length - 1;

    private static IEnumerable<(double[] Normal, double Bound)[]> Sets((double[] Normal, double Bound)[] ends, int count) =>
        Enumerable.Range(0, 1 << ends.Length).Where(set => int.PopCount(set) == count).Select(set => ends.Where((_, e) => (set >> e & 1) == 1).ToArray());

    /// <summary>The point of the boundary with the same modes and ends in play on a line across the plane of parameters; null if there is none near.</summary>
    /// <param name="row">The condition row·p = value.</param>
    /// <param name="value">Its value.</param>
    public ExtremalSystem? OnBoundary(double[] row, double value) => Solved(row, value) is { } found && found.IsExtremal() ? found : null;

    /// <summary>The same modes and ends elsewhere.</summary>
    public ExtremalSystem MovedTo(double[] parameters) => new(_family, parameters, Member, Modes, Weights, _edges, Forces);

    /// <summary>Whether multipliers have their signs, no other mode grows faster, and the member belongs to the family.</summary>
    private bool IsExtremal()
    {
        if (IsMerged)
            return IsLowest();
        if (Weights.Any(c => c < -Slack) || Forces.Any(m => m < -Slack * Size()) || ExtremalSearch.Edges(_family.Coordinates).Any(e => VectorMath.Dot(e.Normal, Member) > e.Bound + Slack))
            return false;
        return FamilyModes.At(_family, Parameters, Member) is { } modes && modes.Rate <= Modes.Max(m => m.Real) + Slack * modes.Size;

        double Size() => FamilyModes.At(_family, Parameters, Member)?.Size ?? 1;
    }

    /// <summary>Whether no member on a small circle about this one has a smaller rate.</summary>
    private bool IsLowest()
    {
        const int directions = 12;
        const double radius = 1e-4;
        double rate = Rate;
        int k = Member.Length;
        if (ExtremalSearch.Edges(k).Any(e => VectorMath.Dot(e.Normal, Member) > e.Bound + Slack))
            return false;
        for (int i = 0; i < directions; i++)
        {
            (double sine, double cosine) = Math.SinCos(2 * Math.PI * i / directions);
            double[] beside = k == 1 ? [Member[0] + radius * Math.Sign(cosine)] : [Member[0] + radius * cosine, Member[1] + radius * sine];
            if (!ExtremalSearch.Edges(k).Any(e => VectorMath.Dot(e.Normal, beside) > e.Bound) && !(FamilyModes.At(_family, Parameters, beside)?.Rate >= rate))
                return false;
        }
        return true;
    }

    /// <summary>Newton's method, with the parameters held where there is no row.</summary>
    private ExtremalSystem? Solved(double[] row, double value)
    {
        bool isFree = row.Length > 0;
        int k = Member.Length, count = Weights.Length, ends = Forces.Length, m = k + count + ends + (isFree ? 2 : 1);
        // the member, the weights, the forces, then the rate or both parameters
        double[] x = [.. Member, .. Weights, .. Forces, .. isFree ? Parameters : [Modes[0].Real]];
        Complex[] modes = [.. Modes];
        for (int round = 0; round < MostCorrections; round++)
        {
            if (Equations(x, modes, row, value, ref modes) is not { } values)
                return null;
            var matrix = new double[m * m];
            for (int j = 0; j < m; j++)
            {
                double[] moved = [.. x];
                double step = Step * Math.Max(1, Math.Abs(x[j]));
                Complex[] unused = modes;
                moved[j] = x[j] + step;
                double[]? high = Equations(moved, modes, row, value, ref unused);
                moved[j] = x[j] - step;
                if (high is null || Equations(moved, modes, row, value, ref unused) is not { } low)
                    return null;
                for (int i = 0; i < m; i++)
                    matrix[i * m + j] = (high[i] - low[i]) / (2 * step);
            }
            double[] correction = new ScaledLu(matrix, m).Solve(values);
            VectorMath.AddMultiple(x, -1, correction);
            if (!VectorMath.AllFinite(x))
                return null;
            if (VectorMath.Largest(correction.AsSpan(0, k)) <= Settled && VectorMath.Largest(correction.AsSpan(k + count + ends)) <= Settled * Math.Max(1, VectorMath.Largest(x.AsSpan(k + count + ends))))
            {
                double[] parameters = isFree ? x[^2..] : Parameters;
                return Equations(x, modes, row, value, ref modes) is null ? null : new(_family, parameters, x[..k], modes, x[k..(k + count)], _edges, x[(k + count)..(k + count + ends)]) { IsSolved = true };
            }
        }
        return null;
    }

    /// <summary>The values that vanish; the modes at the place are those nearest to given ones.</summary>
    private double[]? Equations(double[] x, Complex[] near, double[] row, double value, ref Complex[] modes)
    {
        bool isFree = row.Length > 0;
        int k = Member.Length, count = near.Length, ends = _edges.Length;
        double[] member = x[..k], parameters = isFree ? x[^2..] : Parameters;
        double rate = isFree ? 0 : x[^1];
        if (FamilyModes.At(_family, parameters, member) is not { } there)
            return null;
        if (IsMerged)
        {
            if (Merged(there, near, ref modes) is not { } conditions)
                return null;
            double mean = modes.Average(v => v.Real) - rate;
            return [.. conditions, .. _edges.Select(e => VectorMath.Dot(e.Normal, member) - e.Bound), mean, .. isFree ? (double[])[VectorMath.Dot(row, parameters) - value] : []];
        }
        List<Complex> left = [.. there.Values];
        var found = new Complex[count];
        var values = new List<double>();
        double[] pull = new double[k];
        for (int i = 0; i < count; i++)
        {
            if (left.Count == 0)
                return null;
            Complex wanted = near[i];
            found[i] = left.MinBy(v => Complex.Abs(v - wanted));
            left.Remove(found[i]);
            if (there.Gradient(found[i]) is not { } gradient)
                return null;
            VectorMath.AddMultiple(pull, x[k + i], gradient);
            values.Add(found[i].Real - rate);
        }
        for (int e = 0; e < ends; e++)
        {
            VectorMath.AddMultiple(pull, x[k + count + e], _edges[e].Normal);
            values.Add(VectorMath.Dot(_edges[e].Normal, member) - _edges[e].Bound);
        }
        values.AddRange(pull);
        values.Add(VectorMath.Dot([.. Enumerable.Repeat(1.0, count)], x.AsSpan(k, count)) - 1);
        if (isFree)
            values.Add(VectorMath.Dot(row, parameters) - value);
        modes = found;
        return [.. values];
    }

    /// <summary>What vanishes where the modes nearest to a cluster are one.</summary>
    private static double[]? Merged(FamilyModes there, Complex[] near, ref Complex[] modes)
    {
        Complex middle = near.Aggregate((a, b) => a + b) / near.Length;
        bool areOfPairs = IsOfPairs(near);
        IEnumerable<Complex> all = areOfPairs ? there.Values.Where(v => v.Imaginary > 0) : there.Values.SelectMany(v => v.Imaginary > 0 ? (Complex[])[v, Complex.Conjugate(v)] : [v]);
        Complex[] cluster = [.. all.OrderBy(v => Complex.Abs(v - middle)).ThenBy(v => v.Imaginary).Take(near.Length)];
        if (cluster.Length < near.Length || !areOfPairs && cluster.Sum(v => v.Imaginary) != 0)
            return null;
        modes = cluster;
        if (areOfPairs)
        {
            Complex square = (cluster[0] - cluster[1]) * (cluster[0] - cluster[1]);
            return [square.Real, square.Imaginary];
        }
        double mean = cluster.Average(v => v.Real);
        double[] powers = [cluster.Sum(v => ((v - mean) * (v - mean)).Real), cluster.Sum(v => ((v - mean) * (v - mean) * (v - mean)).Real)];
        return powers[..(near.Length - 1)];
    }
}
