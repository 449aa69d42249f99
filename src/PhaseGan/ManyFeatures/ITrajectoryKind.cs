namespace PhaseGan;

/// <summary>A kind of fields of training of which many trajectories are followed side by side: all in which <see cref="TrajectoryBatch{TKind, TOde}"/> differs from one kind to another.</summary>
/// <typeparam name="TOde">The field at one point.</typeparam>
internal interface ITrajectoryKind<TOde>
    where TOde : class, IRestManifold, IVectorField<MacroState>
{
    /// <summary>Most features of the data for which there are lanes.</summary>
    static abstract int MaxFeatures { get; }

    /// <summary>Steps after which a trajectory of which nothing was shown is left to the search.</summary>
    /// <param name="features">Features of the data.</param>
    /// <param name="mayEnd">Whether it may end at any time, as copies of it did, or because it creeps.</param>
    static abstract double MostSteps(int features, bool mayEnd);

    /// <summary>
    /// Whether ends at rest are shown in lanes. Where they are not, the search looks for them first, with a small budget; lanes are for motion where every deceived state repels, and what they do not show is searched from its start.
    /// </summary>
    static abstract bool ShowsEnds(int features);

    /// <summary>The part of its age for which each copy of a motion is followed.</summary>
    static abstract double PartOfCopies(int features);

    /// <summary>A trajectory that is slow and nearer than this to a stable fixed point is led on with fine tolerances.</summary>
    static abstract double Close { get; }

    /// <summary>Whether motion beside something that attracts may be regular: then a cycle is looked for where copies of it do not part.</summary>
    static abstract bool MayBeRegular { get; }

    /// <summary>The field at a point.</summary>
    static abstract TOde OdeOf(GanParameters gan, TrainingRule rule);

    /// <summary>Whether there are lanes for a point.</summary>
    static abstract bool IsKnown(GanParameters gan);

    /// <summary>Where a trajectory starts; null if it is to be left to the search.</summary>
    static abstract double[]? Start(TOde ode, MacroState start);

    /// <summary>Whether a fixed point off the deceived manifold may attract.</summary>
    static abstract bool OthersMayAttract(TOde ode);

    /// <summary>Whether a fixed point off the deceived manifold comes near to attracting, among those of which it is not excluded: asked of a motion that keeps its speed.</summary>
    static abstract bool AnyNearlyAttracts(TOde ode);

    /// <summary>The parameters of Example 1 with which its equations are written.</summary>
    static abstract GanParameters Plain(TOde ode);

    /// <summary>The size of the Jacobian at a start, where ends on the deceived manifold ask for it; else zero.</summary>
    static abstract double StartScale(TOde ode, ReadOnlySpan<double> state);

    /// <summary>Does work with the field in lanes that is compiled for a number of features.</summary>
    static abstract void Choose<TWork>(int features, ref TWork work)
        where TWork : struct, ILaneFieldWork;

    /// <summary>
    /// The label of a trajectory that cannot leave the deceived manifold any more: Undetermined if a recovery lies too near the threshold however near the end is, null if the end is not shown.
    /// </summary>
    /// <param name="item">The trajectory.</param>
    /// <param name="search">Labels attractors.</param>
    /// <param name="tolerance">How precisely the end must be known.</param>
    /// <param name="nearer">To what part of its present size the largest overlap with the discriminator has to fall before the next look.</param>
    static abstract PhaseVerdict? AtRest(Journey<TOde> item, OdeSearch search, double tolerance, out double nearer);

    /// <summary>What becomes of copies of a motion that are followed for a time.</summary>
    static abstract MotionSurvival Copies(Journey<TOde> item, double length, CancellationToken cancellation);

    /// <summary>The label of a trajectory that was lively before its end was shown: Undetermined where errors of the integration decide the end, and that is asked.</summary>
    static abstract PhaseVerdict Asked(Journey<TOde> item, PhaseVerdict label, CancellationToken cancellation);

    /// <summary>Whether a motion that has kept its speed may be a turn that falls too slowly to be seen.</summary>
    static abstract bool MayTurnSlowly(Journey<TOde> item, CancellationToken cancellation);

    /// <summary>The label of a trajectory that has become slower again and again, if it is seen to come to a fixed point like 1/√t; else null.</summary>
    static abstract PhaseVerdict? AtSlowTurn(Journey<TOde> item, OdeSearch search, CancellationToken cancellation);
}
