namespace PhaseGan.Dynamics;

/// <summary>A point of a curve g(x, y) = 0.</summary>
/// <param name="X">The first coordinate.</param>
/// <param name="Y">The second coordinate.</param>
/// <param name="Error">Within this distance, in units of the window's sides, g has both signs.</param>
/// <param name="IsJump">Whether g jumps there from one sign to the other, as far as <paramref name="Error"/> tells, rather than that it passes zero.</param>
public readonly record struct ImplicitCurvePoint(double X, double Y, double Error, bool IsJump)
{
    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}
