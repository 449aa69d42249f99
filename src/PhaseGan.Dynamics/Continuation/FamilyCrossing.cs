using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>Whether all members of a family near one of them cross the imaginary axis with it.</summary>
internal static class FamilyCrossing
{
    /// <summary>How far members are looked at, in units of the frame, and how near to that place a member must be found.</summary>
    private const double Displacement = 0.02, Aside = 0.3;

    /// <summary>A number of this share of the Jacobian's size is zero to rounding.</summary>
    private const double Rounding = 1e-8;

    /// <summary>The answer; null at an isolated point, and where members were not found.</summary>
    /// <param name="at">The member that crosses.</param>
    /// <param name="u">The unknowns there.</param>
    /// <param name="pair">The function of the pair that crosses; null for a real eigenvalue.</param>
    public static bool? IsWhole(Linearisation at, double[] u, PairFunction? pair)
    {
        if (at.Frame.Slice is not { } slice)
            return null;
        if (slice.IsRelative)
            return true;
        int n = at.Dimension;
        var field = ScaledField.Of(at.Field, at.Sizes);
        bool isTold = true;
        for (int k = 0; k < 2 * slice.Dimension; k++)
        {
            double[] start = u[..n];
            VectorMath.AddMultiple(start, k % 2 == 0 ? Displacement : -Displacement, slice.Along(k / 2));
            NewtonResult member = Newton.Polish(field, start);
            double[] place = [.. member.Point, .. u[n..]];
            if (!member.IsConverged || member.Travel > Aside * Displacement || at.Frame.Linearise(place, SlopeAccuracy.None, out _) is not { } there)
                isTold = false;
            else if (Crosses(slice, place, there, pair) is not { } crosses)
                isTold = false;
            else if (!crosses)
                return false;
        }
        return isTold ? true : null;
    }

    /// <summary>Whether the Jacobian has another null vector than those along the family. An eigenvalue that is zero without one has none across it, and no fixed points branch off.</summary>
    /// <param name="slice">The plane across the family.</param>
    /// <param name="at">The place.</param>
    /// <param name="u">Its unknowns.</param>
    public static bool LosesRank(FamilySlice slice, Linearisation at, double[] u)
    {
        double[] values = SingularValues.Of(at.Jacobian, at.Dimension).Values;
        return values[at.Dimension - slice.Dimension - 1] <= Rounding * double.Hypot(Size(at, u), VectorMath.Norm(at.Slopes));
    }

    /// <summary>The size of the Jacobian at a place and beside it at other parameters, since it may vanish where members cross.</summary>
    private static double Size(Linearisation at, double[] u)
    {
        double size = VectorMath.Norm(at.Jacobian);
        foreach (double move in (double[])[-Displacement, Displacement])
        {
            double[] beside = [.. u[..^1], u[^1] + move];
            if (at.Frame.Linearise(beside, SlopeAccuracy.None, out _) is { } there)
                size = Math.Max(size, VectorMath.Norm(there.Jacobian));
        }
        return size;
    }

    private static bool? Crosses(FamilySlice slice, double[] place, Linearisation at, PairFunction? pair)
    {
        double least = Rounding * Size(at, place);
        if (pair is null && LosesRank(slice, at, place))
            return true;
        if (slice.Moved(place, at) is not { } moved || at.Frame.On(moved).Linearise(place, SlopeAccuracy.None, out _) is not { } across)
            return null;
        if (pair is null)
            return across.Transverse.Eigenvalues is { } values ? values.Min(Complex.Abs) <= least : null;
        return pair.Nearest(across.Transverse) is var (sum, _, _) ? Math.Abs(sum) <= least : null;
    }
}
