using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace PhaseGan;

/// <summary>
/// The macroscopic ODE of a discriminator with k features, D = ½|Wᵀy|² with W of n × k: linear responses, with unit norms or a regulariser of finite strength (derived; not in the paper, whose k is 1).
/// </summary>
/// <remarks>
/// <para>P = UᵀV and S = VᵀV (d×d), Q = UᵀW and R = VᵀW (d×k), Z = WᵀW (k×k), A₀ = 1 − τη_G/2m, B₀ = 1 + τη_T/2m, x = τ(η_T² + η_G²)/2m, Ω = B₀QᵀΛQ − A₀RᵀΛ̃R, L = −diag(RRᵀΛ̃):</para>
/// <code>
/// dP = τ̃(QRᵀΛ̃ + PL)                       dS = τ̃(RRᵀΛ̃ + Λ̃RRᵀ + SL + LS)
/// dQ = τ(ΛQ − PΛ̃R + QH)                    dR = τ(PᵀΛQ − SΛ̃R + RH) + τ̃(Λ̃RZ + LR)
/// WᵀW = I (polar retraction)   H = −Ω − xI, Z = I
/// unit columns                 H = −diag Ω − xI,                  dZ_ab = 2τ(Ω_ab − ½(Ω_aa + Ω_bb)Z_ab)
/// finite strength λ            H = (η_T − η_G)I − λ diag H′(Z_aa), dZ_ab = 2τ(Ω_ab + (x + η_T − η_G − ½λ(H′(Z_aa) + H′(Z_bb)))Z_ab), L = −λ diag H′(S_ℓℓ)
/// </code>
/// <para>
/// k = 1 is <see cref="ReducedOde"/>, or <see cref="GeneralOde"/> at finite strength. With WᵀW = I the equations do not change under (Q, R) → (QO, RO) with an orthogonal O, and P, S, QQᵀ, QRᵀ, RRᵀ obey an ODE of their
/// own in which k does not appear: k only bounds the rank, so that all k ≥ 2d are alike. Coordinates: P, Q, R row-major, then S and Z above the diagonal row by row, with a finite strength with their diagonals.
/// </para>
/// </remarks>
public class DiscriminatorFeaturesOde : ICaptureCandidates, INamedFixedPoints, ISizedField, IVectorField<MacroState>
{
    /// <summary>Makes the field, which <see cref="MacroscopicOde.For"/> gives.</summary>
    /// <param name="parameters">Numbers: Λ, Λ̃, rates, noises, m.</param>
    /// <param name="rule">k, the strength and what holds the norms; linear responses.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The rule has more than is known for several features: another loss, memory, extragradient, some multipliers and penalties; or a law of the codes has another number of features.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The parameters without the rule's scheme are too large.</exception>
    internal DiscriminatorFeaturesOde(GanParameters parameters, TrainingRule rule)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(rule);
        Renaming.RequireKnownFeatures(rule);
        foreach (LatentLaw law in (ReadOnlySpan<LatentLaw>)[rule.RealCodes, rule.FakeCodes])
            if (law.FeatureCount is { } count)
                Guard.Length(count, parameters.FeatureCount, "the features of a law of the codes", nameof(rule));
        (Parameters, Rule) = (parameters, rule);
        Equations = new FeatureEquations(Renaming.ToPlain(rule, parameters) ?? Renaming.AtFiniteStrength(rule, parameters), rule);
    }

    /// <summary>The numbers of the field.</summary>
    public GanParameters Parameters { get; }

    /// <summary>The rule of training.</summary>
    public TrainingRule Rule { get; }

    /// <inheritdoc/>
    public int Dimension => Layout.Dimension;

    /// <summary>The formulas.</summary>
    internal FeatureEquations Equations { get; }

    /// <summary>Where the coordinates are.</summary>
    internal StateLayout Layout => Equations.Layout;

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative) => WriteField(y, derivative);

    /// <inheritdoc/>
    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian) => WriteJacobian(y, jacobian);

    /// <summary>The coordinates of a state.</summary>
    /// <param name="state">A state with d features and k of the discriminator, normalised at unit norms, with Z = I where the columns of W are orthonormal; see <see cref="MacroState.Spread"/>.</param>
    /// <returns>Length N.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="state"/> is null.</exception>
    /// <exception cref="ArgumentException">The state has other numbers of features, or its norms are not those of the rule.</exception>
    public double[] Pack(MacroState state)
    {
        double[] y = Layout.Pack(state, Rule.HasUnitNorms);
        if (Equations.IsOrthonormal)
            state.RequireOrthonormal(nameof(state));
        return y;
    }

    /// <summary>The state with the given coordinates.</summary>
    /// <param name="y">Coordinates, length N.</param>
    /// <exception cref="ArgumentException">The length is not N.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A coordinate is not finite.</exception>
    public MacroState Unpack(ReadOnlySpan<double> y) => Layout.Unpack(y);

    /// <summary>What a fixed point is, from P, QQᵀ, QRᵀ and RRᵀ alone, which do not change where the discriminator turns.</summary>
    /// <param name="y">Coordinates of a fixed point, length N.</param>
    public virtual FixedPointKind KindOf(ReadOnlySpan<double> y)
    {
        FixedPointKind kind = OverlapKind.Of(Layout.QIn(y), Layout.RIn(y));
        return kind == FixedPointKind.Undeceived && Layout.Columns > 1 && IsSplit(y) ? FixedPointKind.Split : kind;
    }

    string? INamedFixedPoints.NameOf(ReadOnlySpan<double> y) => OverlapKind.Name(KindOf(y));

    // the families of fixed points are known for k = 1 alone
    bool ICaptureCandidates.AnyMayAttract() => true;

    /// <summary>Names of the coordinates in order: p_11, …, q_11, …, r_11, …, s_12, …, z_12, …</summary>
    public ImmutableArray<string> CoordinateNames() => Layout.Names();

    /// <summary>Its parameters and rule.</summary>
    public override string ToString() => $"ODE with {Rule.DiscriminatorFeatures} discriminator features, {Rule}: {Parameters}";

    /// <summary>Writes f(y).</summary>
    private protected virtual void WriteField(ReadOnlySpan<double> y, Span<double> derivative) =>
        EvaluateIn(MemoryMarshal.Cast<double, FieldValue>(y), MemoryMarshal.Cast<double, FieldValue>(derivative));

    /// <summary>Writes the Jacobian.</summary>
    private protected virtual void WriteJacobian(ReadOnlySpan<double> y, Span<double> jacobian) => FeatureJacobian.Write(Equations, y, jacobian);

    /// <summary>The field in any numbers.</summary>
    internal virtual void EvaluateIn<T>(ReadOnlySpan<T> y, Span<T> derivative)
        where T : unmanaged, IFieldNumber<T> => Equations.Evaluate(y, derivative);

    /// <summary>Whether P and QRᵀ vanish.</summary>
    private bool IsSplit(ReadOnlySpan<double> y)
    {
        if (VectorMath.Largest(Layout.PIn(y)) > OverlapKind.ZeroTolerance)
            return false;
        int d = Layout.Features, k = Layout.Columns;
        for (int i = 0; i < d; i++)
            for (int j = 0; j < d; j++)
                if (Math.Abs(VectorMath.Dot(y.Slice(Layout.QAt(i, 0), k), y.Slice(Layout.RAt(j, 0), k))) > OverlapKind.ZeroTolerance)
                    return false;
        return true;
    }
}
