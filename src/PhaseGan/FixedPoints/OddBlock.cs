namespace PhaseGan;

/// <summary>
/// Characteristic polynomials, with τ times the largest variance as the unit of rates, of the block of the Jacobian over the coordinates that vanish at a fixed point with two features and one active column j: they are
/// linear in the squares of the overlaps of the frozen column k. See <see cref="TwoFeatureFamilies"/> for the formulas.
/// </summary>
internal readonly struct OddBlock
{
    private readonly double _active, _frozen, _alpha, _h, _sizeOfH, _kappa, _real0, _real1;

    /// <param name="gan">The parameters.</param>
    /// <param name="j">The active column.</param>
    /// <param name="h">h.</param>
    /// <param name="sizeOfH">The sum of the sizes of its terms.</param>
    /// <param name="kappa">αΛ̃_ju.</param>
    public OddBlock(GanParameters gan, int j, double h, double sizeOfH, double kappa)
    {
        Unit = Math.Max(Math.Max(gan.RealVariances[0], gan.RealVariances[1]), Math.Max(gan.FakeVariances[0], gan.FakeVariances[1]));
        (_active, _frozen, _alpha) = (gan.FakeVariances[j] / Unit, gan.FakeVariances[1 - j] / Unit, gan.RateRatio);
        (_h, _sizeOfH, _kappa) = (h / Unit, sizeOfH / Unit, kappa / Unit);
        (_real0, _real1) = (gan.RealVariances[0] / Unit, gan.RealVariances[1] / Unit);
    }

    /// <summary>The largest variance.</summary>
    public double Unit { get; }

    /// <summary>The polynomial at P_lk = 0 and what P_lk² = 1 adds, where feature i is seen with q_i² = v.</summary>
    public (SizedPolynomial Origin, SizedPolynomial Slope) Undeceived(int i, double v)
    {
        (double seen, double unseen) = i == 0 ? (_real0, _real1) : (_real1, _real0);
        SizedPolynomial z = new(0, 0, 1, 1), near = Decay, frozen = z * Frozen() + -_alpha * seen * _frozen * v * near;
        return (Feature(unseen) * frozen, _frozen * unseen * (z * (near * near)));
    }

    /// <summary>The polynomial at P_1k = P_2k = 0 and what P_1k² = 1 and P_2k² = 1 add.</summary>
    public (SizedPolynomial Origin, SizedPolynomial First, SizedPolynomial Second) Locked()
    {
        SizedPolynomial one = Feature(_real0), other = Feature(_real1), near = Decay, square = near * near;
        return (Frozen() * (one * other), _frozen * _real0 * (square * other), _frozen * _real1 * (square * one));
    }

    /// <summary>z + κ.</summary>
    private SizedPolynomial Decay => new(_kappa, _kappa, 1, 1);

    /// <summary>m_l = z² + (κ − Λ_l − h) z + κ(Λ̃_j − Λ_l − h), over (P_lj, q_l).</summary>
    private SizedPolynomial Feature(double real) => Quadratic(real + _h, real + _sizeOfH, _active);

    /// <summary>m = z² + (κ − e) z + κ(Λ̃_j + Λ̃_k − e), over (S, r_k).</summary>
    private SizedPolynomial Frozen() =>
        Quadratic(_h - _frozen + _alpha * _frozen, _sizeOfH + _frozen + _alpha * _frozen, _active + _frozen);

    private SizedPolynomial Quadratic(double rate, double size, double pull) =>
        new SizedPolynomial(_kappa * (pull - rate), _kappa * (pull + size), _kappa - rate, _kappa + size).With(2, 1, 1);
}
