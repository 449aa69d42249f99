namespace PhaseGan.Dynamics;

/// <summary>
/// The branches through a branch point with a kernel of m ≥ 2 dimensions, by the algebraic bifurcation equation: with the tangent t of a branch on which the parameter moves and x in the kernel of J,
/// λ A x + q(x) = 0 if the quadratic part q does not vanish, and else μ A x + c(x) = 0 with the cubic part c and λ = μr² at the distance r. Roots with |x| = 1 are found by Newton's method from places all over the sphere.
/// </summary>
internal sealed class KernelDirections
{
    /// <summary>The quadratic part vanishes below this share of its size without a symmetry, and a root is multiple where the derivatives are this near to singular.</summary>
    private const double Zero = 1e-7, Multiple = 1e-5;

    /// <summary>Places on the sphere from which roots are looked for, for each dimension of it.</summary>
    private const int Starts = 60;

    private const int MostCorrections = 40, Seed = 12345;

    /// <summary>Two roots this near are one.</summary>
    private const double Same = 1e-6;

    private readonly int _m;
    private readonly HomogeneousForm _form;
    private readonly HomogeneousForm _linear;

    private KernelDirections(int m, HomogeneousForm linear, HomogeneousForm form) => (_m, _linear, _form) = (m, linear, form);

    /// <summary>A branch: its direction, and by how much it bends, so that it is at u + r·Direction + r²·Bend.</summary>
    public readonly record struct Root(double[] Direction, double[] Bend);

    /// <summary>The directions of the branches that the special point does not lie on, and whether they are all.</summary>
    public static (List<Root> Roots, BranchSwitchStatus Status) At(SpecialPoint point)
    {
        BranchFrame frame = point.Frame;
        double[] u = point.Unknowns;
        int n = frame.Dimension, m = point.Multiplicity;
        if (frame.Slice is not null || frame.Linearise(u, SlopeAccuracy.Exact, out _) is not { } at)
            return ([], BranchSwitchStatus.NotDetermined);
        var kernel = Kernel.Of(at, m);
        if (kernel is null || kernel.Tangent(point.Tangent) is not { } tangent)
            return ([], BranchSwitchStatus.NotDetermined);
        HomogeneousForm? linear = HomogeneousForm.Of(m, 1, x => kernel.Mixed(u, tangent, x)), quadratic = HomogeneousForm.Of(m, 2, kernel.Quadratic), cubic = HomogeneousForm.Of(m, 3, kernel.Cubic);
        if (linear is null || quadratic is null || cubic is null)
            return ([], BranchSwitchStatus.NotDetermined);
        bool isCubic = quadratic.Size <= Zero * (linear.Size + cubic.Size + kernel.QuadraticSize);
        (List<double[]> roots, bool isWhole) = new KernelDirections(m, linear, isCubic ? cubic : quadratic).Roots();
        var found = new List<Root>();
        foreach (double[] root in roots)
        {
            double[] x = [.. kernel.Lift(root[..m]), 0], bend = [.. kernel.Slaved(root[..m]), 0];
            // the cubic one is the same in both directions; the quadratic one changes the sign of λ with that of x
            if (found.Exists(f => Same > Math.Min(Distance(f.Direction, x, tangent, isCubic ? 0 : root[m], 1), Distance(f.Direction, x, tangent, isCubic ? 0 : root[m], -1))))
                continue;
            VectorMath.AddMultiple(isCubic ? bend : x, root[m], tangent);
            found.Add(new Root(x, bend));
        }
        return (found, isWhole ? BranchSwitchStatus.All : BranchSwitchStatus.NotIsolated);
    }

    private static double Distance(double[] known, double[] x, double[] tangent, double share, double sign)
    {
        double[] other = [.. x];
        VectorMath.AddMultiple(other, share, tangent);
        VectorMath.Divide(other, sign);
        return VectorMath.Distance(known, other);
    }

    /// <summary>The roots (x, λ), and whether none of those met is multiple.</summary>
    private (List<double[]> Roots, bool AreSimple) Roots()
    {
        var random = new Random(Seed);
        var roots = new List<double[]>();
        bool areSimple = true;
        for (int k = 0; k < Starts * _m * (_m - 1); k++)
        {
            double[] start = [.. Enumerable.Range(0, _m).Select(_ => random.NextDouble() - 0.5), 0];
            VectorMath.Divide(start, VectorMath.Norm(start));
            if (Polish(start) is not var (root, isSimple))
                continue;
            areSimple &= isSimple;
            if (isSimple && !roots.Exists(r => VectorMath.Distance(r, root) < Same))
                roots.Add(root);
        }
        return (roots, areSimple);
    }

    private (double[] Root, bool IsSimple)? Polish(double[] start)
    {
        int m = _m, size = m + 1;
        double[] z = [.. start];
        double unit = _form.Size + _linear.Size, before = double.PositiveInfinity;
        double[] a = _linear.Value(z[..m]), q = _form.Value(z[..m]);
        z[m] = -VectorMath.Dot(a, q) / Math.Max(VectorMath.SumOfSquares(a), double.Epsilon);
        for (int k = 0; k < MostCorrections; k++)
        {
            double[] x = z[..m], matrix = new double[size * size], right = new double[size];
            (a, q) = (_linear.Value(x), _form.Value(x));
            double[][] da = _linear.Derivative(x), dq = _form.Derivative(x);
            for (int i = 0; i < m; i++)
            {
                right[i] = (z[m] * a[i] + q[i]) / unit;
                for (int j = 0; j < m; j++)
                    matrix[i * size + j] = (z[m] * da[i][j] + dq[i][j]) / unit;
                matrix[i * size + m] = a[i] / unit;
                matrix[m * size + i] = 2 * x[i];
            }
            right[m] = VectorMath.SumOfSquares(x) - 1;
            double[] correction = new ScaledLu(matrix, size).Solve(right);
            double length = VectorMath.Norm(correction);
            if (!double.IsFinite(length) || length > 1e3)
                return null;
            // far away half steps keep to the basin
            VectorMath.AddMultiple(z, length > 0.5 ? -0.5 / length : -1, correction);
            if (length < 1e-12 || length < Zero && length >= 0.5 * before)
            {
                double[] values = SingularValues.Of(matrix, size).Values;
                return (z, values[m] > Multiple * values[0]);
            }
            before = length;
        }
        // where roots are not isolated the method is slow: near enough to one is one
        double[] left = [.. _form.Value(z[..m]).Zip(_linear.Value(z[..m]), (c, l) => (c + z[m] * l) / unit)];
        return VectorMath.Norm(left) < Zero ? (z, false) : null;
    }

    /// <summary>The kernel of the Jacobian, and derivatives of the field on it.</summary>
    private sealed class Kernel
    {
        private readonly Linearisation _at;
        private readonly double[][] _right, _left;
        private readonly FieldDerivatives _derivatives;
        private readonly ScaledLu _factors;

        private Kernel(Linearisation at, double[][] right, double[][] left)
        {
            (_at, _right, _left, _derivatives) = (at, right, left, new FieldDerivatives(at.Field, at.Coordinates, at.Sizes));
            int n = at.Dimension, m = right.Length, size = n + m;
            var bordered = new double[size * size];
            double unit = VectorMath.Norm(at.Jacobian) is var norm && norm > 0 ? norm : 1;
            for (int i = 0; i < n; i++)
            {
                at.Jacobian.AsSpan(i * n, n).CopyTo(bordered.AsSpan(i * size));
                for (int j = 0; j < m; j++)
                    (bordered[i * size + n + j], bordered[(n + j) * size + i]) = (left[j][i] * unit, right[j][i]);
            }
            _factors = new ScaledLu(bordered, size);
        }

        /// <summary>The size of the quadratic part if no symmetry made it vanish.</summary>
        public double QuadraticSize { get; private set; }

        /// <summary>The kernel; null if it has not m dimensions.</summary>
        public static Kernel? Of(Linearisation at, int m)
        {
            const double least = 1e-7;
            int n = at.Dimension;
            var transpose = new double[n * n];
            for (int i = 0; i < n; i++)
                for (int j = 0; j < n; j++)
                    transpose[j * n + i] = at.Jacobian[i * n + j];
            SingularValues right = SingularValues.Of(at.Jacobian, n), left = SingularValues.Of(transpose, n);
            bool isKernel = m == n || right.Values[n - m] <= least * right.Values[n - m - 1];
            return isKernel && m <= n ? new Kernel(at, [.. Enumerable.Range(n - m, m).Select(k => right.Right(k).ToArray())], [.. Enumerable.Range(n - m, m).Select(k => left.Right(k).ToArray())]) : null;
        }

        /// <summary>The tangent of the branch without its part in the kernel of J; null if the parameter does not move on it.</summary>
        public double[]? Tangent(double[] chord)
        {
            const double least = 1e-3;
            int n = _at.Dimension;
            if (Math.Abs(chord[n]) < least)
                return null;
            // J y + f_p = 0 with the shares of the chord in the kernel
            double[] right = [.. _at.Slopes.Select(s => -s), .. _right.Select(v => VectorMath.Dot(v, chord.AsSpan(0, n)) / chord[n])];
            return [.. _factors.Solve(right).Take(n), 1];
        }

        public double[] Lift(double[] x)
        {
            var v = new double[_at.Dimension];
            for (int k = 0; k < x.Length; k++)
                VectorMath.AddMultiple(v, x[k], _right[k]);
            return v;
        }

        /// <summary>⟨ψ, F″(t, x)⟩ along the tangent.</summary>
        public double[]? Mixed(double[] u, double[] tangent, double[] x)
        {
            const double step = 0.05;
            int n = _at.Dimension;
            double[] v = Lift(x), moved = new double[u.Length], change = new double[n];
            double error = LineDerivative.First(
                (place, value) =>
                {
                    u.CopyTo(moved, 0);
                    VectorMath.AddMultiple(moved, place, tangent);
                    if (_at.Frame.Linearise(moved, SlopeAccuracy.None, out _) is not { } there)
                        return false;
                    for (int i = 0; i < n; i++)
                        value[i] = VectorMath.Dot(there.Jacobian.AsSpan(i * n, n), v);
                    return true;
                },
                step / VectorMath.Norm(tangent),
                change);
            return double.IsFinite(error) ? Projected(change) : null;
        }

        /// <summary>½⟨ψ, F″(x, x)⟩.</summary>
        public double[] Quadratic(double[] x)
        {
            double[] second = Second(Lift(x), Lift(x));
            QuadraticSize = Math.Max(QuadraticSize, 0.5 * VectorMath.Norm(second));
            return [.. Projected(second).Select(q => 0.5 * q)];
        }

        /// <summary>⟨ψ, F‴(x, x, x)/6 + F″(x, w)⟩ with the slaved part w.</summary>
        public double[] Cubic(double[] x)
        {
            double[] v = Lift(x), scaled = State(v), third = Units(_derivatives.Third(scaled, scaled)), mixed = Second(v, Slaved(x));
            return Projected([.. third.Zip(mixed, (c, b) => c / 6 + b)]);
        }

        /// <summary>w with J w + ½F″(x, x) = 0 across the kernel.</summary>
        public double[] Slaved(double[] x)
        {
            double[] second = Second(Lift(x), Lift(x));
            return _factors.Solve([.. second.Select(b => -0.5 * b), .. new double[x.Length]])[.._at.Dimension];
        }

        private double[] Second(double[] v, double[] w) => Units(_derivatives.Second(State(v), State(w)));

        private double[] State(double[] v) => [.. v.Zip(_at.Sizes, (x, s) => x * s)];

        private double[] Units(double[] f) => [.. f.Zip(_at.Sizes, (x, s) => x / s)];

        private double[] Projected(double[] f) => [.. _left.Select(p => VectorMath.Dot(p, f))];
    }
}
