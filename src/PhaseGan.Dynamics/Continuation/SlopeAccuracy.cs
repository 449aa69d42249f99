namespace PhaseGan.Dynamics;

/// <summary>How well derivatives by the parameters are to be known, for a field that does not give them itself.</summary>
internal enum SlopeAccuracy
{
    /// <summary>They are not wanted.</summary>
    None,

    /// <summary>To ten digits or so, from two fields: enough for Newton's method, whose equations are evaluated exactly.</summary>
    Quick,

    /// <summary>To rounding, by extrapolation: where a value depends on them.</summary>
    Exact,
}
