using System.Runtime.CompilerServices;

namespace PhaseGan.Dynamics;

/// <summary>A polynomial in powers of its variable with, beside each coefficient, the sum of the sizes of the terms that it was made of: rounding is at most a small multiple of ε times that.</summary>
internal struct SizedPolynomial
{
    /// <summary>Largest degree.</summary>
    public const int MaxDegree = 6;

    /// <summary>What rounding can make of a size: ε times the number of operations in a row, with room to spare.</summary>
    public const double Rounding = 32 * 2.220446049250313e-16;

    private Numbers _values, _sizes;

    /// <summary>The polynomial a + bw.</summary>
    /// <param name="a">The constant.</param>
    /// <param name="sizeOfA">Size of its terms.</param>
    /// <param name="b">The slope.</param>
    /// <param name="sizeOfB">Size of its terms.</param>
    public SizedPolynomial(double a, double sizeOfA, double b, double sizeOfB)
    {
        Degree = 1;
        (_values[0], _sizes[0], _values[1], _sizes[1]) = (a, sizeOfA, b, sizeOfB);
    }

    public int Degree { get; private set; }

    /// <summary>Coefficient k.</summary>
    public readonly double this[int k] => _values[k];

    /// <summary>Bound on the error of coefficient k.</summary>
    public readonly double Error(int k) => Rounding * _sizes[k];

    /// <summary>The same with another coefficient k, of a given size of terms.</summary>
    public readonly SizedPolynomial With(int k, double value, double size)
    {
        SizedPolynomial changed = this;
        (changed._values[k], changed._sizes[k]) = (value, size);
        changed.Degree = Math.Max(Degree, k);
        return changed;
    }

    /// <summary>The quotient by the variable of a polynomial without a constant.</summary>
    public readonly SizedPolynomial WithoutRootAtZero()
    {
        SizedPolynomial quotient = default;
        quotient.Degree = Degree - 1;
        for (int k = 0; k < Degree; k++)
            (quotient._values[k], quotient._sizes[k]) = (_values[k + 1], _sizes[k + 1]);
        return quotient;
    }

    /// <summary>The polynomial in z where this one is in z − δ, for δ ≥ 0.</summary>
    public readonly SizedPolynomial At(double delta)
    {
        SizedPolynomial moved = this;
        for (int from = 0; from < Degree; from++)
        {
            for (int k = Degree - 1; k >= from; k--)
            {
                moved._values[k] += delta * moved._values[k + 1];
                moved._sizes[k] += delta * moved._sizes[k + 1];
            }
        }
        return moved;
    }

    public static SizedPolynomial operator *(in SizedPolynomial a, in SizedPolynomial b)
    {
        SizedPolynomial product = default;
        product.Degree = a.Degree + b.Degree;
        for (int i = 0; i <= a.Degree; i++)
        {
            for (int k = 0; k <= b.Degree; k++)
            {
                product._values[i + k] += a._values[i] * b._values[k];
                product._sizes[i + k] += a._sizes[i] * b._sizes[k];
            }
        }
        return product;
    }

    public static SizedPolynomial operator *(double factor, in SizedPolynomial a)
    {
        SizedPolynomial product = a;
        for (int k = 0; k <= a.Degree; k++)
        {
            product._values[k] *= factor;
            product._sizes[k] *= Math.Abs(factor);
        }
        return product;
    }

    public static SizedPolynomial operator +(in SizedPolynomial a, in SizedPolynomial b)
    {
        SizedPolynomial sum = a;
        sum.Degree = Math.Max(a.Degree, b.Degree);
        for (int k = 0; k <= b.Degree; k++)
        {
            sum._values[k] += b._values[k];
            sum._sizes[k] += b._sizes[k];
        }
        return sum;
    }

    [InlineArray(MaxDegree + 1)]
    private struct Numbers
    {
        private double _first;
    }
}
