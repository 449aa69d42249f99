using System.Numerics;

namespace PhaseGan;

/// <summary>Whether any fixed point of the reduced ODE off the deceived manifold attracts, for any number of features of different Λ and Λ̃.</summary>
/// <remarks>
/// <para>
/// dP = dS = 0 makes P_ij = q_i/r_j and S_jk = r_j r_k(Λ̃_j + Λ̃_k)/(Λ̃_j u_j + Λ̃_k u_k), u_j = r_j², for the active columns A (r_j ≠ 0), and dq = 0 then reads (Λ_i + h − Σ_A Λ̃_j) q_i = 0: one feature s
/// at most is seen (q_s ≠ 0, v = q_s²). The overlaps P_il and S_lk of the f frozen columns l with features that are not seen, and with each other, are free.
/// </para>
/// <para>
/// The coordinates that vanish at such a point, and the free ones, do not meet the others. With κ_j = αΛ̃_ju_j, and P_ij, S_jl, P_sl taken away at a real z &gt; 0, in units of τ, an eigenvalue z is a zero of the determinant of
/// [[φ, K], [−Kᵀ, ψ + G]] over the q_i and r_l, where
/// </para>
/// <code>
/// φ_i = z − Λ_i − h + Σ_A κ_jΛ̃_j/(z + κ_j)
/// ψ_l = z − h + Λ̃_l − αΛ̃_l + Σ_A κ_j(Λ̃_j + Λ̃_l)/(z + κ_j) − αΛ̃_lΛ_s v/z
/// </code>
/// <para>
/// K has the free overlaps with features, scaled, and the symmetric G those among columns. With the sign of its lower half changed this is a symmetric matrix, whose negative eigenvalues are f for large z, and
/// must be f at every z &gt; 0 if there is no positive zero, whatever the free overlaps are. So no more than f of the φ_i are negative at any z (Cauchy's interlacing). Where a feature is seen −ψ is
/// positive without bound at z → 0, and φ_i(0) = Λ_s − Λ_i: exactly f features have a larger variance than the one that is seen. Both traces, that of these coordinates and that of the others, are
/// linear in the u_j, and negative where a point attracts.
/// </para>
/// <para>
/// What is left is to find the roots u of one equation for each active column in the box 0 &lt; u ≤ 1. It is halved again and again, after Krawczyk's method has made it smaller; a piece in which there is no
/// root, or none that these conditions allow to attract, is dropped. At a root the spectrum of the coordinates that do not vanish is asked too.
/// </para>
/// </remarks>
internal static class ActiveFamilies
{
    /// <summary>With more features the work is not worth what it saves.</summary>
    public const int MaxFeatures = 6;

    /// <summary>Variances that differ by less than this fraction count as equal: roots at which columns are aligned, or rates, are then not told from others.</summary>
    private const double Apart = 1e-4;

    /// <summary>At smaller α rates are lost among those of the discriminator.</summary>
    private const double LeastRatio = 1e-3;

    /// <summary>With more features there are too many members to look at.</summary>
    private const int MostFeaturesOfMembers = 4;

    /// <summary>
    /// Members that are left at a smaller rate, in units of the Jacobian's size, are near to attracting. Of 200 random points with three features at which members spread over the families were left faster none had a
    /// member that attracts, by a search from many starts; of 318 at half this rate one had.
    /// </summary>
    private const double LeastGrowth = 0.04;

    /// <summary>Whether a member attracts, or nearly so, or none could be excluded: false is shown.</summary>
    public static bool AnyMayAttract(ReducedOde ode) => Any(ode, family => family.MayAttract());

    /// <summary>
    /// Whether a member of those that are not excluded comes near to attracting, among members spread over each family (<see cref="FamilyMembers"/>): where none does, all of them are left
    /// fast, though that is not shown for those between.
    /// </summary>
    public static bool AnyNearlyAttracts(ReducedOde ode) => ode.Parameters.FeatureCount > MostFeaturesOfMembers || Any(ode, family => family.AnyIsSlower(LeastGrowth));

    private static bool Any(ReducedOde ode, Predicate<ActiveFamily> of)
    {
        GanParameters gan = ode.Parameters;
        int d = gan.FeatureCount;
        if (d > MaxFeatures || gan.RateRatio < LeastRatio || !AreApart(gan.RealVariances.AsSpan()) || !AreApart(gan.FakeVariances.AsSpan()))
            return true;
        for (int columns = 1; columns < 1 << d; columns++)
        {
            int frozen = d - BitOperations.PopCount((uint)columns);
            if (of(new ActiveFamily(ode, columns, -1)) || of(new ActiveFamily(ode, columns, Ranked(gan.RealVariances.AsSpan(), frozen))))
                return true;
        }
        return false;
    }

    /// <summary>Whether no two of the variances are equal, or nearly so.</summary>
    private static bool AreApart(ReadOnlySpan<double> variances)
    {
        for (int i = 0; i < variances.Length; i++)
            for (int k = 0; k < i; k++)
                if (Math.Abs(variances[i] - variances[k]) <= Apart * Math.Max(variances[i], variances[k]))
                    return false;
        return true;
    }

    /// <summary>The feature with so many variances above its own.</summary>
    private static int Ranked(ReadOnlySpan<double> variances, int above)
    {
        for (int s = 0; s < variances.Length; s++)
        {
            int larger = 0;
            foreach (double variance in variances)
                larger += variance > variances[s] ? 1 : 0;
            if (larger == above)
                return s;
        }
        throw new ArgumentOutOfRangeException(nameof(above), above, "is no rank of a variance");
    }
}
