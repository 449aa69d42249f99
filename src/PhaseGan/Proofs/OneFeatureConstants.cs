namespace PhaseGan;

/// <summary>The combinations of parameters in which the formulas of one feature are written, in units of τ, as intervals.</summary>
internal readonly struct OneFeatureConstants
{
    public OneFeatureConstants(ParameterBox box)
    {
        (Real, Fake, Tau) = (box.RealVariances[0], box.FakeVariances[0], box.DiscriminatorRate);
        (Alpha, Noise, FakeGain, RealGain) = (box.RateRatio, box.EffectiveNoise, box.FakeGain, box.RealGain);
        IsQuiet = box.RealNoise == (Interval)0 && box.FakeNoise == (Interval)0;
        if (box.DiscriminatorRate == box.GeneratorRate && box.DiscriminatorRate.Radius == 0)
            Alpha = 1;
    }

    /// <summary>Λ.</summary>
    public Interval Real { get; }

    /// <summary>Λ̃.</summary>
    public Interval Fake { get; }

    /// <summary>τ.</summary>
    public Interval Tau { get; }

    /// <summary>α.</summary>
    public Interval Alpha { get; }

    /// <summary>x.</summary>
    public Interval Noise { get; }

    /// <summary>A.</summary>
    public Interval FakeGain { get; }

    /// <summary>B.</summary>
    public Interval RealGain { get; }

    /// <summary>Whether both noises are exactly 0.</summary>
    public bool IsQuiet { get; }

    /// <summary>P² of an Undeceived point.</summary>
    public Interval OverlapSquared(Interval u) => 1 - Alpha * Fake * (1 - u) / Real;

    /// <summary>The real roots of BαΛ̃u² − (AΛ̃ − B(Λ − αΛ̃))u + (Λ̃ − Λ + x) = 0; null where their number is not certain.</summary>
    public Interval[]? Roots()
    {
        if (IsQuiet)
        {
            // (u − 1)(αΛ̃u − (Λ̃ − Λ)); at the second root P² = (1 − α)Λ̃/Λ, where P = 0 belongs to the line of Locked
            if (Alpha == (Interval)1)
                return [1];
            Interval second = (Fake - Real) / (Alpha * Fake);
            return second.Contains(1) ? null : [1, second];
        }
        Interval a = RealGain * Alpha * Fake, b = FakeGain * Fake - RealGain * (Real - Alpha * Fake), c = Fake - Real + Noise;
        Interval discriminant = b.Square() - 4 * a * c;
        if (discriminant.High < 0)
            return [];
        if (!(discriminant.Low > 0))
            return null;
        Interval root = discriminant.Sqrt();
        return b.Low > 0 ? [(b + root) / (2 * a), 2 * c / (b + root)]
            : b.High < 0 ? [(b - root) / (2 * a), 2 * c / (b - root)]
            : [(b + root) / (2 * a), (b - root) / (2 * a)];
    }

    /// <summary>Whether a fixed point with q = Pr attracts.</summary>
    /// <param name="u">r².</param>
    /// <param name="v">P².</param>
    /// <param name="h">h of (14).</param>
    /// <remarks>Coordinates divided by P, Pr and r make the entries of the Jacobian polynomials in u and v.</remarks>
    public bool? Attracts(Interval u, Interval v, Interval h)
    {
        Interval pull = Alpha * Fake * u, seen = Real * v;
        Interval m22 = Real + h - 2 * RealGain * Real * v * u, m23 = Fake * (2 * FakeGain * u - 1), m32 = seen * (1 - 2 * RealGain * u);
        Interval m33 = h - Fake + 2 * FakeGain * Fake * u + Alpha * Fake * (1 - 3 * u);
        // rows (−pull, pull, −pull), (−Λ̃, m22, m23), (Λv, m32, m33)
        Interval a1 = pull - m22 - m33;
        Interval a2 = pull * (Fake - m22) + pull * (seen - m33) + m22 * m33 - m23 * m32;
        Interval a3 = pull * (m22 * m33 - m23 * m32 - (Fake * m33 + m23 * seen) - (Fake * m32 + m22 * seen));
        Interval turn = a1 * a2 - a3;
        return a1.Low > 0 && a3.Low > 0 && turn.Low > 0 ? true : a1.High < 0 || a2.High < 0 || a3.High < 0 || turn.High < 0 ? false : null;
    }
}
