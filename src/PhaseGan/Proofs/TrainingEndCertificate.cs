using System.Globalization;
using System.Text.Json.Nodes;

namespace PhaseGan;

/// <summary>
/// The proof of where training of two features and more comes to rest as a small JSON text that another program can verify without this library: the start, a time, a member of a family of fixed points, the norm in which the distance from it shrinks from then on, and what has
/// been learned.
/// </summary>
/// <remarks>The verifier carries the start to that time by itself, with so many digits that rounding stays small whatever the path stretches, and then repeats the proof of the neighbourhood. Kept like <see cref="RestCertificate"/>.</remarks>
public static class TrainingEndCertificate
{
    /// <summary>Recoveries are written wider to each side, by this and by this part of their width, for a program that does the operations in another order finds other bounds.</summary>
    private const double WiderBy = 1e-6, WiderPart = 0.5;

    /// <summary>The certificate of an end.</summary>
    /// <param name="proof">A proved end, of one start and one choice of parameters.</param>
    /// <returns>One line of JSON.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="proof"/> is null.</exception>
    /// <exception cref="ArgumentException">The end is not proved, or the start or the parameters are a box that holds more than one choice.</exception>
    public static string ToJson(TrainingEndProof proof)
    {
        ArgumentNullException.ThrowIfNull(proof);
        if (proof is not { IsProved: true, Rest: { } rest, Parameters: { } parameters })
            throw new ArgumentException($"proof must be of an end to be certified; it is {proof}", nameof(proof));
        foreach (Interval v in proof.Start)
            if (v.Low != v.High)
                throw new ArgumentException($"proof must be of one start to be certified; {v} holds more", nameof(proof));
        JsonObject certificate = FamilyCertificate.Parameters(parameters, "end of the training by the reduced ODE (13)");
        certificate["start"] = RestCertificate.Numbers(proof.Start.Select(v => v.Low));
        certificate["time"] = RestCertificate.Text(proof.Time);
        FamilyCertificate.AddMember(certificate, rest);
        certificate["norm"] = new JsonArray([.. proof.Norm.Select(v => (JsonNode)v.ToString("R", CultureInfo.InvariantCulture))]);
        certificate["kind_of_rest"] = proof.Kind.ToString();
        certificate["threshold"] = RestCertificate.Text(proof.Threshold);
        certificate["learned"] = new JsonArray([.. proof.Recovery.Select(r => (JsonNode)(r.Low >= proof.Threshold ? "yes" : "no"))]);
        certificate["recovery_low"] = RestCertificate.Numbers(proof.Recovery.Select(r => Math.Max(0, r.Low - Wider(r))));
        certificate["recovery_high"] = RestCertificate.Numbers(proof.Recovery.Select(r => r.High == 0 ? 0 : Math.Min(1, r.High + Wider(r))));
        return RestCertificate.Sealed(certificate);
    }

    private static double Wider(Interval recovery) => WiderBy + WiderPart * (recovery.High - recovery.Low);
}
