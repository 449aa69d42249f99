using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>
/// The macroscopic ODE (8), (9) of the paper for any loss, regulariser and law of codes: training in the limit n → ∞ as a vector field with its
/// analytic Jacobian.
/// </summary>
/// <remarks>
/// <para>With the averages g, g̃, ⟨f′⟩, ⟨f²⟩, ⟨f̃′⟩, ⟨f̃²⟩ of <see cref="DataAverages"/>, L = −λ diag H′(S_ℓℓ) and time t = k/n:</para>
/// <code>
/// dP = τ̃ (q g̃ᵀ + P L)                 dq = τ (g − P g̃ + h q)
/// dr = τ (Pᵀg − S g̃ + h r) + τ̃ (z g̃ + L r)
/// dS = τ̃ (r g̃ᵀ + g̃ rᵀ + S L + L S)     dz = 2τ (q·g − r·g̃ + z h) + τ² b/m
/// h  = η_T⟨f′⟩ − η_G⟨f̃′⟩ − λH′(z)       b  = η_T⟨f²⟩ + η_G⟨f̃²⟩
/// </code>
/// <para>
/// The paper prints h without the factors η_T and η_G; Stein's lemma gives them, and simulation of training with η_T ≠ η_G bears them out.
/// </para>
/// <para>
/// Multipliers, gradient penalties and instance noise change f, f̃, η_T, η_G, h and b in the terms of the discriminator's step, those with τ; the terms with τ̃ keep the generator's g̃ (derived).
/// </para>
/// <para>
/// With λ infinite (unit norms) h and L take the values that keep z and S_ℓℓ where they are, h = −(q·g − r·g̃ + τb/2m)/z and L_ℓ = −r_ℓ g̃_ℓ/S_ℓℓ: those
/// coordinates stay 1. For fixed points and attractors use <see cref="UnitNormOde"/> then, which leaves them out.
/// </para>
/// <para>
/// Coordinates: P (row-major, d²), q (d), r (d), the upper triangle of S with its diagonal (row by row, d(d + 1)/2), z: N = d² + 2d + d(d + 1)/2 + 1.
/// Where z or a component's variance turns negative the field is NaN. The Jacobian differentiates the averages under the integral: exact to
/// rounding for the ready-made responses, to about 1e-9 for custom ones that give f and f′ only (<see cref="Response.Evaluate(double, out double, out double, out double, out double)"/>).
/// </para>
/// </remarks>
public sealed class GeneralOde : ICaptureCandidates, INamedFixedPoints, ISizedField, IVectorField<MacroState>
{
    /// <summary>Makes the field.</summary>
    /// <param name="parameters">Numbers: Λ, Λ̃, rates, noises, m.</param>
    /// <param name="rule">Loss, regulariser, laws of the codes; Example 1 if absent.</param>
    /// <param name="diffusion">Whether the term τ²b/m is there. Without it the field is the limit of small learning rates, or of large mini-batches, at a fixed ratio of the rates. Default true.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    /// <exception cref="ArgumentException">A law of the codes has another number of features.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The codes have too many features for the averages of a nonlinear response; see <see cref="DataAverages"/>.</exception>
    public GeneralOde(GanParameters parameters, TrainingRule? rule = null, bool diffusion = true)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Renaming.RequireNoMemory(rule ??= TrainingRule.Example1);
        HasDiffusion = diffusion;
        Equations = new MacroscopicEquations(parameters, rule, reduced: false, diffusion);
    }

    /// <summary>The numbers of the field.</summary>
    public GanParameters Parameters => Equations.Parameters;

    /// <summary>Loss, regulariser and laws of the codes.</summary>
    public TrainingRule Rule => Equations.Rule;

    /// <summary>Whether the term τ²b/m is there.</summary>
    public bool HasDiffusion { get; }

    /// <inheritdoc/>
    public int Dimension => Equations.Dimension;

    /// <summary>The averages g, ⟨f′⟩, ⟨f²⟩ over real data.</summary>
    public DataAverages RealAverages => Equations.Real;

    /// <summary>The averages g̃, ⟨f̃′⟩, ⟨f̃²⟩ over fake data.</summary>
    public DataAverages FakeAverages => Equations.Fake;

    internal MacroscopicEquations Equations { get; }

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative) => Equations.Evaluate(y, derivative);

    /// <inheritdoc/>
    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian) => Equations.Jacobian(y, jacobian);

    /// <summary>The coordinates of a state.</summary>
    /// <param name="state">A state with d features; normalised (unit diagonal of S, z = 1) if λ is infinite.</param>
    /// <returns>Length N.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="state"/> is null.</exception>
    /// <exception cref="ArgumentException">The state has another number of features, or is not normalised where it must be.</exception>
    public double[] Pack(MacroState state) => Equations.Pack(state);

    /// <summary>The state with the given coordinates. Rounding of a computation may put it a little outside the valid cone; see <see cref="MacroState.GramMargin"/>.</summary>
    /// <param name="y">Coordinates, length N.</param>
    /// <exception cref="ArgumentException">The length is not N.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A coordinate is not finite.</exception>
    public MacroState Unpack(ReadOnlySpan<double> y) => Equations.Unpack(y);

    /// <summary>Which of q and r vanish to within <c>FixedPoint.ZeroTolerance</c>.</summary>
    /// <param name="y">Coordinates of a fixed point, length N.</param>
    public FixedPointKind KindOf(ReadOnlySpan<double> y) => OverlapKind.OfMacroscopic(y, Parameters.FeatureCount);

    string? INamedFixedPoints.NameOf(ReadOnlySpan<double> y) => OverlapKind.Name(KindOf(y));

    // All families are known for the linear loss alone; for another, capture is always to be feared.
    bool ICaptureCandidates.AnyMayAttract() => true;

    /// <summary>Names of the coordinates in order: p_11, …, q_1, …, r_1, …, s_11, s_12, …, z.</summary>
    public ImmutableArray<string> CoordinateNames() => Equations.CoordinateNames();

    /// <summary>Its parameters and rule.</summary>
    public override string ToString() => $"general ODE, {Rule}: {Parameters}";
}
