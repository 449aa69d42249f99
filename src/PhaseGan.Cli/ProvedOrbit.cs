using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan.Cli;

/// <summary>A fixed point that was found, with its proof: as an isolated one, or as the member of a family.</summary>
internal sealed class ProvedOrbit
{
    private readonly RestProof? _rest;
    private readonly FamilyProof? _family;

    private ProvedOrbit(FixedPointOrbit orbit, RestProof? rest, FamilyProof? family)
    {
        (Orbit, _rest, _family) = (orbit, rest, family);
    }

    /// <summary>What was found.</summary>
    public FixedPointOrbit Orbit { get; }

    /// <summary>Whether there is a proof.</summary>
    public bool IsProved => _rest is not null || _family is not null;

    /// <summary>Intervals that hold the point; empty without a proof.</summary>
    public ImmutableArray<Interval> Box => _rest?.Box ?? _family?.Box ?? [];

    /// <summary>Proved numbers of directions, those along a family left out; null where they are not known.</summary>
    public EigenvalueCount? Count => _rest?.Count ?? _family?.Count;

    /// <summary>What is proved, in words.</summary>
    public string Description
    {
        get
        {
            if (!IsProved)
                return Orbit.FamilyDimension > 0 ? $"a family of dimension {Orbit.FamilyDimension}, not proved" : "not proved: no box passed the test";
            double width = Box.Max(i => i.High - i.Low);
            string what = _family is null
                ? string.Create(CultureInfo.InvariantCulture, $"one fixed point within {width:G2} of")
                : string.Create(CultureInfo.InvariantCulture, $"a family of dimension {_family.Dimension} through a point within {width:G2} of");
            string directions = Count is not { } count ? "directions not counted" : _family is null ? count.ToString() : $"{count} across it";
            return string.Create(CultureInfo.InvariantCulture, $"proved: {what} ({string.Join(", ", Box.Select(i => i.Middle.ToString("G6", CultureInfo.InvariantCulture)))}), {directions}");
        }
    }

    /// <summary>Proves what was found, if it can be proved.</summary>
    public static ProvedOrbit Of(EnclosedOde field, FixedPointOrbit orbit)
    {
        ReadOnlySpan<double> near = orbit.Representative.Coordinates.AsSpan();
        return orbit.FamilyDimension == 0
            ? new ProvedOrbit(orbit, RestProof.Try(field, near), null)
            : new ProvedOrbit(orbit, null, FamilyProof.Try(field, near) is { Dimension: > 0 } family ? family : null);
    }

    /// <summary>The proof as a certificate; null without one.</summary>
    public string? Certificate(EnclosedOde field) =>
        _rest is not null ? RestCertificate.ToJson(field, _rest) : _family is not null ? FamilyCertificate.ToJson(field, _family) : null;
}
