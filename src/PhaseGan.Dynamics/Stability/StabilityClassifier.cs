using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>The spectrum at fixed points of any vector field, with neutral modes set apart and each eigenvalue compared with its own error.</summary>
/// <remarks>
/// <para>
/// On the rest manifold of an <see cref="IRestManifold"/> the neutral modes are known exactly, and
/// the eigenvalues that decide are those of its transverse block and come from nowhere else.
/// </para>
/// <para>
/// Elsewhere the eigenvalues are those of the Jacobian. Its null directions (singular values below 1e-8 of its size)
/// count as neutral only if they were verified to be tangent to further fixed points; otherwise they stay in the spectrum, where they make the verdict marginal.
/// The directions of an <see cref="ISymmetricField"/> are null exactly and need no such proof.
/// </para>
/// <para>
/// Errors come from rounding, and from what the Jacobian becomes where the true fixed point may lie (<see cref="Spectrum.Errors"/>). So a
/// half-stable point, x′ = x² at 0, is marginal however its computed place is rounded, and a rate of 1 beside one of 10⁹ is told from zero.
/// </para>
/// </remarks>
public static class StabilityClassifier
{
    /// <summary>Transverse coordinates below this size put a point on the rest manifold.</summary>
    public const double RestTolerance = 1e-7;

    /// <summary>Eigenvalues below this share of the Jacobian's size may be neutral modes, which rounding splits by its square root where vectors coincide.</summary>
    private const double NearZero = 1e-6;

    /// <summary>Beside a symmetry what the place of the point does to the rates is taken 2 to this power as large: where three roots meet, Newton's method ends beside them, and the change itself is hardly below the rate.</summary>
    private const int Doubt = 2;

    /// <summary>With neutral modes the eigenvectors' condition says little above this.</summary>
    private const double WorstOfFamily = 1e4;

    /// <summary>The spectrum at a fixed point.</summary>
    /// <param name="field">The field.</param>
    /// <param name="y">Coordinates of the fixed point, length N.</param>
    /// <returns>The spectrum, or null if the eigenvalues could not be computed (values that are not finite, no convergence).</returns>
    /// <exception cref="ArgumentNullException"><paramref name="field"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="y"/> has not length N.</exception>
    public static Spectrum? Classify(IVectorField field, ReadOnlySpan<double> y) => Classify(field, y, out _);

    /// <summary>The spectrum at a fixed point of a finder.</summary>
    /// <param name="field">The field.</param>
    /// <param name="point">The fixed point.</param>
    /// <returns>The spectrum, or null if the eigenvalues could not be computed.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static Spectrum? Classify(IVectorField field, FixedPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return Classify(field, point.Coordinates.AsSpan());
    }

    /// <summary>As <see cref="Classify(IVectorField, ReadOnlySpan{double})"/>, with the condition number of the eigenvectors.</summary>
    internal static Spectrum? Classify(IVectorField field, ReadOnlySpan<double> y, out double condition, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(field);
        int n = field.Dimension;
        Guard.Length(y.Length, n, "the coordinates of the field", nameof(y));
        if (field is IRestManifold manifold && IsAtRest(manifold, y))
            return AtRest(manifold, y, out condition);
        return IArrowField.Of(field) is { } arrow && ArrowStability.TryClassify(arrow, y, out Spectrum? spectrum, out condition)
            ? spectrum
            : Elsewhere(field, y, out condition, cancellation);
    }

    /// <summary>
    /// As <see cref="Classify(IVectorField, ReadOnlySpan{double}, out double, CancellationToken)"/> for searches, which look at many points that repel: where the Jacobian's structure shows one eigenvalue that
    /// grows the spectrum has no other, and it is null where that would take too long.
    /// </summary>
    /// <param name="field">The field.</param>
    /// <param name="y">Coordinates of the fixed point.</param>
    /// <param name="condition">Receives the condition number of the eigenvectors.</param>
    /// <param name="isWorthSeconds">Whether the answer may take some seconds.</param>
    /// <param name="cancellation">Stops the work.</param>
    internal static Spectrum? Ask(IVectorField field, ReadOnlySpan<double> y, out double condition, bool isWorthSeconds = false, CancellationToken cancellation = default) =>
        IArrowField.Of(field) is { } arrow && !(field is IRestManifold manifold && IsAtRest(manifold, y))
            ? ArrowStability.Ask(arrow, y, out condition, isWorthSeconds, cancellation)
            : Classify(field, y, out condition, cancellation);

    /// <summary>The transverse spectrum of the rest manifold at the point below <paramref name="y"/>.</summary>
    internal static Spectrum? AtRest(IRestManifold manifold, ReadOnlySpan<double> y, out double condition)
    {
        int k = manifold.TransverseCount;
        var block = new double[k * k];
        manifold.TransverseBlock(y, block);
        condition = 1;
        if (!VectorMath.AllFinite(block))
            return null;
        int exponent = VectorMath.Exponent(block);
        Scale(block, -exponent);
        return Judge(EigenSolver.Eigenvalues(block, k, out condition), block, k, [], 0, manifold.Dimension - k, exponent, ref condition);
    }

    /// <summary>Whether the transverse coordinates vanish to within <see cref="RestTolerance"/>.</summary>
    internal static bool IsAtRest(IRestManifold manifold, ReadOnlySpan<double> y)
    {
        foreach (double v in y.Slice(manifold.TransverseStart, manifold.TransverseCount))
            if (Math.Abs(v) > RestTolerance)
                return false;
        return true;
    }

    private static Spectrum? Elsewhere(IVectorField field, ReadOnlySpan<double> y, out double condition, CancellationToken cancellation)
    {
        int n = field.Dimension;
        var jacobian = new double[n * n];
        field.Jacobian(y, jacobian);
        condition = 1;
        if (!VectorMath.AllFinite(jacobian))
            return null;
        // a power of two, by which no square overflows and no bit is lost
        int exponent = VectorMath.Exponent(jacobian);
        double[] unit = (double[])jacobian.Clone();
        Scale(unit, -exponent);
        double size = VectorMath.Norm(unit);
        Complex[]? values = n <= EigenvalueBounds.FullOrder ? EigenSolver.Eigenvalues(unit, n, out condition) : EigenSolver.Eigenvalues(unit, n, cancellation);
        if (values is null)
            return null;
        double[] near = Near(values, size);
        List<double[]> neutral = near.Length > 0 ? NeutralModes.Verify(field, y, jacobian, unit, near) : [];
        if (neutral.Count == 0 && near.Length > 0 && NeutralModes.OfSymmetry(field, y, unit) is { Count: > 0 } symmetry && symmetry.Count < n)
            return AcrossSymmetry(field, y, jacobian, unit, symmetry, exponent, ref condition, cancellation);
        List<double[]> changes = new RootUncertainty(field, y, jacobian, neutral).JacobianChanges(jacobian);
        foreach (double[] change in changes)
            Scale(change, -exponent);
        Spectrum? spectrum = Judge(n <= EigenvalueBounds.FullOrder ? values : null, unit, n, changes, neutral.Count, neutral.Count, exponent, ref condition, cancellation: cancellation);
        if (neutral.Count > 0)
            condition = Math.Min(condition, WorstOfFamily);
        return spectrum;
    }

    /// <summary>
    /// The spectrum where null directions that lead on do not account for the eigenvalues near zero: the directions of the symmetry, which are null exactly, are projected out before the others are judged. What
    /// is left is compared with the rounding of the whole Jacobian at least, since a rate that vanishes at this very point is a difference of terms of its size.
    /// </summary>
    private static Spectrum? AcrossSymmetry(
        IVectorField field, ReadOnlySpan<double> y, double[] jacobian, double[] unit, List<double[]> symmetry, int exponent, ref double condition, CancellationToken cancellation)
    {
        int n = field.Dimension, m = n - symmetry.Count;
        double[] basis = OrthonormalBasis.Complement(symmetry, n), across = Across(unit);
        double size = VectorMath.Norm(unit);
        Complex[]? values = m <= EigenvalueBounds.FullOrder ? EigenSolver.Eigenvalues(across, m, out condition) : EigenSolver.Eigenvalues(across, m, cancellation);
        if (values is null)
            return null;
        List<double[]> further = NeutralModes.Further(field, y, jacobian, across, basis, Near(values, size).Length);
        List<double[]> changes = new RootUncertainty(field, y, jacobian, [.. symmetry, .. further]).JacobianChanges(jacobian);
        for (int k = 0; k < changes.Count; k++)
        {
            Scale(changes[k], Doubt - exponent);
            changes[k] = Across(changes[k]);
        }
        int neutral = symmetry.Count + further.Count;
        Spectrum? spectrum = Judge(
            m <= EigenvalueBounds.FullOrder ? values : null, across, m, changes, further.Count, neutral, exponent, ref condition, EigenvalueBounds.Rounding(n) * size, cancellation);
        condition = Math.Min(condition, WorstOfFamily);
        return spectrum;

        double[] Across(double[] matrix)
        {
            double[] part = new double[m * m], row = new double[n];
            for (int i = 0; i < m; i++)
            {
                Array.Clear(row);
                for (int l = 0; l < n; l++)
                    VectorMath.AddMultiple(row, basis[i * n + l], matrix.AsSpan(l * n, n));
                for (int k = 0; k < m; k++)
                    part[i * m + k] = VectorMath.Dot(row, basis.AsSpan(k * n, n));
            }
            return part;
        }
    }

    /// <summary>The moduli of the eigenvalues that may be neutral.</summary>
    private static double[] Near(Complex[] values, double size)
    {
        var moduli = new List<double>();
        foreach (Complex value in values)
        {
            if (value.Magnitude <= NearZero * size)
                moduli.Add(value.Magnitude);
        }
        return [.. moduli];
    }

    /// <summary>The spectrum of a matrix of largest entry about 1, times 2 to the exponent, without the smallest eigenvalues, which are known to be zeros. Values come with their vectors' condition number, or not at all if the matrix is large; no error is below the least.</summary>
    private static Spectrum? Judge(
        Complex[]? values, double[] unit, int n, List<double[]> changes, int zeros, int neutral, int exponent, ref double condition, double leastError = 0,
        CancellationToken cancellation = default)
    {
        double size = VectorMath.Norm(unit);
        if (values is not null && condition < EigenSolver.WorstCondition)
        {
            // Bauer and Fike's theorem for all eigenvalues at once: enough unless one is near the imaginary axis
            double change = 0;
            foreach (double[] c in changes)
                change += VectorMath.Norm(c);
            double error = condition * (EigenvalueBounds.Rounding(n) * size + change);
            int[] kept = Largest(values, n - zeros);
            bool areClear = true;
            foreach (int place in kept)
                areClear &= Math.Abs(values[place].Real) > error;
            if (areClear)
                return new Spectrum(Scaled(values, kept, _ => error), neutral, Math.ScaleB(size, exponent));
        }
        if (EigenvalueBounds.Of(unit, n, changes, out double worst, cancellation) is not var (bounded, errors))
            return null;
        if (values is null)
            condition = worst;
        return new Spectrum(Scaled(bounded, Largest(bounded, n - zeros), place => Math.Max(errors[place], leastError)), neutral, Math.ScaleB(size, exponent));

        (Complex Value, double Error)[] Scaled(Complex[] all, int[] places, Func<int, double> errorAt)
        {
            var scaled = new (Complex, double)[places.Length];
            for (int k = 0; k < places.Length; k++)
            {
                Complex v = all[places[k]];
                scaled[k] = (new Complex(Math.ScaleB(v.Real, exponent), Math.ScaleB(v.Imaginary, exponent)), Math.ScaleB(errorAt(places[k]), exponent));
            }
            return scaled;
        }
    }

    /// <summary>The places of the eigenvalues of largest modulus.</summary>
    private static int[] Largest(Complex[] values, int count) => Places.Ordered(values.Length, (a, b) => values[b].Magnitude.CompareTo(values[a].Magnitude))[..Math.Clamp(count, 0, values.Length)];

    private static void Scale(Span<double> matrix, int exponent)
    {
        foreach (ref double v in matrix)
            v = Math.ScaleB(v, exponent);
    }
}
