using System.Collections.Immutable;

namespace PhaseGan;

/// <summary>
/// The macroscopic ODE (8), (9) for unit norms (λ → ∞) and any loss and law of codes, in the coordinates of <see cref="ReducedOde"/>, which is the case
/// of linear responses.
/// </summary>
/// <remarks>
/// <para>The equations are those of <see cref="GeneralOde"/> with S_ℓℓ = 1, z = 1, h = −(q·g − r·g̃ + τb/2m) and L = −diag(r_ℓ g̃_ℓ).</para>
/// <para>
/// The coordinates are P (row-major, d²), q (d), r (d) and the strict upper triangle of S (row by row, d(d − 1)/2). States with q = r = 0 are fixed
/// points, the deceived manifold, since codes have zero mean. Near it any loss acts like the linear one (derived): the transverse block is
/// B of the reduced ODE with Λ⟨f′⟩ and Λ̃⟨f̃′⟩ in the places of Λ and Λ̃, and τ(η_T⟨f²⟩ + η_G⟨f̃²⟩)/2m in that of x, averages taken at q = r = 0.
/// </para>
/// </remarks>
public sealed class UnitNormOde : ICaptureCandidates, INamedFixedPoints, IRestManifold, ISizedField, IVectorField<MacroState>
{
    private readonly MacroscopicEquations _equations;

    /// <summary>Makes the field.</summary>
    /// <param name="parameters">Numbers: Λ, Λ̃, rates, noises, m.</param>
    /// <param name="rule">Loss and laws of the codes, with infinite strength; Example 1 if absent.</param>
    /// <param name="diffusion">Whether the term τ²b/m is there; see <see cref="GeneralOde(GanParameters, TrainingRule?, bool)"/>. Default true.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    /// <exception cref="ArgumentException">The strength is finite, or a law of the codes has another number of features.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The codes have too many features for the averages of a nonlinear response; see <see cref="DataAverages"/>.</exception>
    public UnitNormOde(GanParameters parameters, TrainingRule? rule = null, bool diffusion = true)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        rule ??= TrainingRule.Example1;
        if (!rule.HasUnitNorms)
            throw new ArgumentException($"rule must have infinite strength here, which is what keeps norms at 1; got {rule}. Use GeneralOde", nameof(rule));
        Renaming.RequireNoMemory(rule);
        HasDiffusion = diffusion;
        _equations = new MacroscopicEquations(parameters, rule, reduced: true, diffusion);
    }

    /// <summary>The numbers of the field.</summary>
    public GanParameters Parameters => _equations.Parameters;

    /// <summary>Loss and laws of the codes.</summary>
    public TrainingRule Rule => _equations.Rule;

    /// <summary>Whether the term τ²b/m is there.</summary>
    public bool HasDiffusion { get; }

    /// <inheritdoc/>
    public int Dimension => _equations.Dimension;

    /// <summary>Index of q_0; the transverse coordinates are q and then r.</summary>
    public int TransverseStart => StateLayout.QStartOf(Parameters.FeatureCount);

    /// <summary>2d: the number of transverse coordinates (q, r).</summary>
    public int TransverseCount => 2 * Parameters.FeatureCount;

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<double> y, Span<double> derivative) => _equations.Evaluate(y, derivative);

    /// <inheritdoc/>
    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian) => _equations.Jacobian(y, jacobian);

    /// <summary>Writes the Jacobian over (q, r) at the deceived state with the P and S of <paramref name="y"/>.</summary>
    /// <param name="y">A state, length N; its q and r are taken as zero.</param>
    /// <param name="block">Receives the block in row-major order, length 4d².</param>
    public void TransverseBlock(ReadOnlySpan<double> y, Span<double> block) => _equations.TransverseBlock(y, block);

    /// <summary>The coordinates of a state.</summary>
    /// <param name="state">A normalised state (unit diagonal of S, z = 1) with d features.</param>
    /// <returns>Length N.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="state"/> is null.</exception>
    /// <exception cref="ArgumentException">The state has another number of features or is not normalised.</exception>
    public double[] Pack(MacroState state) => _equations.Pack(state);

    /// <summary>The state with the given coordinates. Rounding of a computation may put it a little outside the valid cone; see <see cref="MacroState.GramMargin"/>.</summary>
    /// <param name="y">Coordinates, length N.</param>
    /// <exception cref="ArgumentException">The length is not N.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A coordinate is not finite.</exception>
    public MacroState Unpack(ReadOnlySpan<double> y) => _equations.Unpack(y);

    /// <summary>Which of q and r vanish to within <c>FixedPoint.ZeroTolerance</c>.</summary>
    /// <param name="y">Coordinates of a fixed point, length N.</param>
    public FixedPointKind KindOf(ReadOnlySpan<double> y) => OverlapKind.OfMacroscopic(y, Parameters.FeatureCount);

    string? INamedFixedPoints.NameOf(ReadOnlySpan<double> y) => OverlapKind.Name(KindOf(y));

    // All families are known for the linear loss alone; for another, capture is always to be feared.
    bool ICaptureCandidates.AnyMayAttract() => true;

    /// <summary>Names of the coordinates in order: p_11, …, q_1, …, r_1, …, s_12, …</summary>
    public ImmutableArray<string> CoordinateNames() => _equations.CoordinateNames();

    /// <summary>Its parameters and rule.</summary>
    public override string ToString() => $"ODE with unit norms, {Rule}: {Parameters}";
}
