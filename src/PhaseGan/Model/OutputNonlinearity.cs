using System.Globalization;
using MathNet.Numerics.Integration;

namespace PhaseGan;

/// <summary>
/// A nonlinearity g applied entry by entry to data, y = g(U c + √η a): not another model, but a mapping of the variances of the codes and of the noise. For g of zero average and spread-out weights the limit n → ∞
/// is exactly the linear model with
/// </summary>
/// <remarks>
/// <code>
/// Λ → γ₁² Λ     η → v     γ₀ = ⟨g(√η e)⟩ = 0     γ₁ = ⟨e g(√η e)⟩/√η = ⟨g′(√η e)⟩     v = ⟨g²(√η e)⟩,   e standard normal
/// </code>
/// <para>
/// since an entry of U c is of size n^(−1/2) beside noise of size 1 (derived). The rows of U, V and w must be spread out: none of their entries may be of size 1. Real data may have a g that
/// jumps, such as the sign: 1-bit data have γ₁ = √(2/πη), v = 1. The generator learns through g̃′, so its g̃ must have a slope. A g whose average γ₀ is not zero, such as a rectifier, has no limit: w·y grows
/// like √n; centre the data first.
/// </para>
/// </remarks>
public sealed class OutputNonlinearity
{
    /// <summary>Panels with Gauss–Legendre rules to either side of 0, where g may jump: 64 of a width of 9/64 deviations, beyond which there is 1e-18 of the weight.</summary>
    private const int Panels = 64, Nodes = 16;

    private const double Reach = 9;

    private static readonly GaussLegendreRule s_rule = new(-1, 1, Nodes);

    /// <summary>How far γ₀ may be from zero, as a multiple of √v: rounding of a sum.</summary>
    private const double Centred = 1e-9;

    private OutputNonlinearity(string name, Func<double, double> function) => (Name, Function) = (name, function);

    /// <summary>g(x) = x: changes nothing.</summary>
    public static OutputNonlinearity None { get; } = new("identity", x => x);

    /// <summary>g(x) = sign x: 1-bit data. Not for the generator, which learns through its slope.</summary>
    public static OutputNonlinearity Sign { get; } = new("sign", x => Math.Sign(x));

    /// <summary>g(x) = tanh x.</summary>
    public static OutputNonlinearity Tanh { get; } = new("tanh", Math.Tanh);

    /// <summary>A short name for messages.</summary>
    public string Name { get; }

    /// <summary>g.</summary>
    public Func<double, double> Function { get; }

    /// <summary>A nonlinearity from a function.</summary>
    /// <param name="function">g: pure, finite for finite input, of polynomial growth; a jump at 0 is allowed.</param>
    /// <param name="name">A short name. Default «custom».</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static OutputNonlinearity Custom(Func<double, double> function, string name = "custom")
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(name);
        return new OutputNonlinearity(name, function);
    }

    /// <summary>The parameters of the linear model that data with nonlinear outputs have the limit of.</summary>
    /// <param name="parameters">The parameters before the nonlinearities: noises inside g and g̃.</param>
    /// <param name="real">g of the real data.</param>
    /// <param name="fake">g̃ of the generator.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A nonlinearity has an average that is not zero, is constant, or jumps in the generator; or a noise is zero where g is not the identity.</exception>
    public static GanParameters Rename(GanParameters parameters, OutputNonlinearity real, OutputNonlinearity fake)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(fake);
        if (fake == Sign)
            throw new ArgumentException("fake must have a slope, through which the generator learns; got sign", nameof(fake));
        (double realFactor, double realNoise) = real.Numbers(parameters.RealNoise, nameof(real));
        (double fakeFactor, double fakeNoise) = fake.Numbers(parameters.FakeNoise, nameof(fake));
        return parameters.With(
            realVariances: [.. parameters.RealVariances.Select(v => realFactor * v)], fakeVariances: [.. parameters.FakeVariances.Select(v => fakeFactor * v)],
            realNoise: realNoise, fakeNoise: fakeNoise);
    }

    /// <summary>γ₁² and v.</summary>
    private (double Factor, double Noise) Numbers(double noise, string name)
    {
        if (this == None)
            return (1, noise);
        if (noise == 0)
            throw new ArgumentException($"{name} {Name} needs noise: without it entries of the data are of size n^(-1/2) and only the slope at 0 counts", name);
        double deviation = Math.Sqrt(noise), mean = 0, slope = 0, square = 0, total = 0;
        const double Half = 0.5 * Reach / Panels;
        for (int k = -Panels; k < Panels; k++)
        {
            for (int i = 0; i < Nodes; i++)
            {
                double e = Half * (2 * k + 1 + s_rule.GetAbscissa(i)), weight = s_rule.GetWeight(i) * Math.Exp(-0.5 * e * e), value = Function(deviation * e);
                (total, mean, slope, square) = (total + weight, mean + weight * value, slope + weight * e * value, square + weight * value * value);
            }
        }
        (mean, slope, square) = (mean / total, slope / total / deviation, square / total);
        if (!double.IsFinite(square))
            throw new ArgumentException($"{name} {Name} must be finite on numbers of deviation {deviation.ToString(CultureInfo.InvariantCulture)}", name);
        if (Math.Abs(mean) > Centred * Math.Sqrt(square))
            throw new ArgumentException(FormattableString.Invariant($"{name} {Name} must average to zero over its noise of variance {noise}, or w·y grows like √n; got {mean}; centre the data"), name);
        if (!(slope * slope > 0))
            throw new ArgumentException($"{name} {Name} must respond to its input on the average; got a slope of 0", name);
        return (slope * slope, square);
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
