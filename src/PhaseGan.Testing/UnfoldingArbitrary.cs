using FsCheck;
using FsCheck.Fluent;

namespace PhaseGan.Testing;

/// <summary>FsCheck generators of fields with a fixed point whose bifurcation is known.</summary>
public static class UnfoldingArbitrary
{
    /// <summary>Unfoldings of one kind.</summary>
    /// <param name="kind">The kind.</param>
    public static Arbitrary<Unfolding> Of(UnfoldingKind kind) => Arb.From(from seed in Gen.Choose(0, int.MaxValue - 1) select Unfolding.Draw(kind, seed));
}
