using System.Globalization;
using System.Text.Json.Nodes;

namespace PhaseGan;

/// <summary>
/// A proved member of a family of fixed points as a small JSON text that another program can verify without this library: the parameters, which coordinates vanish and which are free, and for the others what <see cref="RestCertificate"/> holds.
/// </summary>
/// <remarks>The verifier evaluates (13) in exact arithmetic where the vanishing coordinates are 0 and all others lie within 1 of the member: there the derivatives of the vanishing and of the free ones must be exactly [0, 0].</remarks>
public static class FamilyCertificate
{
    /// <summary>The certificate of a member of a family of fixed points of the reduced ODE (13).</summary>
    /// <param name="field">The field that the proof is of, with one choice of parameters.</param>
    /// <param name="proof">The proof.</param>
    /// <returns>One line of JSON.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The parameters are a box that holds more than one choice, or the proof is of another number of coordinates.</exception>
    public static string ToJson(EnclosedOde field, FamilyProof proof)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(proof);
        Guard.Length(proof.Box.Length, field.Dimension, "a proof of a member of a family of the field", nameof(proof));
        JsonObject certificate = Parameters(field.Parameters, "family of fixed points of the reduced ODE (13)");
        AddMember(certificate, proof);
        if (proof.Count is { } count)
        {
            certificate["unstable"] = count.Unstable.ToString(CultureInfo.InvariantCulture);
            certificate["stable"] = count.Stable.ToString(CultureInfo.InvariantCulture);
            Add(certificate, "solved", proof.Solution?.Basis);
            Add(certificate, "vanishing", proof.Basis);
        }
        return RestCertificate.Sealed(certificate);
    }

    /// <summary>Adds which coordinates vanish and which are free, and what proves the others.</summary>
    internal static void AddMember(JsonObject certificate, FamilyProof proof)
    {
        certificate["vanishing"] = Indices(proof.Vanishing);
        certificate["free"] = Indices(proof.Free);
        certificate["low"] = RestCertificate.Numbers(proof.Box.Select(i => i.Low));
        certificate["high"] = RestCertificate.Numbers(proof.Box.Select(i => i.High));
        if (proof.Solution is { } solution)
        {
            certificate["center"] = RestCertificate.Numbers(solution.Center);
            certificate["search_low"] = RestCertificate.Numbers(solution.SearchBox.Select(i => i.Low));
            certificate["search_high"] = RestCertificate.Numbers(solution.SearchBox.Select(i => i.High));
            certificate["preconditioner"] = RestCertificate.Numbers(solution.Preconditioner);
        }
    }

    /// <summary>A certificate that holds its kind and a choice of parameters.</summary>
    internal static JsonObject Parameters(ParameterBox box, string kind) => new()
    {
        ["kind"] = kind,
        ["lambda"] = RestCertificate.Numbers(box.RealVariances.Select(RestCertificate.Single)),
        ["lambda_fake"] = RestCertificate.Numbers(box.FakeVariances.Select(RestCertificate.Single)),
        ["tau"] = RestCertificate.Text(RestCertificate.Single(box.DiscriminatorRate)),
        ["tau_tilde"] = RestCertificate.Text(RestCertificate.Single(box.GeneratorRate)),
        ["eta_t"] = RestCertificate.Text(RestCertificate.Single(box.RealNoise)),
        ["eta_g"] = RestCertificate.Text(RestCertificate.Single(box.FakeNoise)),
        ["batch"] = box.BatchSize.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Indices as texts.</summary>
    internal static JsonArray Indices(IEnumerable<int> places) => new([.. places.Select(i => (JsonNode)i.ToString(CultureInfo.InvariantCulture))]);

    /// <summary>Adds what the directions of a block were counted in.</summary>
    internal static void Add(JsonObject certificate, string block, EigenvalueBasis? basis)
    {
        if (basis is null)
            return;
        certificate[$"{block}_basis"] = RestCertificate.Numbers(basis.Vectors);
        certificate[$"{block}_basis_inverse"] = RestCertificate.Numbers(basis.Inverse);
        certificate[$"{block}_pairs"] = new JsonArray([.. basis.IsPair.Select(p => (JsonNode)(p ? "1" : "0"))]);
    }
}
