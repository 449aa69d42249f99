namespace PhaseGan;

/// <summary>A function φ of a single scaled weight x = √n w_i, summed over the entries of a vector: what a separable penalty is made of. Training needs its slope φ′.</summary>
/// <remarks>φ must be even, so that neither sign is preferred. Immutable.</remarks>
public abstract class WeightPenalty
{
    private protected WeightPenalty(string name) => Name = name;

    /// <summary>A short name for tables and messages.</summary>
    public string Name { get; }

    /// <summary>φ = x²/2: weight decay, for which the macroscopic ODE closes.</summary>
    public static WeightPenalty Squares { get; } = new SquaresPenalty();

    /// <summary>φ = |x|. A weight without noise on which less than the penalty pulls stays at zero.</summary>
    public static WeightPenalty Absolute { get; } = new AbsolutePenalty();

    /// <summary>Whether φ′ jumps at zero from −1 to 1; steps then shrink weights toward zero and hold them there.</summary>
    internal virtual bool HasKink => false;

    /// <summary>φ = √(x² + δ²), an |x| that is round within δ of zero.</summary>
    /// <param name="width">δ &gt; 0, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">δ is not finite and positive.</exception>
    public static WeightPenalty SmoothAbsolute(double width) => new SmoothAbsolutePenalty(Guard.Positive(width, "the width δ of a rounded |x|"));

    /// <summary>A penalty from its slope.</summary>
    /// <param name="slope">φ′, odd: pure and callable from several threads at once.</param>
    /// <param name="name">A short name. Default «custom».</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static WeightPenalty Custom(Func<double, double> slope, string name = "custom")
    {
        ArgumentNullException.ThrowIfNull(slope);
        ArgumentNullException.ThrowIfNull(name);
        return new CustomPenalty(slope, name);
    }

    /// <summary>φ′; 0 at a kink.</summary>
    /// <param name="weight">x.</param>
    public abstract double Slope(double weight);

    /// <summary>φ′ of every entry.</summary>
    internal virtual void Slopes(ReadOnlySpan<double> weights, Span<double> slopes)
    {
        for (int i = 0; i < weights.Length; i++)
            slopes[i] = Slope(weights[i]);
    }

    /// <summary>The name.</summary>
    public sealed override string ToString() => Name;

    private sealed class SquaresPenalty() : WeightPenalty("x²/2")
    {
        public override double Slope(double weight) => weight;
    }

    private sealed class AbsolutePenalty() : WeightPenalty("|x|")
    {
        internal override bool HasKink => true;

        public override double Slope(double weight) => weight > 0 ? 1 : weight < 0 ? -1 : 0;
    }

    private sealed class SmoothAbsolutePenalty(double width) : WeightPenalty(FormattableString.Invariant($"√(x² + {width:R}²)"))
    {
        public override double Slope(double weight) => weight / Math.Sqrt(weight * weight + width * width);

        internal override void Slopes(ReadOnlySpan<double> weights, Span<double> slopes)
        {
            double square = width * width;
            for (int i = 0; i < weights.Length; i++)
                slopes[i] = weights[i] / Math.Sqrt(weights[i] * weights[i] + square);
        }
    }

    private sealed class CustomPenalty(Func<double, double> slope, string name) : WeightPenalty(name)
    {
        public override double Slope(double weight) => slope(weight);
    }
}
