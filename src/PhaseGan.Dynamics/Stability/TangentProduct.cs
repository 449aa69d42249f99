using System.Numerics;
using System.Runtime.CompilerServices;

namespace PhaseGan.Dynamics;

/// <summary>The product J V of a Jacobian and tangent vectors.</summary>
internal static class TangentProduct
{
    /// <summary>Writes the product.</summary>
    /// <param name="jacobian">J, row-major, of whose rows the first N entries count.</param>
    /// <param name="stride">Length of a row of J, at least N.</param>
    /// <param name="tangents">V, N×k row-major.</param>
    /// <param name="rates">Receives the product, N×k row-major.</param>
    /// <param name="n">N.</param>
    /// <param name="k">How many tangents there are.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void Write(ReadOnlySpan<double> jacobian, int stride, ReadOnlySpan<double> tangents, Span<double> rates, int n, int k)
    {
        fixed (double* first = jacobian, v = tangents, dv = rates)
        {
            double* row = first, target = dv;
            for (int i = 0; i < n; i++, row += stride, target += k)
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
}
