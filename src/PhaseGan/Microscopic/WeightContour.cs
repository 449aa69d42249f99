namespace PhaseGan;

/// <summary>An ellipse of equal density of two weights.</summary>
/// <param name="CenterX">Mean of the weight drawn to the right.</param>
/// <param name="CenterY">Mean of the weight drawn upwards.</param>
/// <param name="Major">Longer semi-axis, ≥ 0.</param>
/// <param name="Minor">Shorter semi-axis, ≥ 0.</param>
/// <param name="Angle">From the right to the longer semi-axis, counter-clockwise, radians in [−π/2, π/2].</param>
public sealed record WeightContour(double CenterX, double CenterY, double Major, double Minor, double Angle)
{
    /// <summary>A point of the ellipse.</summary>
    /// <param name="phase">0 on the longer semi-axis, rising counter-clockwise to 2π.</param>
    public (double X, double Y) At(double phase)
    {
        (double along, double across) = (Major * Math.Cos(phase), Minor * Math.Sin(phase));
        (double sin, double cos) = Math.SinCos(Angle);
        return (CenterX + along * cos - across * sin, CenterY + along * sin + across * cos);
    }

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}
