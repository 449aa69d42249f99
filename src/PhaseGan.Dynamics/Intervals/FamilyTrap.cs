namespace PhaseGan.Dynamics;

/// <summary>Proves that trajectories from near a family of rests, or near an isolated one, end on it, and where.</summary>
/// <remarks>
/// <para>
/// u = (w − w*, z) are the coordinates that are solved for, from their place, and those that vanish. Where F_W does not depend on the free φ while z = 0, F vanishes at (w*, φ, 0) for all φ, and du/dt = C u with C in the Jacobian's block over a box that holds the
/// segment from there. In ζ = Xu, with X next to the inverse of the block's eigenvectors, let −κ/2 bound the eigenvalues of the symmetric part of XCX⁻¹ for all |φ − φ₀| ≤ ρ and |ζ|² ≤ V₀: while φ stays there |ζ|² ≤ V₀e^(−κt).
/// </para>
/// <para>φ is moved by z alone, |dφ/dt| ≤ |D||z| with D in the Jacobian's block: by no more than 2|D||z|₀/κ in all, |z|₀ what |ζ|² ≤ V₀ allows. Where that, with the width of the box, is less than ρ, φ never leaves.</para>
/// </remarks>
internal sealed class FamilyTrap
{
    /// <summary>How often a larger ρ is tried.</summary>
    private const int Tries = 4;

    /// <summary>More than the distance of two members along a free coordinate.</summary>
    private const double Anywhere = 2;

    /// <summary>How often the weights of the row sums are improved, and the least of them.</summary>
    private const int Rounds = 12;

    private const double LeastWeight = 1e-9;

    /// <summary>How far a trap reaches across the family at most.</summary>
    private const double MostReach = 1;

    private readonly IIntervalField _field;
    private readonly FamilyProof _family;
    private readonly int[] _across, _free;
    private readonly bool[] _vanishes;
    private readonly int _n, _m;
    private readonly Interval[] _state, _jacobian;
    private double[] _norm = [];

    private FamilyTrap(IIntervalField field, FamilyProof family)
    {
        (_field, _family, _n, _free) = (field, family, field.Dimension, [.. family.Free]);
        _across = [.. Enumerable.Range(0, _n).Except(_free)];
        _vanishes = [.. _across.Select(i => family.Vanishing.Contains(i))];
        (_m, _state, _jacobian) = (_across.Length, new Interval[_n], new Interval[_n * _n]);
    }

    /// <summary>The free coordinates; none where the rest is isolated.</summary>
    public ReadOnlySpan<int> Free => _free;

    /// <summary>The row-major matrix in whose norm the last proved end shrinks the coordinates that are not free, in their order.</summary>
    public ReadOnlySpan<double> Norm => _norm;

    /// <summary>What is proved with; null where the rest does not attract, or where its place depends on the member.</summary>
    public static FamilyTrap? Of(IIntervalField field, FamilyProof family)
    {
        if (!family.Attracts)
            return null;
        var trap = new FamilyTrap(field, family);
        return trap.RestsAtEveryMember(family.Coordinates.Solved) ? trap : null;
    }

    /// <summary>Whether, with z = 0, neither φ nor z moves and no F_W depends on φ.</summary>
    private bool RestsAtEveryMember(int[] solved)
    {
        var value = new Interval[_n];
        foreach (int i in _free)
            _state[i] = new Interval(-Anywhere, Anywhere);
        foreach (int i in solved)
            _state[i] = _family.Box[i] + new Interval(-MostReach, MostReach);
        _field.Enclose(_state, value);
        _field.EncloseJacobian(_state, _jacobian);
        return Enumerable.Range(0, _n).All(i => value[i] == 0 || solved.Contains(i)) && solved.All(i => _free.All(j => _jacobian[i * _n + j] == 0));
    }

    /// <summary>The distance of a state from the family.</summary>
    public double Distance(ReadOnlySpan<double> y)
    {
        double sum = 0;
        foreach (int i in _across)
            sum += (y[i] - _family.Box[i].Middle) * (y[i] - _family.Box[i].Middle);
        return Math.Sqrt(sum);
    }

    /// <summary>Where trajectories from a box end: intervals for all coordinates; null where it is not proved that they end at all.</summary>
    /// <param name="box">The box; its free coordinates lie in [−1, 1].</param>
    public Interval[]? End(ReadOnlySpan<Interval> box)
    {
        foreach (int i in _across)
            _state[i] = _family.Box[i].Middle;
        foreach (int i in _free)
            _state[i] = box[i].Middle;
        _field.EncloseJacobian(_state, _jacobian);
        if (EigenvalueBasis.Of(IntervalMatrix.Block(_jacobian, _n, _across, _across), _m) is not { } basis || Back(basis) is not { } back)
            return null;
        var off = new Interval[_m];
        for (int k = 0; k < _m; k++)
            off[k] = box[_across[k]] - _family.Box[_across[k]];
        Interval square = 0;
        foreach (Interval v in IntervalMatrix.Apply(basis.Inverse, off, _m))
            square += v.Square();
        Interval[] reach = Reach(back, ((Interval)square.High).Sqrt());
        if (!reach.All(r => r.High < MostReach))
            return null;
        var width = new double[_free.Length];
        for (int a = 0; a < width.Length; a++)
            width[a] = box[_free[a]].Radius;
        Interval[]? end = Settle(box, basis, back, reach, width);
        if (end is not null)
            _norm = basis.Inverse;
        return end;
    }

    /// <summary>Looks for ρ.</summary>
    private Interval[]? Settle(ReadOnlySpan<Interval> box, EigenvalueBasis basis, Interval[] back, Interval[] reach, double[] width)
    {
        double[] rho = [.. width.Select(w => 2 * w)];
        for (int k = 0; k < Tries; k++)
        {
            for (int a = 0; a < _m; a++)
                _state[_across[a]] = _family.Box[_across[a]] + reach[a];
            for (int a = 0; a < _free.Length; a++)
                _state[_free[a]] = box[_free[a]].Middle + new Interval(-rho[a], rho[a]);
            if (!_free.All(i => _state[i].Magnitude < Anywhere))
                return null;
            _field.EncloseJacobian(_state, _jacobian);
            Interval kappa = -2 * (Interval)LargestOfSymmetricPart(Turned(basis, back));
            if (!(kappa.Low > 0))
                return null;
            bool isInside = true;
            Interval[] drift = Drift(reach, kappa.Low);
            for (int a = 0; a < _free.Length; a++)
            {
                double needed = (drift[a] + width[a]).High;
                if (needed < rho[a])
                    continue;
                (isInside, rho[a]) = (false, 1.5 * needed + double.Epsilon);
            }
            if (isInside)
                return End(box, drift);
        }
        return null;
    }

    private Interval[] End(ReadOnlySpan<Interval> box, Interval[] drift)
    {
        Interval[] end = [.. _family.Box];
        for (int a = 0; a < _free.Length; a++)
            end[_free[a]] = box[_free[a]] + new Interval(-drift[a].High, drift[a].High);
        return end;
    }

    /// <summary>2|D||z|₀/κ for each free coordinate.</summary>
    private Interval[] Drift(Interval[] reach, double kappa)
    {
        var drift = new Interval[_free.Length];
        for (int a = 0; a < _free.Length; a++)
        {
            for (int b = 0; b < _m; b++)
                if (_vanishes[b])
                    drift[a] += _jacobian[_free[a] * _n + _across[b]].Abs() * reach[b].Magnitude;
            drift[a] = 2 * drift[a] / kappa;
        }
        return drift;
    }

    private Interval[] Turned(EigenvalueBasis basis, Interval[] back) =>
        IntervalMatrix.Multiply(IntervalMatrix.Multiply(IntervalMatrix.Of(basis.Inverse), IntervalMatrix.Block(_jacobian, _n, _across, _across), _m), back, _m);

    /// <summary>An upper bound on the eigenvalues of the symmetric part G of a matrix: with positive weights v none is above the largest Gᵢᵢ + Σ|Gᵢⱼ|vⱼ/vᵢ (Gershgorin). Best are those of Perron's vector, which powers come near.</summary>
    private double LargestOfSymmetricPart(Interval[] matrix)
    {
        int m = _m;
        var symmetric = new Interval[m * m];
        double least = 0, bound = double.PositiveInfinity;
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < m; j++)
                symmetric[i * m + j] = i == j ? matrix[i * m + i] : ((matrix[i * m + j] + matrix[j * m + i]) / 2).Abs();
            least = Math.Min(least, symmetric[i * m + i].High);
        }
        double[] weights = new double[m], next = new double[m];
        Array.Fill(weights, 1);
        for (int k = 0; k < Rounds; k++)
        {
            double most = double.NegativeInfinity;
            for (int i = 0; i < m; i++)
            {
                Interval row = symmetric[i * m + i];
                next[i] = (symmetric[i * m + i].High - least) * weights[i];
                for (int j = 0; j < m; j++)
                    if (j != i)
                    {
                        row += symmetric[i * m + j] * weights[j] / weights[i];
                        next[i] += symmetric[i * m + j].High * weights[j];
                    }
                most = Math.Max(most, row.High);
            }
            bound = Math.Min(bound, most);
            double size = VectorMath.Largest(next);
            if (!(size > 0) || !double.IsFinite(size))
                break;
            for (int i = 0; i < m; i++)
                weights[i] = Math.Max(next[i] / size, LeastWeight);
        }
        return bound;
    }

    /// <summary>What |ζ| ≤ size allows for each coordinate of u.</summary>
    private Interval[] Reach(Interval[] back, Interval size)
    {
        var reach = new Interval[_m];
        for (int k = 0; k < _m; k++)
        {
            Interval sum = 0;
            for (int j = 0; j < _m; j++)
                sum += back[k * _m + j].Square();
            double most = (size * sum.Sqrt()).High;
            reach[k] = new Interval(-most, most);
        }
        return reach;
    }

    /// <summary>X⁻¹ = T(XT)⁻¹ for the approximate inverse X of T: XT = I + E, so (XT)⁻¹ = I + F with |F| ≤ ‖E‖/(1 − ‖E‖) in each row.</summary>
    private Interval[]? Back(EigenvalueBasis basis)
    {
        Interval[] product = IntervalMatrix.Multiply(IntervalMatrix.Of(basis.Inverse), IntervalMatrix.Of(basis.Vectors), _m), back = new Interval[_m * _m];
        double defect = 0;
        for (int i = 0; i < _m; i++)
        {
            Interval row = 0;
            for (int j = 0; j < _m; j++)
                row += (product[i * _m + j] - (i == j ? 1 : 0)).Abs();
            defect = Math.Max(defect, row.High);
        }
        if (!(defect < 0.5))
            return null;
        Interval most = defect / (1 - (Interval)defect);
        for (int i = 0; i < _m; i++)
        {
            Interval row = 0;
            for (int j = 0; j < _m; j++)
                row += ((Interval)basis.Vectors[i * _m + j]).Abs();
            double extra = (row * most).High;
            for (int j = 0; j < _m; j++)
                back[i * _m + j] = basis.Vectors[i * _m + j] + new Interval(-extra, extra);
        }
        return back;
    }
}
