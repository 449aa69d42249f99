namespace PhaseGan.Dynamics;

/// <summary>The linear systems of a step with a Jacobian that is diagonal but for a border.</summary>
internal sealed class ArrowRadauSystem : RadauSystem
{
    private readonly IArrowField _field;
    private readonly ArrowMatrix _jacobian;
    private readonly ArrowLu _real, _complex;
    private readonly double[] _zeros;

    public ArrowRadauSystem(IArrowField field)
    {
        (_field, _jacobian, _zeros) = (field, new ArrowMatrix(field.Pattern), new double[field.Dimension]);
        (_real, _complex) = (new ArrowLu(_jacobian), new ArrowLu(_jacobian));
    }

    public override void Multiply(ReadOnlySpan<double> v, Span<double> product) => _jacobian.Multiply(v, product);

    public override void Drive(ReadOnlySpan<double> v, Span<double> drive, Span<double> diagonal)
    {
        _jacobian.MultiplySizes(v, drive);
        _jacobian.CopyDiagonal(diagonal);
    }

    public override void SolveReal(Span<double> b)
    {
        Array.Clear(_zeros);
        _real.Solve(b, _zeros);
        Negate(b);
    }

    public override void SolveComplex(Span<double> re, Span<double> im)
    {
        _complex.Solve(re, im);
        Negate(re);
        Negate(im);
    }

    protected override bool TakeJacobian(ReadOnlySpan<double> y)
    {
        _field.Jacobian(y, _jacobian);
        return VectorMath.AllFinite(_jacobian.Entries);
    }

    protected override bool TryFactor(double gamma, double alpha, double beta, out bool dampsGrowth)
    {
        dampsGrowth = false;
        if (!_real.Factor(gamma) || !_complex.Factor(new(alpha, beta)))
            return false;
        // the factors are those of J − γ/h, of which an odd number of coordinates turns the sign
        int n = _field.Dimension, sign = n % 2 == 0 ? _real.DeterminantSign : -_real.DeterminantSign;
        dampsGrowth = sign < 0 && gamma > RoundingOfSign * n * VectorMath.Largest(_jacobian.Entries);
        return true;
    }

    private static void Negate(Span<double> v)
    {
        foreach (ref double x in v)
            x = -x;
    }
}
