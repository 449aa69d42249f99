namespace PhaseGan;

/// <summary>A vertex of a boundary; it solves the boundary's equation to rounding.</summary>
/// <param name="Alpha">α = τ̃/τ &gt; 0, the horizontal coordinate.</param>
/// <param name="Vertical">x or η, by the plane.</param>
/// <param name="P">P ≥ 0 of the fixed point that changes here; 1 on the whole-family boundary <see cref="SingleFeatureBoundaryKind.DeceivedTrace"/>.</param>
/// <param name="Q">q ≥ 0 of that fixed point.</param>
/// <param name="R">r ≥ 0 of that fixed point.</param>
/// <param name="Frequency">At Hopf points ω &gt; 0 of the critical pair ±iω, in radians per unit of t = k/n; elsewhere 0.</param>
/// <param name="FirstLyapunov">At Hopf points the first Lyapunov coefficient l₁ (Kuznetsov's normalisation); elsewhere 0.</param>
public readonly record struct SingleFeatureBoundaryPoint(double Alpha, double Vertical, double P, double Q, double R, double Frequency, double FirstLyapunov)
{
    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}
