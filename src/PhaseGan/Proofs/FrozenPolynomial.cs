namespace PhaseGan;

/// <summary>
/// Characteristic polynomials over the odd block of a family with one or two frozen columns, in intervals and in units of τ, for any number of features: what proves that no member in a box of overlaps attracts.
/// </summary>
/// <remarks>
/// <para>
/// The coordinates that belong to active columns are eliminated: with κ_j = αΛ̃_j u_j a feature i that is not seen has φ_i = z − Λ_i − h + Σ κ_jΛ̃_j/(z + κ_j), a frozen column l has ψ_l = z − h + Λ̃_l − αΛ̃_l + Σ κ_j(Λ̃_j + Λ̃_l)/(z + κ_j), and where
/// feature s is seen − αΛ_sΛ̃_l v/z. With X_il = P_il √(Λ_iΛ̃_l) and Y = S_12 √(Λ̃_1Λ̃_2) the determinant of [[φ, X], [−Xᵀ, ψ + Y]] is
/// </para>
/// <code>
/// (ψ_1ψ_2 − Y²) Π φ_i + Σ_i (X_i1²ψ_2 + X_i2²ψ_1 − 2X_i1X_i2Y) Π_k≠i φ_k + Σ_i&lt;k (X_i1X_k2 − X_i2X_k1)² Π_others φ
/// </code>
/// <para>
/// and with one frozen column ψ Π φ_i + Σ_i X_i² Π_k≠i φ_k. Times all denominators this is the characteristic polynomial: linear in these products of overlaps, so that its coefficients are enclosed over a box of members. If all its roots lay left of σ &gt; 0, the coefficients of the
/// polynomial in z + σ and the first column of Routh's array would be positive; without divisions each row of it has the sign of the one with them. Where one of these numbers is negative all over a box, every member in it has a root right of the axis.
/// </para>
/// </remarks>
internal sealed class FrozenPolynomial
{
    /// <summary>Most frozen columns.</summary>
    public const int MostColumns = 2;

    /// <summary>Moves σ: from more than the fastest rate down, each this part of the one before.</summary>
    private const int Moves = 24;

    private const double Farthest = 1.4, Ratio = 0.8;

    /// <summary>Rows of Routh's array that are looked at: later ones are products of many intervals.</summary>
    private const int Rows = 6;

    private readonly int _unseen, _frozen;

    /// <summary>For each move the coefficients of the constant term and of each product of overlaps, the highest power first.</summary>
    private readonly Interval[][][] _terms;

    private readonly Interval[] _products, _at;

    private int _last;

    public FrozenPolynomial(ActiveEquations equations, Interval[] squares)
    {
        ParameterBox box = equations.Box;
        int d = box.FeatureCount, seen = equations.Seen;
        int[] unseen = [.. Enumerable.Range(0, d).Where(i => i != seen)], frozen = [.. Enumerable.Range(0, d).Except(equations.Columns)];
        (_unseen, _frozen) = (unseen.Length, frozen.Length);
        Interval alpha = box.RateRatio, h = equations.Regulation(squares), v = equations.SeenSquare(squares);
        Interval[] fake = [.. equations.Columns.Select(j => box.FakeVariances[j])], kappa = [.. fake.Select((f, a) => alpha * f * squares[a])];
        Interval[] below = kappa.Aggregate((Interval[])[1], (p, k) => Product(p, [k, 1]));
        Interval[][] features = [.. unseen.Select(i => Factor(kappa, box.RealVariances[i] + h, fake))], columns = new Interval[_frozen][];
        Interval[] under = seen < 0 ? below : [0, .. below];
        for (int l = 0; l < _frozen; l++)
        {
            Interval own = box.FakeVariances[frozen[l]];
            columns[l] = Factor(kappa, h + (alpha - 1) * own, [.. fake.Select(f => f + own)]);
            if (seen >= 0)
                columns[l] = Sum([0, .. columns[l]], Times(-alpha * box.RealVariances[seen] * own * v, below));
        }
        List<Interval[]> terms = Terms(features, columns, below, under, [.. unseen.Select(i => box.RealVariances[i])], [.. frozen.Select(l => box.FakeVariances[l])]);
        int degree = terms[0].Length - 1;
        double size = Farthest * box.RealVariances.Max(r => r.High);
        _terms = [.. Enumerable.Range(0, Moves + 1).Select(k => k == 0 ? 0 : size * Math.Pow(Ratio, k - 1)).Select(sigma => terms.Select(t => Moved(t, sigma, degree)).ToArray())];
        (_products, _at) = (new Interval[terms.Count], new Interval[degree + 1]);
    }

    /// <summary>Whether every member in a box of overlaps, P_il of unseen features and frozen columns row by row and then S, is proved to have an unstable direction; also where no member lies in it.</summary>
    public bool Repels(Interval[] members)
    {
        if (!Fill(members))
            return true;
        for (int k = 0; k < _terms.Length; k++)
        {
            // neighbours are alike: what the last box failed comes first
            int move = k == 0 ? _last : k <= _last ? k - 1 : k;
            Combine(_terms[move]);
            if (Fails(_at, isMoved: move > 0))
            {
                _last = move;
                return true;
            }
        }
        return false;
    }

    /// <summary>The coefficients at the members of a box, the highest power first.</summary>
    public Interval[] At(Interval[] members)
    {
        Fill(members);
        Combine(_terms[0]);
        return [.. _at];
    }

    /// <summary>Encloses the products of overlaps over a box; false where no member lies in it.</summary>
    private bool Fill(Interval[] members)
    {
        Interval[] products = _products;
        int f = _frozen, next = 0;
        products[next++] = 1;
        Span<Interval> length = stackalloc Interval[f];
        length.Clear();
        for (int k = 0; k < _unseen * f; k++)
            length[k % f] += members[k].Square();
        foreach (Interval l in length)
            if (l.Low > 1)
                return false;
        if (f == 1)
        {
            for (int i = 0; i < _unseen; i++)
                products[next++] = members[i].Square();
            return true;
        }
        Interval s = members[^1], dot = 0, one = new(0, 1);
        for (int i = 0; i < _unseen; i++)
            dot += members[2 * i] * members[2 * i + 1];
        // what is left of both columns beside the features has this product, and no larger than that of its lengths
        if ((s - dot).Square().Low > ((1 - length[0]) * (1 - length[1])).High)
            return false;
        products[next++] = s.Square();
        for (int i = 0; i < _unseen; i++)
        {
            Interval a = members[2 * i], b = members[2 * i + 1];
            (products[next], products[next + 1], products[next + 2]) = (a.Square(), b.Square(), a * b * s);
            next += 3;
            for (int k = i + 1; k < _unseen; k++)
            {
                Interval minor = (a * members[2 * k + 1] - b * members[2 * k]).Square();
                products[next++] = minor.Intersect(one) ?? minor;
            }
        }
        return true;
    }

    private void Combine(Interval[][] terms)
    {
        terms[0].CopyTo(_at, 0);
        for (int m = 1; m < terms.Length; m++)
            for (int k = 0; k < _at.Length; k++)
                if (terms[m][k] != (Interval)0)
                    _at[k] += _products[m] * terms[m][k];
    }

    /// <summary>Whether a coefficient is negative, or, with a move so that a root lies right of the axis and not on it, one of the first column of Routh's array.</summary>
    private static bool Fails(Interval[] at, bool isMoved)
    {
        for (int k = 1; k < at.Length; k++)
            if (at[k].High < 0)
                return true;
        return isMoved && (HasNegative(at, isReversed: false) || HasNegative(at, isReversed: true));
    }

    /// <summary>Whether the first column of Routh's array has a negative number among its first rows: from the highest power, which tells fast roots first, or from the lowest, since 1/z lies on the side of z.</summary>
    private static bool HasNegative(Interval[] at, bool isReversed)
    {
        int width = at.Length / 2 + 1;
        Span<Interval> upper = stackalloc Interval[width], lower = stackalloc Interval[width];
        upper.Clear();
        lower.Clear();
        for (int k = 0; k < at.Length; k++)
            (k % 2 == 0 ? upper : lower)[k / 2] = at[isReversed ? at.Length - 1 - k : k];
        for (int row = 2; row < Math.Min(at.Length, Rows); row++)
        {
            Interval first = upper[0];
            for (int c = 0; c + 1 < width; c++)
                upper[c] = lower[0] * upper[c + 1] - first * lower[c + 1];
            upper[width - 1] = 0;
            if (upper[0].High < 0)
                return true;
            Span<Interval> next = lower;
            lower = upper;
            upper = next;
        }
        return false;
    }

    /// <summary>The constant term and the factors of the products, in the order of <see cref="Fill"/>.</summary>
    private static List<Interval[]> Terms(Interval[][] features, Interval[][] columns, Interval[] below, Interval[] under, Interval[] real, Interval[] fake)
    {
        int n = features.Length;
        Interval[] Others(int i, int k) => Enumerable.Range(0, n).Where(l => l != i && l != k).Aggregate((Interval[])[1], (p, l) => Product(p, features[l]));
        Interval[] whole = Others(-1, -1);
        if (columns.Length == 1)
            return [Product(whole, columns[0]), .. Enumerable.Range(0, n).Select(i => Times(real[i] * fake[0], Product(Others(i, i), Product(below, under))))];
        Interval both = fake[0] * fake[1];
        Interval[] square = Product(under, under);
        List<Interval[]> terms = [Product(whole, Product(columns[0], columns[1])), Times(-both, Product(whole, square))];
        for (int i = 0; i < n; i++)
        {
            Interval[] rest = Product(Others(i, i), below);
            terms.Add(Times(real[i] * fake[0], Product(rest, Product(under, columns[1]))));
            terms.Add(Times(real[i] * fake[1], Product(rest, Product(under, columns[0]))));
            terms.Add(Times(-2 * real[i] * both, Product(rest, square)));
            for (int k = i + 1; k < n; k++)
                terms.Add(Times(real[i] * real[k] * both, Product(Product(Others(i, k), Product(below, below)), square)));
        }
        return terms;
    }

    /// <summary>(z − rate) Π (z + κ_j) + Σ κ_j pull_j Π_k≠j (z + κ_k).</summary>
    private static Interval[] Factor(Interval[] kappa, Interval rate, Interval[] pull)
    {
        Interval[] factor = kappa.Aggregate((Interval[])[-rate, 1], (p, k) => Product(p, [k, 1]));
        for (int j = 0; j < kappa.Length; j++)
            factor = Sum(factor, Times(kappa[j] * pull[j], kappa.Where((_, k) => k != j).Aggregate((Interval[])[1], (p, k) => Product(p, [k, 1]))));
        return factor;
    }

    /// <summary>The coefficients of the polynomial in z + σ, the highest power first.</summary>
    private static Interval[] Moved(Interval[] term, double sigma, int degree)
    {
        Interval[] moved = [.. term];
        for (int from = 0; sigma != 0 && from < term.Length - 1; from++)
            for (int k = term.Length - 2; k >= from; k--)
                moved[k] += sigma * moved[k + 1];
        return [.. Enumerable.Range(0, degree + 1).Select(k => degree - k < moved.Length ? moved[degree - k] : 0)];
    }

    private static Interval[] Product(Interval[] a, Interval[] b)
    {
        var product = new Interval[a.Length + b.Length - 1];
        for (int i = 0; i < a.Length; i++)
            for (int k = 0; k < b.Length; k++)
                product[i + k] += a[i] * b[k];
        return product;
    }

    private static Interval[] Sum(Interval[] a, Interval[] b) => [.. a.Select((c, k) => k < b.Length ? c + b[k] : c)];

    private static Interval[] Times(Interval factor, Interval[] a) => [.. a.Select(c => factor * c)];
}
