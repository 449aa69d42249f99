namespace PhaseGan.Dynamics;

/// <summary>How the coordinates of a family of rests fall apart (see <see cref="FamilyProof"/>): those that vanish, those that are free and those that are solved for, indices in order.</summary>
internal sealed class FamilyCoordinates(int[] vanishing, int[] free, int[] solved)
{
    public int[] Vanishing => vanishing;

    public int[] Free => free;

    public int[] Solved => solved;

    /// <summary>Which coordinates of a point vanish, and keep to it, and which are free; null where those at 0 do not keep to it.</summary>
    public static FamilyCoordinates? Of(IIntervalField field, Interval[] point)
    {
        int n = field.Dimension;
        Interval[] state = [.. point.Select(v => v == 0 ? v : Around(v))], value = new Interval[n];
        bool[] vanishes = [.. point.Select(v => v == 0)];
        if (!Keep(-1))
            return null;
        // a coordinate that happens to be 0 is free where all the others keep to 0 without it
        for (int i = 0; i < n; i++)
            if (vanishes[i])
            {
                state[i] = Around(0);
                if (Keep(i) && value[i] == 0)
                    vanishes[i] = false;
                else
                    state[i] = 0;
            }
        field.Enclose(state, value);
        int[] places = [.. Enumerable.Range(0, n)];
        return new FamilyCoordinates([.. places.Where(i => vanishes[i])], [.. places.Where(i => !vanishes[i] && value[i] == 0)], [.. places.Where(i => !vanishes[i] && value[i] != 0)]);

        bool Keep(int except)
        {
            field.Enclose(state, value);
            for (int i = 0; i < n; i++)
                if (vanishes[i] && i != except && value[i] != 0)
                    return false;
            return true;
        }

        // wide enough for every place that a proof looks at
        static Interval Around(Interval value) => value + new Interval(-1, 1);
    }
}
