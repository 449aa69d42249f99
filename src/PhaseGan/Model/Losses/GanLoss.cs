namespace PhaseGan;

/// <summary>
/// The loss (4) of the paper as algorithm (5) uses it: the responses f to real and f̃ to fake data. The discriminator climbs with f on real
/// data and descends with f̃ on fake data; the generator climbs with f̃.
/// </summary>
public sealed record GanLoss
{
    /// <summary>Makes a loss from its responses.</summary>
    /// <param name="real">f(x) = d/dx F(D̂(x)).</param>
    /// <param name="fake">f̃(x) = d/dx F̃(D̂(x)).</param>
    /// <exception cref="ArgumentNullException">A response is null.</exception>
    public GanLoss(Response real, Response fake)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(fake);
        (Real, Fake) = (real, fake);
    }

    /// <summary>f = f̃ = x: Example 1 of the paper.</summary>
    public static GanLoss Linear { get; } = new(Response.Identity, Response.Identity);

    /// <summary>f = f̃ = tanh: bounded with all derivatives, as assumption (A.3) asks.</summary>
    public static GanLoss Tanh { get; } = new(Response.Tanh(), Response.Tanh());

    /// <summary>
    /// The loss of the first GANs, log D on real and −log(1 − D) on fake data, with D the logistic function of the projection:
    /// f(x) = 1/(1 + e^x), f̃(x) = 1/(1 + e^(−x)).
    /// </summary>
    /// <remarks>For data of zero mean a discriminator that is monotone in one projection learns to turn away from strong features: ⟨f′⟩ &lt; 0.</remarks>
    public static GanLoss Logistic { get; } = new(Response.Logistic(-1), Response.Logistic(1));

    /// <summary>f: the response to real data.</summary>
    public Response Real { get; }

    /// <summary>f̃: the response to fake data.</summary>
    public Response Fake { get; }

    /// <summary>The names of both responses.</summary>
    public override string ToString() => Real.Equals(Fake) ? $"f = f̃ = {Real}" : $"f = {Real}, f̃ = {Fake}";
}
