namespace PhaseGan;

/// <summary>Two orthonormal features of the discriminator, in the frame that turns with them.</summary>
internal readonly struct ColumnPairKind : ITrajectoryKind<CorotatingOde>
{
    /// <summary>The deceived manifold is looked at again when the overlaps have fallen by this factor.</summary>
    private const double Fall = 0.4;

    public static int MaxFeatures => ColumnPairEquations.MaxFeatures;

    public static double MostSteps(int features, bool mayEnd) => mayEnd ? 1_200_000 : 480_000;

    public static bool ShowsEnds(int features) => true;

    public static double PartOfCopies(int features) => MotionSurvival.PartOfAge;

    public static double Close => 2e-4;

    public static bool MayBeRegular => true;

    public static CorotatingOde OdeOf(GanParameters gan, TrainingRule rule) => (CorotatingOde)MacroscopicOde.ForEnds(gan, rule);

    public static bool IsKnown(GanParameters gan) => gan.FeatureCount <= ColumnPairEquations.MaxFeatures;

    public static double[]? Start(CorotatingOde ode, MacroState start) =>
        ode.Pack(start.DiscriminatorFeatures == 1 ? start.Spread(ColumnPairEquations.Columns) : start);

    public static bool OthersMayAttract(CorotatingOde ode) => true;

    public static bool AnyNearlyAttracts(CorotatingOde ode) => true;

    public static GanParameters Plain(CorotatingOde ode) => ode.Equations.Parameters;

    public static double StartScale(CorotatingOde ode, ReadOnlySpan<double> state) => Scale(ode, state);

    public static void Choose<TWork>(int features, ref TWork work)
        where TWork : struct, ILaneFieldWork
    {
        if (features == 2)
            work.Run(new ColumnPairLanes<TwoFeatures>(default));
        else
            work.Run(new ColumnPairLanes<SomeFeatures>(new(features)));
    }

    public static PhaseVerdict? AtRest(Journey<CorotatingOde> item, OdeSearch search, double tolerance, out double nearer)
    {
        nearer = Fall;
        CorotatingOde ode = item.Ode;
        if (StabilityClassifier.AtRest(ode, item.State, out double condition) is not { Verdict: StabilityVerdict.Stable } spectrum)
            return null;
        Span<double> transverse = item.State.AsSpan(ode.TransverseStart, ode.TransverseCount);
        if (!RestDrift.IsSmall(spectrum, condition, Math.Max(item.StartScale, Scale(ode, item.State)), VectorMath.Largest(transverse), tolerance, out double drift))
            return null;
        double[] end = [.. item.State];
        end.AsSpan(ode.TransverseStart, ode.TransverseCount).Clear();
        return search.VerdictOrNearer(ode, new FixedPointAttractor(FixedPoint.At(ode, end), spectrum, drift, item.Time, item.Evaluations));
    }

    public static MotionSurvival Copies(Journey<CorotatingOde> item, double length, CancellationToken cancellation) =>
        MotionSurvival.Follow(item.Ode, item.State, item.Time, item.Rate, length, MayBeRegular, cancellation);

    public static PhaseVerdict Asked(Journey<CorotatingOde> item, PhaseVerdict label, CancellationToken cancellation) =>
        EndOfCopies.Asked(item.Ode, item.Start, label, item.Pieces.LivelyUntil, item.Time, item.Rate, cancellation);

    /// <inheritdoc cref="AtSlowTurn"/>
    public static bool MayTurnSlowly(Journey<CorotatingOde> item, CancellationToken cancellation) => false;

    /// <summary>Not known with several discriminator features.</summary>
    public static PhaseVerdict? AtSlowTurn(Journey<CorotatingOde> item, OdeSearch search, CancellationToken cancellation) => null;

    /// <summary>The size of the Jacobian at a state.</summary>
    private static double Scale(CorotatingOde ode, ReadOnlySpan<double> state)
    {
        int n = ode.Dimension;
        var jacobian = new double[n * n];
        ode.Jacobian(state, jacobian);
        return VectorMath.Norm(jacobian);
    }
}
