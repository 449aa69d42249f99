namespace PhaseGan;

/// <summary>The members of the deceived family that attract: those with |P| in (<see cref="Lower"/>, 1], or in [0, 1] when <see cref="IncludesZero"/>.</summary>
/// <param name="Lower">p* ∈ [0, 1), where det = 0 at p*² = (Λ − x)(Λ̃ + x − αΛ̃)/(ΛΛ̃); 0 when that is negative.</param>
/// <param name="IncludesZero">Whether P = 0 attracts too: p*² &lt; 0.</param>
public readonly record struct OverlapInterval(double Lower, bool IncludesZero)
{
    /// <summary>Whether the member with this overlap attracts.</summary>
    /// <param name="overlap">P ∈ [−1, 1].</param>
    public bool Contains(double overlap) => Math.Abs(overlap) is var p && p <= 1 && (p > Lower || IncludesZero);

    /// <summary>The properties by name.</summary>
    public override string ToString() => RecordText.Of(this);
}
