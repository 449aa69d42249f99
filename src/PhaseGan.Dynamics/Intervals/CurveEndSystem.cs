namespace PhaseGan.Dynamics;

/// <summary>The points of a curve at which one of its conditions vanishes.</summary>
internal sealed class CurveEndSystem(IIntervalCurve curve, int condition) : IIntervalField
{
    public int Dimension => curve.Dimension;

    public void Enclose(ReadOnlySpan<Interval> y, Span<Interval> derivative)
    {
        int n = Dimension;
        var values = new Interval[n - 1 + curve.Conditions.Length];
        curve.Enclose(y, values);
        values.AsSpan(0, n - 1).CopyTo(derivative);
        derivative[n - 1] = values[n - 1 + condition];
    }

    public void EncloseJacobian(ReadOnlySpan<Interval> y, Span<Interval> jacobian)
    {
        int n = Dimension;
        var slopes = new Interval[(n - 1 + curve.Conditions.Length) * n];
        curve.EncloseSlopes(y, slopes);
        slopes.AsSpan(0, (n - 1) * n).CopyTo(jacobian);
        slopes.AsSpan((n - 1 + condition) * n, n).CopyTo(jacobian[((n - 1) * n)..]);
    }
}
