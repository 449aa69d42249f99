namespace PhaseGan;

/// <summary>
/// A response f or f̃ of training algorithm (5): the derivative of the loss in the projection of a sample on the discriminator,
/// f(x) = d/dx F(D̂(x)) in the paper's (4).
/// </summary>
/// <remarks>
/// <para>
/// Ready-made responses come from the factories; derive from this class, or use <see cref="Custom"/>, for another. The averages of the
/// macroscopic ODE are made for functions that are analytic near the real line and grow no faster than a polynomial; the paper's
/// assumption (A.3) asks for bounded derivatives, which <see cref="Tanh"/> and <see cref="Logistic"/> have.
/// </para>
/// <para>
/// Contract for implementers: immutable, pure, callable from several threads at once, finite for finite input, no allocation. What equals
/// another response must give the same values.
/// </para>
/// </remarks>
public abstract class Response
{
    /// <summary>For derived classes.</summary>
    protected Response()
    {
    }

    /// <summary>A short name for tables and messages.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// The length over which f changes: the distance of its nearest singularity in the complex plane from the real line, &gt; 0, infinite for
    /// entire functions that vary on no scale (polynomials). Quadrature takes its steps from it. A function with kinks has none; give a small one.
    /// </summary>
    public abstract double Scale { get; }

    /// <summary>
    /// Whether f changes near 0 alone: its singularities lie on the imaginary axis, as those of tanh, so that at a distance |x| from 0 it changes over a length of
    /// |x| at least. Then averages are accurate for arguments that spread over any multiple of <see cref="Scale"/>; without it, over up to some thousands. False unless overridden.
    /// </summary>
    public virtual bool IsCentred => false;

    /// <summary>f(x) = x.</summary>
    public static Response Identity { get; } = new PolynomialResponse([0, 1]);

    /// <summary>f(x) = Σ_k a_k x^k; its averages over Gaussian codes and mixtures of them are closed forms.</summary>
    /// <param name="coefficients">a_0, a_1, …; at least one, at most 16, finite.</param>
    /// <exception cref="ArgumentNullException"><paramref name="coefficients"/> is null.</exception>
    /// <exception cref="ArgumentException">There are none or more than 16.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A coefficient is not finite.</exception>
    public static Response Polynomial(IReadOnlyList<double> coefficients)
    {
        ArgumentNullException.ThrowIfNull(coefficients);
        if (coefficients.Count is 0 or > 16)
            throw new ArgumentException($"coefficients must have between 1 and 16 entries; got {coefficients.Count}", nameof(coefficients));
        for (int k = 0; k < coefficients.Count; k++)
            Guard.Finite(coefficients[k], "a coefficient", $"{nameof(coefficients)}[{k}]");
        return new PolynomialResponse([.. coefficients]);
    }

    /// <summary>f(x) = s tanh(x/s): linear near 0 and bounded by s.</summary>
    /// <param name="saturation">s, finite and &gt; 0. Default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">s is not finite and positive.</exception>
    public static Response Tanh(double saturation = 1) => new TanhResponse(Guard.Positive(saturation, "a saturation"));

    /// <summary>f(x) = 1/(1 + e^(−kx)).</summary>
    /// <param name="steepness">k, finite and not 0; negative for a falling function. Default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is 0 or not finite.</exception>
    public static Response Logistic(double steepness = 1) =>
        Guard.Finite(steepness, "a steepness") != 0
            ? new LogisticResponse(steepness)
            : throw Guard.OutOfRange(nameof(steepness), steepness, "is a steepness and must not be 0");

    /// <summary>A response from functions. Two such responses are equal only if they are the same object.</summary>
    /// <param name="value">f: pure and callable from several threads at once.</param>
    /// <param name="slope">f′.</param>
    /// <param name="scale">The length over which f changes, see <see cref="Scale"/>. Default 1.</param>
    /// <param name="name">A short name. Default «custom».</param>
    /// <param name="isCentred">Whether f changes near 0 alone, see <see cref="IsCentred"/>. Default false.</param>
    /// <exception cref="ArgumentNullException">A function or the name is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not positive.</exception>
    public static Response Custom(Func<double, double> value, Func<double, double> slope, double scale = 1, string name = "custom", bool isCentred = false)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(slope);
        ArgumentNullException.ThrowIfNull(name);
        return new CustomResponse(value, slope, Guard.Positive(scale, "the length over which a response changes"), name, isCentred);
    }

    /// <summary>f(x).</summary>
    /// <param name="x">y·w or ỹ·w, finite.</param>
    public abstract double Value(double x);

    /// <summary>f′(x).</summary>
    /// <param name="x">y·w or ỹ·w, finite.</param>
    public abstract double Slope(double x);

    /// <summary>f(x) and f′(x) together; override it where that is cheaper than two calls.</summary>
    /// <param name="x">y·w or ỹ·w, finite.</param>
    /// <param name="value">Receives f(x).</param>
    /// <param name="slope">Receives f′(x).</param>
    public virtual void Evaluate(double x, out double value, out double slope)
    {
        value = Value(x);
        slope = Slope(x);
    }

    /// <summary>
    /// f and its first three derivatives, which the Jacobian of the macroscopic ODE needs. The base class makes the second and third from
    /// central differences of f′, extrapolated twice (Richardson): relative errors about 1e-9 for a function that is analytic within
    /// <see cref="Scale"/>. The ready-made responses have closed forms.
    /// </summary>
    /// <param name="x">y·w or ỹ·w, finite.</param>
    /// <param name="value">Receives f(x).</param>
    /// <param name="slope">Receives f′(x).</param>
    /// <param name="second">Receives f″(x).</param>
    /// <param name="third">Receives f‴(x).</param>
    public virtual void Evaluate(double x, out double value, out double slope, out double second, out double third)
    {
        Evaluate(x, out value, out slope);
        double h = 0.05 * Math.Min(Scale, 10 * (1 + Math.Abs(x)));
        Differences(x, slope, h, out double d1, out double c1);
        Differences(x, slope, h / 2, out double d2, out double c2);
        Differences(x, slope, h / 4, out double d4, out double c4);
        second = Extrapolated(d1, d2, d4);
        third = Extrapolated(c1, c2, c4);

        static double Extrapolated(double one, double half, double quarter) => (64 * quarter - 20 * half + one) / 45;
    }

    /// <summary>The name.</summary>
    public sealed override string ToString() => Name;

    private void Differences(double x, double slope, double h, out double first, out double second)
    {
        // steps that are exact in binary, so that x ± h differ from x by h and not by a rounded h
        h = x + h - x;
        double right = Slope(x + h), left = Slope(x - h);
        first = (right - left) / (2 * h);
        second = (right - slope - (slope - left)) / (h * h);
    }
}
