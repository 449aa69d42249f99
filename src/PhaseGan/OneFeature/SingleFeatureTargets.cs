using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace PhaseGan;

/// <summary>
/// The fixed points with one feature that attract, in closed form, each off the deceived manifold with a region that no trajectory leaves; for
/// one set of parameters.
/// </summary>
/// <remarks>
/// The region about a point y* with Jacobian A is V(z) = zᵀMz &lt; level, z = y − y*, with AᵀM + MA = −I. The field about y* is Az plus a
/// quadratic part of size at most c₂|z|² and a cubic part of at most c₃|z|³, so dV/dt ≤ −|z|² + 2√(mV)(c₂|z|² + c₃|z|³) with m the largest
/// and μ the smallest eigenvalue of M, which is negative where 2√(mV)(c₂ + c₃√(V/μ)) &lt; 1: from there every trajectory converges to y*.
/// </remarks>
internal struct SingleFeatureTargets
{
    /// <summary>Numbers of a target: p, q, r, then M as M₁₁, M₂₂, M₃₃, 2M₁₂, 2M₁₃, 2M₂₃, then the level.</summary>
    public const int TargetSize = 10, MaxTargets = 2;

    /// <summary>Conditions nearer to zero than this fraction of the terms that they are made of are left to the general search.</summary>
    private const double Margin = 1e-7;

    private readonly SingleFeatureConstants _c;
    private readonly double _tau;
    private ParameterNumbers _parameters;
    private TargetNumbers _numbers;

    public SingleFeatureTargets(GanParameters gan)
    {
        (_c, _tau) = (new SingleFeatureConstants(gan), gan.DiscriminatorRate);
        ReducedEquations.Write(gan, _parameters);
        IsDecided = true;
        double least = _c.LeastOverlapSquared;
        if (RateLine.DeceivedTrace(_c).IsClose || Math.Abs(least - 1) < Margin)
            IsDecided = false;
        DeceivedAttracts = _c.DeceivedTrace < 0 && least < 1;
        // where Locked is a line, α = 1, the trace of its block over (P, q) is Λ: all of it repels
        IsLockedWeak = LockedHopf.Attracts(_c);
        if (!IsLockedWeak && SingleFeature.Locked(_c) is { } locked)
            Add(FixedPointKind.Locked, 0, 0, Math.Sqrt(locked));
        (double? upper, double? lower) = SingleFeature.Undeceived(_c);
        AddUndeceived(upper);
        AddUndeceived(lower);
    }

    /// <summary>Whether every condition is clearly true or clearly false.</summary>
    public bool IsDecided { get; private set; }

    /// <summary>Whether a piece of the deceived manifold attracts.</summary>
    public bool DeceivedAttracts { get; }

    /// <summary>Whether Locked attracts without a rate, on its Hopf line; it is no target then, and there was no other in 50,000 random points of the line.</summary>
    public bool IsLockedWeak { get; }

    /// <summary>Number of attracting points off the deceived manifold.</summary>
    public int Count { get; private set; }

    /// <summary>Whether any fixed point attracts.</summary>
    public readonly bool AnyAttracts => DeceivedAttracts || Count > 0 || IsLockedWeak;

    /// <summary>The numbers of a target.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<double> Target(int k) => ((ReadOnlySpan<double>)_numbers).Slice(k * TargetSize, TargetSize);

    /// <summary>Kind of a target.</summary>
    public readonly FixedPointKind Kind(int k) => Target(k)[0] == 0 ? FixedPointKind.Locked : FixedPointKind.Undeceived;

    /// <summary>Largest real part of the spectrum at a target.</summary>
    public readonly double GrowthRate(int k)
    {
        ReadOnlySpan<double> target = Target(k);
        Span<double> a = stackalloc double[9];
        Jacobian(target[0], target[1], target[2], a);
        return EigenSolver.LargestRealPart3(a);
    }

    private void AddUndeceived(double? root)
    {
        if (root is not { } u)
            return;
        double p = Math.Sqrt(Math.Min(1, _c.OverlapSquared(u))), r = Math.Sqrt(u);
        Add(FixedPointKind.Undeceived, p, p * r, r);
    }

    private void Add(FixedPointKind kind, double p, double q, double r)
    {
        Span<double> a = stackalloc double[9];
        Jacobian(p, q, r, a);
        // Routh and Hurwitz on z³ + a₁z² + a₂z + a₃
        (double a1, double a2, double a3) = Hurwitz.Cubic(a);
        // the sizes of the terms: at small α those of a₃ are small themselves, and so is a₃ then without being near zero
        double size1 = Math.Abs(a[0]) + Math.Abs(a[4]) + Math.Abs(a[8]);
        double size2 = Math.Abs(a[0] * a[4]) + Math.Abs(a[1] * a[3]) + Math.Abs(a[0] * a[8]) + Math.Abs(a[2] * a[6]) + Math.Abs(a[4] * a[8]) + Math.Abs(a[5] * a[7]);
        double size3 = Math.Abs(a[0]) * (Math.Abs(a[5] * a[7]) + Math.Abs(a[4] * a[8])) + Math.Abs(a[1]) * (Math.Abs(a[3] * a[8]) + Math.Abs(a[5] * a[6]))
            + Math.Abs(a[2]) * (Math.Abs(a[4] * a[6]) + Math.Abs(a[3] * a[7]));
        double hopf = a1 * a2 - a3, sizeOfHopf = size1 * size2 + size3;
        if (a1 < -Margin * size1 || a3 < -Margin * size3 || hopf < -Margin * sizeOfHopf)
            return;
        if (!(a1 > Margin * size1 && a3 > Margin * size3 && hopf > Margin * sizeOfHopf) || Count == MaxTargets || (kind == FixedPointKind.Undeceived && p == 0))
        {
            IsDecided = false;
            return;
        }
        Span<double> target = ((Span<double>)_numbers).Slice(Count * TargetSize, TargetSize);
        (target[0], target[1], target[2]) = (p, q, r);
        if (!SymmetricSolution.Lyapunov3(a, target.Slice(3, 6)))
        {
            IsDecided = false;
            return;
        }
        (double smallest, double largest) = SymmetricSolution.Eigenvalues3(target.Slice(3, 6));
        if (!(smallest > 0))
        {
            IsDecided = false;
            return;
        }
        (double c2, double c3) = Curvature(p, q, r);
        // 2√m c₂ s + 2√(m/μ) c₃ s² = 1 for s = √V, and a little less for rounding
        double linear = 2 * Math.Sqrt(largest) * c2, square = 2 * Math.Sqrt(largest / smallest) * c3;
        double s = 2 / (linear + Math.Sqrt(linear * linear + 4 * square));
        target[9] = 0.9 * s * s;
        Count++;
    }

    private readonly unsafe void Jacobian(double p, double q, double r, Span<double> a)
    {
        SingleLane* y = stackalloc SingleLane[3] { SingleLane.All(p), SingleLane.All(q), SingleLane.All(r) };
        fixed (double* parameters = (ReadOnlySpan<double>)_parameters, to = a)
            ReducedEquations.Jacobian((SingleLane*)parameters, y, (SingleLane*)to);
    }

    /// <summary>Bounds on the quadratic part of the field about a point, by Frobenius norms of its three forms, and on the cubic part.</summary>
    private readonly (double Quadratic, double Cubic) Curvature(double p, double q, double r)
    {
        double fake = _c.Fake, real = _c.Real, alpha = _c.Alpha, gainA = _c.FakeGain * fake, gainB = _c.RealGain * real;
        double ofP = alpha * alpha * fake * fake * (0.5 + 2 * r * r + p * p);
        double ofQ = 9 * gainB * gainB * q * q + gainA * gainA * (q * q + 2 * r * r) + 0.5 * fake * fake;
        double rr = 3 * r * (gainA - alpha * fake);
        double ofR = 0.5 * real * real + rr * rr + gainB * gainB * (r * r + 2 * q * q);
        return (_tau * Math.Sqrt(ofP + ofQ + ofR), _tau * (Math.Max(Math.Abs(gainA), gainB) + 1.5 * alpha * fake));
    }

    /// <summary>The parameters in the places of <see cref="ReducedEquations"/>.</summary>
    [InlineArray(ReducedEquations.Real + 2)]
    private struct ParameterNumbers
    {
        private double _first;
    }

    [InlineArray(MaxTargets * TargetSize)]
    private struct TargetNumbers
    {
        private double _first;
    }
}
