using System.Collections.Immutable;
using System.Numerics;

namespace PhaseGan.Testing;

/// <summary>
/// A family of fields with a cycle that is known in closed form and one bifurcation of it at a known place, in random polynomial coordinates: what programs that follow cycles can be tested on. All are drawn
/// from a seed.
/// </summary>
/// <remarks>
/// A field across a circle, w′ = G(w), has there the bifurcations of G at rest: a fold, a pitchfork or a Hopf point of G is a fold, a branch point or a torus bifurcation of the cycle, with multipliers e^{λT} for the
/// eigenvalues λ. An odd G in z = e^{iθ/2}w is turned over once round, and has the multipliers −e^{λT}: period doublings, and what comes with them.
/// </remarks>
public sealed class Suspension
{
    /// <summary>Where the cycle is begun: at μ and κ this far from the bifurcation.</summary>
    private const double Start = 0.3;

    private readonly Func<double, double, SuspendedField> _field;
    private readonly double[] _straight;

    private Suspension(SuspensionKind kind, int seed, Func<double, double, SuspendedField> field, double[] straight, double period, double? angle)
    {
        (Kind, Seed, _field, _straight, Period, Angle) = (kind, seed, field, straight, period, angle);
        Coefficient = Unit(kind) is var (power, isComplex, hasHalfTurn) ? -Math.Pow(field(0, 0).Length(isComplex, hasHalfTurn), -power) : null;
        Family = FieldFamily.Of("mu", "kappa", (mu, kappa) => field(mu, kappa));
    }

    /// <summary>The bifurcation.</summary>
    public SuspensionKind Kind { get; }

    /// <summary>The seed it was drawn from.</summary>
    public int Seed { get; }

    /// <summary>The family over μ and κ. Kinds in one parameter have their bifurcation at μ = 0 for every κ, those in two at μ = κ = 0.</summary>
    public FieldFamily Family { get; }

    /// <summary>μ at which <see cref="Point"/> lies on a cycle.</summary>
    public double At { get; } = Start;

    /// <summary>κ at which <see cref="Point"/> lies on a cycle.</summary>
    public double Beside => Kind >= SuspensionKind.Cusp ? -Start : 0;

    /// <summary>A state on the cycle at μ = <see cref="At"/> and κ = <see cref="Beside"/>.</summary>
    public ImmutableArray<double> Point => [.. _field(At, Beside).StateOf(_straight)];

    /// <summary>The cycle's period, 2π over its frequency, at all parameters.</summary>
    public double Period { get; }

    /// <summary>θ in (0, π) of the multipliers e^{±iθ} at the bifurcation; null for kinds without such a pair.</summary>
    public double? Angle { get; }

    /// <summary>
    /// The coefficient of the bifurcation's normal form, ξ′ = bξ² of a fold and a crossing, whose sign is free, ξ′ = cξ³ of a pitchfork and a period doubling, and ξ′ = iωξ + dξ|ξ|² of a torus, for a vector whose mean square over the period is 1; null for kinds
    /// without one. That of <see cref="SuspensionKind.GeneralizedDoubling"/>, of <see cref="SuspensionKind.Chenciner"/> and of the two kinds whose names end with Degenerate is this times −κ.
    /// </summary>
    public double? Coefficient { get; }

    /// <summary>The power of the vector's length in the coefficient, and what the vector is.</summary>
    private static (int Power, bool IsComplex, bool HasHalfTurn)? Unit(SuspensionKind kind) => kind switch
    {
        SuspensionKind.Fold or SuspensionKind.Transcritical or SuspensionKind.TranscriticalDegenerate => (1, false, false),
        SuspensionKind.Pitchfork or SuspensionKind.PitchforkDegenerate => (2, false, false),
        SuspensionKind.PeriodDoubling or SuspensionKind.GeneralizedDoubling => (2, false, true),
        SuspensionKind.Torus or SuspensionKind.Chenciner => (2, true, false),
        _ => null,
    };

    /// <summary>The suspension of a kind and a seed.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="seed">The seed; the same one gives the same fields on every platform.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="kind"/> is none of the kinds.</exception>
    public static Suspension Draw(SuspensionKind kind, int seed)
    {
        var random = new SplitMix(seed);
        double frequency = 0.7 + random.NextUniform(), relaxation = 0.2 + 0.6 * random.NextUniform(), period = 2 * Math.PI / frequency;
        // an angle that is none of the low resonances
        double angle = kind switch
        {
            SuspensionKind.Resonance13 => 2 * Math.PI / 3,
            SuspensionKind.Resonance14 => Math.PI / 2,
            _ => (0.25 + 0.2 * random.NextUniform()) * Math.PI,
        };
        SuspendedBlock[] blocks = Blocks(kind, angle / period, frequency);
        int n = 2 + blocks.Sum(b => b.Dimension);
        var coordinates = BentCoordinates.Rotated(BentCoordinates.Rotation(n, ref random), BentCoordinates.Quadratic(n, ref random));
        var straight = new double[n];
        straight[0] = 1;
        if (kind is SuspensionKind.Fold or SuspensionKind.FoldDoubling or SuspensionKind.FoldTorus)
            straight[2] = Math.Sqrt(Start);
        else if (kind == SuspensionKind.Cusp)
            straight[2] = RootOfCusp();
        else if (kind == SuspensionKind.FoldResonance11)
            straight[2] = -Math.Sqrt(Start);
        else if (kind == SuspensionKind.PitchforkFold)
            straight[2] = Math.Sqrt(Start);
        bool hasAngle = kind is SuspensionKind.Torus or SuspensionKind.Chenciner or SuspensionKind.Resonance13 or SuspensionKind.Resonance14 or SuspensionKind.FoldTorus or SuspensionKind.DoublingTorus or SuspensionKind.DoubleTorus or SuspensionKind.PitchforkTorus;
        return new Suspension(kind, seed, (mu, kappa) => new SuspendedField(blocks, (mu, kappa), frequency, relaxation, coordinates), straight, period, hasAngle ? angle : null);
    }

    private static SuspendedBlock[] Blocks(SuspensionKind kind, double turning, double frequency) => kind switch
    {
        SuspensionKind.Fold => [Fold],
        SuspensionKind.Transcritical => [SuspendedBlock.Real(((mu, _) => mu, 1), ((_, _) => -1, 2))],
        SuspensionKind.Pitchfork => [SuspendedBlock.Real(((mu, _) => mu, 1), ((_, _) => -1, 3))],
        SuspensionKind.PeriodDoubling => [Doubling((mu, _) => mu)],
        SuspensionKind.Torus => [Torus((mu, _) => new Complex(mu, turning))],
        SuspensionKind.Cusp => [SuspendedBlock.Real(((mu, _) => mu, 0), ((_, kappa) => kappa, 1), ((_, _) => -1, 3))],
        SuspensionKind.Resonance11 => [DoubleZero],
        SuspensionKind.Resonance12 => [OddDoubleZero],
        SuspensionKind.Resonance13 or SuspensionKind.Resonance14 => [Torus((mu, kappa) => new Complex(mu, turning + 0.2 * frequency * kappa))],
        SuspensionKind.FoldDoubling => [Fold, Doubling((_, kappa) => kappa)],
        SuspensionKind.FoldTorus => [Fold, Torus((_, kappa) => new Complex(kappa, turning))],
        SuspensionKind.DoublingTorus => [Doubling((mu, _) => mu), Torus((_, kappa) => new Complex(kappa, turning))],
        SuspensionKind.DoubleTorus => [Torus((mu, _) => new Complex(mu, turning)), Torus((_, kappa) => new Complex(kappa, 0.31 * frequency - turning))],
        SuspensionKind.FoldResonance11 => [FoldDoubleZero],
        SuspensionKind.GeneralizedDoubling => [Quintic(true, (mu, _) => 0.5 * (mu - 1), (mu, _) => 0.5 * (mu + 1))],
        SuspensionKind.Chenciner => [Quintic(false, (mu, _) => new Complex(mu, turning), (_, _) => 0)],
        SuspensionKind.PitchforkDegenerate => [SuspendedBlock.Real((Bent, 1), ((_, kappa) => kappa, 3), ((_, _) => -1, 5))],
        SuspensionKind.TranscriticalDegenerate => [SuspendedBlock.Real((Bent, 1), ((_, kappa) => kappa, 2), ((_, _) => -1, 3))],
        SuspensionKind.PitchforkFold => [FoldWithPitchfork],
        SuspensionKind.PitchforkDoubling => [BentPitchfork, Doubling((_, kappa) => kappa)],
        SuspensionKind.PitchforkTorus => [BentPitchfork, Torus((_, kappa) => new Complex(kappa, turning))],
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "must be a kind of bifurcation"),
    };

    /// <summary>w′ = μ − w².</summary>
    private static SuspendedBlock Fold => SuspendedBlock.Real(((mu, _) => mu, 0), ((_, _) => -1, 2));

    /// <summary>μ − κ²/2.</summary>
    private static double Bent(double mu, double kappa) => mu - 0.5 * kappa * kappa;

    /// <summary>w′ = (μ − κ²/2)w − w³.</summary>
    private static SuspendedBlock BentPitchfork => SuspendedBlock.Real((Bent, 1), ((_, _) => -1, 3));

    /// <summary>v′ = −κ − v², u′ = (μ − v)u − u³ with w = v + iu.</summary>
    private static SuspendedBlock FoldWithPitchfork => new(true, false,
    [
        ((_, kappa) => -kappa, 0, 0), ((mu, _) => 0.5 * mu, 1, 0), ((mu, _) => -0.5 * mu, 0, 1), ((_, _) => -0.5, 2, 0), ((_, _) => -0.5, 1, 1),
        ((_, _) => 0.125, 3, 0), ((_, _) => -0.375, 2, 1), ((_, _) => 0.375, 1, 2), ((_, _) => -0.125, 0, 3),
    ]);

    /// <summary>u′ = μu − …, v′ = −v − …, turned over.</summary>
    private static SuspendedBlock Doubling(Func<double, double, double> growth) =>
        new(true, true, [((mu, kappa) => 0.5 * (growth(mu, kappa) - 1), 1, 0), ((mu, kappa) => 0.5 * (growth(mu, kappa) + 1), 0, 1), ((_, _) => -1, 2, 1)]);

    /// <summary>w′ = λw − |w|²w.</summary>
    private static SuspendedBlock Torus(Func<double, double, Complex> rate) => new(true, false, [(rate, 1, 0), ((_, _) => -1, 2, 1)]);

    /// <summary>w′ = aw + bw̄ + κ|w|²w − |w|⁴w.</summary>
    private static SuspendedBlock Quintic(bool hasHalfTurn, Func<double, double, Complex> a, Func<double, double, Complex> b) =>
        new(true, hasHalfTurn, [(a, 1, 0), .. hasHalfTurn ? ((Func<double, double, Complex>, int, int)[])[(b, 0, 1)] : [], ((_, kappa) => kappa, 2, 1), ((_, _) => -1, 3, 2)]);

    /// <summary>u′ = v, v′ = −μ + κv + u² − uv with w = u + iv: rests u = ±√μ, v = 0.</summary>
    private static SuspendedBlock FoldDoubleZero => new(true, false,
    [
        ((mu, _) => -mu * Complex.ImaginaryOne, 0, 0), ((_, kappa) => -0.5 * Complex.ImaginaryOne + 0.5 * kappa, 1, 0), ((_, kappa) => 0.5 * Complex.ImaginaryOne - 0.5 * kappa, 0, 1),
        ((_, _) => 0.25 * Complex.ImaginaryOne - 0.25, 2, 0), ((_, _) => 0.5 * Complex.ImaginaryOne, 1, 1), ((_, _) => 0.25 * Complex.ImaginaryOne + 0.25, 0, 2),
    ]);

    /// <summary>u′ = v, v′ = μu + κv + u² − uv with w = u + iv: u = 0 has a double zero at the origin.</summary>
    private static SuspendedBlock DoubleZero => new(true, false,
    [
        .. Linear,
        ((_, _) => 0.25 * Complex.ImaginaryOne - 0.25, 2, 0), ((_, _) => 0.5 * Complex.ImaginaryOne, 1, 1), ((_, _) => 0.25 * Complex.ImaginaryOne + 0.25, 0, 2),
    ]);

    /// <summary>u′ = v, v′ = μu + κv − u³ − u²v, turned over.</summary>
    private static SuspendedBlock OddDoubleZero => new(true, true,
    [
        .. Linear,
        ((_, _) => -0.125 * Complex.ImaginaryOne - 0.125, 3, 0), ((_, _) => -0.375 * Complex.ImaginaryOne - 0.125, 2, 1),
        ((_, _) => -0.375 * Complex.ImaginaryOne + 0.125, 1, 2), ((_, _) => -0.125 * Complex.ImaginaryOne + 0.125, 0, 3),
    ]);

    /// <summary>u′ = v, v′ = μu + κv.</summary>
    private static (Func<double, double, Complex>, int, int)[] Linear =>
    [
        ((mu, kappa) => -0.5 * Complex.ImaginaryOne + 0.5 * Complex.ImaginaryOne * mu + 0.5 * kappa, 1, 0),
        ((mu, kappa) => 0.5 * Complex.ImaginaryOne + 0.5 * Complex.ImaginaryOne * mu - 0.5 * kappa, 0, 1),
    ];

    /// <summary>The only root of μ + κw − w³ at the start.</summary>
    private static double RootOfCusp()
    {
        double w = 1;
        for (int k = 0; k < 60; k++)
            w -= (Start - Start * w - w * w * w) / (-Start - 3 * w * w);
        return w;
    }

    /// <summary>The kind and the seed.</summary>
    public override string ToString() => $"{Kind}, seed {Seed}";
}
