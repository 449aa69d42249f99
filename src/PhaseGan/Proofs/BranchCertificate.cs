using System.Text.Json.Nodes;

namespace PhaseGan;

/// <summary>Proved branches, folds and Hopf points of the reduced ODE (13) as small JSON texts that another program can verify without this library.</summary>
public static class BranchCertificate
{
    /// <summary>The certificate of a branch without a jump: boxes over pieces of the parameter, and over the points at their ends.</summary>
    /// <param name="family">The field over its parameter, with one choice of all others and no coordinate held.</param>
    /// <param name="tube">The tube, which was followed in this family.</param>
    /// <returns>One line of JSON.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A parameter is an interval that holds more than one number, coordinates are held, or the tube has no pieces or is of another number of coordinates.</exception>
    public static string ToJson(EnclosedFamily family, RestTube tube)
    {
        ArgumentNullException.ThrowIfNull(tube);
        JsonObject certificate = Start(family, "branch of fixed points of the reduced ODE (13)");
        if (tube.Pieces.Length == 0)
            throw new ArgumentException("tube must have a piece to be certified; it has none", nameof(tube));
        Guard.Length(tube.Pieces[0].Box.Length, family.Dimension, "a tube of the field", nameof(tube));
        certificate["pieces"] = new JsonArray([.. tube.Pieces.Select(p => (JsonNode)Test(new JsonObject(), p.Proof, p.Proof.Box))]);
        certificate["nodes"] = new JsonArray([.. tube.Pieces.Select(p => (JsonNode)Node(p.From, p.Start)), Node(tube.Pieces[^1].To, tube.Pieces[^1].End)]);
        return RestCertificate.Sealed(certificate);
    }

    /// <summary>The certificate of a fold: the test of its extended system over (y, v, p).</summary>
    /// <param name="family">The field over its parameter, with one choice of all others and no coordinate held.</param>
    /// <param name="proof">The proof.</param>
    /// <returns>One line of JSON.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A parameter is an interval that holds more than one number, coordinates are held, or the proof is of another number of coordinates.</exception>
    public static string ToJson(EnclosedFamily family, FoldProof proof)
    {
        ArgumentNullException.ThrowIfNull(proof);
        JsonObject certificate = Start(family, "fold of the reduced ODE (13)");
        Guard.Length(proof.Box.Length, family.Dimension, "a fold of the field", nameof(proof));
        certificate["norm"] = RestCertificate.Numbers(proof.Norm);
        return RestCertificate.Sealed(Test(certificate, proof.Proof, WithRoom(proof.Proof)));
    }

    /// <summary>The certificate of a Hopf point: the test of its extended system over (y, a, b, ω, p), and the speed of crossing.</summary>
    /// <param name="family">The field over its parameter, with one choice of all others and no coordinate held.</param>
    /// <param name="proof">The proof.</param>
    /// <returns>One line of JSON.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A parameter is an interval that holds more than one number, coordinates are held, or the proof is of another number of coordinates.</exception>
    public static string ToJson(EnclosedFamily family, HopfProof proof)
    {
        ArgumentNullException.ThrowIfNull(proof);
        JsonObject certificate = Start(family, "Hopf point of the reduced ODE (13)");
        Guard.Length(proof.Box.Length, family.Dimension, "a Hopf point of the field", nameof(proof));
        certificate["norm"] = RestCertificate.Numbers(proof.Norm);
        (Interval[] matrix, Interval[] right) = new HopfSystem(family, [.. proof.Norm]).SpeedSystem([.. WithRoom(proof.Proof)]);
        double[] inverse = IntervalMatrix.InverseOfMiddle(matrix, right.Length)!;
        certificate["speed_inverse"] = RestCertificate.Numbers(inverse);
        certificate["speed_near"] = RestCertificate.Numbers(IntervalMatrix.Apply(inverse, right, right.Length).Select(v => v.Middle));
        // the verifier's arithmetic is exact, its bounds are not those of this one: room for both
        Interval speed = proof.CrossingSpeed + new Interval(-0.1, 0.1) * proof.CrossingSpeed;
        certificate["speed_low"] = RestCertificate.Text(speed.Low);
        certificate["speed_high"] = RestCertificate.Text(speed.High);
        return RestCertificate.Sealed(Test(certificate, proof.Proof, WithRoom(proof.Proof)));
    }

    private static JsonObject Start(EnclosedFamily family, string kind)
    {
        ArgumentNullException.ThrowIfNull(family);
        if (family.Dimension != ReducedEquations.Dimension(family.Parameters.FeatureCount))
            throw new ArgumentException("family must hold no coordinate to be certified", nameof(family));
        JsonObject certificate = FamilyCertificate.Parameters(family.Parameters, kind);
        certificate["moves"] = family.Name;
        return certificate;
    }

    private static JsonObject Node(double at, RestProof proof) => Test(new JsonObject { ["at"] = RestCertificate.Text(at) }, proof, proof.Box);

    /// <summary>A box twice as wide as that of a proof, inside the one that was searched: the verifier writes the equations in another order, and its bounds are not those of this library.</summary>
    private static IEnumerable<Interval> WithRoom(RestProof proof) =>
        proof.Box.Zip(proof.SearchBox, (small, search) => (small + new Interval(-small.Radius, small.Radius)).Intersect(search) ?? small);

    /// <summary>Adds what Krawczyk's test needs.</summary>
    internal static JsonObject Test(JsonObject certificate, RestProof proof, IEnumerable<Interval> box)
    {
        certificate["center"] = RestCertificate.Numbers(proof.Center);
        certificate["search_low"] = RestCertificate.Numbers(proof.SearchBox.Select(i => i.Low));
        certificate["search_high"] = RestCertificate.Numbers(proof.SearchBox.Select(i => i.High));
        certificate["preconditioner"] = RestCertificate.Numbers(proof.Preconditioner);
        certificate["low"] = RestCertificate.Numbers(box.Select(i => i.Low));
        certificate["high"] = RestCertificate.Numbers(box.Select(i => i.High));
        return certificate;
    }
}
