using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace PhaseGan;

/// <summary>The spectrum at fixed points of any vector field, with neutral modes set apart.</summary>
/// <remarks>
/// <para>
/// On the rest manifold of an <see cref="IRestManifold"/> (the deceived states of the reduced ODE) the neutral modes are known exactly, and
/// the eigenvalues that decide are those of its transverse block and come from nowhere else.
/// </para>
/// <para>
/// Elsewhere the Jacobian's real eigenvalue decomposition is used. Null directions of the Jacobian (singular values below 1e-9 of the
/// largest) count as neutral only if they were verified to be tangent to further fixed points; otherwise they stay in the spectrum, where
/// they make the verdict marginal.
/// </para>
/// </remarks>
public static class StabilityClassifier
{
    /// <summary>Transverse coordinates below this size put a point on the rest manifold.</summary>
    public const double RestTolerance = 1e-7;

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
    internal static Spectrum? Classify(IVectorField field, ReadOnlySpan<double> y, out double condition)
    {
        ArgumentNullException.ThrowIfNull(field);
        int n = field.Dimension;
        Guard.Length(y.Length, n, "the coordinates of the field", nameof(y));
        return field is IRestManifold manifold && IsAtRest(manifold, y)
            ? AtRest(manifold, y, out condition)
            : Elsewhere(field, y, out condition);
    }

    /// <summary>The transverse spectrum of the rest manifold at the point below <paramref name="y"/>.</summary>
    internal static Spectrum? AtRest(IRestManifold manifold, ReadOnlySpan<double> y, out double condition)
    {
        int k = manifold.TransverseCount;
        var block = new double[k * k];
        manifold.TransverseBlock(y, block);
        var values = EigenSolver.Eigenvalues(block, k, out condition);
        return values is null ? null : new Spectrum(values, manifold.Dimension - k, Scale(block));
    }

    /// <summary>Whether the transverse coordinates vanish to within <see cref="RestTolerance"/>.</summary>
    internal static bool IsAtRest(IRestManifold manifold, ReadOnlySpan<double> y)
    {
        foreach (double v in y.Slice(manifold.TransverseStart, manifold.TransverseCount))
            if (Math.Abs(v) > RestTolerance)
                return false;
        return true;
    }

    private static Spectrum? Elsewhere(IVectorField field, ReadOnlySpan<double> y, out double condition)
    {
        int n = field.Dimension;
        var jacobian = new double[n * n];
        field.Jacobian(y, jacobian);
        var values = EigenSolver.Eigenvalues(jacobian, n, out condition);
        if (values is null)
            return null;
        double scale = Scale(jacobian);
        int neutral = values.Count(v => v.Magnitude <= 1e-6 * scale) is var candidates and > 0
            ? NeutralModes.Verify(field, y, jacobian, scale, candidates)
            : 0;
        if (neutral == 0)
            return new Spectrum(values, 0, scale);

        // the neutral modes are the eigenvalues of smallest modulus; with them the eigenvectors' condition says little
        condition = Math.Min(condition, 1e4);
        return new Spectrum(values.OrderByDescending(v => v.Magnitude).Take(n - neutral), neutral, scale);
    }

    private static double Scale(ReadOnlySpan<double> matrix)
    {
        double sum = 0;
        foreach (double v in matrix)
            sum += v * v;
        return Math.Sqrt(sum);
    }
}
