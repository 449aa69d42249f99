namespace PhaseGan.Dynamics;

/// <summary>
/// The tangents of both branches through a simple branch point: t = αv₁ + βv₂ with the null vectors of [J f_p], where ⟨ψ, f″(t, t)⟩ = 0, the algebraic bifurcation equation
/// (Allgower and Georg, section 8.1).
/// </summary>
internal static class BranchDirections
{
    /// <summary>The largest step of the second differences, in units of the frame.</summary>
    private const double Step = 0.07;

    /// <summary>Two tangents this much apart, as the sine of their angle, are two.</summary>
    private const double LeastSine = 1e-3;

    /// <summary>The direction of the branch that the special point does not lie on; null if there is none to be told from it.</summary>
    public static double[]? At(BranchFrame frame, SpecialPoint point)
    {
        double[]? other = Both(frame, point.Unknowns)?.MaxBy(t => Sine(t, point.Tangent));
        return other is not null && Sine(other, point.Tangent) > LeastSine ? other : null;
    }

    /// <summary>The unit tangents of both branches through a point; null if it is no simple branch point.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="u">The unknowns.</param>
    public static double[][]? Both(BranchFrame frame, double[] u)
    {
        if (frame.Linearise(u, SlopeAccuracy.Exact, out _)?.Transverse is not { } at || !BranchPointFunction.IsSimple(at))
            return null;
        int n = at.Dimension;
        (_, double[] left) = NullVectors.Of(at.Jacobian, n);
        var values = SingularValues.Of(BranchPointFunction.WithSlopes(at), n + 1);
        double[] first = values.Right(n).ToArray(), second = values.Right(n - 1).ToArray(), sum = [.. first.Zip(second, (a, b) => a + b)];
        double aa = Curvature(first), bb = Curvature(second), ab = 0.5 * (Curvature(sum) - aa - bb), discriminant = ab * ab - aa * bb;
        if (!(discriminant > 0))
            return null;
        // aa α² + 2 ab αβ + bb β² = 0 without cancellation
        double large = -(ab + Math.CopySign(Math.Sqrt(discriminant), ab));
        return [Direction(large, aa), Direction(bb, large)];

        double Curvature(double[] along)
        {
            var curvature = new double[n];
            double[] moved = new double[u.Length], lifted = Lifted(along);
            double error = LineDerivative.Second(
                (place, value) =>
                {
                    u.CopyTo(moved, 0);
                    VectorMath.AddMultiple(moved, place, lifted);
                    if (frame.Linearise(moved, SlopeAccuracy.None, out _)?.Transverse is not { } there)
                        return false;
                    there.Value.CopyTo(value);
                    return true;
                },
                Step,
                curvature);
            return double.IsFinite(error) ? VectorMath.Dot(left, curvature) : double.NaN;
        }

        double[] Direction(double alpha, double beta)
        {
            double[] t = [.. first.Zip(second, (a, b) => alpha * a + beta * b)];
            VectorMath.Divide(t, VectorMath.Norm(t));
            return Lifted(t);
        }

        double[] Lifted(double[] v) => frame.Slice is { } slice ? [.. slice.Lift(v.AsSpan(0, n)), v[n]] : v;
    }

    private static double Sine(double[] a, double[] b)
    {
        double[] rest = [.. a];
        VectorMath.RemoveAlong(rest, b);
        return VectorMath.Norm(rest);
    }
}
