namespace PhaseGan;

/// <summary>A game whose field is written once, over numbers that carry derivatives.</summary>
internal interface IGameFormula
{
    /// <summary>Writes v(y).</summary>
    void Field(ReadOnlySpan<HyperDual> y, Span<HyperDual> v);
}
