using System.Numerics;

namespace PhaseGan;

/// <summary>
/// The Hopf line of the Locked point at which both generator columns are one, α = (Λ_i + Λ̃₁ + Λ̃₂)/Λ̃ for equal Λ̃: the overlaps P_i1 = P_i2 and q_i turn about it without a linear rate whatever the noise, so that
/// training comes to it like 1/√t where the first Lyapunov coefficient is negative, and leaves it where that is positive.
/// </summary>
/// <remarks>
/// <para>
/// Two equal columns, S = ±1, stay equal, and the field on that plane with the other feature l unseen is that of one feature with 2Λ̃ in place of Λ̃ and α/2 in place of α. Critical vectors and centre manifold lie
/// in it, so that the coefficient is the one of one feature (<see cref="HopfNormalForm"/>), whose line (Λ + 2Λ̃)/2Λ̃ for α/2 is the one above.
/// </para>
/// <para>
/// In units of τ, u = r_j², h = 2Λ̃ − αΛ̃(1 − u): what leaves the plane decays where the rates of r₁ − r₂, 2Λ̃(1 − αu), and of the block over P_l1 + P_l2 and q_l, with the trace Λ_l + 2Λ̃ − αΛ̃ and the determinant
/// αΛ̃u(2Λ̃ − Λ_l − h), say so; S and P_l1 − P_l2 always do (−2αΛ̃u and −αΛ̃u), and so does r₁ + r₂ where α &gt; 2A.
/// </para>
/// <para>
/// Equal Λ turn together. By their symmetry under rotations the amplitudes z = (z₁, z₂) of q on the centre manifold obey z′ = iωz + a|z|²z + b(z·z)z̄, so that |z|² falls from every state where Re a and Re(a + b) are negative: a is
/// that of turns on a circle, on which r₁ rests, and a + b that of one feature (Golubitsky, Stewart and Schaeffer, <em>Singularities and Groups in Bifurcation Theory</em> II, chapter XVII).
/// </para>
/// </remarks>
internal static class AlignedHopf
{
    /// <summary>A coefficient nearer to zero than this, in units of that of a decay with the frequency itself, is not decided.</summary>
    private const double LeastCoefficient = 1e-3;

    /// <summary>How near a state must be for the cubic terms to decide, and how much smaller than the turn all that decays must be then.</summary>
    private const double Reach = 0.05, Plane = 0.1;

    private const int Q = 4, R = 6, S = 8;

    /// <summary>Whether training ends at such a point from a state near it.</summary>
    public static bool Catches(GanParameters gan, ReadOnlySpan<double> y)
    {
        for (int i = 0; i < 2; i++)
        {
            if (!Attracts(gan, i, out double u))
                continue;
            double sign = Math.Sign(y[S]), turn = 0, rest = Math.Abs(Math.Abs(y[S]) - 1);
            rest = Math.Max(rest, Math.Max(Math.Abs(y[R] - sign * y[R + 1]), Math.Abs(Math.Abs(y[R]) - Math.Sqrt(u))));
            for (int l = 0; l < 2; l++)
            {
                double size = Math.Max(Math.Abs(y[2 * l]), Math.Abs(y[Q + l]));
                bool turns = l == i || gan.RealVariances[l] == gan.RealVariances[i];
                turn = turns ? Math.Max(turn, size) : turn;
                rest = Math.Max(rest, Math.Max(Math.Abs(y[2 * l] - sign * y[2 * l + 1]), turns ? 0 : size));
            }
            if (turn < Reach && rest <= Plane * turn)
                return true;
        }
        return false;
    }

    /// <summary>Whether the point, u = r₁² = r₂², attracts on its Hopf line with feature i, though not exponentially.</summary>
    public static bool Attracts(GanParameters gan, int i, out double u)
    {
        u = 0;
        double fake = gan.FakeVariances[0], alpha = gan.RateRatio, other = gan.RealVariances[1 - i];
        if (!new RateLine(gan.FakeVariances[1] - fake, fake).IsOn)
            return false;
        SingleFeatureConstants c = SingleFeatureConstants.OfEqualColumns(gan, i, 0);
        if (!RateLine.LockedTurn(c).IsOnOrBelow || SingleFeature.Locked(c) is not { } root)
            return false;
        u = root;
        double margin = RateLine.Apart * fake, h = c.Fake - alpha * fake * (1 - u), square = alpha * fake * u * (c.Fake - alpha * fake * u);
        bool isPlaneReached = c.Fake * (1 - alpha * u) < -margin && c.Fake * u * (c.FakeGain - c.Alpha) < -margin;
        if (!isPlaneReached || !(square > margin * margin))
            return false;
        double omega = Math.Sqrt(square);
        if (!(HopfNormalForm.FirstLyapunov(c, 0, 0, Math.Sqrt(u), omega) < -LeastCoefficient))
            return false;
        return other == c.Real ? Turns(c, u, omega).OnACircle < -LeastCoefficient * omega : other + c.Fake - alpha * fake < -margin && other + h - c.Fake < -margin;
    }

    /// <summary>Re a and Re(a + b) of two features with equal Λ, in units of τ; c as for one feature with the two columns.</summary>
    public static (double OnACircle, double OnALine) Turns(in SingleFeatureConstants c, double u, double omega)
    {
        double r = Math.Sqrt(u), generator = c.Alpha * c.Fake, fall = 2 * u * (c.FakeGain * c.Fake - generator), pull = c.RealGain * c.Real;
        // P = pz + its conjugate where q = z + its conjugate, and the left vector (left, 1)·scale
        Complex slow = new(generator * u, omega), p = generator * r / slow, left = -c.Fake * r / slow, scale = 1 / (1 + left * p);
        // what the overlaps do to r: its mean over |z|², and its part at twice the frequency over z·z
        Complex mean = -(2 * c.Real * p.Real - 2 * r * pull) / fall, twice = (c.Real * p - r * pull) / (new Complex(0, 2 * omega) - fall);
        Complex a = scale * (left * generator * (1 - 2 * r * p) * mean + 2 * c.FakeGain * c.Fake * r * mean - 2 * pull - c.Fake * p * mean);
        Complex other = Complex.Conjugate(p);
        Complex b = scale * (left * generator * (1 - 2 * r * other) * twice + 2 * c.FakeGain * c.Fake * r * twice - pull - c.Fake * other * twice);
        return (a.Real, a.Real + b.Real);
    }
}
