using System.Numerics;

namespace PhaseGan;

/// <summary>The fixed points of the reduced ODE with given active columns and a given seen feature, or none, in units of τ. See <see cref="ActiveFamilies"/>.</summary>
/// <remarks>
/// The equation of column j, divided by u_j, with W = Σ_A Λ̃_k, w = Σ_A Λ̃_ku_k, and the gains g̃ and g of the fake and of the real data:
/// <code>
/// 0 = Λ_s v/u_j + h + αΛ̃_j(1 − u_j) − Λ̃_j − Σ_{k≠j} Λ̃_k(Λ̃_j + Λ̃_k)u_k/(Λ̃_ju_j + Λ̃_ku_k)
/// seen: h = W − Λ_s, Λ_s v = (g̃w − x − h)/g      not seen: h = g̃w − x, v = 0
/// </code>
/// </remarks>
internal sealed class ActiveFamily
{
    /// <summary>Most pieces that are looked at, and that wait.</summary>
    private const int MaxPieces = 4000, MaxWaiting = 160;

    /// <summary>Eigenvalues, traces and rates below this fraction of the scale count as negative; by how much rounding may move an equation from zero.</summary>
    private const double Slack = 1e-6, Rounding = 1e-11;

    /// <summary>Where r_j² is smaller the column is frozen; how far rounding may lead out of the box.</summary>
    private const double Least = 1e-7, Edge = 1e-9;

    /// <summary>Pieces narrower than the first are made smaller by Krawczyk's method; one narrower than the second is a point.</summary>
    private const double Narrow = 0.3, Point = 1e-7;

    /// <summary>A piece that Krawczyk's method leaves wider than this fraction is halved.</summary>
    private const double Slow = 0.7;

    /// <summary>Most points that are listed, and how near two of them are the same.</summary>
    private const int MaxPoints = 64;

    private const double SamePoint = 1e-6;

    /// <summary>Real z, in units of the sum of the variances, at which the negative φ_i are counted.</summary>
    private static ReadOnlySpan<double> Rates => [1e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3];

    private readonly ReducedOde _ode;
    private readonly GanParameters _gan;
    private readonly int _seen, _n, _frozen;
    private readonly int[] _columns;
    private readonly double[] _fake, _real, _middle, _value, _jacobian, _spread, _inverse, _evenSlope;
    private readonly RealLu _factors;
    private readonly double _alpha, _noise, _fakeGain, _realGain, _sum, _scale, _evenStart, _oddStart, _oddSlope;

    /// <param name="ode">The field.</param>
    /// <param name="columns">The active columns, column j at bit j.</param>
    /// <param name="seen">The seen feature, or −1.</param>
    public ActiveFamily(ReducedOde ode, int columns, int seen)
    {
        (_ode, _gan, _seen) = (ode, ode.Parameters, seen);
        int d = _gan.FeatureCount;
        (_n, _frozen) = (BitOperations.PopCount((uint)columns), d - BitOperations.PopCount((uint)columns));
        (_columns, _fake) = (new int[_n], new double[_n]);
        (_alpha, _noise, _fakeGain, _realGain) = (_gan.RateRatio, _gan.EffectiveNoise, _gan.FakeGain, _gan.RealGain);
        double idle = 0;
        for (int l = 0, j = 0; l < d; l++)
        {
            double fake = _gan.FakeVariances[l];
            if ((columns >> l & 1) == 0)
                idle += (_alpha - 1) * fake;
            else
            {
                (_columns[j], _fake[j++]) = (l, fake);
                _sum += fake;
            }
            _scale += (1 + _alpha) * fake + _gan.RealVariances[l] + _noise;
        }
        _real = new double[seen < 0 ? d : d - 1];
        for (int i = 0, k = 0; i < d; i++)
            if (i != seen)
                _real[k++] = _gan.RealVariances[i];
        (_middle, _value, _evenSlope) = (new double[_n], new double[_n], new double[_n]);
        (_jacobian, _spread, _inverse) = (new double[_n * _n], new double[_n * _n], new double[_n * _n]);

        _factors = new RealLu(_n);

        // the traces, linear in u
        int odd = _real.Length + _frozen;
        (double h, double hOfW) = seen < 0 ? (-_noise, _fakeGain) : (_sum - Seen, 0);
        (_oddStart, _oddSlope) = (idle + odd * h, odd * (hOfW - _alpha));
        foreach (double real in _real)
            _oddStart += real;
        _evenStart = _n * h + (_alpha - 1) * _sum + (seen < 0 ? 0 : _sum + 2 * (_noise + h));
        double evenOfW = _n * hOfW + 2 * _fakeGain - 3 * _alpha - (_n - 1) * _alpha - (seen < 0 ? 0 : _alpha + 2 * _fakeGain);
        for (int j = 0; j < _n; j++)
            _evenSlope[j] = evenOfW * _fake[j];
    }

    private double Seen => _gan.RealVariances[_seen];

    /// <summary>Whether a member attracts, or nearly so, or that could not be excluded.</summary>
    public bool MayAttract() => !Search(PointMayAttract);

    /// <summary>
    /// Whether some member is left more slowly than at a rate, in units of the Jacobian's size, among members spread over the family, or that could not be seen. Without a seen feature free overlaps are so many that members between
    /// those that are looked at may attract.
    /// </summary>
    public bool AnyIsSlower(double rate) => !Search((low, high) =>
        PointMayAttract(low, high) && (_frozen == 0 || _seen < 0 || new FamilyMembers(_ode, StateIn(low, high, []), _columns, _seen).AnyIsSlower(rate)));

    /// <summary>The points of which it is not excluded that a member attracts, as states in which what vanishes or is free is zero; null if they are not known to be all.</summary>
    public List<double[]>? Points()
    {
        var points = new List<double[]>();
        bool areAll = Search((low, high) =>
        {
            if (!IsExcluded(low, high) && StateIn(low, high, []) is var state && !points.Any(p => VectorMath.LargestDifference(p, state) < SamePoint))
                points.Add(state);
            return points.Count > MaxPoints;
        });
        return areAll ? points : null;
    }

    /// <summary>Looks at all pieces that may hold a root; false if one that is hardly more than a point ends the search, or the pieces are too many.</summary>
    private bool Search(Func<ReadOnlySpan<double>, ReadOnlySpan<double>, bool> ends)
    {
        int n = _n, top = 0;
        Span<double> waiting = stackalloc double[MaxWaiting * 2 * n];
        waiting[..n].Fill(Least);
        waiting.Slice(n, n).Fill(1 + Edge);
        Span<double> low = stackalloc double[n], high = stackalloc double[n];
        for (int looked = 0; top >= 0; looked++)
        {
            waiting.Slice(2 * n * top, n).CopyTo(low);
            waiting.Slice(2 * n * top + n, n).CopyTo(high);
            top--;
            if (IsExcluded(low, high))
                continue;
            if (looked == MaxPieces || top + 2 >= MaxWaiting)
                return false;
            int widest = WidestSide(low, high);
            double width = high[widest] - low[widest];
            if (width < Narrow && !TryShrink(low, high))
                continue;
            widest = WidestSide(low, high);
            double left = high[widest] - low[widest];
            if (left < Point)
            {
                if (ends(low, high))
                    return false;
                continue;
            }
            double middle = 0.5 * (low[widest] + high[widest]);
            bool isWhole = left < Slow * width;
            for (int half = isWhole ? 1 : 0; half < 2; half++)
            {
                Span<double> to = waiting.Slice(2 * n * ++top, 2 * n);
                low.CopyTo(to);
                high.CopyTo(to[n..]);
                if (!isWhole)
                    to[half == 0 ? n + widest : widest] = middle;
            }
        }
        return true;
    }

    private static int WidestSide(ReadOnlySpan<double> low, ReadOnlySpan<double> high)
    {
        int widest = 0;
        for (int j = 1; j < low.Length; j++)
            if (high[j] - low[j] > high[widest] - low[widest])
                widest = j;
        return widest;
    }

    /// <summary>Whether a piece has no root, or none that may attract.</summary>
    private bool IsExcluded(ReadOnlySpan<double> low, ReadOnlySpan<double> high)
    {
        double least = double.PositiveInfinity, wLow = 0, wHigh = 0, even = _evenStart;
        for (int j = 0; j < _n; j++)
        {
            least = Math.Min(least, high[j]);
            (wLow, wHigh) = (wLow + _fake[j] * low[j], wHigh + _fake[j] * high[j]);
            even += _evenSlope[j] * (_evenSlope[j] > 0 ? low[j] : high[j]);
        }
        double odd = _oddStart + _oddSlope * (_oddSlope > 0 ? wLow : wHigh);
        if (Math.Max(even, odd) > Slack * _scale)
            return true;
        (double vLow, double vHigh) = (0, 0);
        if (_seen >= 0)
        {
            (vLow, vHigh) = SeenSize(wLow, wHigh);
            if (vHigh < -Edge * Seen || vLow > (least + Edge) * Seen)
                return true;
            (vLow, vHigh) = (Math.Max(vLow, 0), Math.Min(vHigh, least * Seen));
        }
        double slack = Rounding * _scale;
        for (int j = 0; j < _n; j++)
        {
            (double from, double to) = Equation(j, low, high, vLow, vHigh);
            if (from > slack || to < -slack)
                return true;
        }
        for (int j = 0; j < _n; j++)
            for (int k = 0; k < j; k++)
                if (IsBeyondUnity(_fake[k] / _fake[j], low[j] / high[k], high[j] / low[k]))
                    return true;
        return HaveTooManyNegative(high, _seen >= 0 ? _sum - Seen : (_fakeGain > 0 ? wLow : wHigh) * _fakeGain - _noise);
    }

    /// <summary>Λ_s v over a range of w.</summary>
    private (double Low, double High) SeenSize(double wLow, double wHigh)
    {
        double rest = _noise + _sum - Seen, one = (_fakeGain * wLow - rest) / _realGain, other = (_fakeGain * wHigh - rest) / _realGain;
        return (Math.Min(one, other), Math.Max(one, other));
    }

    /// <summary>The range of the equation of a column; monotone in every unknown but for the linear part, which is taken term by term.</summary>
    private (double Low, double High) Equation(int j, ReadOnlySpan<double> low, ReadOnlySpan<double> high, double vLow, double vHigh)
    {
        double fake = _fake[j], from = (_alpha - 1) * fake, to;
        from += _seen >= 0 ? _sum - Seen : -_noise;
        to = from;
        if (_seen >= 0)
            (from, to) = (from + vLow / high[j], to + Math.Min(Seen * (1 + Edge), vHigh / low[j]));
        for (int k = 0; k < _n; k++)
        {
            double slope = (_seen >= 0 ? 0 : _fakeGain * _fake[k]) - (k == j ? _alpha * fake : 0);
            (from, to) = (from + slope * (slope > 0 ? low[k] : high[k]), to + slope * (slope > 0 ? high[k] : low[k]));
            if (k == j)
                continue;
            double pull = _fake[k] * (fake + _fake[k]);
            from -= pull * high[k] / (fake * low[j] + _fake[k] * high[k]);
            to -= pull * low[k] / (fake * high[j] + _fake[k] * low[k]);
        }
        return (from, to);
    }

    /// <summary>Whether S² of two columns exceeds 1 at all ratios u_j/u_k of a range: it does between 1 and (Λ̃_k/Λ̃_j)².</summary>
    private static bool IsBeyondUnity(double fakes, double low, double high)
    {
        double square = fakes * fakes;
        return low > Math.Min(1, square) * (1 + Slack) && high < Math.Max(1, square) * (1 - Slack);
    }

    /// <summary>Whether more of the φ_i are negative somewhere than there are frozen columns, or, where there is none, the trace over a feature's P_ij and q_i is positive.</summary>
    private bool HaveTooManyNegative(ReadOnlySpan<double> high, double h)
    {
        double w = 0;
        for (int j = 0; j < _n; j++)
            w += _fake[j] * high[j];
        if (_frozen == 0)
            foreach (double real in _real)
                if (real + h - _alpha * w > Slack * _scale)
                    return true;
        foreach (double rate in Rates)
        {
            double z = rate * _sum, pull = 0;
            for (int j = 0; j < _n; j++)
            {
                double kappa = _alpha * _fake[j] * high[j];
                pull += kappa * _fake[j] / (z + kappa);
            }
            int negative = 0;
            foreach (double real in _real)
                negative += z - real - h + pull < -Slack * _scale ? 1 : 0;
            if (negative > _frozen)
                return true;
        }
        return false;
    }

    /// <summary>Krawczyk's method: makes a piece smaller around its roots; false if there is none. Where the Jacobian is singular the piece stays.</summary>
    private bool TryShrink(Span<double> low, Span<double> high)
    {
        int n = _n;
        double w = 0, wLow = 0, wHigh = 0;
        for (int j = 0; j < n; j++)
        {
            _middle[j] = 0.5 * (low[j] + high[j]);
            (w, wLow, wHigh) = (w + _fake[j] * _middle[j], wLow + _fake[j] * low[j], wHigh + _fake[j] * high[j]);
        }
        (double v, _) = _seen < 0 ? (0, 0) : SeenSize(w, w);
        (double vLow, double vHigh) = _seen < 0 ? (0, 0) : SeenSize(wLow, wHigh);
        for (int j = 0; j < n; j++)
        {
            double u = _middle[j], fake = _fake[j];
            // at one point the range is one number, but for what v must be
            _value[j] = Equation(j, _middle, _middle, 0, 0).Low + v / u;
            (double own, double ownLow, double ownHigh) = (-v / (u * u), -vHigh / (vHigh > 0 ? low[j] * low[j] : high[j] * high[j]), -vLow / (vLow > 0 ? high[j] * high[j] : low[j] * low[j]));
            for (int k = 0; k < n; k++)
            {
                double slope = _fakeGain * _fake[k], size = _seen < 0 ? slope : slope / (_realGain * u);
                (double from, double to) = _seen < 0 ? (slope, slope) : Ordered(slope / (_realGain * low[j]), slope / (_realGain * high[j]));
                if (k != j)
                {
                    double pull = _fake[k] * (fake + _fake[k]), all = fake * u + _fake[k] * _middle[k];
                    double least = fake * low[j] + _fake[k] * low[k], most = fake * high[j] + _fake[k] * high[k];
                    double ofOther = pull * fake / (all * all), smallest = pull * fake / (most * most), largest = pull * fake / (least * least);
                    (size, from, to) = (size - ofOther * u, from - largest * high[j], to - smallest * low[j]);
                    (own, ownLow, ownHigh) = (own + ofOther * _middle[k], ownLow + smallest * low[k], ownHigh + largest * high[k]);
                }
                (_jacobian[j * n + k], _spread[j * n + k]) = (size, Math.Max(to - size, size - from));
            }
            _jacobian[j * n + j] += own - _alpha * fake;
            _spread[j * n + j] += Math.Max(ownHigh - own, own - ownLow);
        }
        return !TryInvert() || Intersect(low, high);
    }

    private bool TryInvert()
    {
        int n = _n;
        for (int j = 0; j < n; j++)
            for (int k = 0; k < n; k++)
                _factors.Matrix[k * n + j] = _jacobian[j * n + k];
        if (!_factors.Factor())
            return false;
        // column by column: the transpose of the inverse, row by row
        Span<double> inverse = _inverse;
        inverse.Clear();
        for (int j = 0; j < n; j++)
        {
            inverse[j * n + j] = 1;
            _factors.Solve(inverse.Slice(j * n, n));
        }
        return VectorMath.AllFinite(inverse);
    }

    private bool Intersect(Span<double> low, Span<double> high)
    {
        int n = _n;
        Span<double> from = stackalloc double[n], to = stackalloc double[n];
        for (int i = 0; i < n; i++)
        {
            double at = _middle[i], radius = 0;
            for (int j = 0; j < n; j++)
            {
                double y = _inverse[j * n + i], size = Math.Abs(y), moved = Rounding * _scale;
                at -= y * _value[j];
                for (int k = 0; k < n; k++)
                    moved += _spread[j * n + k] * 0.5 * (high[k] - low[k]);
                radius += size * moved;
            }
            (from[i], to[i]) = (Math.Max(low[i], at - radius), Math.Min(high[i], at + radius));
            if (from[i] > to[i])
                return false;
        }
        from.CopyTo(low);
        to.CopyTo(high);
        return true;
    }

    /// <summary>Whether the root in a piece that is hardly more than a point attracts as far as the coordinates that do not vanish tell, and without frozen columns the others.</summary>
    private bool PointMayAttract(ReadOnlySpan<double> low, ReadOnlySpan<double> high)
    {
        if (IsExcluded(low, high))
            return false;
        int size = _ode.Dimension;
        StateLayout at = _ode.Layout;
        var even = new List<int>();
        double[] y = StateIn(low, high, even), jacobian = new double[size * size];
        _ode.Jacobian(y, jacobian);
        double shift = Slack * VectorMath.Norm(jacobian);
        if (!IsStable(jacobian, size, even, shift))
            return false;
        for (int i = 0; _frozen == 0 && i < at.Features; i++)
            if (i != _seen && !IsStable(jacobian, size, [at.Q(i), .. _columns.Select(j => at.P(i, j))], shift))
                return false;
        return true;
    }

    /// <summary>The state in the middle of a piece; the coordinates that do not vanish are added to a list.</summary>
    private double[] StateIn(ReadOnlySpan<double> low, ReadOnlySpan<double> high, List<int> even)
    {
        int n = _n;
        StateLayout at = _ode.Layout;
        var y = new double[_ode.Dimension];
        double w = 0;
        for (int j = 0; j < n; j++)
        {
            _middle[j] = Math.Min(1, 0.5 * (low[j] + high[j]));
            w += _fake[j] * _middle[j];
        }
        double q = _seen < 0 ? 0 : Math.Sqrt(Math.Max(0, SeenSize(w, w).Low / Seen));
        if (_seen >= 0)
        {
            y[at.Q(_seen)] = q;
            even.Add(at.Q(_seen));
        }
        for (int j = 0; j < n; j++)
        {
            double u = _middle[j], r = Math.Sqrt(u);
            y[at.R(_columns[j])] = r;
            even.Add(at.R(_columns[j]));
            if (_seen >= 0)
            {
                y[at.P(_seen, _columns[j])] = q / r;
                even.Add(at.P(_seen, _columns[j]));
            }
            for (int k = 0; k < j; k++)
            {
                int place = at.S(_columns[j], _columns[k]);
                y[place] = r * Math.Sqrt(_middle[k]) * (_fake[j] + _fake[k]) / (_fake[j] * u + _fake[k] * _middle[k]);
                even.Add(place);
            }
        }
        return y;
    }

    /// <summary>Whether all eigenvalues of a block have real parts below the shift, or are not known.</summary>
    private static bool IsStable(double[] jacobian, int size, List<int> coordinates, double shift)
    {
        int n = coordinates.Count;
        var block = new double[n * n];
        for (int a = 0; a < n; a++)
            for (int b = 0; b < n; b++)
                block[a * n + b] = jacobian[coordinates[a] * size + coordinates[b]];
        foreach (Complex value in EigenSolver.Eigenvalues(block, n) ?? [])
            if (!(value.Real < shift))
                return false;
        return true;
    }

    private static (double Low, double High) Ordered(double a, double b) => a < b ? (a, b) : (b, a);
}
