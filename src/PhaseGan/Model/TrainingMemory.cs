using System.Globalization;

namespace PhaseGan;

/// <summary>Memories that last a part of the whole training, 1 − β = γ/n: momentum of either player, and a running average of the generator. They add overlaps to the macroscopic state: <see cref="MemoryOde"/>. Immutable.</summary>
/// <remarks>
/// <code>
/// m ← m + (γ/n)(g − m), w ← w + (τ/n) m        N ← N + (γ_G/n)(G − N), V ← V + (τ̃/n) N        V̄ ← V̄ + (γ_E/n)(V − V̄)
/// </code>
/// <para>with g and G the gradients of the two players without the regulariser, which acts on w and V at once. All start from m = N = 0, V̄ = V.</para>
/// </remarks>
public sealed record TrainingMemory
{
    /// <summary>No memory.</summary>
    public static TrainingMemory None { get; } = new();

    /// <summary>γ &gt; 0: how fast the discriminator's momentum forgets, or null (the default) for none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite and positive.</exception>
    public double? Discriminator { get; init => field = Rate(value, nameof(Discriminator)); }

    /// <summary>γ_G &gt; 0: how fast the generator's momentum forgets, or null (the default) for none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite and positive.</exception>
    public double? Generator { get; init => field = Rate(value, nameof(Generator)); }

    /// <summary>γ_E &gt; 0: how fast the running average of the generator forgets, or null (the default) for none. It does not act on training.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite and positive.</exception>
    public double? Average { get; init => field = Rate(value, nameof(Average)); }

    /// <summary>Whether there is none.</summary>
    public bool IsNone => Discriminator is null && Generator is null && Average is null;

    /// <summary>The rates that are given.</summary>
    public override string ToString() => string.Join(", ", new[]
    {
        Part("γ", Discriminator), Part("γ_G", Generator), Part("γ_E", Average),
    }.Where(part => part.Length > 0));

    private static string Part(string name, double? rate) => rate is { } value ? string.Create(CultureInfo.InvariantCulture, $"{name} = {value:R}") : "";

    private static double? Rate(double? value, string name) => value is { } rate ? Guard.Positive(rate, "a rate of forgetting", name) : null;
}
