using System.Globalization;
using System.Text.Json.Nodes;

namespace PhaseGan;

/// <summary>
/// The proof that no fixed point attracts as a small JSON text that another program can verify without this library: the parameters, and for each set of active columns and seen feature boxes of r_j² that hold all fixed points and repel.
/// </summary>
/// <remarks>The verifier excludes everything outside the boxes by itself, and shows by itself that each of them repels: the boxes are wider than those of the list, so that it need not cut finely, and come with bases in which eigenvalues are told apart.</remarks>
public static class MotionCertificate
{
    /// <summary>How far a box reaches at first to each side of its fixed point, and how often that is halved until it repels.</summary>
    private const double Reach = 1.0 / 1024;

    private const int Halvings = 30;

    /// <summary>The certificate of a list of which nothing attracts.</summary>
    /// <param name="list">The list, of one choice of parameters.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One line of JSON.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="list"/> is null.</exception>
    /// <exception cref="ArgumentException">Something in the list attracts or is undecided, the verifier cannot repeat it (<see cref="CanBeVerified"/>), or its parameters are a box that holds more than one choice.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static string ToJson(FamilyList list, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(list);
        if (!list.NothingAttracts)
            throw new ArgumentException("list must be one of which nothing attracts; a family of it attracts or is undecided", nameof(list));
        if (MemberByMember(list) is { } family)
            throw new ArgumentException($"list must be one that the verifier can repeat; with three features and more it shows no family to repel member by member, as does {family}", nameof(list));
        JsonObject certificate = FamilyCertificate.Parameters(list.Parameters, "no fixed point of the reduced ODE (13) attracts");
        var field = new EnclosedOde(list.Parameters);
        certificate["families"] = new JsonArray([.. list.Families.Where(f => f.Active.Length > 0).Select(f => (JsonNode)Entry(field, f, cancellationToken))]);
        return RestCertificate.Sealed(certificate);
    }

    /// <summary>Whether the verifier can repeat the proof: with three features and more it cuts no members of families into boxes.</summary>
    /// <param name="list">The list.</param>
    /// <exception cref="ArgumentNullException"><paramref name="list"/> is null.</exception>
    public static bool CanBeVerified(FamilyList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        return list.NothingAttracts && MemberByMember(list) is null;
    }

    /// <summary>A family of three features and more of which only boxes of members show that it repels; null where there is none.</summary>
    private static ProvedFamily? MemberByMember(FamilyList list) =>
        list.Parameters.FeatureCount <= 2 ? null : list.Families.FirstOrDefault(f => f.Active.Length > 0 && f.Dimension > 0 && f.Reason == MemberStability.EachRepels);

    private static JsonObject Entry(EnclosedOde field, ProvedFamily family, CancellationToken cancellation)
    {
        var equations = new ActiveEquations(field.Parameters, [.. family.Active], family.Seen ?? -1);
        Interval[] box = [.. family.Squares];
        double reach = family.IsOne ? Reach : 0;
        for (int k = 0; k < Halvings && reach > 0; k++, reach *= 0.5)
        {
            Interval[] wide = [.. family.Squares.Select(u => u + new Interval(-reach, reach))];
            if (wide.All(u => u.Low > 0) && (family.Seen is null || equations.SeenSquare(wide).Low > 0) && new MemberStability(field, equations, wide).Decide(cancellation).Stability == FamilyStability.Repels)
            {
                box = wide;
                break;
            }
        }
        var entry = new JsonObject
        {
            ["active"] = FamilyCertificate.Indices(family.Active),
            ["seen"] = family.Seen?.ToString(CultureInfo.InvariantCulture) ?? "",
            ["low"] = RestCertificate.Numbers(box.Select(u => u.Low)),
            ["high"] = RestCertificate.Numbers(box.Select(u => u.High)),
        };
        (EigenvalueBasis? even, EigenvalueBasis? odd) = new MemberStability(field, equations, box).Bases();
        FamilyCertificate.Add(entry, "even", even);
        FamilyCertificate.Add(entry, "odd", odd);
        return entry;
    }
}
