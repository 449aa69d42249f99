namespace PhaseGan;

/// <summary>What is proved of the stability of all fixed points with given active columns A, seen feature s and r_j² in intervals, whatever their free overlaps are.</summary>
/// <remarks>
/// <para>
/// The coordinates P_sj, q_s, r_j and S_jk over A (the even block) do not meet those that vanish (the odd block): two spectra. Free are P_il of unseen features and frozen columns, and S among frozen columns, and each of these enters the odd block alone.
/// Its trace does not depend on them: where it is positive, every member repels.
/// </para>
/// <para>
/// With κ_j = αΛ̃_j u_j the conditions of <c>ActiveFamilies</c> hold for whatever overlaps: no more than f of the φ_i(z) = z − Λ_i − h + Σ_A κ_jΛ̃_j/(z + κ_j) may be negative at any z &gt; 0, f the number of frozen columns, and where a feature is seen exactly f features
/// must have a larger variance.
/// </para>
/// <para>
/// Otherwise the members are cut into boxes, on each of which Routh's array (<see cref="FrozenPolynomial"/>) or Gershgorin's theorem shows an eigenvalue right of the axis, or the latter all left of it. Signs of rows and columns make all P_i1 ≥ 0, and the columns' length makes
/// Σ_i P_il² ≤ 1. With several frozen columns a member that attracts is looked for first (<see cref="FrozenMembers"/>).
/// </para>
/// </remarks>
internal sealed class MemberStability
{
    /// <summary>Most boxes of members, and the side below which one is left open.</summary>
    private const int MostBoxes = 4000;

    /// <summary>With more frozen columns than <see cref="FrozenPolynomial"/> knows.</summary>
    private const int FewBoxes = 100;

    private const double Shortest = 1e-3;

    internal const string EachRepels = "every member has an unstable direction";

    private const string OneAttracts = "all eigenvalues of a member lie left of the axis";

    /// <summary>Places z at which the φ_i are looked at, in units of the sum of the variances of A.</summary>
    private static ReadOnlySpan<double> Rates => [1e-4, 1e-3, 0.01, 0.03, 0.1, 0.3];

    private readonly ActiveEquations _equations;
    private readonly ParameterBox _box;
    private readonly EnclosedOde _field;
    private readonly StateLayout _at;
    private readonly Interval[] _squares, _state, _jacobian;
    private readonly int[] _unseen, _frozen, _even, _odd, _free;

    /// <param name="field">The reduced ODE.</param>
    /// <param name="equations">A and s.</param>
    /// <param name="squares">r_j², all positive.</param>
    public MemberStability(EnclosedOde field, ActiveEquations equations, Interval[] squares)
    {
        (_field, _equations, _box, _squares) = (field, equations, field.Parameters, squares);
        int d = _box.FeatureCount, seen = equations.Seen, n = field.Dimension;
        _at = new StateLayout(d, hasNorms: false);
        (_state, _jacobian) = (new Interval[n], new Interval[n * n]);
        int[] active = equations.Columns;
        _unseen = [.. Enumerable.Range(0, d).Where(i => i != seen)];
        _frozen = [.. Enumerable.Range(0, d).Except(active)];
        List<int> even = [.. active.Select(_at.R), .. Pairs(active)];
        if (seen >= 0)
            even.AddRange([_at.Q(seen), .. active.Select(j => _at.P(seen, j))]);
        _free = [.. _unseen.SelectMany(i => _frozen.Select(l => _at.P(i, l))), .. Pairs(_frozen)];
        _even = [.. even];
        _odd = [.. Enumerable.Range(0, n).Except(even).Except(_free)];
        Interval v = equations.SeenSquare(squares);
        for (int a = 0; a < active.Length; a++)
        {
            _state[_at.R(active[a])] = squares[a].Sqrt();
            if (seen >= 0)
                _state[_at.P(seen, active[a])] = (v / squares[a]).Sqrt();
            for (int b = 0; b < a; b++)
                _state[_at.S(active[b], active[a])] = equations.Overlap(squares, a, b);
        }
        if (seen >= 0)
            _state[_at.Q(seen)] = v.Sqrt();
    }

    /// <summary>Number of free overlaps.</summary>
    public int Dimension => _free.Length;

    /// <summary>What is proved, and by what.</summary>
    public (FamilyStability Stability, string Reason) Decide(CancellationToken cancellation)
    {
        if (OddTrace().Low > 0)
            return (FamilyStability.Repels, "the trace over the coordinates that vanish is positive");
        if (HasTooManyNegative())
            return (FamilyStability.Repels, "more features drive their row than there are frozen columns");
        if (_equations.Seen >= 0 && SeenRankIsWrong())
            return (FamilyStability.Repels, "not as many features as frozen columns have a variance above that of the seen one");
        _field.EncloseJacobian(_state, _jacobian);
        int unstable = EigenvalueCount.LeastUnstable(Block(_even), _even.Length, out bool isStable);
        if (unstable > 0)
            return (FamilyStability.Repels, "the coordinates that do not vanish have an unstable direction");
        (FamilyStability members, string reason) = _box.FeatureCount == 2 && _frozen.Length == 1
            ? OverlapPolynomial.Of(_box, _equations.Columns[0], _equations.Seen, _squares[0], _equations.Regulation(_squares), _equations.SeenSquare(_squares)).Decide(cancellation)
            : Members(cancellation);
        return members == FamilyStability.Repels || isStable ? (members, reason) : (FamilyStability.Undecided, "the coordinates that do not vanish may have a direction on the axis");
    }

    /// <summary>Bases for the even block, and, where there are no free overlaps, for the odd one.</summary>
    public (EigenvalueBasis? Even, EigenvalueBasis? Odd) Bases()
    {
        _field.EncloseJacobian(_state, _jacobian);
        return (EigenvalueBasis.Of(Block(_even), _even.Length), _free.Length == 0 && _odd.Length > 0 ? EigenvalueBasis.Of(Block(_odd), _odd.Length) : null);
    }

    private IEnumerable<int> Pairs(int[] columns) => columns.SelectMany((j, a) => columns.Skip(a + 1).Select(k => _at.S(j, k)));

    private Interval[] Block(int[] places) => IntervalMatrix.Block(_jacobian, _field.Dimension, places, places);

    /// <summary>The trace over the odd block, in units of τ.</summary>
    private Interval OddTrace()
    {
        Interval h = _equations.Regulation(_squares), alpha = _box.RateRatio, trace = -alpha * _equations.Weight(_squares) * (_unseen.Length + _frozen.Length);
        foreach (int i in _unseen)
            trace += _box.RealVariances[i] + h;
        foreach (int l in _frozen)
            trace += h + (alpha - 1) * _box.FakeVariances[l];
        return trace;
    }

    private bool HasTooManyNegative()
    {
        Interval h = _equations.Regulation(_squares), sum = 0;
        foreach (int j in _equations.Columns)
            sum += _box.FakeVariances[j];
        foreach (double rate in Rates)
        {
            Interval z = rate * sum, pull = 0;
            for (int a = 0; a < _squares.Length; a++)
            {
                Interval fake = _box.FakeVariances[_equations.Columns[a]], kappa = _box.RateRatio * fake * _squares[a];
                pull += kappa * fake / (z + kappa);
            }
            if (_unseen.Count(i => (z - _box.RealVariances[i] - h + pull).High < 0) > _frozen.Length)
                return true;
        }
        return false;
    }

    private bool SeenRankIsWrong()
    {
        Interval seen = _box.RealVariances[_equations.Seen];
        int larger = _unseen.Count(i => _box.RealVariances[i].Low > seen.High), smaller = _unseen.Count(i => _box.RealVariances[i].High < seen.Low);
        return larger + smaller == _unseen.Length && larger != _frozen.Length;
    }

    /// <summary>The odd block over all members.</summary>
    private (FamilyStability, string) Members(CancellationToken cancellation)
    {
        if (_odd.Length == 0)
            return (FamilyStability.Attracts, "all eigenvalues lie left of the axis");
        if (_frozen.Length > 1 && AttractsSomewhere(cancellation))
            return (FamilyStability.SomeAttract, OneAttracts);
        bool isAny = false, isAll = true;
        FrozenPolynomial? polynomial = _frozen.Length is > 0 and <= FrozenPolynomial.MostColumns ? new FrozenPolynomial(_equations, _squares) : null;
        int mostBoxes = polynomial is null ? FewBoxes : MostBoxes;
        var open = new Stack<Interval[]>();
        open.Push(AllMembers());
        string undecided = "";
        for (int looked = 0; open.Count > 0; looked++)
        {
            cancellation.ThrowIfCancellationRequested();
            Interval[] members = open.Pop();
            if (IsOutside(members))
                continue;
            if (polynomial?.Repels(members) == true)
            {
                isAll = false;
                continue;
            }
            // with several frozen columns no box is small enough for Gershgorin's theorem where the array does not tell
            bool isStable = false;
            if ((polynomial is null || _frozen.Length < 2) && UnstableOver(members, out isStable))
            {
                isAll = false;
                continue;
            }
            isAny |= isStable && HasMember(members);
            if (isStable)
                continue;
            isAll = false;
            int widest = members.Length == 0 ? -1 : Enumerable.Range(0, members.Length).MaxBy(k => members[k].Radius);
            if (widest < 0 || members[widest].Radius < Shortest || looked >= mostBoxes)
            {
                undecided = looked >= mostBoxes ? "too many boxes of members" : "an eigenvalue of some member may lie on the axis";
                // one member on the axis leaves a family with more of them undecided, but for one that attracts
                if (looked >= mostBoxes || _frozen.Length > 1)
                    break;
                continue;
            }
            foreach (Interval half in new[] { new Interval(members[widest].Low, members[widest].Middle), new Interval(members[widest].Middle, members[widest].High) })
            {
                Interval[] part = [.. members];
                part[widest] = half;
                open.Push(part);
            }
        }
        return isAny ? (isAll ? FamilyStability.Attracts : FamilyStability.SomeAttract, isAll ? "all eigenvalues of all members lie left of the axis" : OneAttracts)
            : undecided.Length > 0 ? (FamilyStability.Undecided, undecided) : (FamilyStability.Repels, EachRepels);
    }

    /// <summary>Overlaps of all members up to signs: those of features make the overlaps of the first frozen column not negative, those of the other columns their first one.</summary>
    private Interval[] AllMembers() =>
        [.. _free.Select((_, k) => new Interval(k < _unseen.Length * _frozen.Length && (k % _frozen.Length == 0 || k < _frozen.Length) ? 0 : -1, 1))];

    /// <summary>Whether the odd block has an unstable direction at every member of a box.</summary>
    private bool UnstableOver(Interval[] members, out bool isStable)
    {
        SetMembers(members);
        return EigenvalueCount.LeastUnstable(Block(_odd), _odd.Length, out isStable) > 0;
    }

    /// <summary>Looks for a member that attracts, and proves that it does and that there is one.</summary>
    private bool AttractsSomewhere(CancellationToken cancellation)
    {
        var members = new FrozenMembers(_unseen.Length, _frozen.Length);
        if (members.Search(Rate, cancellation) is not { } found || !members.Exist(found))
            return false;
        UnstableOver(IntervalMatrix.Of(found), out bool isStable);
        return isStable;

        double Rate(double[] overlaps)
        {
            SetMembers(IntervalMatrix.Of(overlaps));
            return EigenSolver.Eigenvalues([.. Block(_odd).Select(v => v.Middle)], _odd.Length, cancellation) is { } values ? values.Max(v => v.Real) : double.PositiveInfinity;
        }
    }

    private void SetMembers(Interval[] members)
    {
        for (int k = 0; k < _free.Length; k++)
            _state[_free[k]] = members[k];
        _field.EncloseJacobian(_state, _jacobian);
    }

    /// <summary>Whether a frozen column would be longer than 1 at every member of a box.</summary>
    private bool IsOutside(Interval[] members) => Enumerable.Range(0, _frozen.Length).Any(f => Length(members, f).Low > 1);

    /// <summary>Whether a member of a box is valid beyond doubt: that with the least overlaps.</summary>
    private bool HasMember(Interval[] members) => Enumerable.Range(0, _frozen.Length).All(f => Length([.. members.Select(m => (Interval)m.Mignitude)], f).High <= 1) && _frozen.Length < 2;

    private Interval Length(Interval[] members, int frozen)
    {
        Interval length = 0;
        for (int i = 0; i < _unseen.Length; i++)
            length += members[i * _frozen.Length + frozen].Square();
        return length;
    }
}
