namespace PhaseGan.Dynamics;

/// <summary>
/// The places of things in an order. Searches order the few numbers of a spectrum by it: sequences of complex numbers would have code compiled for them that takes longer than the spectra of a whole diagram.
/// </summary>
internal static class Places
{
    /// <summary>0 to count − 1 in an order; equal ones stay as they were.</summary>
    /// <param name="count">How many.</param>
    /// <param name="compare">Compares what is at two places.</param>
    public static int[] Ordered(int count, Comparison<int> compare)
    {
        var places = new int[count];
        for (int k = 0; k < count; k++)
            places[k] = k;
        Array.Sort(places, (a, b) => compare(a, b) is var order && order != 0 ? order : a.CompareTo(b));
        return places;
    }
}
