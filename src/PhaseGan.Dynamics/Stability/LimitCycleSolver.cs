using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;

namespace PhaseGan.Dynamics;

/// <summary>Limit cycles of any vector field, stable or not, by shooting with the monodromy matrix.</summary>
/// <remarks>
/// <para>
/// Unknowns are a point y and the period T; equations are φ_T(y) = y and that a correction of y is orthogonal to f(y) (the phase). The
/// monodromy matrix ∂φ_T/∂y comes from the variational equation with the field's analytic Jacobian. Sources: Kuznetsov, <em>Elements of
/// Applied Bifurcation Theory</em>, 3rd ed., section 10.2 (shooting); steps are damped minimum-norm ones, δ minimising |F + Aδ|² + μ|δ|²
/// with μ proportional to |F| (Fan and Yuan, <em>Computing</em> 74 (2005) 23–39), which converge quadratically on families of cycles too,
/// where A is singular.
/// </para>
/// <para>
/// An orbit that closes is reported only if it moves (else <see cref="LimitCycleStatus.FixedPoint"/>) and only with its minimal period: for
/// each prime p ≤ 31 the state after T/p is compared with the start, and if it has returned the orbit is solved again with period T/p.
/// </para>
/// <para>
/// Single shooting: it needs a guess from which the orbit returns roughly, and multipliers below about 1e8 in modulus. With the default
/// tolerances period and trivial multiplier are accurate to about 1e-9 on cycles whose monodromy matrix has a norm of order one.
/// </para>
/// </remarks>
public static class LimitCycleSolver
{
    /// <summary>The computed monodromy matrix must keep the flow direction to within this, relative to max(1, its norm), or the orbit is <see cref="LimitCycleStatus.Unresolved"/>.</summary>
    public const double LargestTrivialError = 1e-6;

    /// <summary>Steps on which the sizes of the coordinates are measured where the field states none.</summary>
    private const int MeasuringSteps = 4000;

    /// <summary>The same where the matrix comes from differences of nearby orbits.</summary>
    private const double LargestErrorOfDifferences = 1e-3;

    /// <summary>Moduli this near 1 are looked at again after so many further steps of Newton; they decide if they are off 1 by so many times what they have changed.</summary>
    private const double Near = 0.05, SafetyOfUnsettled = 5;

    private const int FurtherSteps = 3;

    /// <summary>Finds the limit cycle near a guess.</summary>
    /// <typeparam name="TField">The field; a type parameter so that its calls can be inlined.</typeparam>
    /// <param name="field">The vector field, of dimension N.</param>
    /// <param name="point">A point near the cycle, length N, finite.</param>
    /// <param name="periodGuess">Roughly the period, or a multiple of it; finite and &gt; 0.</param>
    /// <param name="options">Tolerances and bounds; defaults if absent.</param>
    /// <param name="cancellationToken">Ends the search with <see cref="LimitCycleStatus.Cancelled"/>.</param>
    /// <returns>The cycle with its multipliers, or the status that says why there is none.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="field"/> is null.</exception>
    /// <exception cref="ArgumentException">The point has not length N.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The point is not finite or the guess of the period not positive.</exception>
    public static LimitCycleSolution Polish<TField>(
        TField field, ReadOnlySpan<double> point, double periodGuess, LimitCycleOptions? options = null, CancellationToken cancellationToken = default)
        where TField : IVectorField
    {
        ArgumentNullException.ThrowIfNull(field);
        int n = field.Dimension;
        Guard.Length(point.Length, n, "the coordinates of the field", nameof(point));
        foreach (double v in point)
            Guard.Finite(v, "a coordinate", nameof(point));
        Guard.Positive(periodGuess, "a period");
        options ??= LimitCycleOptions.Default;
        return ScaledField.IsInUnits(field)
            ? Solve(field, point, periodGuess, options, cancellationToken)
            : InUnits(field, point, periodGuess, options, cancellationToken);
    }

    /// <summary>The same for a field that states no sizes: in units of the motion from the point, over the guess of the period.</summary>
    private static LimitCycleSolution InUnits(IVectorField field, ReadOnlySpan<double> point, double periodGuess, LimitCycleOptions options, CancellationToken cancellationToken)
    {
        ScaledField scaled = MotionSizes.Measure(field, point, periodGuess, MeasuringSteps, options.MaxEvaluations / 2, cancellationToken, out long measuring);
        double unit = scaled.TimeUnit;
        LimitCycleSolution solution = Solve(scaled, scaled.ToUnits(point), periodGuess / unit, options with { MaxEvaluations = Math.Max(1, options.MaxEvaluations - measuring) }, cancellationToken);
        double size = scaled.LargestSize;
        return solution with
        {
            Cycle = solution.Cycle is { } cycle ? scaled.FromUnits(cycle) : null,
            Residual = solution.Residual * size,
            Travel = solution.Travel * size,
            Evaluations = solution.Evaluations + measuring,
        };
    }

    private static LimitCycleSolution Solve<TField>(
        TField field, ReadOnlySpan<double> point, double periodGuess, LimitCycleOptions options, CancellationToken cancellationToken)
        where TField : IVectorField
    {
        var shooting = new Shooting<TField>(field, options, cancellationToken);
        double travel = 0;
        LimitCycleStatus status = shooting.Solve(point, options.IsReturn ? periodGuess : shooting.ClosestReturn(point, periodGuess));
        int multiple = Shorten(shooting, ref status, out Orbit? orbit);
        // a slow spiral near a family of fixed points returns almost, but not on the scale of its own motion
        if (status == LimitCycleStatus.Converged && shooting.Residual > Orbit.ReturnTolerance * orbit!.Largest)
            status = LimitCycleStatus.Unresolved;
        if (status != LimitCycleStatus.Converged)
            return End(status, null);

        if (!shooting.TransverseMultipliers(out Complex[] multipliers, out double trivial, out double trivialError))
            return End(LimitCycleStatus.SpectrumFailed, null);
        if (trivialError > (options.Offsets is null ? LargestTrivialError : LargestErrorOfDifferences) * Math.Max(1, shooting.MonodromyNorm))
            return End(LimitCycleStatus.Unresolved, null);
        travel = shooting.DistanceTo(point);
        var cycle = new LimitCycle
        {
            Period = shooting.Period,
            Point = [.. shooting.Point],
            Residual = shooting.Residual,
            Amplitudes = ImmutableArray.Create(orbit!.Amplitudes),
            Amplitude = orbit.Largest,
            Multipliers = LargestFirst(multipliers),
            TrivialMultiplier = trivial,
            TrivialError = trivialError,
            NeutralCount = 0,
            Verdict = StabilityVerdict.Marginal,
        };
        double tolerance = Math.Max(options.NeutralTolerance, 10 * trivialError);
        int candidates = 0;
        foreach (Complex m in multipliers)
            candidates += (m - Complex.One).Magnitude <= tolerance ? 1 : 0;
        double unsettled = Unsettled(shooting, multipliers);
        int neutral = candidates > 0 ? shooting.CountNeutral(candidates, orbit.Largest) : 0;
        cycle = cycle with { NeutralCount = neutral, Verdict = Judge(multipliers, neutral, Math.Max(tolerance, SafetyOfUnsettled * unsettled)) };
        return End(LimitCycleStatus.Converged, cycle);

        LimitCycleSolution End(LimitCycleStatus reason, LimitCycle? found) =>
            new(reason, found, found?.Residual ?? shooting.BestResidual, multiple, travel, shooting.Steps, shooting.Evaluations);
    }

    /// <summary>Goes from a multiple of an orbit to the orbit; the result is of how many turns the first one was.</summary>
    private static int Shorten<TField>(Shooting<TField> shooting, ref LimitCycleStatus status, out Orbit? orbit)
        where TField : IVectorField
    {
        int multiple = 1;
        orbit = null;
        while (status == LimitCycleStatus.Converged)
        {
            status = shooting.Trace(out orbit);
            if (status != LimitCycleStatus.Converged || orbit!.Divisor == 1)
                break;
            (double[] y, double period) = (shooting.Point.ToArray(), shooting.Period);
            bool isShorter = shooting.Solve(y, period / orbit.Divisor) == LimitCycleStatus.Converged && shooting.DistanceTo(y) <= Orbit.ReturnTolerance * orbit.Largest;
            // where Newton ends elsewhere or not at all, the point itself may still return
            if (!isShorter && !(shooting.Adopt(y, period / orbit.Divisor) && shooting.Residual <= Orbit.ReturnTolerance * orbit.Largest))
            {
                // the near return was not one: the orbit before is the minimal one
                status = shooting.Solve(y, period);
                break;
            }
            multiple *= orbit.Divisor;
        }
        return multiple;
    }

    /// <summary>
    /// How much the moduli change when Newton goes on: next to a cycle that is stable from one side only, where two cycles meet, every further step moves
    /// them towards 1 by about as much as they are off it.
    /// </summary>
    private static double Unsettled<TField>(Shooting<TField> shooting, Complex[] multipliers)
        where TField : IVectorField
    {
        bool isAnyNear = false;
        foreach (Complex m in multipliers)
            isAnyNear |= Math.Abs(m.Magnitude - 1) < Near;
        if (!isAnyNear)
            return 0;
        double[] y = shooting.Point.ToArray();
        if (shooting.Solve(y, shooting.Period, FurtherSteps) != LimitCycleStatus.Converged || !shooting.TransverseMultipliers(out Complex[] then, out _, out _))
            return Near;
        (double[] before, double[] after) = (Moduli(multipliers), Moduli(then));
        Array.Sort(before);
        Array.Sort(after);
        return VectorMath.LargestDifference(before, after);
    }

    private static ImmutableArray<Complex> LargestFirst(Complex[] multipliers)
    {
        int[] places = Places.Ordered(
            multipliers.Length,
            (a, b) => multipliers[b].Magnitude.CompareTo(multipliers[a].Magnitude) is var order && order != 0 ? order : multipliers[b].Imaginary.CompareTo(multipliers[a].Imaginary));
        var sorted = new Complex[places.Length];
        for (int k = 0; k < sorted.Length; k++)
            sorted[k] = multipliers[places[k]];
        return ImmutableCollectionsMarshal.AsImmutableArray(sorted);
    }

    private static double[] Moduli(Complex[] multipliers)
    {
        var moduli = new double[multipliers.Length];
        for (int k = 0; k < moduli.Length; k++)
            moduli[k] = multipliers[k].Magnitude;
        return moduli;
    }

    private static StabilityVerdict Judge(Complex[] multipliers, int neutral, double tolerance)
    {
        if (multipliers.Length <= neutral)
            return StabilityVerdict.Marginal;
        double largest = 0, smallest = double.PositiveInfinity;
        foreach (int place in Places.Ordered(multipliers.Length, (a, b) => (multipliers[a] - Complex.One).Magnitude.CompareTo((multipliers[b] - Complex.One).Magnitude)).AsSpan(neutral))
            (largest, smallest) = (Math.Max(largest, multipliers[place].Magnitude), Math.Min(smallest, multipliers[place].Magnitude));
        if (Math.Abs(largest - 1) <= tolerance)
            return StabilityVerdict.Marginal;
        if (largest < 1)
            return StabilityVerdict.Stable;
        return smallest > 1 + tolerance ? StabilityVerdict.Unstable : StabilityVerdict.Saddle;
    }
}
