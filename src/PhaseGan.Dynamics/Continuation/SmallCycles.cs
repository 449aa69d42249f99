namespace PhaseGan.Dynamics;

/// <summary>Small cycles on a curve of bifurcations that begins at a rest of codimension two, by their radius.</summary>
/// <param name="Kind">What the curve is of.</param>
/// <param name="Angle">θ of the multipliers e^{±iθ} at its beginning; 0 where there are none.</param>
/// <param name="At">For a radius the predictor, the parameters in units of their ranges, and what they move by; null where there is none.</param>
internal sealed record SmallCycles(CycleBranchKind Kind, double Angle, Func<double, (HopfPredictor Predictor, double[] Place, double[] Moves)?> At)
{
    /// <summary>The curves that begin at a rest, by the normal form there: folds at a generalised Hopf point, two of tori at two pairs, and at a zero with a pair one of tori, or none.</summary>
    /// <param name="frame">The family with two parameters.</param>
    /// <param name="from">The rest.</param>
    public static IReadOnlyList<SmallCycles> Of(BranchFrame frame, SpecialPoint from)
    {
        double[] u = frame.Unknowns(from.Coordinates.AsSpan(), from.Parameters.AsSpan());
        if (from.NormalForm is not { Frequency: { } omega } form || frame.Linearise(u, SlopeAccuracy.None, out _) is not { } at)
            return [];
        return from.Kind switch
        {
            SpecialKind.GeneralizedHopf => [Folds(frame, u, omega, form.Coefficient)],
            SpecialKind.DoubleHopf when form.DoubleHopf is { } two => TwoTori(frame, u, two),
            SpecialKind.ZeroHopf => Torus(frame, u, at, omega),
            _ => [],
        };
    }

    /// <summary>
    /// r′ = r(α + gr² + l₂r⁴) has a double root at g = −2l₂r², α = l₂r⁴: from the Hopf point with this g across the curve of Hopf points.
    /// Kuznetsov, <em>Elements of Applied Bifurcation Theory</em>, 3rd ed., section 8.3.
    /// </summary>
    private static SmallCycles Folds(BranchFrame frame, double[] u, double omega, double second)
    {
        var pair = new PairFunction(0, omega * omega);
        return new SmallCycles(CycleBranchKind.Folds, 0, radius =>
        {
            double square = radius * radius;
            // at the rest itself Newton's method would have the noise of g alone to work on
            double[]? at = radius == 0 ? u
                : Corrector.Solve(new AugmentedSystem(frame, [pair, new OffsetFunction(new LyapunovFunction(pair), -2 * second * square)]), u) is { IsSolution: true } found ? found.Unknowns : null;
            if (at is null || frame.Linearise(at, SlopeAccuracy.None, out _) is not { } hopf || pair.Nearest(hopf) is not var (_, product, _) || !(product > 0)
                || HopfPredictor.At(frame, at, Math.Sqrt(product)) is not { } predictor)
                return null;
            double[] moves = [.. predictor.Rates.Select(r => r.Real)];
            double length = VectorMath.SumOfSquares(moves);
            VectorMath.Divide(moves, length / (second * square * square));
            return (predictor, at[frame.Dimension..], moves);
        });
    }

    /// <summary>
    /// r₁′ = r₁(μ₁ + p₁₁r₁² + p₁₂r₂²), r₂′ = r₂(μ₂ + p₂₁r₁² + p₂₂r₂²): the cycle r₁² = −μ₁/p₁₁ has the other pair on the axis at μ₂ = −p₂₁r₁², and likewise the second one.
    /// Kuznetsov, section 8.6.
    /// </summary>
    private static SmallCycles[] TwoTori(BranchFrame frame, double[] u, DoubleHopfForm form)
    {
        if (HopfPredictor.At(frame, u, form.First) is not { } first || HopfPredictor.At(frame, u, form.Second) is not { } second)
            return [];
        double[] rates = [first.Rates[0].Real, first.Rates[1].Real, second.Rates[0].Real, second.Rates[1].Real];
        return
        [
            Line(first, form.Second / form.First, [-0.5 * form.G2100.Real, -form.G1110.Real]),
            Line(second, form.First / form.Second, [-form.G1011.Real, -0.5 * form.G0021.Real]),
        ];

        SmallCycles Line(HopfPredictor predictor, double turns, double[] load) => Straight(frame, u, predictor, 2 * Math.PI * turns, new ScaledLu(rates, 2).Solve(load));
    }

    /// <summary>
    /// x′ = μ + σx + ax² + br² + dxr², r′ = r(κ + cx + fr²): the cycle has a pair with the trace σ + 2ax + (d + 2f)r² and the determinant −2bcr², in the amplitudes, so that a torus is born if bc &lt; 0.
    /// Kuznetsov, section 8.5.
    /// </summary>
    private static SmallCycles[] Torus(BranchFrame frame, double[] u, Linearisation at, double omega)
    {
        var fold = new FoldFunction(at);
        if (new DegenerateForms(at).ZeroHopf(fold, omega)?.ZeroHopf is not { } form || !(form.G011 * form.G110.Real < 0))
            return [];
        fold.Null(at, out double[] right, out double[] left);
        (double[] q, double[] p) = NormalForms.Scaled(at, right, left);
        if (HopfPredictor.At(frame, u, omega, (q, p)) is not { } predictor)
            return [];
        double f = 0.5 * form.G021.Real;
        double[] matrix =
        [
            predictor.Zero[0].Push, predictor.Zero[1].Push, 0,
            predictor.Rates[0].Real, predictor.Rates[1].Real, form.G110.Real,
            predictor.Zero[0].Rate, predictor.Zero[1].Rate, form.G200,
        ];
        double[] moves = new ScaledLu(matrix, 3).Solve([-form.G011, -f, -form.G111 - 2 * f]);
        return [Straight(frame, u, predictor.Beside(q, form.G110), 0, moves)];
    }

    /// <summary>A curve on which the parameters, and what else there is, move by as much as the radius' square.</summary>
    private static SmallCycles Straight(BranchFrame frame, double[] u, HopfPredictor predictor, double angle, double[] perSquare) =>
        new(CycleBranchKind.Tori, angle, radius => VectorMath.AllFinite(perSquare) ? (predictor, u[frame.Dimension..], [.. perSquare.Select(x => radius * radius * x)]) : null);
}
