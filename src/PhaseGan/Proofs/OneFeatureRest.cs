using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>A proved isolated fixed point of the reduced ODE (13) with one feature, up to signs.</summary>
/// <param name="Kind">Which of q and r vanish.</param>
/// <param name="SquareOfR">Contains u = r².</param>
/// <param name="Box">Intervals that contain P, q and r of the image with no negative coordinate.</param>
/// <param name="Attracts">True where all eigenvalues are proved to lie left of the imaginary axis, false where one is proved to lie right of it, null where neither is.</param>
public sealed record OneFeatureRest(FixedPointKind Kind, Interval SquareOfR, ImmutableArray<Interval> Box, bool? Attracts)
{
    private readonly ValueArray<Interval> _box = ValueArray.Of(Box);

    /// <summary>Intervals that contain P, q and r of the image with no negative coordinate.</summary>
    public ImmutableArray<Interval> Box { get => _box; init => _box = ValueArray.Of(value); }

    /// <summary>Kind, place and what is proved of its stability.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Kind} at ({string.Join(", ", Box.Select(i => i.Middle.ToString("G6", CultureInfo.InvariantCulture)))}), {Attracts switch { true => "attracts", false => "repels", null => "stability not decided" }}");
}
