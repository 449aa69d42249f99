using System.Numerics;
using System.Runtime.CompilerServices;
using static PhaseGan.Dynamics.LaneMemory;

namespace PhaseGan;

/// <summary>
/// Looks after each step whether the trajectory of a lane (one feature) is in the reach of an attracting fixed point, in all lanes at once.
/// </summary>
/// <remarks>
/// <para>Off the deceived manifold the reach is a region of <see cref="SingleFeatureTargets"/>.</para>
/// <para>
/// On it, with z = (q, r), B the transverse block at the present P and M the solution of BᵀM + MB = −I: where
/// ε = 2mτ max(Λ, Λ̃) · 2c τ̃Λ̃V + 2(m/√det M) c₃V is below 1/2 (V = zᵀMz, m the largest eigenvalue of M, c = (1 + √2)/2 and
/// c₃ = τ max(|A|Λ̃, BΛ) + τ̃Λ̃), V falls at least half as fast as for the linear flow for ever: the terms in V bound what the drift of P does to B, at most
/// cτ̃Λ̃ ∫|z|² ≤ 2cτ̃Λ̃V, and the cubic terms. So the trajectory ends at a deceived point no farther than that from P. To first order the end is
/// P + τ̃Λ̃ ∫(qr − Pr²)dt with the integrals of the linear flow, X = ∫zzᵀ from BX + XBᵀ = −zzᵀ; the rest is taken as 4ε times the bound.
/// </para>
/// <para>A spiral in a wider neighbourhood counts when the averaged equations of <see cref="SpiralEnd"/> lead to the same end from two of its turns.</para>
/// </remarks>
internal sealed unsafe class SingleFeatureWatch<T>
    where T : unmanaged, IWideLanes<T>
{
    /// <summary>(1 + √2)/2, the largest value of |qr| + r² on the unit circle.</summary>
    private const double Mixing = 1.2071067811865476;

    private const double SmallEnough = 0.5;

    /// <summary>Averages over a turn are looked at where |z|² is below this fraction of the zone.</summary>
    private const double SmallSpiral = 0.016;

    /// <summary>A trajectory near the deceived manifold is looked at again when |z|² has fallen by this factor.</summary>
    private const double NextLook = 0.7;

    private readonly AlignedBuffer _memory = new(((SingleFeatureTargets.MaxTargets * SingleFeatureTargets.TargetSize) + 6) * T.Width);
    private readonly double _tolerance;
    private readonly double _threshold;
    private readonly T* _targets, _zone, _end, _error, _energy, _spiral, _widest;
    private int _most;

    /// <summary>Makes a watch.</summary>
    /// <param name="tolerance">How precisely an end point on the deceived manifold must be known.</param>
    /// <param name="threshold">θ: a recovery next to it is followed until it is decided.</param>
    public SingleFeatureWatch(double tolerance, double threshold)
    {
        (_tolerance, _threshold) = (tolerance, threshold);
        _targets = (T*)_memory.Start;
        _zone = _targets + SingleFeatureTargets.MaxTargets * SingleFeatureTargets.TargetSize;
        _end = _zone + 1;
        _error = _zone + 2;
        _energy = _zone + 3;
        _spiral = _zone + 4;
        _widest = _zone + 5;
    }

    /// <summary>Where P ends, for lanes that were found at the deceived manifold, with a bound on its error.</summary>
    public (double Overlap, double Error) End(int lane) => (Lane(_end, lane), Lane(_error, lane));

    /// <summary>Sets what a lane is watched for.</summary>
    public void Begin(int lane, in SingleFeatureTargets targets)
    {
        double* numbers = (double*)_targets;
        _most = Math.Max(_most, targets.Count);
        for (int k = 0; k < SingleFeatureTargets.MaxTargets; k++)
        {
            double* target = numbers + k * SingleFeatureTargets.TargetSize * T.Width + lane;
            if (k < targets.Count)
            {
                ReadOnlySpan<double> values = targets.Target(k);
                for (int i = 0; i < values.Length; i++)
                    target[T.Width * i] = values[i];
            }
            else
                target[T.Width * (SingleFeatureTargets.TargetSize - 1)] = -1;
        }
        // larger than this, V cannot be small enough: any bound serves that is not too small
        Lane(_zone, lane) = Lane(_widest, lane) = targets.DeceivedAttracts ? 0.25 : 0;
        Lane(_energy, lane) = double.MaxValue;
        Lane(_spiral, lane) = double.NaN;
    }

    /// <summary>The lanes that are in the reach of target k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public uint Reached(int k, T* y)
    {
        T* t = _targets + k * SingleFeatureTargets.TargetSize;
        // of the mirror images, the one with q ≥ 0 and r ≥ 0
        T sign = T.AllBits(0x8000_0000_0000_0000), qBits = y[1], rBits = y[2];
        T p = (y[0] ^ ((qBits ^ rBits) & sign)) - t[0];
        T q = (qBits & (T.AllBits(ulong.MaxValue) ^ sign)) - t[1];
        T r = (rBits & (T.AllBits(ulong.MaxValue) ^ sign)) - t[2];
        T v = t[3] * p * p + t[4] * q * q + t[5] * r * r + t[6] * p * q + t[7] * p * r + t[8] * q * r;
        return T.Signs(T.Less(v, t[9]));
    }

    /// <summary>The number of targets that some lane has had.</summary>
    public int Targets => _most;

    /// <summary>The lanes whose end on the deceived manifold is known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public uint Deceived(T* p, T* y)
    {
        T q = y[1], r = y[2], square = q * q + r * r;
        T near = T.Less(square, *_zone);
        // the next look is when it is nearer still; well away from the manifold again, as early as the first
        *_zone = T.Select(T.Less(T.All(16) * *_zone, square), *_widest, *_zone);
        Spirals = 0;
        uint shown = 0;
        // few lanes are looked at after a step, so each by itself
        for (uint lanes = T.Signs(near); lanes != 0; lanes &= lanes - 1)
        {
            int lane = BitOperations.TrailingZeroCount(lanes);
            if (Look(lane, (double*)p + lane, Lane(y, lane), Lane(y + 1, lane), Lane(y + 2, lane)))
                shown |= 1u << lane;
        }
        return shown;
    }

    /// <summary>Whether the end of a lane is known, with its parameters one register after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private bool Look(int lane, double* parameters, double overlap, double q, double r)
    {
        double square = q * q + r * r, tau = parameters[ReducedEquations.Tau * T.Width], noise = parameters[ReducedEquations.Noise * T.Width];
        double real = parameters[ReducedEquations.Real * T.Width], fake = parameters[(ReducedEquations.Real + 1) * T.Width], rate = parameters[ReducedEquations.TauTilde * T.Width] * fake;
        Lane(_zone, lane) = NextLook * square;
        double a = tau * (real - noise), b = -tau * overlap * fake, c = tau * overlap * real, d = rate - tau * (fake + noise);
        double trace = a + d, det = a * d - b * c;
        if (!(trace < 0 && det > 0))
            return false;
        double scale = 1 / (-2 * trace * det);
        double m11 = (det + d * d + c * c) * scale, m22 = (det + a * a + b * b) * scale, m12 = -(d * b + c * a) * scale;
        double v = m11 * q * q + 2 * m12 * q * r + m22 * r * r;
        double mean = 0.5 * (m11 + m22), half = 0.5 * (m11 - m22);
        double largest = mean + Math.Sqrt(half * half + m12 * m12), spread = largest / Math.Sqrt(m11 * m22 - m12 * m12);
        double cubic = tau * Math.Max(Math.Abs(parameters[ReducedEquations.FakeGain * T.Width]) * fake, parameters[ReducedEquations.RealGain * T.Width] * real) + rate;
        double drift = 2 * Mixing * rate * v;
        double small = 2 * (largest * tau * Math.Max(real, fake) * drift + spread * cubic * v);
        double error = 4 * small * drift;

        double w1 = b * r - d * q, w2 = c * q - a * r;
        double end = overlap + rate * scale * (det * r * (q - overlap * r) + w2 * (w1 - overlap * w2));
        double energy = Math.Abs(c * q * q + (d - a) * q * r - b * r * r);
        if (square < SmallSpiral * Lane(_widest, lane) && 0.5 * trace * trace < det && energy < 0.5 * Lane(_energy, lane))
            Spirals |= 1u << lane;
        if (!(small < SmallEnough && error < _tolerance && PhaseRule.IsDecided([end * end], _threshold, 2 * error)))
            return false;
        (Lane(_end, lane), Lane(_error, lane)) = (end, error);
        return true;
    }

    /// <summary>The lanes that spiral in and are to be looked at with <see cref="FollowSpiral"/>; set by <see cref="Deceived"/>.</summary>
    public uint Spirals { get; private set; }

    /// <summary>Whether the end of a spiral is known: two estimates by <see cref="SpiralEnd"/>, the second at half the energy or less, that agree.</summary>
    public bool FollowSpiral(int lane, ReadOnlySpan<double> parameters, double overlap, double q, double r)
    {
        double a = parameters[ReducedEquations.Tau] * (parameters[ReducedEquations.Real] - parameters[ReducedEquations.Noise]);
        double fake = parameters[ReducedEquations.Real + 1], tau = parameters[ReducedEquations.Tau];
        double d = parameters[ReducedEquations.TauTilde] * fake - tau * (fake + parameters[ReducedEquations.Noise]);
        Lane(_energy, lane) = Math.Abs(tau * overlap * (parameters[ReducedEquations.Real] * q * q + fake * r * r) + (d - a) * q * r);
        double before = Lane(_spiral, lane), end = SpiralEnd.Overlap(parameters, overlap, q, r), error = 2 * Math.Abs(end - before);
        Lane(_spiral, lane) = end;
        if (!(error < _tolerance && PhaseRule.IsDecided([end * end], _threshold, 2 * error)))
            return false;
        (Lane(_end, lane), Lane(_error, lane)) = (end, error);
        return true;
    }
}
