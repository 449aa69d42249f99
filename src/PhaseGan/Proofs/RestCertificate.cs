using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PhaseGan;

/// <summary>
/// A proved fixed point as a small JSON text that another program can verify without this library: the parameters, the boxes, the matrices that made the tests succeed, and what is claimed.
/// </summary>
/// <remarks>
/// <para>
/// All numbers are texts that give a machine number exactly. With them the verifier evaluates (13) over the box in exact arithmetic, checks that K = ỹ − C f(ỹ) + (I − C J(Y))(Y − ỹ) lies inside Y and within the smaller box, and counts eigenvalues by
/// Gershgorin's theorem in the given basis (see <see cref="RestProof"/> and <see cref="EigenvalueCount"/>).
/// </para>
/// <para>
/// The claim holds for the numbers in the certificate. Since other numbers may prove it as well, a digest (SHA-256 of the inner object, without spaces) says whether they are the ones that were written.
/// </para>
/// </remarks>
public static class RestCertificate
{
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The certificate of a fixed point of the reduced ODE (13).</summary>
    /// <param name="field">The field that the proof is of, with one choice of parameters.</param>
    /// <param name="proof">The proof.</param>
    /// <returns>One line of JSON.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The parameters are a box that holds more than one choice, or the proof is of another number of coordinates.</exception>
    public static string ToJson(EnclosedOde field, RestProof proof)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(proof);
        Guard.Length(proof.Box.Length, field.Dimension, "a proof of a point of the field", nameof(proof));
        JsonObject certificate = Of("fixed point of the reduced ODE (13)", field.Parameters);
        certificate["center"] = Numbers(proof.Center);
        certificate["search_low"] = Numbers(proof.SearchBox.Select(i => i.Low));
        certificate["search_high"] = Numbers(proof.SearchBox.Select(i => i.High));
        certificate["preconditioner"] = Numbers(proof.Preconditioner);
        certificate["low"] = Numbers(proof.Box.Select(i => i.Low));
        certificate["high"] = Numbers(proof.Box.Select(i => i.High));
        if (proof is { Count: { } count, Basis: { } basis })
        {
            certificate["unstable"] = count.Unstable.ToString(CultureInfo.InvariantCulture);
            certificate["stable"] = count.Stable.ToString(CultureInfo.InvariantCulture);
            certificate["basis"] = Numbers(basis.Vectors);
            certificate["basis_inverse"] = Numbers(basis.Inverse);
            certificate["pairs"] = new JsonArray([.. basis.IsPair.Select(p => (JsonNode)(p ? "1" : "0"))]);
        }
        return Sealed(certificate);
    }

    /// <summary>A certificate that has its kind and its parameters.</summary>
    /// <exception cref="ArgumentException">The parameters are a box that holds more than one choice.</exception>
    internal static JsonObject Of(string kind, ParameterBox box) => new()
    {
        ["kind"] = kind,
        ["lambda"] = Numbers(box.RealVariances.Select(Single)),
        ["lambda_fake"] = Numbers(box.FakeVariances.Select(Single)),
        ["tau"] = Text(Single(box.DiscriminatorRate)),
        ["tau_tilde"] = Text(Single(box.GeneratorRate)),
        ["eta_t"] = Text(Single(box.RealNoise)),
        ["eta_g"] = Text(Single(box.FakeNoise)),
        ["batch"] = box.BatchSize.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>One line of JSON: a certificate with its digest.</summary>
    internal static string Sealed(JsonObject certificate)
    {
        string digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(certificate.ToJsonString(s_plain))));
        return new JsonObject { ["certificate"] = certificate, ["sha256"] = digest }.ToJsonString(s_plain);
    }

    /// <summary>The number of an interval that holds only one.</summary>
    internal static double Single(Interval value) =>
        value.Low == value.High ? value.Low : throw new ArgumentException($"field must have one choice of parameters to be certified; {value} holds more", nameof(value));

    /// <summary>Numbers as texts that give them exactly.</summary>
    internal static JsonArray Numbers(IEnumerable<double> values) => new([.. values.Select(v => (JsonNode)Text(v))]);

    /// <summary>A number as a text that gives it exactly: no double has more digits.</summary>
    internal static string Text(double value) => value.ToString("G800", CultureInfo.InvariantCulture);
}
