namespace PhaseGan;

/// <summary>The function f in a GAN's loss L = E f(D(fake)) + E f(−D(real)).</summary>
public enum GanObjective
{
    /// <summary>f(t) = t, the Wasserstein loss: f′(0) = 1, f″ = 0.</summary>
    Wasserstein,

    /// <summary>f(t) = −log(1 + e^(−t)), the loss of the original GAN: f′(0) = 1/2, f″(0) = −1/4.</summary>
    Logistic,

    /// <summary>f(t) = t − t²/2, least squares but for a constant: f′(0) = 1, f″ = −1.</summary>
    Quadratic,
}
