using FsCheck;
using FsCheck.Fluent;

namespace PhaseGan.Testing;

/// <summary>FsCheck generators of fields with a cycle whose bifurcation is known.</summary>
public static class SuspensionArbitrary
{
    /// <summary>Suspensions of one kind.</summary>
    /// <param name="kind">The kind.</param>
    public static Arbitrary<Suspension> Of(SuspensionKind kind) => Arb.From(from seed in Gen.Choose(0, int.MaxValue - 1) select Suspension.Draw(kind, seed));
}
