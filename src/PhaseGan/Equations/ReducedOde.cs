using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace PhaseGan;

/// <summary>
/// The reduced macroscopic ODE (13), (14) of the paper: training of Example 1 (linear f, unit norms) in the limit n → ∞, as a vector field
/// with its analytic Jacobian.
/// </summary>
/// <remarks>
/// <para>With L = −diag(r rᵀ Λ̃) and time t = k/n:</para>
/// <code>
/// dP = τ̃ (q rᵀΛ̃ + P L)        dq = τ (Λq − P Λ̃ r + h q)
/// dr = τ (PᵀΛq − S Λ̃ r + h r) + τ̃ (Λ̃ + L) r
/// dS = τ̃ (r rᵀΛ̃ + Λ̃ r rᵀ + S L + L S)
/// h  = (1 − τη_G/2m) rᵀΛ̃r − (1 + τη_T/2m) qᵀΛq − τ(η_T² + η_G²)/2m
/// </code>
/// <para>
/// S keeps its unit diagonal and its symmetry, so the coordinates are P (row-major, d²), q (d), r (d) and the strict upper triangle of S
/// (row by row, d(d−1)/2): N = d² + 2d + d(d−1)/2. One evaluation costs O(d²), one Jacobian O(N²).
/// </para>
/// <para>States with q = r = 0 are fixed points, the deceived manifold; its transverse block is B over (q, r).</para>
/// <para>
/// True features of equal variance can be rotated into each other: each pair a &lt; b with Λ_a = Λ_b gives a continuous symmetry. Fake features
/// cannot, since the columns of V are normalised one by one.
/// </para>
/// </remarks>
public sealed class ReducedOde : IArrowField, ICaptureCandidates, INamedFixedPoints, IRestManifold, ISymmetricField, ISizedField, IVectorField<MacroState>
{
    private readonly int _d;
    private readonly StateLayout _layout;
    private readonly double[] _real;
    private readonly double[] _fake;
    private readonly double _tau;
    private readonly double _tauTilde;
    private readonly double _fakeGain;
    private readonly double _realGain;
    private readonly double _noise;
    private readonly double[] _parameters;
    private readonly (int First, int Second)[] _rotations;

    /// <summary>Makes the field for the given parameters.</summary>
    /// <param name="parameters">Any number of features d ≥ 1.</param>
    /// <exception cref="ArgumentNullException"><paramref name="parameters"/> is null.</exception>
    public ReducedOde(GanParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Parameters = parameters;
        _d = parameters.FeatureCount;
        _layout = new StateLayout(_d, hasNorms: false);
        _real = [.. parameters.RealVariances];
        _fake = [.. parameters.FakeVariances];
        _parameters = new double[ReducedEquations.ParameterCount(_d)];
        ReducedEquations.Write(parameters, _parameters);
        _tau = _parameters[ReducedEquations.Tau];
        _tauTilde = _parameters[ReducedEquations.TauTilde];
        _fakeGain = _parameters[ReducedEquations.FakeGain];
        _realGain = _parameters[ReducedEquations.RealGain];
        _noise = _parameters[ReducedEquations.Noise];
        var rotations = new List<(int, int)>();
        for (int a = 0; a < _d; a++)
            for (int b = a + 1; b < _d; b++)
                if (_real[a] == _real[b])
                    rotations.Add((a, b));
        _rotations = [.. rotations];
    }

    /// <summary>The parameters of the field.</summary>
    public GanParameters Parameters { get; }

    /// <summary>The parameters in their places in <see cref="ReducedEquations"/>.</summary>
    internal ReadOnlySpan<double> Numbers => _parameters;

    /// <summary>The order of the coordinates.</summary>
    internal StateLayout Layout => _layout;

    /// <inheritdoc/>
    public int Dimension => _layout.Dimension;

    ArrowPattern IArrowField.Pattern => StateLayout.ArrowPattern(_d);

    /// <summary>Index of q_0; the transverse coordinates are q and then r.</summary>
    public int TransverseStart => _layout.QStart;

    /// <summary>2d: the number of transverse coordinates (q, r).</summary>
    public int TransverseCount => 2 * _d;

    /// <summary>Number of pairs of features with equal Λ.</summary>
    public int SymmetryCount => _rotations.Length;

    /// <summary>
    /// Writes, for each pair a &lt; b of features with equal Λ (in lexicographic order), the rotation of rows a and b of P and of entries a and b of q:
    /// dP_a = P_b, dP_b = −P_a, dq_a = q_b, dq_b = −q_a, all else zero.
    /// </summary>
    /// <param name="y">The state, length N.</param>
    /// <param name="directions">Receives the directions one after the other, length N times <see cref="SymmetryCount"/>.</param>
    public void SymmetryDirections(ReadOnlySpan<double> y, Span<double> directions)
    {
        int d = _d, n = Dimension, q0 = _layout.QStart;
        directions[..(n * _rotations.Length)].Clear();
        for (int e = 0; e < _rotations.Length; e++)
        {
            (int a, int b) = _rotations[e];
            Span<double> g = directions.Slice(e * n, n);
            for (int j = 0; j < d; j++)
                (g[a * d + j], g[b * d + j]) = (y[b * d + j], -y[a * d + j]);
            (g[q0 + a], g[q0 + b]) = (y[q0 + b], -y[q0 + a]);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe void Evaluate(ReadOnlySpan<double> y, Span<double> derivative)
    {
        fixed (double* from = y[..Dimension], to = derivative[..Dimension], parameters = _parameters)
            ReducedEquations.Evaluate(_d, (SingleLane*)parameters, (SingleLane*)from, (SingleLane*)to);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Jacobian(ReadOnlySpan<double> y, Span<double> jacobian)
    {
        int d = _d, n = Dimension, q0 = _layout.QStart, r0 = _layout.RStart, s0 = _layout.SStart;
        ReadOnlySpan<double> p = _layout.PIn(y), q = _layout.QIn(y), r = _layout.RIn(y), s = y[s0..n];
        double h = Shift(q, r);
        jacobian[..(n * n)].Clear();

        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
            {
                int row = i * d + j;
                double pull = _fake[j] * r[j];
                jacobian[row * n + row] = -_tauTilde * pull * r[j];
                jacobian[row * n + q0 + i] = _tauTilde * pull;
                jacobian[row * n + r0 + j] = _tauTilde * _fake[j] * (q[i] - 2 * p[row] * r[j]);

                // dq_i and dr_j by P_ij
                jacobian[(q0 + i) * n + row] = -_tau * pull;
                jacobian[(r0 + j) * n + row] = _tau * _real[i] * q[i];

                // (q, r) by (q, r), without the S terms
                jacobian[(q0 + i) * n + q0 + j] = -2 * _tau * _realGain * _real[j] * q[j] * q[i];
                jacobian[(q0 + i) * n + r0 + j] = _tau * _fake[j] * (2 * _fakeGain * r[j] * q[i] - p[row]);
                jacobian[(r0 + j) * n + q0 + i] = _tau * _real[i] * (p[row] - 2 * _realGain * q[i] * r[j]);
                jacobian[(r0 + i) * n + r0 + j] = 2 * _tau * _fakeGain * _fake[j] * r[j] * r[i];
            }
            jacobian[(q0 + i) * n + q0 + i] += _tau * (_real[i] + h);
            jacobian[(r0 + i) * n + r0 + i] += _tau * (h - _fake[i]) + _tauTilde * _fake[i] * (1 - 3 * r[i] * r[i]);
        }
        for (int i = 0, k = 0; i < d; i++)
        {
            double ai = _fake[i] * r[i];
            for (int j = i + 1; j < d; j++, k++)
            {
                double aj = _fake[j] * r[j];
                int row = s0 + k;
                jacobian[row * n + row] = -_tauTilde * (ai * r[i] + aj * r[j]);
                jacobian[row * n + r0 + i] = _tauTilde * (r[j] * (_fake[i] + _fake[j]) - 2 * s[k] * ai);
                jacobian[row * n + r0 + j] = _tauTilde * (r[i] * (_fake[i] + _fake[j]) - 2 * s[k] * aj);
                jacobian[(r0 + i) * n + row] = -_tau * aj;
                jacobian[(r0 + j) * n + row] = -_tau * ai;
                jacobian[(r0 + i) * n + r0 + j] -= _tau * s[k] * _fake[j];
                jacobian[(r0 + j) * n + r0 + i] -= _tau * s[k] * _fake[i];
            }
        }
    }

    /// <summary>The Jacobian in the pattern of <see cref="StateLayout.ArrowPattern"/>: P_ij meets q_i and r_j, S_ij meets r_i and r_j.</summary>
    void IArrowField.Jacobian(ReadOnlySpan<double> y, ArrowMatrix jacobian)
    {
        int d = _d, s0 = _layout.SStart;
        ReadOnlySpan<double> p = _layout.PIn(y), q = _layout.QIn(y), r = _layout.RIn(y), s = y[s0..Dimension];
        Span<double> diagonal = jacobian.Diagonal, rows = jacobian.Rows, columns = jacobian.Columns;
        for (int i = 0, at = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++, at++)
            {
                double pull = _fake[j] * r[j];
                diagonal[at] = -_tauTilde * pull * r[j];
                rows[2 * at] = _tauTilde * pull;
                rows[2 * at + 1] = _tauTilde * _fake[j] * (q[i] - 2 * p[at] * r[j]);
                columns[2 * at] = -_tau * pull;
                columns[2 * at + 1] = _tau * _real[i] * q[i];
            }
        }
        for (int i = 0, k = 0, at = d * d; i < d; i++)
        {
            double ai = _fake[i] * r[i];
            for (int j = i + 1; j < d; j++, k++, at++)
            {
                double aj = _fake[j] * r[j];
                diagonal[at] = -_tauTilde * (ai * r[i] + aj * r[j]);
                rows[2 * at] = _tauTilde * (r[j] * (_fake[i] + _fake[j]) - 2 * s[k] * ai);
                rows[2 * at + 1] = _tauTilde * (r[i] * (_fake[i] + _fake[j]) - 2 * s[k] * aj);
                columns[2 * at] = -_tau * aj;
                columns[2 * at + 1] = -_tau * ai;
            }
        }
        Border(y, jacobian.Block);
    }

    /// <summary>The Jacobian over (q, r), row by row: B and what vanishes with q and r.</summary>
    private void Border(ReadOnlySpan<double> y, Span<double> block)
    {
        int d = _d, n = 2 * d;
        ReadOnlySpan<double> q = _layout.QIn(y), r = _layout.RIn(y);
        double moved = Shift(q, r) + _noise;
        TransverseBlock(y, block);
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
            {
                double byReal = 2 * _tau * _realGain * _real[j] * q[j], byFake = 2 * _tau * _fakeGain * _fake[j] * r[j];
                block[i * n + j] -= byReal * q[i];
                block[i * n + d + j] += byFake * q[i];
                block[(d + i) * n + j] -= byReal * r[i];
                block[(d + i) * n + d + j] += byFake * r[i];
            }
            block[i * n + i] += _tau * moved;
            block[(d + i) * n + d + i] += _tau * moved - 3 * _tauTilde * _fake[i] * r[i] * r[i];
        }
    }

    /// <summary>
    /// Writes B = [[τ(Λ − x), −τPΛ̃], [τPᵀΛ, −τ(SΛ̃ + x) + τ̃Λ̃]], the Jacobian over (q, r) at the deceived state with the P and S of
    /// <paramref name="y"/>.
    /// </summary>
    /// <param name="y">A state, length N; its q and r are taken as zero.</param>
    /// <param name="block">Receives B in row-major order, length 4d².</param>
    public void TransverseBlock(ReadOnlySpan<double> y, Span<double> block)
    {
        int d = _d, k = 2 * d;
        ReadOnlySpan<double> p = _layout.PIn(y), s = y[_layout.SStart..Dimension];
        block[..(k * k)].Clear();
        for (int i = 0; i < d; i++)
        {
            block[i * k + i] = _tau * (_real[i] - _noise);
            block[(d + i) * k + d + i] = -_tau * (_fake[i] + _noise) + _tauTilde * _fake[i];
            for (int j = 0; j < d; j++)
            {
                block[i * k + d + j] = -_tau * p[i * d + j] * _fake[j];
                block[(d + j) * k + i] = _tau * p[i * d + j] * _real[i];
            }
        }
        for (int i = 0, e = 0; i < d; i++)
        {
            for (int j = i + 1; j < d; j++, e++)
            {
                block[(d + i) * k + d + j] = -_tau * s[e] * _fake[j];
                block[(d + j) * k + d + i] = -_tau * s[e] * _fake[i];
            }
        }
    }

    /// <summary>The coordinates of a state.</summary>
    /// <param name="state">A normalised state (unit diagonal of S, z = 1) with d features.</param>
    /// <returns>Length N.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="state"/> is null.</exception>
    /// <exception cref="ArgumentException">The state has another number of features or is not normalised.</exception>
    public double[] Pack(MacroState state) => _layout.Pack(state, needsUnitNorms: true);

    /// <summary>The state with the given coordinates. Rounding of a computation may put it a little outside the valid cone; see <see cref="MacroState.GramMargin"/>.</summary>
    /// <param name="y">Coordinates, length N.</param>
    /// <exception cref="ArgumentException">The length is not N.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A coordinate is not finite.</exception>
    public MacroState Unpack(ReadOnlySpan<double> y) => _layout.Unpack(y);

    /// <summary>Which of q and r vanish to within <c>FixedPoint.ZeroTolerance</c>.</summary>
    /// <param name="y">Coordinates of a fixed point, length N.</param>
    public FixedPointKind KindOf(ReadOnlySpan<double> y) => OverlapKind.OfMacroscopic(y, _d);

    string? INamedFixedPoints.NameOf(ReadOnlySpan<double> y) => OverlapKind.Name(KindOf(y));

    bool ICaptureCandidates.AnyMayAttract() => CaptureCandidates.AnyMayAttract(this);

    bool ICaptureCandidates.TryFollow(double[] states, double length, int maxSteps, double relativeTolerance, TrajectoryLook look, Action pause)
    {
        FollowMany(new ReducedLanes<SomeFeatures>(new(_d)), states, length, maxSteps, relativeTolerance, look, pause);
        return true;
    }

    /// <summary>Follows trajectories with these parameters in lanes; the absolute tolerance is a thousandth of the relative one.</summary>
    internal void FollowMany<TLanes>(TLanes lanes, double[] states, double length, int maxSteps, double relativeTolerance, TrajectoryLook look, Action pause)
        where TLanes : struct, ILaneField =>
        new LaneIntegration<TLanes>(lanes, relativeTolerance, 1e-3 * relativeTolerance, maxSteps).Run(
            states.Length / Dimension,
            (k, parameters, start) =>
            {
                _parameters.CopyTo(parameters);
                states.AsSpan(k * Dimension, Dimension).CopyTo(start);
            },
            length, look, pause);

    /// <summary>Names of the coordinates in order: p_11, …, q_1, …, r_1, …, s_12, …</summary>
    public ImmutableArray<string> CoordinateNames() => _layout.Names();

    /// <summary>h of (14): the drift of the length of w that the unit norm takes away.</summary>
    private double Shift(ReadOnlySpan<double> q, ReadOnlySpan<double> r)
    {
        double fake = 0, real = 0;
        for (int l = 0; l < _d; l++)
        {
            fake += _fake[l] * r[l] * r[l];
            real += _real[l] * q[l] * q[l];
        }
        return _fakeGain * fake - _realGain * real - _noise;
    }

    /// <summary>Its parameters.</summary>
    public override string ToString() => $"reduced ODE: {Parameters}";
}
