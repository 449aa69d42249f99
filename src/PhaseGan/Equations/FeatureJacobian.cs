namespace PhaseGan;

/// <summary>The Jacobian of <see cref="FeatureEquations"/>, block by block, for any number of features and whatever holds the norms. For one feature with unit norms it has the bits of <see cref="ReducedOde"/>.</summary>
internal readonly ref struct FeatureJacobian
{
    /// <summary>Entries of H up to this are on the stack.</summary>
    private const int OnStack = 144;

    private readonly FeatureEquations _equations;
    private readonly StateLayout _layout;
    private readonly GanParameters _gan;
    private readonly ReadOnlySpan<double> _y, _shift;
    private readonly Span<double> _jacobian;
    private readonly int _d, _k, _n;
    private readonly double _tau, _tauTilde;
    private readonly bool _isUnit, _isOrthonormal;

    private FeatureJacobian(FeatureEquations equations, ReadOnlySpan<double> y, ReadOnlySpan<double> shift, Span<double> jacobian)
    {
        _y = y;
        _shift = shift;
        _jacobian = jacobian;
        (_equations, _layout, _gan) = (equations, equations.Layout, equations.Parameters);
        (_d, _k, _n) = (_layout.Features, _layout.Columns, _layout.Dimension);
        (_tau, _tauTilde) = (_gan.DiscriminatorRate, _gan.GeneratorRate);
        (_isUnit, _isOrthonormal) = (equations.IsUnit, equations.IsOrthonormal);
    }

    /// <summary>Writes ∂f_i/∂y_j at row i, column j.</summary>
    /// <param name="equations">The equations.</param>
    /// <param name="y">The state, length N.</param>
    /// <param name="jacobian">Receives the matrix, length N².</param>
    public static void Write(FeatureEquations equations, ReadOnlySpan<double> y, Span<double> jacobian)
    {
        StateLayout layout = equations.Layout;
        int k = layout.Columns;
        jacobian[..(layout.Dimension * layout.Dimension)].Clear();
        Span<double> shift = k * k <= OnStack ? stackalloc double[k * k] : new double[k * k];
        equations.WriteShift(y, shift);
        var blocks = new FeatureJacobian(equations, y, shift, jacobian);
        blocks.RowsOfP();
        blocks.RowsOfDiscriminatorByOverlaps();
        blocks.RowsOfDiscriminatorByGenerator();
        blocks.RowsOfS();
        if (!blocks._isOrthonormal)
            blocks.RowsOfZ();
    }

    /// <summary>dP_ij = τ̃(Λ̃_j Q_i·R_j + P_ij L_j).</summary>
    private void RowsOfP()
    {
        for (int i = 0; i < _d; i++)
        {
            for (int j = 0; j < _d; j++)
            {
                int at = _layout.P(i, j), q = _layout.QAt(i, 0), r = _layout.RAt(j, 0);
                double fake = _gan.FakeVariances[j], p = _y[at];
                Span<double> row = Row(at);
                for (int a = 0; a < _k; a++)
                {
                    double pull = fake * _y[r + a];
                    row[q + a] = _tauTilde * pull;
                    if (_isUnit)
                    {
                        row[at] += -_tauTilde * pull * _y[r + a];
                        row[r + a] = _tauTilde * fake * (_y[q + a] - 2 * p * _y[r + a]);
                    }
                    else
                    {
                        row[r + a] = _tauTilde * fake * _y[q + a];
                    }
                }
                if (_isUnit)
                    continue;
                int length = _layout.S(j, j);
                row[at] = _tauTilde * _equations.Decay(_y[length]);
                row[length] = _tauTilde * p * _equations.DecaySlope(_y[length]);
            }
        }
    }

    /// <summary>dS_ij = τ̃((Λ̃_i + Λ̃_j) R_i·R_j + S_ij(L_i + L_j)).</summary>
    private void RowsOfS()
    {
        for (int i = 0; i < _d; i++)
        {
            for (int j = i; j < _d; j++)
            {
                int at = _layout.S(i, j), first = _layout.RAt(i, 0), second = _layout.RAt(j, 0);
                if (at < 0)
                    continue;
                double fakeI = _gan.FakeVariances[i], fakeJ = _gan.FakeVariances[j], s = _y[at];
                Span<double> row = Row(at);
                double falls = 0;
                for (int a = 0; a < _k; a++)
                {
                    double ri = _y[first + a], rj = _y[second + a], ai = fakeI * ri, aj = fakeJ * rj, decay = _isUnit ? 2 * s : 0;
                    falls += ai * ri + aj * rj;
                    row[first + a] += _tauTilde * (rj * (fakeI + fakeJ) - decay * ai);
                    row[second + a] += _tauTilde * (ri * (fakeI + fakeJ) - decay * aj);
                }
                if (_isUnit)
                {
                    row[at] = -_tauTilde * falls;
                    continue;
                }
                int lengthI = _layout.S(i, i), lengthJ = _layout.S(j, j);
                row[at] += _tauTilde * (_equations.Decay(_y[lengthI]) + _equations.Decay(_y[lengthJ]));
                row[lengthI] += _tauTilde * s * _equations.DecaySlope(_y[lengthI]);
                row[lengthJ] += _tauTilde * s * _equations.DecaySlope(_y[lengthJ]);
            }
        }
    }

    /// <summary>dQ and dR by Q and R: B(1) ⊗ H, and what H has of them.</summary>
    private void RowsOfDiscriminatorByOverlaps()
    {
        double fakeGain = _gan.FakeGain, realGain = _gan.RealGain;
        for (int i = 0; i < _d; i++)
        {
            int q = _layout.QAt(i, 0), r = _layout.RAt(i, 0);
            for (int j = 0; j < _d; j++)
            {
                int qj = _layout.QAt(j, 0), rj = _layout.RAt(j, 0);
                double real = _gan.RealVariances[j], fake = _gan.FakeVariances[j], p = _y[_layout.P(i, j)], back = _y[_layout.P(j, i)], s = S(i, j);
                for (int a = 0; a < _k; a++)
                {
                    Span<double> rowQ = Row(q + a), rowR = Row(r + a);
                    for (int e = 0; e < _k; e++)
                    {
                        rowQ[qj + e] = -Moved(_tau * realGain * real, qj, q, a, e);
                        rowQ[rj + e] = _tau * fake * (Moved(fakeGain, rj, q, a, e) - (a == e ? p : 0));
                        rowR[qj + e] = _tau * real * ((a == e ? back : 0) - Moved(realGain, qj, r, a, e));
                        rowR[rj + e] = Moved(_tau * fakeGain * fake, rj, r, a, e);
                    }
                    if (i != j)
                        rowR[rj + a] -= _tau * s * fake;
                }
            }
            OwnRows(i, q, r);
        }
    }

    /// <summary>What a row of Q or R has of itself.</summary>
    private void OwnRows(int i, int q, int r)
    {
        double real = _gan.RealVariances[i], fake = _gan.FakeVariances[i], length = S(i, i);
        for (int a = 0; a < _k; a++)
        {
            Span<double> rowQ = Row(q + a), rowR = Row(r + a);
            for (int b = 0; b < _k; b++)
            {
                double h = _shift[b * _k + a];
                rowQ[q + b] += _tau * (a == b ? real + h : h);
                rowR[r + b] += _tau * (a == b ? h - fake * length : h) + _tauTilde * fake * Seen(r, a, b);
                if (!_isUnit && a == b)
                    rowR[r + b] += _tauTilde * _equations.Decay(_y[_layout.S(i, i)]);
            }
        }
    }

    /// <summary>The derivative by R_ib of (R_i Z)_a, with unit norms of (R_i Z)_a − |R_i|²R_ia.</summary>
    private double Seen(int r, int a, int b)
    {
        double ra = _y[r + a];
        if (!_isUnit)
            return Z(b, a);
        if (a != b)
            return Z(b, a) - 2 * ra * _y[r + b];
        double others = 0;
        for (int c = 0; c < _k; c++)
            if (c != a)
                others += _y[r + c] * _y[r + c];
        return 1 - (3 * ra * ra + others);
    }

    /// <summary>
    /// The derivative of Σ_b c_b Ω_ba by entry e of a row Y that enters Ω_ab by w Y_a Y_b, c being held: w(Y_a c_e + δ_ae Y·c) where the columns of W are orthonormal, 2w Y_a c_a δ_ae where they are of unit length, and 0 elsewhere.
    /// </summary>
    private double Moved(double weight, int row, int c, int a, int e)
    {
        if (!_isUnit || (!_isOrthonormal && a != e))
            return 0;
        double own = weight * _y[row + a] * _y[c + e];
        if (a != e)
            return own;
        if (!_isOrthonormal)
            return 2 * own;
        double sum = 0;
        for (int b = 0; b < _k; b++)
            sum += weight * _y[row + b] * _y[c + b];
        return own + sum;
    }

    /// <summary>dQ and dR by P, S and Z.</summary>
    private void RowsOfDiscriminatorByGenerator()
    {
        for (int i = 0; i < _d; i++)
        {
            for (int a = 0; a < _k; a++)
            {
                int q = _layout.QAt(i, a), r = _layout.RAt(i, a);
                Span<double> rowQ = Row(q), rowR = Row(r);
                for (int j = 0; j < _d; j++)
                {
                    double pull = _gan.FakeVariances[j] * _y[_layout.RAt(j, a)];
                    rowQ[_layout.P(i, j)] = -_tau * pull;
                    rowR[_layout.P(j, i)] = _tau * _gan.RealVariances[j] * _y[_layout.QAt(j, a)];
                    if (_layout.S(i, j) is >= 0 and int s)
                        rowR[s] = -_tau * pull;
                }
                for (int b = 0; b < _k; b++)
                    if (_layout.ZAt(a, b) is >= 0 and int z)
                        rowR[z] += _tauTilde * _gan.FakeVariances[i] * _y[_layout.RAt(i, b)];
                if (_isUnit)
                    continue;
                int length = _layout.ZAt(a, a), column = _layout.S(i, i);
                rowQ[length] += _tau * _y[q] * _equations.DecaySlope(_y[length]);
                rowR[length] += _tau * _y[r] * _equations.DecaySlope(_y[length]);
                rowR[column] += _tauTilde * _y[r] * _equations.DecaySlope(_y[column]);
            }
        }
    }

    /// <summary>dZ_ab = 2τ(Ω_ab + h_ab Z_ab), h_ab = −½(Ω_aa + Ω_bb) for unit columns and x + η_T − η_G − ½λ(H′(Z_aa) + H′(Z_bb)) at finite strength.</summary>
    private void RowsOfZ()
    {
        for (int a = 0; a < _k; a++)
        {
            for (int b = a; b < _k; b++)
            {
                if (_layout.ZAt(a, b) is not (>= 0 and int at))
                    continue;
                double z = _y[at], noise = _gan.EffectiveNoise;
                Span<double> row = Row(at);
                for (int l = 0; l < _d; l++)
                {
                    AngleBy(row, _layout.QAt(l, 0), 2 * _tau * _gan.RealGain * _gan.RealVariances[l], a, b, z);
                    AngleBy(row, _layout.RAt(l, 0), -2 * _tau * _gan.FakeGain * _gan.FakeVariances[l], a, b, z);
                }
                // H has −Ω_aa − x for unit columns, η_T − η_G − λH′ at finite strength
                row[at] += _tau * (_shift[a * _k + a] + _shift[b * _k + b] + 2 * noise);
                if (_isUnit)
                    continue;
                foreach (int length in (ReadOnlySpan<int>)[_layout.ZAt(a, a), _layout.ZAt(b, b)])
                    row[length] += _tau * z * _equations.DecaySlope(_y[length]);
            }
        }
    }

    private void AngleBy(Span<double> row, int from, double weight, int a, int b, double z)
    {
        double ya = _y[from + a], yb = _y[from + b], less = _isUnit ? z : 0;
        row[from + a] += weight * (yb - less * ya);
        row[from + b] += weight * (ya - less * yb);
    }

    private double S(int i, int j) => _layout.S(i, j) is >= 0 and int at ? _y[at] : 1;

    private double Z(int a, int b) => _layout.ZAt(a, b) is >= 0 and int at ? _y[at] : a == b ? 1 : 0;

    private Span<double> Row(int i) => _jacobian.Slice(i * _n, _n);
}
