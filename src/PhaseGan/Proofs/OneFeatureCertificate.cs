using System.Globalization;
using System.Text.Json.Nodes;

namespace PhaseGan;

/// <summary>The complete list of the fixed points with one feature as a small JSON text that another program can verify without this library; kept like <see cref="RestCertificate"/>.</summary>
/// <remarks>With the exact parameters the verifier counts the roots of the three equations by their signs, in rational arithmetic, sees that each enclosure holds one, and repeats Routh and Hurwitz's conditions over the enclosures.</remarks>
public static class OneFeatureCertificate
{
    /// <summary>The certificate of a list.</summary>
    /// <param name="rests">A complete list at one choice of parameters.</param>
    /// <returns>One line of JSON.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="rests"/> is null.</exception>
    /// <exception cref="ArgumentException">The list is not proved to be complete, or the parameters are a box that holds more than one choice.</exception>
    public static string ToJson(OneFeatureRests rests)
    {
        ArgumentNullException.ThrowIfNull(rests);
        if (!rests.IsComplete)
            throw new ArgumentException($"rests must be a complete list to be certified; it is not decided {rests.Reason}", nameof(rests));
        JsonObject certificate = RestCertificate.Of("all fixed points of the reduced ODE (13) with one feature", rests.Parameters);
        certificate["deceived_attracts"] = Word(rests.DeceivedAttracts);
        certificate["least_overlap_low"] = RestCertificate.Text(rests.LeastOverlapSquared.Low);
        certificate["least_overlap_high"] = RestCertificate.Text(rests.LeastOverlapSquared.High);
        certificate["locked_line"] = rests.IsLockedLine ? "yes" : "no";
        foreach (FixedPointKind kind in (FixedPointKind[])[FixedPointKind.DiscriminatorOnly, FixedPointKind.Locked, FixedPointKind.Undeceived])
            certificate[kind.ToString()] = rests.Isolated.Count(r => r.Kind == kind).ToString(CultureInfo.InvariantCulture);
        certificate["kinds"] = new JsonArray([.. rests.Isolated.Select(r => (JsonNode)r.Kind.ToString())]);
        certificate["u_low"] = RestCertificate.Numbers(rests.Isolated.Select(r => r.SquareOfR.Low));
        certificate["u_high"] = RestCertificate.Numbers(rests.Isolated.Select(r => r.SquareOfR.High));
        certificate["attracts"] = new JsonArray([.. rests.Isolated.Select(r => (JsonNode)Word(r.Attracts))]);
        foreach (int k in (int[])[0, 1, 2])
        {
            certificate[$"{"pqr"[k]}_low"] = RestCertificate.Numbers(rests.Isolated.Select(r => r.Box[k].Low));
            certificate[$"{"pqr"[k]}_high"] = RestCertificate.Numbers(rests.Isolated.Select(r => r.Box[k].High));
        }
        return RestCertificate.Signed(certificate);
    }

    private static string Word(bool? attracts) => attracts switch { true => "yes", false => "no", null => "not decided" };
}
