using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>
/// The eigenvalues of a real matrix, each with a bound on how far rounding, and stated changes of the matrix, can move it. The matrix is split into its
/// <see cref="IrreducibleBlocks"/>, whose spectra do not disturb each other, and each block is balanced.
/// </summary>
/// <remarks>
/// <para>
/// To first order a change E moves a simple eigenvalue by yᴴEx/yᴴx, with its right and left vectors x and y (Golub and Van Loan, <em>Matrix Computations</em>,
/// 4th ed., section 7.2.2). E is the rounding of the matrix and of Francis' iteration, a multiple of ε‖A‖, and each stated change.
/// </para>
/// <para>
/// Where that bound leaves the sign of a real part open, two others are tried. One refines the eigenvalue by Rayleigh quotients and bounds the rounding entry by entry,
/// which tells slow rates beside very fast ones. The other asks which points on the way to the imaginary axis some change of that size makes an
/// eigenvalue: those where the smallest singular value of A − zI is not above it (Trefethen and Embree, <em>Spectra and Pseudospectra</em>, 2005,
/// section 2); it holds where vectors coincide, as at critical damping.
/// </para>
/// </remarks>
internal static class EigenvalueBounds
{
    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>Above this order vectors are computed for the eigenvalues nearest to the imaginary axis only, so that the work stays that of the iteration.</summary>
    public const int FullOrder = 64;

    /// <summary>How many of them: as many as cost about as much as the iteration at order 500.</summary>
    private const int NearestCount = 32;

    /// <summary>Halvings of the way to the axis: below a millionth of it the bound need not be finer.</summary>
    private const int Halvings = 20;

    /// <summary>The relative rounding of a matrix of order n and of its eigenvalues' iteration: entries are right to a few roundings, and reflections add up to about one a column.</summary>
    public static double Rounding(int n) => 4 * (n + 2) * Epsilon;

    /// <summary>The eigenvalues of a finite row-major n×n matrix, of largest entry about 1, with their bounds; null if the iteration does not converge.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="n">Its order.</param>
    /// <param name="changes">Changes that may be there or not, of either sign, each of length n².</param>
    /// <param name="condition">Receives the largest condition number of an eigenvalue that was looked at.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static (Complex[] Values, double[] Errors)? Of(ReadOnlySpan<double> matrix, int n, IReadOnlyList<double[]> changes, out double condition, CancellationToken cancellation = default)
    {
        condition = 1;
        var isLinked = new bool[n * n];
        for (int k = 0; k < isLinked.Length; k++)
            isLinked[k] = matrix[k] != 0;
        foreach (double[] change in changes)
            for (int k = 0; k < isLinked.Length; k++)
                isLinked[k] |= change[k] != 0;

        var (values, errors) = (new Complex[n], new double[n]);
        int done = 0;
        foreach (int[] block in IrreducibleBlocks.Of(isLinked, n))
        {
            int m = block.Length;
            double[] part = Part(matrix, n, block);
            double[][] parts = Parts(changes, n, block);
            if (m == 1)
            {
                values[done] = part[0];
                double change = 0;
                foreach (double[] c in parts)
                    change += Math.Abs(c[0]);
                errors[done] = 4 * Epsilon * Math.Abs(part[0]) + change;
            }
            else if (new Block(part, m, parts, cancellation).TrySolve(values.AsSpan(done, m), errors.AsSpan(done, m), out double worst))
            {
                condition = Math.Max(condition, worst);
            }
            else
            {
                return null;
            }
            done += m;
        }
        return (values, errors);
    }

    private static double[] Part(ReadOnlySpan<double> matrix, int n, int[] block)
    {
        var part = new double[block.Length * block.Length];
        for (int i = 0; i < block.Length; i++)
            for (int j = 0; j < block.Length; j++)
                part[i * block.Length + j] = matrix[block[i] * n + block[j]];
        return part;
    }

    /// <summary>What the changes do to a block, without those that do nothing there.</summary>
    private static double[][] Parts(IReadOnlyList<double[]> changes, int n, int[] block)
    {
        var parts = new List<double[]>();
        for (int k = 0; k < changes.Count; k++)
        {
            double[] part = Part(changes[k], n, block);
            if (part.AsSpan().ContainsAnyExcept(0.0))
                parts.Add(part);
        }
        return [.. parts];
    }

    /// <summary>One block with its changes, in coordinates that balance it.</summary>
    private sealed class Block
    {
        private readonly int _m;
        private readonly double[] _a;
        private readonly double[][] _changes;
        private readonly double[] _hessenberg, _turn;
        private readonly ShiftedLu _lu;
        private readonly double _rounding, _size;
        private readonly CancellationToken _cancellation;

        public Block(double[] matrix, int m, double[][] changes, CancellationToken cancellation)
        {
            (_m, _a, _changes, _cancellation) = (m, matrix, changes, cancellation);
            Balance();
            _hessenberg = (double[])_a.Clone();
            _turn = new double[m * m];
            for (int i = 0; i < m; i++)
                _turn[i * m + i] = 1;
            HessenbergQr.Reduce(_hessenberg, m, new double[2 * m], _turn, cancellation);
            _lu = new ShiftedLu(m, reach: 1);
            _size = VectorMath.Norm(_a);
            _rounding = Rounding(m) * _size;
        }

        public bool TrySolve(Span<Complex> values, Span<double> errors, out double worst)
        {
            worst = 1;
            if (!HessenbergQr.Deflate((double[])_hessenberg.Clone(), _m, values, _cancellation))
                return false;
            int[] order = new int[_m];
            double[] distances = new double[_m];
            for (int k = 0; k < _m; k++)
                (order[k], distances[k]) = (k, Math.Abs(values[k].Real));
            Array.Sort(distances, order);
            int looked = _m <= FullOrder ? _m : NearestCount;
            for (int at = 0; at < looked; at++)
            {
                _cancellation.ThrowIfCancellationRequested();
                int k = order[at];
                if (values[k].Imaginary >= 0)
                    errors[k] = Bound(ref values[k], ref worst);
            }
            double change = SizeOfChanges();
            for (int at = looked; at < _m; at++)
                errors[order[at]] = worst * (_rounding + change);
            Mirror(values, errors);
            return true;
        }

        /// <summary>Gives the lower of two conjugate eigenvalues what the upper one has. They stand side by side.</summary>
        private static void Mirror(Span<Complex> values, Span<double> errors)
        {
            for (int k = 1; k < values.Length; k++)
            {
                if (values[k].Imaginary < 0 && values[k - 1].Imaginary > 0)
                    (values[k], errors[k]) = (Complex.Conjugate(values[k - 1]), errors[k - 1]);
            }
        }

        private double Bound(ref Complex value, ref double worst)
        {
            _lu.Factor(_hessenberg, value);
            Complex[] x = Start(_m), y;
            _lu.Solve(x);
            _lu.Solve(x);
            // started from x, the left vector of a multiple eigenvalue is the one that belongs to it
            y = (Complex[])x.Clone();
            _lu.SolveAdjoint(y);
            _lu.SolveAdjoint(y);
            double overlap = Product(y, x).Magnitude, error = double.PositiveInfinity;
            if (overlap > 0)
            {
                worst = Math.Max(worst, Math.Min(1 / overlap, 1 / Epsilon));
                error = _rounding / overlap;
                if (_changes.Length > 0)
                {
                    (Complex[] right, Complex[] left) = (Turned(x), Turned(y));
                    foreach (double[] change in _changes)
                        error += Form(left, change, right).Magnitude / overlap;
                }
            }
            if (Math.Abs(value.Real) > error)
                return error;
            if (_m <= FullOrder && Refine(value, error) is var (refined, entrywise) && Math.Abs(refined.Real) > entrywise)
            {
                value = refined;
                return entrywise;
            }
            return Math.Min(error, Reach(value));
        }

        /// <summary>The eigenvalue by two steps of Rayleigh quotient iteration on both sides, and the bound by entries; none if it leads elsewhere.</summary>
        private (Complex Value, double Error)? Refine(Complex value, double error)
        {
            var lu = new ShiftedLu(_m, _m);
            Complex[] x = Start(_m), y = Start(_m);
            Complex start = value;
            double step = 0, overlap = 0;
            for (int round = 0; round < 3; round++)
            {
                lu.Factor(_a, value);
                lu.Solve(x);
                if (round == 0)
                    x.CopyTo(y, 0);
                lu.SolveAdjoint(y);
                Complex product = Product(y, x);
                overlap = product.Magnitude;
                if (!(overlap > 0))
                    return null;
                Complex next = Form(y, _a, x) / product;
                step = (next - value).Magnitude;
                value = value.Imaginary == 0 ? next.Real : next;
            }
            if (!((value - start).Magnitude <= Math.Min(error, 0.1 * _size)))
                return null;
            double sum = 0;
            for (int i = 0; i < _m; i++)
                for (int j = 0; j < _m; j++)
                    sum += y[i].Magnitude * Math.Abs(_a[i * _m + j]) * x[j].Magnitude;
            double entrywise = Rounding(_m) * sum;
            foreach (double[] change in _changes)
                entrywise += Form(y, change, x).Magnitude;
            return (value, entrywise / overlap + step);
        }

        /// <summary>How far towards the imaginary axis a change as large as the rounding and the stated ones together can move the eigenvalue; +∞ if up to the axis.</summary>
        private double Reach(Complex value)
        {
            double size = _rounding + SizeOfChanges(), reach = double.PositiveInfinity, distance = 0.9 * Math.Abs(value.Real);
            for (int k = 0; k <= Halvings && distance > 0; k++, distance /= 2)
            {
                if (SmallestSingular(new Complex(value.Real - Math.CopySign(distance, value.Real), value.Imaginary)) <= size)
                    break;
                reach = distance;
            }
            return reach;
        }

        private double SizeOfChanges()
        {
            double sum = 0;
            foreach (double[] change in _changes)
                sum += VectorMath.Norm(change);
            return sum;
        }

        private double SmallestSingular(Complex z)
        {
            // each round adds digits unless the next singular value lies close, and then either will do
            const int rounds = 4;
            _lu.Factor(_hessenberg, z);
            Complex[] x = Start(_m);
            double inverse = 0;
            for (int k = 0; k < rounds; k++)
            {
                inverse = Math.Max(inverse, _lu.Solve(x));
                inverse = Math.Max(inverse, _lu.SolveAdjoint(x));
            }
            return 1 / inverse;
        }

        /// <summary>Diagonal scaling by powers of two that makes rows as long as columns: James, Langou and Lowery, <em>On matrix balancing and eigenvector computation</em>, arXiv:1401.5766.</summary>
        private void Balance()
        {
            const int mostSweeps = 30;
            bool isBalanced = false;
            for (int sweep = 0; sweep < mostSweeps && !isBalanced; sweep++)
            {
                isBalanced = true;
                for (int i = 0; i < _m; i++)
                {
                    (double row, double column) = (Length(i * _m, 1, i), Length(i, _m, i));
                    if (row == 0 || column == 0)
                        continue;
                    int power = (int)Math.Round(0.5 * Math.Log2(row / column));
                    double factor = Math.ScaleB(1, power);
                    if (power == 0 || row / factor + column * factor >= 0.95 * (row + column))
                        continue;
                    isBalanced = false;
                    Scale(_a, i, factor);
                    foreach (double[] change in _changes)
                        Scale(change, i, factor);
                }
            }
        }

        private void Scale(double[] a, int i, double factor)
        {
            for (int j = 0; j < _m; j++)
            {
                a[i * _m + j] /= factor;
                a[j * _m + i] *= factor;
            }
        }

        private double Length(int from, int stride, int skip)
        {
            double sum = 0;
            for (int j = 0; j < _m; j++)
            {
                if (j != skip)
                    sum += Math.Abs(_a[from + j * stride]);
            }
            return sum;
        }

        private Complex[] Turned(Complex[] x)
        {
            var turned = new Complex[_m];
            for (int i = 0; i < _m; i++)
                for (int j = 0; j < _m; j++)
                    turned[i] += _turn[i * _m + j] * x[j];
            return turned;
        }

        private Complex Form(Complex[] y, double[] matrix, Complex[] x)
        {
            Complex form = Complex.Zero;
            for (int i = 0; i < _m; i++)
            {
                double re = 0, im = 0;
                for (int j = 0; j < _m; j++)
                {
                    double v = matrix[i * _m + j];
                    re += v * x[j].Real;
                    im += v * x[j].Imaginary;
                }
                form += Complex.Conjugate(y[i]) * new Complex(re, im);
            }
            return form;
        }

        private static Complex Product(Complex[] y, Complex[] x)
        {
            Complex sum = Complex.Zero;
            for (int i = 0; i < x.Length; i++)
                sum += Complex.Conjugate(y[i]) * x[i];
            return sum;
        }

        /// <summary>A vector that is unlikely to lack any eigenvector: entries of the golden ratio's multiples modulo 1.</summary>
        private static Complex[] Start(int m)
        {
            const double golden = 0.6180339887498949;
            var start = new Complex[m];
            for (int i = 0; i < m; i++)
                start[i] = 0.5 + (i + 1) * golden % 1;
            ShiftedLu.Normalise(start);
            return start;
        }
    }
}
