using System.Globalization;
using System.Text.Json.Nodes;

namespace PhaseGan;

/// <summary>A proved boundary of the exact map of one feature as a small JSON text that another program can verify without this library: pieces, joints and ends, each with what its test needs.</summary>
public static class OneFeatureCurveCertificate
{
    /// <summary>The certificate of a boundary that is proved from one end to the other.</summary>
    /// <param name="curve">The boundary.</param>
    /// <returns>One line of JSON.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="curve"/> is null.</exception>
    /// <exception cref="ArgumentException">The curve is not complete.</exception>
    public static string ToJson(OneFeatureCurve curve)
    {
        ArgumentNullException.ThrowIfNull(curve);
        if (!curve.Tube.IsComplete)
            throw new ArgumentException($"curve must be proved from one end to the other to be certified; got {curve}", nameof(curve));
        GanParameters parameters = curve.Parameters;
        OneFeatureWindow window = curve.Window;
        var certificate = new JsonObject
        {
            ["kind"] = "boundary of the exact map of one feature",
            ["boundary"] = curve.Name,
            ["lambda"] = RestCertificate.Text(parameters.RealVariances[0]),
            ["lambda_fake"] = RestCertificate.Text(parameters.FakeVariances[0]),
            ["tau"] = RestCertificate.Text(parameters.DiscriminatorRate),
            ["batch"] = parameters.BatchSize.ToString(CultureInfo.InvariantCulture),
            ["share_t"] = RestCertificate.Text(window.RealShare),
            ["share_g"] = RestCertificate.Text(window.FakeShare),
            ["window"] = RestCertificate.Numbers([window.AlphaFrom, window.AlphaTo, window.NoiseFrom, window.NoiseTo]),
            ["sign_on_left"] = curve.SignOnLeft.ToString(CultureInfo.InvariantCulture),
            ["pieces"] = new JsonArray([.. curve.Tube.Pieces.Select(p => (JsonNode)Section(p))]),
            ["joints"] = new JsonArray([.. curve.Tube.Joints.Select(p => (JsonNode)Section(p))]),
            ["ends"] = new JsonArray([.. Ends(curve.Tube)]),
        };
        return RestCertificate.Sealed(certificate);
    }

    private static JsonObject Section(CurveTubePiece piece) => BranchCertificate.Test(
        new JsonObject
        {
            ["normal"] = RestCertificate.Numbers(piece.Normal),
            ["origin"] = RestCertificate.Numbers(piece.Origin),
            ["range"] = RestCertificate.Numbers([piece.Range.Low, piece.Range.High]),
            ["reversed"] = piece.IsReversed ? "yes" : "no",
        },
        piece.Proof, piece.Box);

    private static IEnumerable<JsonNode> Ends(CurveTube tube)
    {
        if (tube is { Start: { } start, End: { } end })
            foreach (CurveTubeEnd e in (CurveTubeEnd[])[start, end])
                yield return BranchCertificate.Test(new JsonObject { ["condition"] = e.Condition }, e.Proof, e.Proof.Box);
    }
}
