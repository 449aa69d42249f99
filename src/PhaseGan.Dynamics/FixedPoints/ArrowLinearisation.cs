namespace PhaseGan.Dynamics;

/// <summary>A field whose Jacobian is diagonal but for a border.</summary>
internal readonly struct ArrowLinearisation(IArrowField field) : ILinearisation
{
    private readonly ArrowMatrix _jacobian = new(field.Pattern);
    private readonly ArrowLeastSquares _leastSquares = new(field.Pattern);
    private readonly double[] _work = new double[field.Dimension];

    public double Norm => _jacobian.Norm;

    public double RowNorm => _jacobian.RowNorm;

    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative) => field.Evaluate(y, derivative);

    public void MoveTo(ReadOnlySpan<double> y) => field.Jacobian(y, _jacobian);

    public void Solve(ReadOnlySpan<double> f, double damping, Span<double> step) => _leastSquares.Solve(_jacobian, f, damping, step);

    public double ResidualNorm(ReadOnlySpan<double> f, ReadOnlySpan<double> step) => _jacobian.ResidualNorm(f, step, _work);
}
