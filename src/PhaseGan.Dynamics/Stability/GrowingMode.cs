using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>
/// One eigenvalue of an <see cref="ArrowMatrix"/> that has a positive real part beyond doubt: enough to show that a fixed point repels, for far less than its whole spectrum.
/// </summary>
/// <remarks>
/// Candidates are Ritz values of Arnoldi's method on J, then on (J − σI)⁻¹ (Saad, <em>Numerical Methods for Large Eigenvalue Problems</em>, 2nd ed., sections 6.2 and 8.1). A candidate is refined on both
/// sides. With vectors x and y of length 1 and the residual ρ = |Jx − zx| the eigenvalue is within (ρ + rounding)/|yᴴx| of z, to first order. Nothing follows where none is found.
/// </remarks>
internal sealed class GrowingMode
{
    /// <summary>Growth slower than this, against the size of the Jacobian, is left to the whole spectrum: at a multiple root the place of the point decides its sign.</summary>
    private const double SlowestGrowth = 1e-5;

    /// <summary>Steps of Arnoldi's method on J, and on its inverses, which converge faster.</summary>
    private const int Steps = 48, InverseSteps = 24;

    /// <summary>Ritz values that are refined, the largest real parts first, and the rounds of it.</summary>
    private const int MostCandidates = 3, Rounds = 3;

    /// <summary>Shifts σ against the size of the Jacobian.</summary>
    private static readonly double[] s_shifts = [3e-2, 3e-3];

    private readonly ArrowMatrix _jacobian;
    private readonly double _size;
    private readonly int _n;

    private GrowingMode(ArrowMatrix jacobian) => (_jacobian, _size, _n) = (jacobian, jacobian.Norm, jacobian.Pattern.Order);

    /// <summary>The eigenvalue with its error, the largest found; null if none is certain.</summary>
    /// <param name="jacobian">J, finite.</param>
    public static (Complex Value, double Error)? Find(ArrowMatrix jacobian)
    {
        var search = new GrowingMode(jacobian);
        if (!(search._size > 0))
            return null;
        if (search.Refined(search.Ritz(Steps, jacobian.Multiply)) is { } found)
            return found;
        var lu = new ArrowLu(jacobian);
        foreach (double share in s_shifts)
        {
            double shift = share * search._size;
            if (!lu.Factor(shift))
                continue;
            var zeros = new double[search._n];
            Complex[] inverse = search.Ritz(InverseSteps, (v, product) =>
            {
                v.CopyTo(product);
                Array.Clear(zeros);
                lu.Solve(product, zeros);
            });
            if (search.Refined([.. inverse.Where(v => v != Complex.Zero).Select(v => shift + 1 / v)]) is { } slow)
                return slow;
        }
        return null;
    }

    private delegate void Map(ReadOnlySpan<double> v, Span<double> product);

    /// <summary>The eigenvalues of the map on the space of a start and its images.</summary>
    private Complex[] Ritz(int steps, Map map)
    {
        int most = Math.Min(steps, _n);
        var basis = new double[most + 1][];
        var h = new double[most * most];
        var random = new SplitMix(1);
        basis[0] = new double[_n];
        for (int i = 0; i < _n; i++)
            basis[0][i] = random.NextNormal();
        VectorMath.Divide(basis[0], VectorMath.Norm(basis[0]));
        int order = 0;
        while (order < most)
        {
            var next = new double[_n];
            map(basis[order], next);
            double before = VectorMath.Norm(next);
            if (!double.IsFinite(before))
                return [];
            // twice, so that what is left is orthogonal to rounding
            for (int round = 0; round < 2; round++)
            {
                for (int k = 0; k <= order; k++)
                {
                    double along = VectorMath.Dot(next, basis[k]);
                    h[k * most + order] += along;
                    VectorMath.AddMultiple(next, -along, basis[k]);
                }
            }
            double length = VectorMath.Norm(next);
            order++;
            const double invariant = 1e-13;
            if (order == most || length <= invariant * before)
                break;
            h[order * most + order - 1] = length;
            VectorMath.Divide(next, length);
            basis[order] = next;
        }
        var small = new double[order * order];
        for (int i = 0; i < order; i++)
            h.AsSpan(i * most, order).CopyTo(small.AsSpan(i * order));
        return EigenSolver.Eigenvalues(small, order) ?? [];
    }

    private (Complex Value, double Error)? Refined(Complex[] candidates)
    {
        foreach (Complex candidate in candidates.Where(v => v.Real > SlowestGrowth * _size && v.Imaginary >= 0).OrderByDescending(v => v.Real).Take(MostCandidates))
            if (Refine(candidate) is var (value, error) && value.Real - error > SlowestGrowth * _size)
                return (value, error);
        return null;
    }

    /// <summary>Rayleigh quotient iteration on both sides.</summary>
    private (Complex Value, double Error)? Refine(Complex value)
    {
        ArrowMatrix transposed = _jacobian.Transposed();
        ArrowLu right = new(_jacobian), left = new(transposed);
        ComplexVector x = new(_n), y = new(_n), image = new(_n);
        for (int round = 0; round < Rounds; round++)
        {
            // the conjugate transpose of J − zI is Jᵀ − z̄I
            if (!right.Factor(value) || !left.Factor(Complex.Conjugate(value)))
                break;
            if (!x.TryTake(right) || !y.TryTake(left))
                return null;
            x.MapTo(image, _jacobian);
            Complex product = y.Product(x);
            if (!(product.Magnitude > 0))
                return null;
            value = y.Product(image) / product;
        }
        x.MapTo(image, _jacobian);
        double residual = x.DistanceOfMultiple(value, image), overlap = y.Product(x).Magnitude;
        double error = (residual + EigenvalueBounds.Rounding(_n) * _size) / overlap;
        return double.IsFinite(error) ? (value, error) : null;
    }

    /// <summary>A complex vector of length 1, its parts apart.</summary>
    private sealed class ComplexVector
    {
        private readonly double[] _re, _im;

        public ComplexVector(int n)
        {
            (_re, _im) = (new double[n], new double[n]);
            var random = new SplitMix(2);
            for (int i = 0; i < n; i++)
                (_re[i], _im[i]) = (random.NextNormal(), random.NextNormal());
        }

        /// <summary>Becomes what the factors make of it, twice, at length 1; false if that is not finite.</summary>
        public bool TryTake(ArrowLu lu)
        {
            for (int round = 0; round < 2; round++)
            {
                lu.Solve(_re, _im);
                double largest = Math.Max(VectorMath.Largest(_re), VectorMath.Largest(_im));
                if (!(largest > 0) || !double.IsFinite(largest))
                    return false;
                VectorMath.Divide(_re, largest);
                VectorMath.Divide(_im, largest);
                double length = Math.Sqrt(VectorMath.SumOfSquares(_re) + VectorMath.SumOfSquares(_im));
                VectorMath.Divide(_re, length);
                VectorMath.Divide(_im, length);
            }
            return true;
        }

        public void MapTo(ComplexVector image, ArrowMatrix matrix)
        {
            matrix.Multiply(_re, image._re);
            matrix.Multiply(_im, image._im);
        }

        /// <summary>Σ conj(v_i) w_i.</summary>
        public Complex Product(ComplexVector other) => new(
            VectorMath.Dot(_re, other._re) + VectorMath.Dot(_im, other._im), VectorMath.Dot(_re, other._im) - VectorMath.Dot(_im, other._re));

        /// <summary>The length of w − z v.</summary>
        public double DistanceOfMultiple(Complex z, ComplexVector other)
        {
            double sum = 0;
            for (int i = 0; i < _re.Length; i++)
            {
                Complex off = new Complex(other._re[i], other._im[i]) - z * new Complex(_re[i], _im[i]);
                sum += off.Real * off.Real + off.Imaginary * off.Imaginary;
            }
            return Math.Sqrt(sum);
        }
    }
}
