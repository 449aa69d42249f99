namespace PhaseGan.Dynamics;

/// <summary>The points of a curve on its sections l·(z − c) = t with t in an interval: as many equations as unknowns.</summary>
internal sealed class CurveSection(IIntervalCurve curve, double[] normal, double[] origin, Interval range) : IIntervalField
{
    public int Dimension => curve.Dimension;

    public void Enclose(ReadOnlySpan<Interval> y, Span<Interval> derivative)
    {
        int n = Dimension;
        var values = new Interval[n - 1 + curve.Conditions.Length];
        curve.Enclose(y, values);
        values.AsSpan(0, n - 1).CopyTo(derivative);
        derivative[n - 1] = Height(normal, origin, y) - range;
    }

    public void EncloseJacobian(ReadOnlySpan<Interval> y, Span<Interval> jacobian)
    {
        int n = Dimension;
        var slopes = new Interval[(n - 1 + curve.Conditions.Length) * n];
        curve.EncloseSlopes(y, slopes);
        slopes.AsSpan(0, (n - 1) * n).CopyTo(jacobian);
        for (int k = 0; k < n; k++)
            jacobian[(n - 1) * n + k] = normal[k];
    }

    /// <summary>l·(z − c) over a box.</summary>
    public static Interval Height(ReadOnlySpan<double> normal, ReadOnlySpan<double> origin, ReadOnlySpan<Interval> z)
    {
        Interval height = 0;
        for (int k = 0; k < z.Length; k++)
            height += normal[k] * (z[k] - origin[k]);
        return height;
    }
}
