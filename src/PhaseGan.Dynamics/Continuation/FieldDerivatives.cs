using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>The second and third derivatives of a field at a point as symmetric forms B and C, by differences of its Jacobian along lines.</summary>
/// <param name="field">The field.</param>
/// <param name="point">The point, length N.</param>
/// <param name="sizes">Sizes of the coordinates.</param>
internal sealed class FieldDerivatives(IVectorField field, double[] point, double[] sizes)
{
    /// <summary>The largest step in units of the sizes: polynomials have exact differences at it, and no simple period divides it.</summary>
    private const double LargestStep = 0.7;

    private readonly double[] _jacobian = new double[point.Length * point.Length], _moved = new double[point.Length];

    /// <summary>The sum of the estimated errors of all that was asked for, in units of the sizes.</summary>
    public double Error { get; private set; }

    /// <summary>B(v, w).</summary>
    public double[] Second(double[] v, double[] w) => Along(v, w, LineDerivative.First, 1);

    /// <summary>C(v, v, w).</summary>
    public double[] Third(double[] v, double[] w) => Along(v, w, LineDerivative.Second, 2);

    /// <summary>B(v, w) of complex vectors.</summary>
    public Complex[] Second(Complex[] v, Complex[] w)
    {
        (double[] a, double[] b) = Parts(v);
        (double[] c, double[] d) = Parts(w);
        double[] ac = Second(a, c), bd = Second(b, d), ad = Second(a, d), bc = Second(b, c);
        return [.. ac.Select((_, i) => new Complex(ac[i] - bd[i], ad[i] + bc[i]))];
    }

    /// <summary>C(v, v, v̄) of a complex vector.</summary>
    public Complex[] ThirdWithConjugate(Complex[] v)
    {
        (double[] a, double[] b) = Parts(v);
        double[] aaa = Third(a, a), bba = Third(b, a), aab = Third(a, b), bbb = Third(b, b);
        return [.. aaa.Select((_, i) => new Complex(aaa[i] + bba[i], aab[i] + bbb[i]))];
    }

    private static (double[] Real, double[] Imaginary) Parts(Complex[] v) => ([.. v.Select(z => z.Real)], [.. v.Select(z => z.Imaginary)]);

    private double[] Along(double[] v, double[] w, Func<LineDerivative.Line, double, Span<double>, double> derivative, int order)
    {
        int n = point.Length;
        var result = new double[n];
        double length = v.Zip(sizes, (x, s) => Math.Abs(x) / s).Max();
        if (length == 0)
            return result;
        double error = derivative(
            (place, value) =>
            {
                for (int i = 0; i < n; i++)
                    _moved[i] = point[i] + place / length * v[i];
                field.Jacobian(_moved, _jacobian);
                for (int i = 0; i < n; i++)
                    value[i] = VectorMath.Dot(_jacobian.AsSpan(i * n, n), w) / sizes[i];
                return true;
            },
            LargestStep,
            result);
        double factor = order == 1 ? length : length * length;
        for (int i = 0; i < n; i++)
            result[i] *= factor * sizes[i];
        Error += error * factor;
        return result;
    }
}
