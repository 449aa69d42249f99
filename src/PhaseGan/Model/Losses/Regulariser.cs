namespace PhaseGan;

/// <summary>
/// The regulariser H of the loss (4), a function of the squared lengths w·w and (VᵀV)_ℓℓ. Training needs its slope H′, the Jacobian of the
/// macroscopic ODE its curvature H″.
/// </summary>
/// <remarks>
/// Contract for implementers: immutable, pure, callable from several threads at once, finite for finite input, no allocation. In the limit
/// λ → ∞ (unit norms) H does not matter as long as its minimum is at 1.
/// </remarks>
public abstract class Regulariser
{
    /// <summary>For derived classes.</summary>
    protected Regulariser()
    {
    }

    /// <summary>A short name for tables and messages.</summary>
    public abstract string Name { get; }

    /// <summary>H(a) = log cosh(a − 1), H′(a) = tanh(a − 1): the paper's.</summary>
    public static Regulariser LogCosh { get; } = new LogCoshRegulariser();

    /// <summary>H(a) = (a − 1)²/2, H′(a) = a − 1.</summary>
    public static Regulariser Quadratic { get; } = new QuadraticRegulariser();

    /// <summary>A regulariser from functions. Two such are equal only if they are the same object.</summary>
    /// <param name="slope">H′: pure and callable from several threads at once.</param>
    /// <param name="curvature">H″.</param>
    /// <param name="name">A short name. Default «custom».</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static Regulariser Custom(Func<double, double> slope, Func<double, double> curvature, string name = "custom")
    {
        ArgumentNullException.ThrowIfNull(slope);
        ArgumentNullException.ThrowIfNull(curvature);
        ArgumentNullException.ThrowIfNull(name);
        return new CustomRegulariser(slope, curvature, name);
    }

    /// <summary>H′(a).</summary>
    /// <param name="squaredLength">a ≥ 0.</param>
    public abstract double Slope(double squaredLength);

    /// <summary>H″(a).</summary>
    /// <param name="squaredLength">a ≥ 0.</param>
    public abstract double Curvature(double squaredLength);

    /// <summary>The name.</summary>
    public sealed override string ToString() => Name;
}
