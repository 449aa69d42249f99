using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>The exact phase map of the GAN with one feature, d = 1: fixed points, their stability, and every boundary as a curve.</summary>
/// <remarks>
/// The fixed points are those of <see cref="SingleFeature"/>. On the deceived family the transverse block has trace τ(Λ − Λ̃ + αΛ̃ − 2x) and
/// determinant τ²[(Λ − x)(αΛ̃ − Λ̃ − x) + P²ΛΛ̃]: it attracts where the trace is negative and P² &gt; p*². DiscriminatorOnly is always a
/// saddle. Locked has the eigenvalue 2τΛ̃u(A − α) and a block over (P, q) with trace τ(Λ + Λ̃ − αΛ̃); Undeceived a full 3×3 Jacobian.
/// </remarks>
public static class SingleFeaturePhases
{
    /// <summary>All fixed points at the given parameters, with their stability.</summary>
    /// <param name="parameters">Parameters with d = 1.</param>
    /// <returns>The portrait, without a search for cycles.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    /// <exception cref="ArgumentException">There is more than one feature.</exception>
    public static SingleFeaturePortrait At(GanParameters parameters)
    {
        var orbits = SingleFeature.FixedPoints(parameters);
        var ode = new ReducedOde(parameters);
        OverlapInterval? deceived = StableDeceived(new SingleFeatureConstants(parameters));
        var points = ImmutableArray.CreateBuilder<SingleFeaturePoint>(orbits.Length);
        foreach (FixedPointOrbit orbit in orbits)
        {
            bool isDeceived = orbit.Kind == FixedPointKind.Deceived;
            Spectrum? spectrum = StabilityClassifier.Classify(ode, isDeceived ? [1, 0, 0] : orbit.Representative.Coordinates.AsSpan());
            bool attracts = isDeceived ? deceived is not null : spectrum is null ? IsHurwitz(ode, orbit) : spectrum.Verdict == StabilityVerdict.Stable;
            points.Add(new SingleFeaturePoint(orbit, spectrum, attracts));
        }
        return new SingleFeaturePortrait(parameters, points.MoveToImmutable(), deceived, null);
    }

    /// <summary>As <see cref="At"/>, with a search for a stable cycle: the one attractor that has no closed form.</summary>
    /// <param name="parameters">Parameters with d = 1.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>The portrait with <see cref="SingleFeaturePortrait.Cycle"/>. The search follows at most 18 trajectories with the budget of <see cref="AttractorOptions"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    /// <exception cref="ArgumentException">There is more than one feature.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SingleFeaturePortrait AtWithCycle(GanParameters parameters, CancellationToken cancellationToken = default)
    {
        SingleFeaturePortrait portrait = At(parameters);
        return portrait with { Cycle = CycleSearch.Run(portrait, cancellationToken) };
    }

    /// <summary>Every boundary inside a window of the plane of α and noise, as polylines ready to overlay.</summary>
    /// <param name="parameters">Parameters with d = 1: give Λ, Λ̃, τ, m and, in the plane of x, the ratio η_T : η_G. Their τ̃ and size of noise do not matter.</param>
    /// <param name="plane">What the vertical axis is.</param>
    /// <param name="options">Window and accuracy; defaults if null.</param>
    /// <returns>
    /// The curves, cut where something qualitative changes on them. Every vertex solves the curve's equation to rounding; the chord error is
    /// at most <see cref="SingleFeatureBoundaryOptions.ChordTolerance"/>. All are closed forms but <see cref="SingleFeatureBoundaryKind.UndeceivedHopf"/>, which is
    /// traced from the points where it crosses 240 horizontal lines, so that a closed loop lower than the gap between them would be missed.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    /// <exception cref="ArgumentException">There is more than one feature, or an end of the window does not lie above the other.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The plane is not defined.</exception>
    public static ImmutableArray<SingleFeatureBoundary> Boundaries(
        GanParameters parameters, SingleFeaturePlane plane = SingleFeaturePlane.RatioAndEffectiveNoise, SingleFeatureBoundaryOptions? options = null)
    {
        SingleFeature.RequireOne(parameters);
        if (!Enum.IsDefined(plane))
            throw Guard.OutOfRange(nameof(plane), plane, "must be one of the defined planes");
        options ??= new SingleFeatureBoundaryOptions();
        var builder = new BoundaryBuilder(parameters, plane, options);
        if (!(builder.AlphaTo > options.AlphaFrom))
            throw new ArgumentException($"AlphaTo must lie above AlphaFrom; got {Text(options.AlphaFrom)} and {Text(options.AlphaTo)}", nameof(options));
        if (!(builder.VerticalTo > options.VerticalFrom))
            throw new ArgumentException($"VerticalTo must lie above VerticalFrom; got {Text(options.VerticalFrom)} and {Text(builder.VerticalTo)}", nameof(options));
        return builder.Build();

        static string Text(double v) => v.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The Hopf points on a line of constant noise, by rising α.</summary>
    /// <param name="parameters">Parameters with d = 1; their τ̃ does not matter.</param>
    /// <param name="alphaTo">Right end of the line; finite and &gt; 0.</param>
    /// <returns>Points of Locked and Undeceived with α in (0, <paramref name="alphaTo"/>], x as the vertical coordinate, accurate to rounding.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    /// <exception cref="ArgumentException">There is more than one feature.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alphaTo"/> is not finite and positive.</exception>
    public static ImmutableArray<SingleFeatureBoundaryPoint> HopfPoints(GanParameters parameters, double alphaTo = 4)
    {
        SingleFeature.RequireOne(parameters);
        Guard.InRange(Guard.Positive(alphaTo, "the end of the line"), 0, GanParameters.LargestSize, "the end of the line");
        var ray = new NoiseRay(parameters, SingleFeaturePlane.RatioAndEffectiveNoise);
        double tau = parameters.DiscriminatorRate, x = parameters.EffectiveNoise, s = ray.AmplitudeOfNoise(x);
        var found = new List<SingleFeatureBoundaryPoint>();
        double alpha = 1 + ray.Real / ray.Fake;
        if (alpha <= alphaTo && BoundaryBuilder.LockedHopfSquare(ray, s, out double locked) is { } square and > 0)
        {
            double r = Math.Sqrt(locked), omega = Math.Sqrt(square);
            found.Add(new SingleFeatureBoundaryPoint(alpha, x, 0, 0, r, tau * omega, HopfNormalForm.FirstLyapunov(ray.At(alpha, s), 0, 0, r, omega)));
        }
        foreach (CurvePoint p in new HopfTracer(ray, alphaTo, 0, Math.Max(s, 1)).OnLine(s, 20000))
        {
            (double omegaSquare, double lyapunov) = BoundaryBuilder.UndeceivedHopf(ray, p);
            double overlapSquare = 1 - p.Alpha * ray.Fake * (1 - p.U) / ray.Real;
            if (!(omegaSquare > 0 && overlapSquare is > 0 and <= 1 && p.Alpha <= alphaTo))
                continue;
            double overlap = Math.Sqrt(overlapSquare), r = Math.Sqrt(p.U);
            found.Add(new SingleFeatureBoundaryPoint(p.Alpha, x, overlap, overlap * r, r, tau * Math.Sqrt(omegaSquare), lyapunov));
        }
        return [.. found.OrderBy(p => p.Alpha)];
    }

    /// <summary>Routh and Hurwitz's conditions on the characteristic polynomial z³ + a₁z² + a₂z + a₃, should the eigenvalue iteration fail.</summary>
    private static bool IsHurwitz(ReducedOde ode, FixedPointOrbit orbit)
    {
        Span<double> j = stackalloc double[9];
        ode.Jacobian(orbit.Representative.Coordinates.AsSpan(), j);
        (double a1, double a2, double a3) = Hurwitz.Cubic(j);
        return Hurwitz.IsStable([a1, a2, a3]);
    }

    /// <summary>The stable part of the deceived family.</summary>
    internal static OverlapInterval? StableDeceived(in SingleFeatureConstants c)
    {
        double square = c.LeastOverlapSquared;
        return c.DeceivedTrace < 0 && square < 1 ? new OverlapInterval(Math.Sqrt(Math.Max(0, square)), square < 0) : null;
    }
}
