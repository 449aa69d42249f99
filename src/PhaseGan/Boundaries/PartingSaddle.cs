using System.Globalization;
using System.Numerics;

namespace PhaseGan;

/// <summary>
/// The saddle at which two trainings part that begin at one start with parameters a hair apart: they stay side by side along its stable manifold, and leave it along its only unstable direction. It is a fixed
/// point, or a cycle, found by Newton's method from where they still are together.
/// </summary>
internal static class PartingSaddle
{
    /// <summary>Tolerances of both trajectories, and most steps.</summary>
    private const double RelativeTolerance = 1e-10, AbsoluteTolerance = 1e-13;

    private const int MaxSteps = 200_000;

    /// <summary>Times at which they are compared.</summary>
    private const int Samples = 8000;

    /// <summary>At this distance they have parted.</summary>
    private const double Parted = 0.02;

    /// <summary>How far Newton's method may lead from the state in which they were together, and how near a return is, as a share of the way in between.</summary>
    private const double Nearby = 0.1, Return = 0.1;

    /// <summary>A multiplier, or the exponential of a rate over a unit of time, above 1 by more than this grows.</summary>
    private const double Grows = 1e-6;

    /// <summary>The saddle in words; null where none is found.</summary>
    /// <param name="one">The parameters on one side.</param>
    /// <param name="other">Those on the other side.</param>
    /// <param name="start">The start.</param>
    /// <param name="until">The time by which they have parted.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static string? Find(GanParameters one, GanParameters other, MacroState start, double until, CancellationToken cancellationToken)
    {
        var ode = new ReducedOde(one);
        var options = new IntegrationOptions { RelativeTolerance = RelativeTolerance, AbsoluteTolerance = AbsoluteTolerance, MaxSteps = MaxSteps };
        Trajectory a = DormandPrince.Integrate<IVectorField>(ode, ode.Pack(start), until, options, cancellationToken);
        Trajectory b = DormandPrince.Integrate<IVectorField>(new ReducedOde(other), ode.Pack(start), until, options, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        double end = Math.Min(a.EndTime, b.EndTime), first = 0;
        int parted = -1;
        for (int k = 1; k <= Samples && parted < 0; k++)
        {
            double distance = VectorMath.Distance(a.At(end * k / Samples), b.At(end * k / Samples));
            if (distance > Parted)
                parted = k;
            if (first == 0)
                first = distance;
        }
        if (parted < 0 || first == 0)
            return null;
        // where the distance is the mean, by its logarithm, of what it was and what it became
        double mean = Math.Sqrt(first * Parted);
        int together = parted;
        while (together > 1 && VectorMath.Distance(a.At(end * together / Samples), b.At(end * together / Samples)) > mean)
            together--;
        double[] near = a.At(end * together / Samples);
        return Point(ode, near) ?? Cycle(ode, a, end * together / Samples, near, cancellationToken);
    }

    private static string? Point(ReducedOde ode, double[] near)
    {
        NewtonResult root = Newton.Polish(ode, near);
        if (!root.IsConverged || VectorMath.Distance(root.Point, near) > Nearby || StabilityClassifier.Classify(ode, root.Point) is not { } spectrum)
            return null;
        Complex[] growing = [.. spectrum.Eigenvalues.Where((z, k) => z.Real > spectrum.Errors[k])];
        return growing.Length == 1
            ? string.Create(CultureInfo.InvariantCulture, $"saddle {ode.KindOf(root.Point)} with one growing rate, {growing[0].Real:G4}")
            : null;
    }

    private static string? Cycle(ReducedOde ode, Trajectory path, double time, double[] near, CancellationToken cancellationToken)
    {
        if (ReturnTime(path, time, near) is not { } period)
            return null;
        LimitCycleSolution found = LimitCycleSolver.Polish(ode, near, period, null, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        if (found.Cycle is not { } cycle || VectorMath.Distance([.. cycle.Point], near) > Nearby)
            return null;
        double[] growing = [.. cycle.Multipliers.Where(z => z.Magnitude > 1 + Grows).Select(z => z.Magnitude)];
        return growing.Length == 1
            ? string.Create(CultureInfo.InvariantCulture, $"saddle cycle of period {cycle.Period:G4} with one growing multiplier, {growing[0]:G5}")
            : null;
    }

    /// <summary>The time of the last return to a state before it was there; null if there was none.</summary>
    private static double? ReturnTime(Trajectory path, double time, double[] near)
    {
        double step = time / Samples, farthest = 0, before = 0, last = 0;
        for (int k = 1; k < Samples; k++)
        {
            double distance = VectorMath.Distance(path.At(time - k * step), near);
            // the distance was falling and rises again, next to the state
            if (before < last && distance > before && before < Return * farthest)
                return (k - 1) * step;
            (last, before, farthest) = (before, distance, Math.Max(farthest, distance));
        }
        return null;
    }
}
