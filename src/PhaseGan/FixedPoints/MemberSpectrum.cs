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

    /// <summary>The points of the unit circle above the real axis at which p is asked, in registers, the last one filled up; cosines and sines of multiples of the angle to the first of them.</summary>
    private readonly ComplexLanes[] _points;

    private readonly double[] _cosines, _sines;

    /// <param name="unit">The row-major block of the Jacobian over q, r and the others, in this order, where every free overlap is 1.</param>
    /// <param name="unseen">n: features that are not seen.</param>
    /// <param name="frozen">f: frozen columns.</param>
    public MemberSpectrum(double[] unit, int unseen, int frozen)
    {
        int core = unseen + frozen;
        (_unit, _block, _unseen, _frozen, _size) = (unit, [.. unit], unseen, frozen, (int)Math.Sqrt(unit.Length));
        (_core, _weight, _pole) = (new int[_size - core], new double[_size - core], new double[_size - core]);
        for (int k = core; k < _size; k++)
            for (int c = 0; c < core; c++)
                if (_unit[k * _size + c] != 0)
                    (_core[k - core], _weight[k - core], _pole[k - core]) = (c, _unit[k * _size + c] * _unit[c * _size + k], _unit[k * _size + k]);
        // no fewer points on the circle than coefficients, half of them above the real axis and none on it
        int half = _size / 2 + 1, turn = 4 * half;
        _cosines = [.. Enumerable.Range(0, turn).Select(k => Math.Cos(2 * Math.PI * k / turn))];
        _sines = [.. Enumerable.Range(0, turn).Select(k => Math.Sin(2 * Math.PI * k / turn))];
        _points = [.. Enumerable.Range(0, (half + Vector<double>.Count - 1) / Vector<double>.Count).Select(r => ComplexLanes.Of(k => Odd(Math.Min(r * Vector<double>.Count + k, half - 1))))];
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
        int half = _size / 2 + 1, turn = 4 * half;
        Span<double> coefficients = stackalloc double[_size + 1];
        coefficients.Clear();
        double radius = Scale / Math.Sqrt(_size);
        for (int r = 0, k = 0; r < _points.Length; r++)
        {
            ComplexLanes value = Characteristic(_points[r] * radius + bound, 1 / radius);
            // the values below the real axis are conjugate to these
            for (int lane = 0; lane < Vector<double>.Count && k < half; lane++, k++)
            {
                (double real, double imaginary) = (value.Real[lane], value.Imaginary[lane]);
                for (int m = 0, at = 0; m <= _size; m++, at = (at + 2 * k + 1) % turn)
                    coefficients[m] += real * _cosines[at] + imaginary * _sines[at];
            }
        }
        // the leading coefficient is 1, as far as rounding lets it
        return Math.Abs(coefficients[^1] / half - 1) < LeadingError && !AreAllLeft(coefficients);
    }

    /// <summary>All eigenvalues; none where they are not known.</summary>
    public Complex[] Eigenvalues() => EigenSolver.Eigenvalues(_block, _size) ?? [];

    private void Set(int row, int column, double overlap) => _block[row * _size + column] = _unit[row * _size + column] * overlap;

    /// <summary>The point of the unit circle at an odd number of the smallest angles.</summary>
    private Complex Odd(int k) => new(_cosines[2 * k + 1], _sines[2 * k + 1]);

    /// <summary>The characteristic polynomial at z, each of its factors times a number.</summary>
    private ComplexLanes Characteristic(ComplexLanes z, double factor)
    {
        int n = _unseen, f = _frozen, core = n + f;
        Span<ComplexLanes> value = stackalloc ComplexLanes[core], matrix = stackalloc ComplexLanes[f * f];
        for (int c = 0; c < core; c++)
            value[c] = z - _block[c * _size + c];
        ComplexLanes product = ComplexLanes.One;
        for (int k = 0; k < _pole.Length; k++)
        {
            ComplexLanes one = z - _pole[k];
            value[_core[k]] -= one.Inverse() * _weight[k];
            product *= one * factor;
        }
        for (int l = 0; l < f; l++)
            for (int k = 0; k < f; k++)
                matrix[l * f + k] = k == l ? value[n + l] : ComplexLanes.One * -_block[(n + l) * _size + n + k];
        // no q_i meets another one: they are taken away next
        for (int i = 0; i < n; i++)
        {
            ComplexLanes one = value[i].Inverse();
            product *= value[i] * factor;
            for (int l = 0; l < f; l++)
            {
                ComplexLanes lower = one * _block[(n + l) * _size + i];
                for (int k = 0; k < f; k++)
                    matrix[l * f + k] -= lower * _block[i * _size + n + k];
            }
        }
        for (int k = 0; k < f; k++)
        {
            ComplexLanes one = matrix[k * f + k].Inverse();
            product *= matrix[k * f + k] * factor;
            for (int i = k + 1; i < f; i++)
            {
                ComplexLanes multiple = matrix[i * f + k] * one;
                for (int j = k + 1; j < f; j++)
                    matrix[i * f + j] -= multiple * matrix[k * f + j];
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
}
