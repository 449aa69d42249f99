using System.Text.Json.Nodes;

namespace PhaseGan.Cli;

/// <summary>An attractor with its label, ready to be shown.</summary>
internal sealed record AttractorEvidence(Attractor Attractor, PhaseVerdict Verdict, MacroState? State)
{
    /// <summary>The fixed point's kind, <c>LimitCycle</c>, <c>Chaotic</c>, <c>QuasiPeriodic</c>, <c>Aperiodic</c> or <c>Undetermined</c>.</summary>
    public string Kind => Attractor switch
    {
        FixedPointAttractor point => point.Point.Kind.ToString(),
        LimitCycleAttractor => "LimitCycle",
        AperiodicAttractor { Motion: MotionKind.Chaotic or MotionKind.QuasiPeriodic } motion => motion.Motion.ToString(),
        AperiodicAttractor => "Aperiodic",
        _ => "Undetermined",
    };

    /// <summary>Why nothing more could be said; null if everything was.</summary>
    public string? Reason => Verdict.Reason.Length > 0 ? Verdict.Reason : null;

    public static AttractorEvidence Find(IVectorField<MacroState> ode, MacroState start, int exponents, long budget, CancellationToken cancellation)
    {
        var classifier = new OdePhaseClassifier();
        double[] y = ode.Pack(start);
        var options = new AttractorOptions { Exponents = exponents, MaxEvaluations = budget };
        Attractor found = AttractorFinder.Find(ode, y, options, cancellation);
        PhaseVerdict verdict = classifier.Verdict(ode, found);
        if (verdict.Phase == Phase.Undetermined && found is FixedPointAttractor)
        {
            // a recovery next to the threshold: follow the drift along the family further, as the classifier does
            found = AttractorFinder.Find(ode, y, options with { EndPointTolerance = 1e-9 }, cancellation);
            verdict = classifier.Verdict(ode, found);
        }
        MacroState? state = found switch
        {
            FixedPointAttractor point => ode.Unpack(point.Point.Coordinates.AsSpan()),
            LimitCycleAttractor cycle => ode.Unpack(cycle.Cycle.Point.AsSpan()),
            AperiodicAttractor motion => ode.Unpack(motion.Point.AsSpan()),
            _ => null,
        };
        return new AttractorEvidence(found, verdict, state);
    }

    /// <summary>One object; what the attractor does not have is null.</summary>
    public JsonObject ToJson()
    {
        LimitCycle? cycle = (Attractor as LimitCycleAttractor)?.Cycle;
        return new JsonObject
        {
            ["phase"] = Verdict.Phase.ToString(),
            ["kind"] = Kind,
            ["period"] = cycle?.Period,
            ["recovery"] = Verdict.Recovery.IsEmpty ? null : JsonText.List(Verdict.Recovery),
            ["state"] = State is null ? null : Json(State),
            ["spectrum"] = JsonText.List((Attractor as FixedPointAttractor)?.Spectrum.Eigenvalues),
            ["multipliers"] = JsonText.List(cycle?.Multipliers),
            ["exponents"] = Attractor is AperiodicAttractor { Lyapunov: { Exponents.IsEmpty: false } lyapunov }
                ? new JsonArray([.. lyapunov.Exponents.Select(e => new JsonObject { ["value"] = e.Value, ["standard_error"] = e.StandardError })])
                : null,
            ["evaluations"] = Attractor.Evaluations,
            ["reason"] = Reason,
        };
    }

    private static JsonObject Json(MacroState state)
    {
        int d = state.FeatureCount;
        JsonArray Matrix(Func<int, int, double> entry) => new([.. Enumerable.Range(0, d).Select(i => JsonText.List(Enumerable.Range(0, d).Select(j => entry(i, j))))]);
        JsonArray Columns(Func<int, int, double> entry) => new([.. Enumerable.Range(0, d).Select(i => JsonText.List(Enumerable.Range(0, state.DiscriminatorFeatures).Select(a => entry(i, a))))]);
        return new JsonObject
        {
            ["p"] = Matrix(state.P),
            ["q"] = state.DiscriminatorFeatures == 1 ? JsonText.List(Enumerable.Range(0, d).Select(state.Q)) : Columns(state.QOf),
            ["r"] = state.DiscriminatorFeatures == 1 ? JsonText.List(Enumerable.Range(0, d).Select(state.R)) : Columns(state.ROf),
            ["s"] = Matrix(state.S),
        };
    }
}
