using System.Numerics;
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
    public unsafe void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
    {
        int n = _n, k = _k;
        ReadOnlySpan<double> state = y[..n];
        _field.Evaluate(state, derivative[..n]);
        _field.Jacobian(state, _jacobian);
        fixed (double* jacobian = _jacobian, v = y.Slice(n, n * k), dv = derivative.Slice(n, n * k))
        {
            double* row = jacobian, target = dv;
            for (int i = 0; i < n; i++, row += n, target += k)
            {
                int j = 0;
                // two registers at a time, whose sums do not wait for each other
                for (; j <= k - 2 * Vector<double>.Count; j += 2 * Vector<double>.Count)
                {
                    Vector<double> sum = Vector<double>.Zero, next = Vector<double>.Zero;
                    double* from = v + j;
                    for (int m = 0; m < n; m++, from += k)
                    {
                        if (row[m] == 0)
                            continue;
                        var factor = new Vector<double>(row[m]);
                        sum += factor * Unsafe.ReadUnaligned<Vector<double>>(from);
                        next += factor * Unsafe.ReadUnaligned<Vector<double>>(from + Vector<double>.Count);
                    }
                    Unsafe.WriteUnaligned(target + j, sum);
                    Unsafe.WriteUnaligned(target + j + Vector<double>.Count, next);
                }
                for (; j <= k - Vector<double>.Count; j += Vector<double>.Count)
                {
                    Vector<double> sum = Vector<double>.Zero;
                    for (int m = 0; m < n; m++)
                        if (row[m] != 0)
                            sum += new Vector<double>(row[m]) * Unsafe.ReadUnaligned<Vector<double>>(v + m * k + j);
                    Unsafe.WriteUnaligned(target + j, sum);
                }
                for (; j < k; j++)
                {
                    double sum = 0;
                    for (int m = 0; m < n; m++)
                        sum += row[m] * v[m * k + j];
                    target[j] = sum;
                }
            }
        }
    }

    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian) =>
        throw new NotSupportedException("the variational field has no Jacobian: it would need second derivatives of the field");
}
