using System.Numerics;

namespace PhaseGan.Dynamics;

/// <summary>
/// A curve of branch points of cycles in two parameters. They need three in general: with the equations F + βw, where w is the left null vector nearby, there is always a curve, and its points are branch points of F as long as β
/// vanishes, as it does where a symmetry or a branch that is always there keeps them.
/// </summary>
/// <remarks>
/// On it [∂F/∂(x, T), ∂F/∂e] loses a rank, where e is the direction in the plane of both parameters along which branches cross: two numbers g in [A w; R 0](d; g) = (0; 1) vanish together, as for fixed points
/// (<see cref="BranchPointFunction"/>). The direction is kept at right angles to the curve, so that it may turn back in either parameter.
/// </remarks>
/// <param name="across">The unit vector, in units of the ranges, along which branches cross near the start.</param>
internal sealed class CycleBranchPointCurve(double[] across) : ICycleCurve
{
    /// <summary>β in units of the equations beyond which the branches have come apart: the error of integration, a thousandfold by the growth over a segment, is below.</summary>
    private const double Persists = 1e-8;

    /// <summary>The rate of β along the curve from which on the second parameter unfolds the point at once; errors of derivatives by parameters are below.</summary>
    private const double UnfoldingRate = 1e-5;

    /// <summary>Most corrections.</summary>
    private const int MostCorrections = 12;

    /// <summary>Corrections below this are not made any more.</summary>
    private const double Enough = 1e-10;

    /// <summary>Corrections that do not shrink any more below this are the noise of both conditions.</summary>
    private const double Noise = 1e-6;

    private const double Stagnation = 0.25;

    /// <summary>Corrections below this say nothing of contraction.</summary>
    private const double Floor = 1e-8;

    /// <summary>Corrections that stagnate are at the error of integration below the first, and with new slopes below the second.</summary>
    private const double LeastLeft = 1e-9, MostLeft = 1e-7;

    /// <summary>A prediction that misses the curve by more than this predicts nothing.</summary>
    private const double LongestCorrection = 0.2;

    /// <summary>The step of the conditions' differences, in units of the branch.</summary>
    private const double Difference = 1e-5;

    /// <summary>Parameters that move by less of a unit tangent give no direction.</summary>
    private const double LeastMove = 1e-3;

    private double[] _across = across;

    /// <summary>The curve through a point: on a branch its branches cross along the branch's parameter, on another curve of branch points across that.</summary>
    public static CycleBranchPointCurve From(CycleSetting setting, CycleSpecialPoint from)
    {
        int parameter = from.At.Frame.FirstIn(setting.Family);
        var curve = new CycleBranchPointCurve(parameter == 0 ? [1, 0] : [0, 1]);
        if (from.At.Frame.Varied == 2)
            curve.Turn(from.Tangent);
        return curve;
    }

    /// <inheritdoc/>
    public CycleBranchKind Kind => CycleBranchKind.BranchPoints;

    /// <inheritdoc/>
    public void Refresh(CycleNode node) => Turn(node.Tangent);

    private void Turn(double[] tangent)
    {
        double first = tangent[^2], second = tangent[^1], length = double.Hypot(first, second);
        if (length > LeastMove)
            _across = [-second / length, first / length];
    }

    /// <inheritdoc/>
    public (Complex[] Others, double Cosine) Apart(CycleEvaluation at)
    {
        Complex[] values = at.Multipliers.Values;
        int held = Enumerable.Range(0, values.Length).MinBy(i => (values[i] - 1).Magnitude);
        return ([.. values.Where((_, i) => i != held)], 0);
    }

    /// <summary>The equations bordered by both vectors that they shrink most across the curve, by the direction along it, and by w; null where a derivative is not finite.</summary>
    public CycleBordering? BorderingAt(CycleEvaluation at)
    {
        int columns = at.Frame.Unknowns, equations = at.Frame.Equations, m = equations + 1;
        var square = new double[m * m];
        for (int i = 0; i < equations; i++)
        {
            at.Matrix.AsSpan(i * columns, equations).CopyTo(square.AsSpan(i * m));
            square[i * m + equations] = VectorMath.Dot(_across, at.Matrix.AsSpan(i * columns + equations, 2));
        }
        if (CycleEvents.Borders(square, m) is not var (shrunk, left))
            return null;
        double[][] rows = [new double[columns], new double[columns], new double[columns]];
        for (int k = 0; k < 2; k++)
        {
            shrunk[k].AsSpan(0, equations).CopyTo(rows[k]);
            (rows[k][^2], rows[k][^1]) = (_across[0] * shrunk[k][^1], _across[1] * shrunk[k][^1]);
        }
        (rows[2][^2], rows[2][^1]) = (-_across[1], _across[0]);
        return new CycleBordering(rows, left);
    }

    /// <summary>The two numbers that vanish together at a branch point.</summary>
    public static double[] Values(CycleBordering bordering, CycleEvaluation at) => [.. bordering.Directions(at).Take(2).Select(d => d[^1])];

    /// <summary>Whether β grows along a tangent at once: the point is isolated in two parameters.</summary>
    public bool Unfolds(CycleNode node) =>
        BorderingAt(node.At) is { } bordering && bordering.Directions(node.At).Zip(bordering.Along(node.Tangent), (d, share) => share * d[^1]).Sum() is var rate && Math.Abs(rate) > UnfoldingRate;

    /// <inheritdoc/>
    public CycleCorrector.Result OnCurve(CycleSystem system, double[] start, double[] row, double value, double mostContraction, double[]? gradient = null)
    {
        double[] u = [.. start], along = [];
        double beta = 0, contraction = 0, first = 0, before = double.PositiveInfinity;
        if (system.Evaluate(u, out StepFailure failure) is not { } near)
            return new CycleCorrector.Result(failure, null, 0, 0);
        if (BorderingAt(near) is not { } bordering)
            return None(0);
        Move(u, ref beta, bordering.Correction(near, 0));
        double[]? slopes = null;
        bool isRenewed = false;
        for (int k = 0; k < MostCorrections; k++)
        {
            if (system.Evaluate(u, out failure) is not { } at)
                return new CycleCorrector.Result(failure, null, contraction, 0);
            double[] values = Values(bordering, at);
            if (slopes is not null)
                Update(slopes, values, along);
            else
                slopes = Slopes(at, bordering, isCentral: false);
            if (slopes is null || !VectorMath.AllFinite(values))
                return None(contraction);
            double[] correction = Correction(at, bordering, slopes, values, beta, (row, value - VectorMath.Dot(row, u)), out along);
            double size = VectorMath.Norm(correction.AsSpan(0, u.Length)), unit = Math.Max(1, VectorMath.Norm(u));
            bool stagnates = size <= Noise * unit && size > Stagnation * before;
            if (k == 0)
                first = size;
            else if (k == 1 && first > Floor * unit)
                contraction = Math.Max(0, size - Floor * unit) / first;
            if (size <= Enough * unit || stagnates && size <= (isRenewed ? MostLeft : LeastLeft) * unit)
                return Ended(at, beta, contraction, start);
            if (!(size <= LongestCorrection) || contraction > mostContraction || size > before && size > Noise * unit || stagnates && isRenewed)
                return None(contraction);
            Move(u, ref beta, correction);
            before = size;
            // where corrections stagnate the conditions' slopes have had their time; the first correction by new ones is compared with none by the old
            if (stagnates)
                (slopes, isRenewed, before) = (null, true, double.PositiveInfinity);
        }
        return None(contraction);
    }

    /// <inheritdoc/>
    public (double[] Tangent, double[] Gradient)? Tangent(CycleEvaluation at, double[] hint)
    {
        if (BorderingAt(at) is not { } bordering || Slopes(at, bordering, isCentral: true) is not { } s)
            return null;
        double[] shares = [s[1] * s[5] - s[2] * s[4], s[2] * s[3] - s[0] * s[5], s[0] * s[4] - s[1] * s[3]], tangent = new double[hint.Length];
        double[][] directions = bordering.Directions(at);
        for (int j = 0; j < shares.Length; j++)
            VectorMath.AddMultiple(tangent, shares[j], directions[j].AsSpan(0, tangent.Length));
        double length = VectorMath.Norm(tangent);
        if (!double.IsFinite(length) || length == 0)
            return null;
        VectorMath.Divide(tangent, VectorMath.Dot(tangent, hint) < 0 ? -length : length);
        return (tangent, []);
    }

    /// <inheritdoc/>
    public double Error(CycleEvaluation at, double[] gradient) => MostLeft * Math.Max(1, VectorMath.Norm(at.Unknowns));

    /// <inheritdoc/>
    public List<(CycleEvent Event, int After)> Events(CycleTracer tracer, IReadOnlyList<CycleNode> nodes) => new CycleBranchPointEvents(tracer, this).Find(nodes);

    private static CycleCorrector.Result None(double contraction) => new(StepFailure.NoConvergence, null, contraction, 0);

    private static CycleCorrector.Result Ended(CycleEvaluation at, double beta, double contraction, double[] start) => Math.Abs(beta) <= Persists
        ? new CycleCorrector.Result(StepFailure.None, at, contraction, VectorMath.Distance(at.Unknowns, start))
        : new CycleCorrector.Result(StepFailure.Unfolded, null, contraction, 0);

    private static void Move(double[] u, ref double beta, double[] correction)
    {
        VectorMath.AddMultiple(u, 1, correction.AsSpan(0, u.Length));
        beta += correction[^1];
    }

    /// <summary>Broyden: what is left of the conditions belongs to their slopes along the step.</summary>
    private static void Update(double[] slopes, double[] values, double[] along)
    {
        double square = VectorMath.SumOfSquares(along);
        for (int i = 0; i < values.Length; i++)
            VectorMath.AddMultiple(slopes.AsSpan(i * along.Length, along.Length), values[i] / square, along);
    }

    /// <summary>The correction that settles the equations, both conditions to first order, and the row.</summary>
    private static double[] Correction(CycleEvaluation at, CycleBordering bordering, double[] slopes, double[] values, double beta, (double[] Row, double Missing) level, out double[] along)
    {
        double[] correction = bordering.Correction(at, beta);
        double[][] directions = bordering.Directions(at);
        int columns = at.Unknowns.Length;
        double[] matrix = [.. slopes, .. directions.Select(d => VectorMath.Dot(level.Row, d.AsSpan(0, columns)))];
        along = new ScaledLu(matrix, directions.Length).Solve([-values[0], -values[1], level.Missing - VectorMath.Dot(level.Row, correction.AsSpan(0, columns))]);
        for (int j = 0; j < along.Length; j++)
            VectorMath.AddMultiple(correction, along[j], directions[j]);
        return correction;
    }

    /// <summary>Derivatives of both conditions along the three directions that the equations leave free, row-major; null where a motion or a value is missing.</summary>
    private static double[]? Slopes(CycleEvaluation at, CycleBordering bordering, bool isCentral)
    {
        double[][] directions = bordering.Directions(at);
        double[] middle = Values(bordering, at), slopes = new double[2 * directions.Length];
        for (int j = 0; j < directions.Length; j++)
        {
            double[] direction = directions[j][..at.Unknowns.Length];
            double step = Difference / VectorMath.Norm(direction);
            double[]? high = Beside(direction, step), low = isCentral ? Beside(direction, -step) : middle;
            if (high is null || low is null)
                return null;
            for (int i = 0; i < 2; i++)
                slopes[i * directions.Length + j] = (high[i] - low[i]) / (isCentral ? 2 * step : step);
        }
        return VectorMath.AllFinite(slopes) ? slopes : null;

        double[]? Beside(double[] direction, double step)
        {
            double[] moved = [.. at.Unknowns];
            VectorMath.AddMultiple(moved, step, direction);
            return at.System.Evaluate(moved, out _) is { } there ? Values(bordering, there) : null;
        }
    }
}
