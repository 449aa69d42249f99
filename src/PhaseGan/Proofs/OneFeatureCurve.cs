using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>
/// A boundary of the exact map of one feature, proved from one end to the other: a chain of boxes in the plane of α and noise, on each section of which lies exactly one point of the boundary, joined without a gap. It ends at edges of the window and where it meets other boundaries.
/// </summary>
/// <remarks>
/// Over (α, s) the boundaries that are closed forms are zeros of one polynomial, and across all of a box it grows: it is negative on one side and positive on the other. Folds and Hopf points of Undeceived are followed over (α, s, u) with u = r², where they stay smooth when α or s turns back.
/// </remarks>
public sealed class OneFeatureCurve
{
    private OneFeatureCurve(GanParameters parameters, string name, OneFeatureWindow window, CurveTube tube, int sign)
    {
        (Parameters, Name, Window, Tube, SignOnLeft) = (parameters, name, window, tube, sign);
    }

    /// <summary>Names of the boundaries, those of the exact map.</summary>
    public static ImmutableArray<string> Names => OneFeatureCurveEquations.Names;

    /// <summary>The parameters; their τ̃, η_T and η_G do not matter.</summary>
    public GanParameters Parameters { get; }

    /// <summary>The name of the boundary.</summary>
    public string Name { get; }

    /// <summary>The window.</summary>
    public OneFeatureWindow Window { get; }

    /// <summary>The pieces, over (α, s) or (α, s, u), with joints and ends.</summary>
    public CurveTube Tube { get; }

    /// <summary>The sign of the polynomial on the left of the curve as its pieces run, 1 or −1, proved all along; 0 for folds and Hopf points of Undeceived, which have no polynomial of α and s alone.</summary>
    public int SignOnLeft { get; }

    /// <summary>Encloses the boundary near a point.</summary>
    /// <param name="parameters">Parameters with one feature; their τ̃, η_T and η_G do not matter.</param>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="window">The window.</param>
    /// <param name="alpha">α near the boundary, inside the window.</param>
    /// <param name="noise">s near it, inside the window.</param>
    /// <param name="r">r of the Undeceived point there, for folds and Hopf points; else it does not matter. Default 0.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The curve as far as it could be proved; null where there is no boundary of this name near the point.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">There is more than one feature, the name is none of these, or an upper end of the window does not lie above the lower one.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is not finite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static OneFeatureCurve? Of(
        GanParameters parameters, string name, OneFeatureWindow window, double alpha, double noise, double r = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(window);
        if (parameters.FeatureCount != 1)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"parameters must have one feature here (d = 1); got {parameters.FeatureCount}"), nameof(parameters));
        if (!Names.Contains(name))
            throw new ArgumentException($"name must be one of {string.Join(", ", Names)}; got '{name}'", nameof(name));
        if (!(window.AlphaTo > window.AlphaFrom && window.NoiseTo > window.NoiseFrom))
            throw new ArgumentException($"window must have upper ends above the lower ones; got {window}", nameof(window));
        Guard.Finite(alpha, "a ratio of rates");
        Guard.Finite(noise, "a noise");
        Guard.Finite(r, "an overlap");
        var equations = new OneFeatureCurveEquations(parameters, name, window);
        double[] near = equations.Dimension == 3 ? [alpha, noise, r * r] : [alpha, noise];
        double scale = Math.Max(window.AlphaTo - window.AlphaFrom, window.NoiseTo - window.NoiseFrom);
        if (CurveTube.Follow(equations, near, scale, cancellationToken) is not { } tube || tube.Pieces.Length == 0)
            return null;
        return new OneFeatureCurve(parameters, name, window, tube, equations.Dimension == 3 ? 0 : Sign(equations, tube));
    }

    /// <summary>The point of the boundary on the section through a point near it.</summary>
    /// <param name="alpha">α.</param>
    /// <param name="noise">s.</param>
    /// <param name="r">r, for folds and Hopf points.</param>
    /// <returns>The proof over (α, s) or (α, s, u); null where the point lies in no box of the curve.</returns>
    public RestProof? Through(double alpha, double noise, double r = 0) => Tube.Through(Tube.Pieces[0].Box.Length == 3 ? [alpha, noise, r * r] : [alpha, noise]);

    /// <summary>The name and the tube.</summary>
    public override string ToString() => $"{Name}: {Tube}";

    /// <summary>The sign of the derivative of the polynomial to the left of the normals, where it is the same all over all boxes.</summary>
    private static int Sign(OneFeatureCurveEquations equations, CurveTube tube)
    {
        var slopes = new Interval[(1 + equations.Conditions.Length) * 2];
        int sign = 0;
        foreach (CurveTubePiece piece in tube.Pieces)
        {
            equations.EncloseSlopes(piece.Proof.SearchBox.AsSpan(), slopes);
            Interval left = slopes[1] * piece.Normal[0] - slopes[0] * piece.Normal[1];
            int own = (left.Low > 0 ? 1 : left.High < 0 ? -1 : 0) * (piece.IsReversed ? -1 : 1);
            if (own == 0 || own == -sign)
                return 0;
            sign = own;
        }
        return sign;
    }
}
