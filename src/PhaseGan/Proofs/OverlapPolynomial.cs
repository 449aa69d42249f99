namespace PhaseGan;

/// <summary>
/// Characteristic polynomials over the odd block of a family of two features with one active column j, in intervals and in units of τ: linear in the squares of the overlaps of the frozen column k, since the block couples its coordinates along a tree.
/// </summary>
/// <remarks>
/// With κ = αΛ̃_j u, e = h − Λ̃_k + αΛ̃_k, m_l = (z + κ)(z − Λ_l − h) + κΛ̃_j and m = (z + κ)(z − e) + κ(Λ̃_j + Λ̃_k):
/// <code>
/// feature i seen, q_i² = v:  m_l (zm − αΛ_iΛ̃_k v(z + κ)) + P_lk² Λ̃_kΛ_l z(z + κ)²
/// none:                      m m_1 m_2 + Λ̃_k (z + κ)² (Λ_1 P_1k² m_2 + Λ_2 P_2k² m_1)
/// </code>
/// All roots have negative real parts where, and only where, all coefficients and two determinants are positive (Liénard and Chipart; the formulas are those of <see cref="HurwitzFamily"/>). A polynomial in z + σ, σ &gt; 0, at which one of them is negative has a root right of σ:
/// with σ between the rightmost roots and the others this happens however many roots lie right of the axis.
/// </remarks>
internal sealed class OverlapPolynomial
{
    /// <summary>Most boxes of members, and the side below which one is left open.</summary>
    private const int MostBoxes = 20_000;

    private const double Shortest = 1e-5;

    private readonly Interval[] _origin;
    private readonly Interval[][] _slopes;
    private readonly double[] _moves;

    private OverlapPolynomial(Interval[] origin, params Interval[][] slopes)
    {
        (_origin, _slopes) = (origin, slopes);
        // no root lies further right than the sum of the moduli of the coefficients' roots
        double size = 0;
        for (int k = 1; k < origin.Length; k++)
        {
            int power = origin.Length - 1 - k;
            size = Math.Max(size, 2 * Math.Pow(origin[power].Magnitude + slopes.Sum(s => power < s.Length ? s[power].Magnitude : 0), 1.0 / k));
        }
        _moves = [0, .. Enumerable.Range(1, 16).Select(k => size * Math.Pow(0.5, k))];
    }

    /// <summary>The polynomials of the members with r_j² in an interval.</summary>
    /// <param name="box">The parameters, of two features.</param>
    /// <param name="j">The active column.</param>
    /// <param name="seen">i, or −1.</param>
    /// <param name="square">u.</param>
    /// <param name="h">h.</param>
    /// <param name="seenSquare">v.</param>
    public static OverlapPolynomial Of(ParameterBox box, int j, int seen, Interval square, Interval h, Interval seenSquare)
    {
        Interval active = box.FakeVariances[j], frozen = box.FakeVariances[1 - j], alpha = box.RateRatio, kappa = alpha * active * square;
        Interval[] near = [kappa, 1], nearSquare = Product(near, near), column = Quadratic(kappa, h + (alpha - 1) * frozen, active + frozen);
        Interval[] Feature(int l) => Quadratic(kappa, box.RealVariances[l] + h, active);
        if (seen < 0)
        {
            Interval[] one = Feature(0), other = Feature(1);
            return new OverlapPolynomial(
                Product(column, Product(one, other)), Times(frozen * box.RealVariances[0], Product(nearSquare, other)), Times(frozen * box.RealVariances[1], Product(nearSquare, one)));
        }
        Interval[] inner = [0, .. column];
        for (int k = 0; k < 2; k++)
            inner[k] -= alpha * box.RealVariances[seen] * frozen * seenSquare * near[k];
        return new OverlapPolynomial(Product(Feature(1 - seen), inner), Times(frozen * box.RealVariances[1 - seen], [0, .. nearSquare]));
    }

    /// <summary>What is proved of the members, with squares that are not negative and have a sum of at most 1.</summary>
    public (FamilyStability Stability, string Reason) Decide(CancellationToken cancellation)
    {
        bool isAny = false, isAll = true, isOpen = false;
        int last = 0;
        var open = new Stack<Interval[]>();
        open.Push([.. _slopes.Select(_ => new Interval(0, 1))]);
        for (int looked = 0; open.Count > 0; looked++)
        {
            if (looked % 256 == 0)
                cancellation.ThrowIfCancellationRequested();
            Interval[] members = open.Pop();
            if (members.Aggregate((Interval)0, (sum, m) => sum + m).Low > 1)
                continue;
            Interval[] at = At(members);
            if (Repels(at, ref last))
            {
                isAll = false;
                continue;
            }
            if (IsStable(at))
            {
                isAny |= members.Aggregate((Interval)0, (sum, m) => sum + m.Low).High <= 1;
                continue;
            }
            isAll = false;
            int widest = members.Length == 2 && members[1].Radius > members[0].Radius ? 1 : 0;
            if (members[widest].Radius < Shortest || looked >= MostBoxes)
            {
                isOpen = true;
                if (looked >= MostBoxes)
                    break;
                continue;
            }
            Interval side = members[widest];
            foreach (Interval half in new[] { new Interval(side.Low, side.Middle), new Interval(side.Middle, side.High) })
            {
                Interval[] part = [.. members];
                part[widest] = half;
                open.Push(part);
            }
        }
        return isAny
            ? isAll ? (FamilyStability.Attracts, "all eigenvalues of all members lie left of the axis") : (FamilyStability.SomeAttract, "all eigenvalues of a member lie left of the axis")
            : isOpen ? (FamilyStability.Undecided, "an eigenvalue of some member may lie on the axis") : (FamilyStability.Repels, "every member has an unstable direction");
    }

    /// <summary>Whether all polynomials of a box have a root with a positive real part.</summary>
    private bool Repels(Interval[] at, ref int last)
    {
        if (Fails(Moved(at, _moves[last]), isMoved: last > 0))
            return true;
        for (int k = 0; k < _moves.Length; k++)
            if (k != last && Fails(Moved(at, _moves[k]), isMoved: k > 0))
            {
                last = k;
                return true;
            }
        return false;
    }

    /// <summary>The coefficients over a box of members, the leading one last.</summary>
    private Interval[] At(Interval[] members)
    {
        Interval[] at = [.. _origin];
        for (int m = 0; m < members.Length; m++)
            for (int k = 0; k < _slopes[m].Length; k++)
                at[k] += members[m] * _slopes[m][k];
        return at;
    }

    /// <summary>The coefficients in powers of z of the polynomial in z + σ.</summary>
    private static Interval[] Moved(Interval[] at, double sigma)
    {
        if (sigma == 0)
            return at;
        Interval[] moved = [.. at];
        for (int from = 0; from < at.Length - 1; from++)
            for (int k = at.Length - 2; k >= from; k--)
                moved[k] += sigma * moved[k + 1];
        return moved;
    }

    /// <summary>Whether a condition that all roots left of the axis obey fails; without a move, so that a root lies right of it and not on it.</summary>
    private static bool Fails(Interval[] at, bool isMoved)
    {
        for (int k = 0; k < at.Length - 1; k++)
            if (at[k].High < 0)
                return true;
        (Interval x, Interval last) = Determinants(at);
        return isMoved && (x.High < 0 || last.High < 0);
    }

    private static bool IsStable(Interval[] at)
    {
        for (int k = 0; k < at.Length - 1; k++)
            if (!(at[k].Low > 0))
                return false;
        (Interval x, Interval last) = Determinants(at);
        return x.Low > 0 && last.Low > 0;
    }

    /// <summary>X and XY − Z² of <see cref="HurwitzFamily"/>.</summary>
    private static (Interval X, Interval Last) Determinants(Interval[] at)
    {
        int n = at.Length - 1;
        Interval C(int k) => at[n - k];
        Interval a = C(1) * C(2) - C(3), b = C(1) * C(4) - C(5);
        (Interval x, Interval y, Interval z) = n == 5
            ? (a, C(3) * C(4) - C(2) * C(5), b)
            : (C(3) * a - C(1) * b, C(5) * b - C(1) * C(3) * C(6), C(5) * a - C(1).Square() * C(6));
        return (x, x * y - z.Square());
    }

    /// <summary>(z + κ)(z − rate) + κ pull.</summary>
    private static Interval[] Quadratic(Interval kappa, Interval rate, Interval pull) => [kappa * (pull - rate), kappa - rate, 1];

    private static Interval[] Product(Interval[] a, Interval[] b)
    {
        var product = new Interval[a.Length + b.Length - 1];
        for (int i = 0; i < a.Length; i++)
            for (int k = 0; k < b.Length; k++)
                product[i + k] += a[i] * b[k];
        return product;
    }

    private static Interval[] Times(Interval factor, Interval[] a) => [.. a.Select(c => factor * c)];
}
