namespace PhaseGan;

/// <summary>The last generic start that was made, kept because sweeps ask for it again in every cell.</summary>
internal static class RecentStart
{
    private static Kept? _last;

    /// <summary>The start of <see cref="MacroState.NearOrigin"/> for d features.</summary>
    public static MacroState Get(int d, double epsilon, int seed)
    {
        Kept? last = Volatile.Read(ref _last);
        if (last is not null && last.State.FeatureCount == d && last.Epsilon.Equals(epsilon) && last.Seed == seed)
            return last.State;
        var made = new Kept(MacroState.MakeNearOrigin(d, epsilon, seed), epsilon, seed);
        Volatile.Write(ref _last, made);
        return made.State;
    }

    private sealed record Kept(MacroState State, double Epsilon, int Seed);
}
