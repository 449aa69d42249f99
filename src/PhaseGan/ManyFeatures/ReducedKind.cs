namespace PhaseGan;

/// <summary>One feature of the discriminator and three features of the data or more. Ends on the deceived manifold are those of <see cref="DeceivedEnd"/>.</summary>
internal readonly struct ReducedKind : ITrajectoryKind<ReducedOde>
{
    /// <summary>The next look at the deceived manifold is when the overlaps have fallen to where the end may be shown, as far as the last look can tell, or between these parts.</summary>
    private const double LeastFall = 0.7, MostFall = 0.1;

    /// <summary>With more features ends are not shown in lanes: <see cref="DeceivedEnd"/> and the spectrum at other points would take too long.</summary>
    private const int MostFeaturesOfEnds = ActiveFamilies.MaxFeatures;

    /// <summary>With more features than those copies of a motion are followed for its whole age, with more for a part that falls with their number: steps take longer.</summary>
    private const double FeaturesOfWholeAge = 16;

    /// <summary>The most with which the rule of motion that goes on was held against long searches.</summary>
    public static int MaxFeatures => 50;

    public static double MostSteps(int features, bool mayEnd) => ShowsEnds(features) ? (mayEnd ? 1_200_000 : 240_000) : mayEnd ? 0 : 60_000;

    public static bool ShowsEnds(int features) => features <= MostFeaturesOfEnds;

    public static double PartOfCopies(int features) => ShowsEnds(features) ? MotionSurvival.PartOfAge : Math.Min(1, FeaturesOfWholeAge / features);

    /// <summary>About as near as the tolerances lead a trajectory to a stable point.</summary>
    public static double Close => 1e-5;

    public static bool MayBeRegular => false;

    public static ReducedOde OdeOf(GanParameters gan, TrainingRule rule) => new(gan);

    public static bool IsKnown(GanParameters gan) => gan.FeatureCount > 2 && gan.FeatureCount <= MaxFeatures;

    public static double[]? Start(ReducedOde ode, MacroState start)
    {
        double[] state = ode.Pack(start);
        return StartedPoints.IsGeneric(ode, state) ? state : null;
    }

    public static bool OthersMayAttract(ReducedOde ode) => ActiveFamilies.AnyMayAttract(ode);

    public static bool AnyNearlyAttracts(ReducedOde ode) => ActiveFamilies.AnyNearlyAttracts(ode);

    public static GanParameters Plain(ReducedOde ode) => ode.Parameters;

    public static double StartScale(ReducedOde ode, ReadOnlySpan<double> state) => 0;

    public static void Choose<TWork>(int features, ref TWork work)
        where TWork : struct, ILaneFieldWork
    {
        if (features == 3)
            work.Run(new ReducedLanes<ThreeFeatures>(default));
        else if (features == 4)
            work.Run(new ReducedLanes<FourFeatures>(default));
        else
            work.Run(new ReducedLanes<SomeFeatures>(new(features)));
    }

    public static PhaseVerdict? AtRest(Journey<ReducedOde> item, OdeSearch search, double tolerance, out double nearer)
    {
        Span<double> end = stackalloc double[item.State.Length];
        bool isEnd = DeceivedEnd.TryFind(item.Ode, item.State, tolerance, end, out double error, out nearer);
        nearer = Math.Clamp(nearer, MostFall, LeastFall);
        return isEnd ? search.AtDeceived(item.Ode, end, error, item.Time, item.Evaluations) : null;
    }

    public static MotionSurvival Copies(Journey<ReducedOde> item, double length, CancellationToken cancellation) => item.Ode.Parameters.FeatureCount switch
    {
        3 => MotionSurvival.Follow(new ReducedField<ThreeFeatures>(item.Ode), item.State, item.Time, item.Rate, length, MayBeRegular, cancellation),
        4 => MotionSurvival.Follow(new ReducedField<FourFeatures>(item.Ode), item.State, item.Time, item.Rate, length, MayBeRegular, cancellation),
        _ => MotionSurvival.Follow(item.Ode, item.State, item.Time, item.Rate, length, MayBeRegular, cancellation),
    };

    /// <summary>Not asked: of a thousand trajectories with one discriminator feature one has such an end, and to ask costs a tenth of the time.</summary>
    public static PhaseVerdict Asked(Journey<ReducedOde> item, PhaseVerdict label, CancellationToken cancellation) => label;

    public static bool MayTurnSlowly(Journey<ReducedOde> item, CancellationToken cancellation) => SlowTurn.MayBe(item.Ode, item.State, item.Time, cancellation);

    public static PhaseVerdict? AtSlowTurn(Journey<ReducedOde> item, OdeSearch search, CancellationToken cancellation) =>
        search.AtSlowTurn(item.Ode, item.State, item.Time, item.Evaluations, cancellation);
}
