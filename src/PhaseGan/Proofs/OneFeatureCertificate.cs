using System.Globalization;
using System.Text.Json.Nodes;

namespace PhaseGan;

/// <summary>The complete list of the fixed points with one feature as a small JSON text that another program can verify without this library; kept like <see cref="RestCertificate"/>.</summary>
/// <remarks>With the exact parameters the verifier counts the roots of the three equations by their signs, in rational arithmetic, sees that each enclosure holds one, and repeats Routh and Hurwitz's conditions over the enclosures.</remarks>
public static class OneFeatureCertificate
{
    /// <summary>Factors of contractions are written larger by this part, for a program that does the operations in another order finds other bounds.</summary>
    private const double WiderBy = 0.02;

    /// <summary>Bounds of periods are written as many times wider as this and wider by this much, for how long a set takes to cross a section depends on its frames.</summary>
    private const double WiderTimes = 3, AtLeast = 1e-8;

    /// <summary>No factor of a contraction is written larger than this.</summary>
    private const double LargestFactor = 0.9999;

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
        return RestCertificate.Sealed(certificate);
    }

    /// <summary>
    /// The certificate of where a training ends: the steps of its path, over which a program carries the enclosure itself, and the region in which it is caught. Where that is a piece of a section, the certificate has also the steps of a return, and the
    /// claims that there is a cycle, of a period between bounds, and by how much returns contract.
    /// </summary>
    /// <param name="parameters">Parameters with one feature.</param>
    /// <param name="start">Where the training begins, with vectors of unit length.</param>
    /// <param name="threshold">θ ∈ (0, 1). Default 0.05.</param>
    /// <param name="mostSteps">Most steps of the integrator, ≥ 1. Default 12000.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One line of JSON; null where no end is proved.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">As for <see cref="OneFeatureProof.Of"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static string? OfEnd(GanParameters parameters, MacroState start, double threshold = 0.05, int mostSteps = 12000, CancellationToken cancellationToken = default)
    {
        var path = new List<double>();
        OneFeaturePursuit pursuit = OneFeatureProof.Pursue(parameters, start, threshold, mostSteps, path, cancellationToken);
        CaughtPath end = pursuit.Outcome;
        if (end.End == ProvedEnd.NotProved)
            return null;
        string kind = end.Cycle is null ? "end of the training of one feature by the reduced ODE (13)" : "cycle on which the training of one feature ends by the reduced ODE (13)";
        JsonObject certificate = RestCertificate.Of(kind, pursuit.Rests.Parameters);
        certificate["start"] = RestCertificate.Numbers([start.PValues[0], start.QValues[0], start.RValues[0]]);
        certificate["order"] = OneFeaturePursuit.SeriesOrder.ToString(CultureInfo.InvariantCulture);
        certificate["length"] = Short(path);
        if (end.Cycle is { } cycle)
            AddCycle(certificate, cycle);
        else
            AddRest(certificate, end, threshold);
        return RestCertificate.Sealed(certificate);
    }

    private static void AddRest(JsonObject certificate, CaughtPath end, double threshold)
    {
        certificate["kind_of_rest"] = end.Kind.ToString();
        if (end.Basin is { } basin)
        {
            certificate["u_low"] = RestCertificate.Text(basin.Rest.SquareOfR.Low);
            certificate["u_high"] = RestCertificate.Text(basin.Rest.SquareOfR.High);
            certificate["form"] = Short(basin.Form.ToArray());
            certificate["level"] = RestCertificate.Text(basin.Level);
        }
        else
        {
            certificate["axes"] = Short(end.Deceived!.Axes);
            certificate["reach"] = RestCertificate.Text(end.Deceived.Reach);
        }
        certificate["threshold"] = RestCertificate.Text(threshold);
        certificate["learned"] = end.Recovery!.Value.Low >= threshold ? "yes" : "no";
    }

    private static void AddCycle(JsonObject certificate, CycleProof cycle)
    {
        double turn = cycle.Steps.Sum(), off = WiderTimes * Math.Max(cycle.Period.High - turn, turn - cycle.Period.Low) + AtLeast;
        certificate["point"] = Short(cycle.Point);
        certificate["columns"] = Short(cycle.Columns);
        certificate["size"] = RestCertificate.Text(cycle.Size);
        certificate["turn"] = Short(cycle.Steps);
        certificate["period_low"] = RestCertificate.Text(turn - off);
        certificate["period_high"] = RestCertificate.Text(turn + off);
        certificate["contraction"] = cycle.Contraction is { } factor ? RestCertificate.Text(Math.Min(LargestFactor, (1 + WiderBy) * factor)) : "none";
    }

    /// <summary>Numbers that need not be exact: any near them prove the same.</summary>
    private static JsonArray Short(IEnumerable<double> values) => new([.. values.Select(v => (JsonNode)v.ToString("R", CultureInfo.InvariantCulture))]);

    private static string Word(bool? attracts) => attracts switch { true => "yes", false => "no", null => "not decided" };
}
