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

    /// <summary>Vectors that the method works with, of which the step is twice as long: the dense solver has it so.</summary>
    private const int VectorCount = 5;

    /// <summary>Numbers that Newton's method works with in dimension n.</summary>
    public static int WorkSize(int n) => n * (3 * n + VectorCount);

    /// <summary>Looks for a root near <paramref name="start"/>.</summary>
    /// <param name="field">The field.</param>
    /// <param name="start">Start, length N.</param>
    /// <param name="maxSteps">Most steps tried (accepted and rejected), ≥ 0.</param>
    /// <param name="mostTravel">Euclidean distance from the start beyond which it stops.</param>
    /// <returns>
    /// The best point met and why the search stopped. Converged means max |f_i| ≤ 64 ε ‖J‖∞ max(s, ‖y‖∞), ε = 2⁻⁵², where s is 1 for an
    /// <see cref="ISizedField"/>, which is taken to be in units of one, and for other fields the largest coordinate or step met.
    /// </returns>
    public static NewtonResult Polish(IVectorField field, ReadOnlySpan<double> start, int maxSteps = 100, double mostTravel = double.PositiveInfinity)
    {
        ArgumentNullException.ThrowIfNull(field);
        int n = field.Dimension, room = WorkSize(n);
        Guard.Length(start.Length, n, "the coordinates of the field", nameof(start));
        Guard.AtLeast(maxSteps, 0, "a number of steps");
        double[] y = start.ToArray();
        (NewtonStatus status, double residual, int steps) = IArrowField.Of(field) is { } arrow
            ? Polish(new ArrowLinearisation(arrow), 1, y, start, maxSteps, mostTravel)
            : Polish(field, y, start, maxSteps, mostTravel, room <= StackNumbers ? stackalloc double[room] : new double[room]);
        return new NewtonResult(status, y, residual, steps, VectorMath.Distance(y, start));
    }

    /// <summary>The same in given memory, whatever the field says of its Jacobian; allocates nothing.</summary>
    /// <param name="field">The field.</param>
    /// <param name="y">The start, length N; receives the best point met.</param>
    /// <param name="maxSteps">Most steps tried.</param>
    /// <param name="work">Room for <see cref="WorkSize"/> numbers.</param>
    public static (NewtonStatus Status, double Residual, int Steps) Polish<TField>(TField field, Span<double> y, int maxSteps, Span<double> work)
        where TField : IVectorField => Polish(field, y, y, maxSteps, double.PositiveInfinity, work);

    private static (NewtonStatus Status, double Residual, int Steps) Polish<TField>(TField field, Span<double> y, ReadOnlySpan<double> start, int maxSteps, double mostTravel, Span<double> work)
        where TField : IVectorField
    {
        int n = field.Dimension;
        Span<double> vectors = work[..(VectorCount * n)];
        var dense = new DenseLinearisation<TField>(field, work.Slice(VectorCount * n, n * n), work.Slice((VectorCount + n) * n, 2 * n * n));
        return Polish(ref dense, n, field is ISizedField ? 1 : VectorMath.Largest(y), y, start, maxSteps, mostTravel, vectors);
    }

    private static (NewtonStatus Status, double Residual, int Steps) Polish(ArrowLinearisation arrow, double unit, Span<double> y, ReadOnlySpan<double> start, int maxSteps, double mostTravel) =>
        Polish(ref arrow, y.Length, unit, y, start, maxSteps, mostTravel, new double[VectorCount * y.Length]);

    /// <summary>The method, for a field whose linearisation is kept in one way or another.</summary>
    private static (NewtonStatus Status, double Residual, int Steps) Polish<TLinear>(
        ref TLinear linear, int n, double unit, Span<double> y, ReadOnlySpan<double> start, int maxSteps, double mostTravel, Span<double> vectors)
        where TLinear : ILinearisation, allows ref struct
    {
        Span<double> trial = vectors[..n], f = vectors.Slice(n, n), trialF = vectors.Slice(2 * n, n), step = vectors.Slice(3 * n, 2 * n);
        linear.Evaluate(y, f);
        linear.MoveTo(y);
        double norm = VectorMath.Norm(f), size = linear.Norm;
        if (!double.IsFinite(norm + size))
            return (NewtonStatus.NonFinite, double.PositiveInfinity, 0);

        double damping = 1;
        for (int steps = 0; ;)
        {
            double rounding = Epsilon * linear.RowNorm * Math.Max(unit, VectorMath.Largest(y));
            bool atRounding = VectorMath.Largest(f) <= 64 * rounding;
            if (VectorMath.Largest(f) <= rounding || steps >= maxSteps)
                return (atRounding ? NewtonStatus.Converged : NewtonStatus.StepBudget, VectorMath.Largest(f), steps);

            steps++;
            linear.Solve(f, damping * size * norm, step);
            if (unit == 0)
                unit = VectorMath.Largest(step[..n]);
            double predicted = norm - linear.ResidualNorm(f, step[..n]);
            for (int i = 0; i < n; i++)
                trial[i] = y[i] + step[i];
            linear.Evaluate(trial, trialF);
            double trialNorm = VectorMath.Norm(trialF);
            if (trialNorm < norm && norm - trialNorm >= 1e-4 * predicted)
            {
                double gain = (norm - trialNorm) / predicted;
                trial.CopyTo(y);
                trialF.CopyTo(f);
                norm = trialNorm;
                if (VectorMath.Distance(y, start) > mostTravel)
                    return (NewtonStatus.TooFar, VectorMath.Largest(f), steps);
                linear.MoveTo(y);
                size = linear.Norm;
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
}
