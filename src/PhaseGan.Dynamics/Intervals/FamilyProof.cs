using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan.Dynamics;

/// <summary>
/// A proof that a field rests on a whole family of points through a given one, that there is no other rest next to that member with the same place in the family, and how many directions across the family are unstable and stable.
/// </summary>
/// <remarks>
/// <para>
/// Coordinates fall into three sets. Some vanish (Z). Some are free (Φ): with y_Z = 0 neither their own derivatives nor those of Z differ from 0, whatever the others are. Intervals show this exactly, since a product with [0, 0] is
/// [0, 0]. What is left (W) solves a square system: in the bordered form F(y) + Mμ = 0, Nᵀ(y − ỹ) = 0 both borders N and M are the unit vectors of Φ, μ = −F_Φ vanishes, and Krawczyk's test (<see cref="RestProof"/>) is of F_W over y_W.
/// </para>
/// <para>
/// In the order W, Φ, Z the Jacobian is block triangular with the blocks J_WW, 0 and J_ZZ, because F_Φ and F_Z vanish with y_Z. So it has exactly as many zero eigenvalues as the family has dimensions, where the two other
/// blocks have none, and <see cref="EigenvalueCount"/> counts theirs.
/// </para>
/// </remarks>
public sealed class FamilyProof
{
    /// <summary>Coordinates below this size are taken for 0; what is proved is proved of the point where they are.</summary>
    private const double Zero = 1e-6;

    private FamilyProof(FamilyCoordinates coordinates, Interval[] box, RestProof? solution, EigenvalueCount? across, EigenvalueBasis? basis)
    {
        (Coordinates, Box, Solution, Basis) = (coordinates, [.. box], solution, basis);
        (Vanishing, Free) = ([.. coordinates.Vanishing], [.. coordinates.Free]);
        bool isCounted = (solution is null || solution.Count is not null) && (across is not null || coordinates.Vanishing.Length == 0);
        Count = isCounted ? new EigenvalueCount((solution?.Count?.Unstable ?? 0) + (across?.Unstable ?? 0), (solution?.Count?.Stable ?? 0) + (across?.Stable ?? 0)) : null;
    }

    /// <summary>Indices of the coordinates that are 0 all over the family.</summary>
    public ImmutableArray<int> Vanishing { get; }

    /// <summary>Indices of the coordinates that tell the members: they do not move while the vanishing ones are 0.</summary>
    public ImmutableArray<int> Free { get; }

    /// <summary>Number of free coordinates: of directions along the family, and, where <see cref="Count"/> is known, of eigenvalues that are exactly 0. With 0 the rest is isolated.</summary>
    public int Dimension => Free.Length;

    /// <summary>Intervals that hold the member, one a coordinate: [0, 0] for those that vanish, the given numbers for the free ones.</summary>
    public ImmutableArray<Interval> Box { get; }

    /// <summary>Proved numbers of eigenvalues to either side of the axis, those along the family left out; null where they could not be counted.</summary>
    public EigenvalueCount? Count { get; }

    /// <summary>Whether all directions across the family are proved to be stable: what starts near the member ends on the family near it.</summary>
    public bool Attracts => Count is { Unstable: 0 };

    internal FamilyCoordinates Coordinates { get; }

    /// <summary>The proof over the coordinates that are solved for; null where there are none.</summary>
    internal RestProof? Solution { get; }

    /// <summary>What the directions over the vanishing coordinates were counted in.</summary>
    internal EigenvalueBasis? Basis { get; }

    /// <summary>Tries to prove that a point near a given one is a member of a family of rests, or an isolated rest some of whose coordinates vanish.</summary>
    /// <param name="field">The field.</param>
    /// <param name="near">A point near it, length N, finite. Coordinates below 1e-6 are taken for 0, those found to be free are taken as given.</param>
    /// <returns>The proof; null where no set of vanishing coordinates stays so, or Krawczyk's test did not succeed for the rest of them.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="field"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="near"/> has not length N.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A coordinate is not finite.</exception>
    public static FamilyProof? Try(IIntervalField field, ReadOnlySpan<double> near)
    {
        ArgumentNullException.ThrowIfNull(field);
        int n = field.Dimension;
        Guard.Length(near.Length, n, "the coordinates of a point", nameof(near));
        var point = new Interval[n];
        for (int i = 0; i < n; i++)
            point[i] = Math.Abs(Guard.Finite(near[i], "a coordinate", $"near[{i}]")) < Zero ? 0 : near[i];
        return FamilyCoordinates.Of(field, point) is { } coordinates ? Over(field, point, coordinates) : null;
    }

    /// <summary>The member and what is proved of it.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"a family of dimension {Dimension} through {string.Join(" × ", Box)}, {(Count is null ? "directions not counted" : Count.ToString())}");

    /// <summary>Members whose free coordinates lie in intervals: what is proved holds for each of them.</summary>
    internal static FamilyProof? Over(IIntervalField field, Interval[] point, FamilyCoordinates coordinates)
    {
        int n = field.Dimension;
        Interval[] box = [.. point];
        int[] solved = coordinates.Solved, vanishing = coordinates.Vanishing;
        RestProof? solution = null;
        if (solved.Length > 0)
        {
            solution = RestProof.Try(new CoordinateField(field, solved, point), [.. solved.Select(i => point[i].Middle)]);
            if (solution is null)
                return null;
            for (int i = 0; i < solved.Length; i++)
                box[solved[i]] = solution.Box[i];
        }
        var jacobian = new Interval[n * n];
        field.EncloseJacobian(box, jacobian);
        Interval[] across = IntervalMatrix.Block(jacobian, n, vanishing, vanishing);
        EigenvalueBasis? basis = vanishing.Length == 0 ? null : EigenvalueBasis.Of(across, vanishing.Length);
        return new FamilyProof(coordinates, box, solution, basis is null ? null : EigenvalueCount.In(basis, across, vanishing.Length), basis);
    }
}
