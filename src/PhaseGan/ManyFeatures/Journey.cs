namespace PhaseGan;

/// <summary>A trajectory as it enters a lane, or is taken out of one to go on in another: it keeps its bits.</summary>
/// <param name="from">Its point and start.</param>
/// <param name="ode">The field there.</param>
/// <param name="plain">The parameters of Example 1 with which its equations are written.</param>
/// <param name="startScale">The size of the Jacobian at the start, where it is asked for.</param>
internal sealed class Journey<TOde>(WaitingPoint from, TOde ode, GanParameters plain, double startScale)
    where TOde : class, IRestManifold, IVectorField<MacroState>
{
    /// <summary>The deceived manifold is looked at when the largest overlap with the discriminator falls below this.</summary>
    public const double Near = 0.05;

    /// <summary>A speed below this fraction of τ max Λ is slow.</summary>
    private const double Slow = 1e-3;

    /// <summary>The first step in units of the inverse of τ max Λ.</summary>
    private const double FirstStep = 0.1;

    /// <summary>Evaluations of the field in a step.</summary>
    private const int Stages = 6;

    /// <summary>Steps from which on a regular motion that has kept its speed, and is on no cycle that a search found, is said to go on.</summary>
    private const double StepsOfRegularMotion = 100_000;

    public int Point => from.Index;

    public GanParameters Parameters => from.Parameters;

    public TOde Ode => ode;

    /// <summary>The parameters of Example 1 with which its equations are written.</summary>
    public GanParameters Plain => plain;

    public double[] State => from.State;

    /// <summary>Where it started.</summary>
    public double[] Start { get; } = [.. from.State];

    /// <summary>The size of the Jacobian where it starts.</summary>
    public double StartScale => startScale;

    /// <summary>Whether fixed points off the deceived manifold may attract.</summary>
    public bool OthersMayAttract => from.OthersMayAttract;

    /// <summary>The stable fixed point that it is led to with fine tolerances; null where it is led to none.</summary>
    public StableTarget? Target { get; set; }

    public double Time { get; set; }

    /// <summary>The fastest rate τ max Λ: an inverse time.</summary>
    public double Rate { get; } = plain.DiscriminatorRate * Math.Max(VectorMath.Largest(plain.RealVariances.AsSpan()), VectorMath.Largest(plain.FakeVariances.AsSpan()));

    /// <summary>The next step's length; null at first.</summary>
    public double? Step { get; set; }

    public double Steps { get; set; }

    /// <summary>The mean speeds in pieces of the way.</summary>
    public SpeedPieces Pieces { get; } = new();

    /// <summary>The sum of the speeds at the steps of the present piece.</summary>
    public double Sum { get; set; }

    /// <summary>Where every deceived state repels no number, which no size is below.</summary>
    public double Trigger { get; set; } = CaptureCandidates.DeceivedTrace(plain) > CaptureCandidates.Margin ? double.NaN : Near;

    /// <summary>The steps after which a slow state may be looked at.</summary>
    public double Resume { get; set; }

    /// <summary>What copies of the motion did when they were last followed.</summary>
    public CopiesEnd Copies { get; set; } = CaptureCandidates.DeceivedTrace(plain) > CaptureCandidates.Margin ? CopiesEnd.Unknown : CopiesEnd.ToFollow;

    /// <summary>Whether it is asked now if there is anything that could catch the motion: it has kept its speed for half as long as it must otherwise.</summary>
    public bool MayBeFree => Copies == CopiesEnd.Unknown && Pieces.AreHalfSteady(SlowSpeed);

    /// <summary>Whether copies of the motion came to rest: however long it goes on it is not said to go on for ever.</summary>
    public bool IsTransient => Copies == CopiesEnd.Rest;

    /// <summary>Whether it is asked now if the motion goes on for ever; of a regular one that is on no cycle that a search found not before it has gone on for very long.</summary>
    public bool MayGoOn => !IsTransient && Pieces.AreSteady(SlowSpeed) && (Copies != CopiesEnd.Together || HasGoneOnForLong);

    /// <summary>Whether a regular motion has gone on for so long that it is believed.</summary>
    public bool HasGoneOnForLong => Steps >= StepsOfRegularMotion;

    public double SlowSpeed => Slow * Rate;

    /// <summary>How it becomes slower.</summary>
    public SlowingDown SlowingDown { get; } = new();

    /// <summary>Whether a mean speed in one of the first pieces is that of a lively motion, of which copies may part.</summary>
    public bool IsLively(double speed) => speed > EndOfCopies.Lively * Rate && Steps <= EndOfCopies.MostStepsToPart;

    /// <summary>The length of the next step.</summary>
    public double NextStep => Step ?? (FirstStep / Rate);

    public long Evaluations => (long)(Stages * Steps + 1);
}
