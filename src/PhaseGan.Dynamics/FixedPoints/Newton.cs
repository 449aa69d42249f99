namespace PhaseGan.Dynamics;

/// <summary>
/// Roots of a vector field by Newton's method with damped minimum-norm steps, which converge quadratically on manifolds of fixed points
/// too, where the Jacobian is singular.
/// </summary>
/// <remarks>
/// <para>
/// Each step δ minimises |f + Jδ|² + μ|δ|² with μ = κ‖J‖·|f|, the Levenberg–Marquardt rule of Fan and Yuan, <em>On the quadratic
/// convergence of the Levenberg–Marquardt method without nonsingularity assumption</em>, Computing 74 (2005): where |f| bounds the
/// distance to the set of roots, as it does transversely to a manifold of fixed points, convergence is quadratic and directions along the
/// manifold are left alone. κ follows the ratio of achieved to predicted decrease (their section 4).
/// </para>
/// <para>The least-squares problem is solved by Householder reflections of [J; √μ I], so the condition number is not squared.</para>
/// </remarks>
internal static class Newton
{
    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>Work of this many numbers is taken from the stack.</summary>
    private const int StackNumbers = 30 * (3 * 30 + 5);

    /// <summary>Numbers that Newton's method works with in dimension n.</summary>
    public static int WorkSize(int n) => n * (3 * n + 5);

    /// <summary>Looks for a root near <paramref name="start"/>.</summary>
    /// <param name="field">The field.</param>
    /// <param name="start">Start, length N.</param>
    /// <param name="maxSteps">Most steps tried (accepted and rejected), ≥ 0.</param>
    /// <returns>
    /// The best point met and why the search stopped. Converged means max |f_i| ≤ 64 ε ‖J‖∞ max(s, ‖y‖∞), ε = 2⁻⁵², where s is 1 for an
    /// <see cref="ISizedField"/>, which is taken to be in units of one, and for other fields the largest coordinate or step met.
    /// </returns>
    public static NewtonResult Polish(IVectorField field, ReadOnlySpan<double> start, int maxSteps = 100)
    {
        ArgumentNullException.ThrowIfNull(field);
        int n = field.Dimension, room = WorkSize(n);
        Guard.Length(start.Length, n, "the coordinates of the field", nameof(start));
        Guard.AtLeast(maxSteps, 0, "a number of steps");
        double[] y = start.ToArray();
        (NewtonStatus status, double residual, int steps) = Polish(field, y, maxSteps, room <= StackNumbers ? stackalloc double[room] : new double[room]);
        return new NewtonResult(status, y, residual, steps, VectorMath.Distance(y, start));
    }

    /// <summary>The same in given memory; allocates nothing.</summary>
    /// <param name="field">The field.</param>
    /// <param name="y">The start, length N; receives the best point met.</param>
    /// <param name="maxSteps">Most steps tried.</param>
    /// <param name="work">Room for <see cref="WorkSize"/> numbers.</param>
    public static (NewtonStatus Status, double Residual, int Steps) Polish<TField>(TField field, Span<double> y, int maxSteps, Span<double> work)
        where TField : IVectorField
    {
        int n = field.Dimension;
        Span<double> trial = work[..n], f = work.Slice(n, n), trialF = work.Slice(2 * n, n), step = work.Slice(3 * n, 2 * n);
        Span<double> jacobian = work.Slice(5 * n, n * n), square = work.Slice(5 * n + n * n, 2 * n * n);
        field.Evaluate(y, f);
        field.Jacobian(y, jacobian);
        double norm = VectorMath.Norm(f), size = VectorMath.Norm(jacobian);
        if (!double.IsFinite(norm + size))
            return (NewtonStatus.NonFinite, double.PositiveInfinity, 0);

        double damping = 1, unit = field is ISizedField ? 1 : VectorMath.Largest(y);
        for (int steps = 0; ;)
        {
            double rounding = Epsilon * RowNorm(jacobian, n) * Math.Max(unit, VectorMath.Largest(y));
            bool atRounding = VectorMath.Largest(f) <= 64 * rounding;
            if (VectorMath.Largest(f) <= rounding || steps >= maxSteps)
                return (atRounding ? NewtonStatus.Converged : NewtonStatus.StepBudget, VectorMath.Largest(f), steps);

            steps++;
            Solve(jacobian, f, Math.Sqrt(damping * size * norm), n, square, step);
            if (unit == 0)
                unit = VectorMath.Largest(step[..n]);
            double predicted = norm - VectorMath.ResidualNorm(f, jacobian, step[..n]);
            for (int i = 0; i < n; i++)
                trial[i] = y[i] + step[i];
            field.Evaluate(trial, trialF);
            double trialNorm = VectorMath.Norm(trialF);
            if (trialNorm < norm && norm - trialNorm >= 1e-4 * predicted)
            {
                double gain = (norm - trialNorm) / predicted;
                trial.CopyTo(y);
                trialF.CopyTo(f);
                norm = trialNorm;
                field.Jacobian(y, jacobian);
                size = VectorMath.Norm(jacobian);
                if (!double.IsFinite(size))
                    return (NewtonStatus.NonFinite, VectorMath.Largest(f), steps);
                if (gain > 0.75)
                    damping = Math.Max(damping / 4, 1e-8);
                else if (gain < 0.25)
                    damping *= 4;
                continue;
            }
            // At rounding a step that no longer helps is the end; elsewhere take shorter ones until they are invisible.
            if (atRounding)
                return (NewtonStatus.Converged, VectorMath.Largest(f), steps);
            if (VectorMath.Largest(step[..n]) <= Epsilon * Math.Max(unit, VectorMath.Largest(y)) || damping > 1e12)
                return (NewtonStatus.Stalled, VectorMath.Largest(f), steps);
            damping *= 4;
        }
    }

    /// <summary>Least-squares solution of [J; root·I] δ = [−f; 0], written to the first n entries of <paramref name="x"/> (length 2n).</summary>
    private static void Solve(ReadOnlySpan<double> jacobian, ReadOnlySpan<double> f, double root, int n, Span<double> a, Span<double> x)
    {
        jacobian.CopyTo(a);
        Span<double> lower = a.Slice(n * n, n * n);
        lower.Clear();
        for (int i = 0; i < n; i++)
        {
            lower[i * n + i] = root;
            x[i] = -f[i];
            x[n + i] = 0;
        }
        // Column k lives in rows k..n−1 of J and, through fill-in, in rows n..n+k of the damping block.
        for (int k = 0; k < n; k++)
        {
            int last = n + k;
            double sum = 0;
            for (int i = k; i <= last; i++)
                sum += a[i * n + k] * a[i * n + k];
            if (sum == 0)
                continue;
            double pivot = a[k * n + k] > 0 ? -Math.Sqrt(sum) : Math.Sqrt(sum);
            double head = a[k * n + k] - pivot;
            double scale = 1 / (pivot * head);
            for (int j = k + 1; j <= n; j++)
            {
                double dot = head * (j < n ? a[k * n + j] : x[k]);
                for (int i = k + 1; i <= last; i++)
                    dot += a[i * n + k] * (j < n ? a[i * n + j] : x[i]);
                dot *= scale;
                if (j < n)
                {
                    a[k * n + j] += dot * head;
                    for (int i = k + 1; i <= last; i++)
                        a[i * n + j] += dot * a[i * n + k];
                }
                else
                {
                    x[k] += dot * head;
                    for (int i = k + 1; i <= last; i++)
                        x[i] += dot * a[i * n + k];
                }
            }
            a[k * n + k] = pivot;
        }
        for (int k = n - 1; k >= 0; k--)
        {
            double sum = x[k];
            for (int j = k + 1; j < n; j++)
                sum -= a[k * n + j] * x[j];
            x[k] = a[k * n + k] != 0 ? sum / a[k * n + k] : 0;
        }
    }

    private static double RowNorm(ReadOnlySpan<double> matrix, int n)
    {
        double largest = 0;
        for (int i = 0; i < n; i++)
        {
            double sum = 0;
            for (int j = 0; j < n; j++)
                sum += Math.Abs(matrix[i * n + j]);
            largest = Math.Max(largest, sum);
        }
        return largest;
    }
}
