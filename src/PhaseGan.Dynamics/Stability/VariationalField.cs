using System.Runtime.CompilerServices;

namespace PhaseGan.Dynamics;

/// <summary>
/// A field together with k tangent vectors carried along its solutions: dy/dt = f(y), dV/dt = J(y) V with V of shape N×k, as one field of
/// dimension N(1 + k). The products use the analytic Jacobian.
/// </summary>
/// <remarks>
/// Coordinates: y (N), then V row-major (entry i of tangent j at N + ik + j). Holds a scratch Jacobian, so one instance serves one thread.
/// Its own Jacobian would need second derivatives of f and does not exist.
/// </remarks>
internal readonly struct VariationalField<TField> : IVectorField
    where TField : IVectorField
{
    private readonly TField _field;
    private readonly int _n;
    private readonly int _k;
    private readonly double[] _jacobian;

    /// <param name="field">The field, of dimension N.</param>
    /// <param name="tangents">k in [1, N].</param>
    public VariationalField(TField field, int tangents)
    {
        (_field, _n, _k) = (field, field.Dimension, tangents);
        if (tangents < 1 || tangents > _n)
            throw Guard.OutOfRange(nameof(tangents), tangents, $"is a number of tangent vectors and must lie in [1, {_n}]");
        _jacobian = new double[_n * _n];
    }

    public int Dimension => _n * (1 + _k);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
    {
        int n = _n, k = _k;
        ReadOnlySpan<double> state = y[..n];
        _field.Evaluate(state, derivative[..n]);
        _field.Jacobian(state, _jacobian);
        TangentProduct.Write(_jacobian, n, y.Slice(n, n * k), derivative.Slice(n, n * k), n, k);
    }

    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian) =>
        throw new NotSupportedException("the variational field has no Jacobian: it would need second derivatives of the field");
}
