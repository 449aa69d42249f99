using System.Numerics;

namespace PhaseGan;

/// <summary>
/// Eigenvalues of the coordinates that vanish at the members of a family of fixed points with frozen columns, and whether one of them lies to the right of a bound, which costs less than all of them. See
/// <see cref="ActiveFamilies"/>.
/// </summary>
/// <remarks>
/// The coordinates are q_i of the n unseen features and r_l of the f frozen columns, and then P_ij, S_jl and P_sl, each of which meets itself and one of the first. Taken away at z they leave of the characteristic polynomial
/// p(z) = Π(z − D_k) det [[φ(z), −U], [−L, ψ(z) − G]], with diagonal φ and ψ. Values of p on a circle around the bound give its coefficients there, and these by Routh's scheme whether all roots lie to the left.
/// </remarks>
internal sealed class MemberSpectrum
{
    /// <summary>Where the leading coefficient comes out with a larger error the others are not believed.</summary>
    private const double LeadingError = 1e-6;

    private readonly int _unseen, _frozen, _size;

    /// <summary>The block of the Jacobian, and what it is where every free overlap is 1.</summary>
    private readonly double[] _block, _unit;

    /// <summary>Of each of the last coordinates: which q_i or r_l it meets, the product of the entries by which they meet, and its own rate.</summary>
    private readonly int[] _core;

    private readonly double[] _weight, _pole;
    private readonly Complex[] _values;

    /// <summary>The roots of unity, one more than there are eigenvalues.</summary>
    private readonly Complex[] _circle;

    /// <param name="unit">The row-major block of the Jacobian over q, r and the others, in this order, where every free overlap is 1.</param>
    /// <param name="unseen">n: features that are not seen.</param>
    /// <param name="frozen">f: frozen columns.</param>
    public MemberSpectrum(double[] unit, int unseen, int frozen)
    {
        int core = unseen + frozen;
        (_unit, _block, _unseen, _frozen, _size) = (unit, [.. unit], unseen, frozen, (int)Math.Sqrt(unit.Length));
        (_core, _weight, _pole, _values) = (new int[_size - core], new double[_size - core], new double[_size - core], new Complex[_size]);
        for (int k = core; k < _size; k++)
            for (int c = 0; c < core; c++)
                if (_unit[k * _size + c] != 0)
                    (_core[k - core], _weight[k - core], _pole[k - core]) = (c, _unit[k * _size + c] * _unit[c * _size + k], _unit[k * _size + k]);
        _circle = [.. Enumerable.Range(0, _size + 1).Select(k => Complex.FromPolarCoordinates(1, 2 * Math.PI * k / (_size + 1)))];
    }

    /// <summary>The size of the block: its Frobenius norm.</summary>
    public double Scale { get; private set; }

    /// <summary>Goes to a member.</summary>
    /// <param name="overlaps">Of frozen columns with features, n × f.</param>
    /// <param name="products">Of frozen columns with each other, f × f below the diagonal.</param>
    public void MoveTo(ReadOnlySpan<double> overlaps, ReadOnlySpan<double> products)
    {
        int n = _unseen, f = _frozen;
        for (int l = 0; l < f; l++)
        {
            for (int i = 0; i < n; i++)
            {
                Set(i, n + l, overlaps[i * f + l]);
                Set(n + l, i, overlaps[i * f + l]);
            }
            for (int k = 0; k < l; k++)
            {
                Set(n + l, n + k, products[l * f + k]);
                Set(n + k, n + l, products[l * f + k]);
            }
        }
        Scale = VectorMath.Norm(_block);
    }

    /// <summary>Whether an eigenvalue has a real part above a bound; one that differs from it by no more than rounding may count as either. False where that is not known.</summary>
    public bool HasRightOf(double bound)
    {
        int count = _size + 1;
        Span<double> coefficients = stackalloc double[count];
        coefficients.Clear();
        double radius = Scale / Math.Sqrt(_size);
        // the values below the real axis are conjugate to those above it
        for (int k = 0; 2 * k <= count; k++)
        {
            Complex value = Characteristic(bound + radius * _circle[k], 1 / radius);
            double share = k == 0 || 2 * k == count ? 1 : 2;
            for (int m = 0, at = 0; m < count; m++, at = at + k < count ? at + k : at + k - count)
                coefficients[m] += share * (value.Real * _circle[at].Real + value.Imaginary * _circle[at].Imaginary);
        }
        // the leading coefficient is 1, as far as rounding lets it
        return Math.Abs(coefficients[^1] / count - 1) < LeadingError && !AreAllLeft(coefficients);
    }

    /// <summary>All eigenvalues, valid until the next call; none where they are not known.</summary>
    public ReadOnlySpan<Complex> Eigenvalues()
    {
        Span<double> work = stackalloc double[HessenbergQr.WorkSize(_size)];
        return EigenSolver.TryEigenvalues(_block, _size, _values, work) ? _values : [];
    }

    private void Set(int row, int column, double overlap) => _block[row * _size + column] = _unit[row * _size + column] * overlap;

    /// <summary>The characteristic polynomial at z, each of its factors times a number.</summary>
    private Complex Characteristic(Complex z, double factor)
    {
        int n = _unseen, f = _frozen, core = n + f;
        Span<Complex> value = stackalloc Complex[core], matrix = stackalloc Complex[f * f];
        for (int c = 0; c < core; c++)
            value[c] = z - _block[c * _size + c];
        Complex product = 1;
        for (int k = 0; k < _pole.Length; k++)
        {
            Complex one = z - _pole[k];
            value[_core[k]] -= _weight[k] * Inverse(one);
            product *= one * factor;
        }
        for (int l = 0; l < f; l++)
        {
            for (int k = 0; k < f; k++)
                matrix[l * f + k] = -_block[(n + l) * _size + n + k];
            matrix[l * f + l] = value[n + l];
        }
        // no q_i meets another one: they are taken away next
        for (int i = 0; i < n; i++)
        {
            Complex one = Inverse(value[i]);
            product *= value[i] * factor;
            for (int l = 0; l < f; l++)
            {
                Complex lower = _block[(n + l) * _size + i] * one;
                for (int k = 0; k < f; k++)
                    matrix[l * f + k] -= lower * _block[i * _size + n + k];
            }
        }
        return product * Determinant(matrix, f, factor);
    }

    /// <summary>The determinant of a matrix whose entries are taken times a factor, by elimination; the matrix is used up.</summary>
    private static Complex Determinant(Span<Complex> matrix, int n, double factor)
    {
        Complex product = 1;
        for (int k = 0; k < n; k++)
        {
            int pivot = k;
            for (int i = k + 1; i < n; i++)
                if (SquaredSize(matrix[i * n + k]) > SquaredSize(matrix[pivot * n + k]))
                    pivot = i;
            for (int j = k; j < n && pivot != k; j++)
                (matrix[k * n + j], matrix[pivot * n + j]) = (matrix[pivot * n + j], matrix[k * n + j]);
            Complex one = Inverse(matrix[k * n + k]);
            product *= matrix[k * n + k] * (pivot == k ? factor : -factor);
            for (int i = k + 1; i < n; i++)
            {
                Complex multiple = matrix[i * n + k] * one;
                for (int j = k + 1; j < n; j++)
                    matrix[i * n + j] -= multiple * matrix[k * n + j];
            }
        }
        return product;
    }

    /// <summary>Routh's scheme: whether all roots of a polynomial with a positive leading coefficient, which is the last one, have negative real parts. The coefficients are used up.</summary>
    private static bool AreAllLeft(Span<double> coefficients)
    {
        int top = coefficients.Length - 1;
        foreach (double coefficient in coefficients)
            if (!(coefficient > 0))
                return false;
        // a row of the scheme lies in the places of each second coefficient
        for (; top > 1; top--)
        {
            double ratio = coefficients[top] / coefficients[top - 1];
            for (int m = top - 2; m > 0; m -= 2)
                coefficients[m] -= ratio * coefficients[m - 1];
            if (!(coefficients[top - 2] > 0))
                return false;
        }
        return true;
    }

    private static double SquaredSize(Complex z) => z.Real * z.Real + z.Imaginary * z.Imaginary;

    private static Complex Inverse(Complex z) => SquaredSize(z) is var size ? new(z.Real / size, -z.Imaginary / size) : default;
}
