namespace PhaseGan;

/// <summary>
/// The trapezoidal rule for averages over N(μ, σ²): nodes μ ± k·step, weights that depend on σ alone and are kept from one average to the next.
/// </summary>
/// <remarks>
/// For a function that is analytic and of moderate size to the distance y from the real line, shifting the line of integration by vσ ≤ y bounds
/// the error by e^(v²/2 − 2πv/h) for a step hσ. Gauss–Hermite rules of equal size are worse, since their nodes spread too far (Trefethen,
/// <em>Exactness of quadrature formulas</em>, SIAM Review 64 (2022), section 5).
/// </remarks>
internal struct LineRule
{
    /// <summary>Most weights.</summary>
    public const int Room = 2 * MostSteps + 1;

    /// <summary>Most steps to either side with kept weights; functions that change on a length far below σ need more, or another rule.</summary>
    private const int MostSteps = 1024;

    /// <summary>The rule reaches this many deviations to either side: the weight beyond is 2e-17.</summary>
    public const double Reach = 8.5;

    /// <summary>−log of the error aimed at, 6e-19: room for the factors that poles of higher order bring.</summary>
    private const double Digits = 42;

    private readonly int _refinement;
    private double _deviation;

    /// <param name="refinement">0 for the working rule, 1 for half its step.</param>
    public LineRule(int refinement) => (_refinement, _deviation) = (refinement, double.NaN);

    /// <summary>0 for the working rule, 1 for half its step.</summary>
    public readonly int Halvings => _refinement;

    /// <summary>The step that the accuracy asks for, in units of σ: h of v²/2 − 2πv/h = −42, which is longest at v² = 84.</summary>
    /// <param name="deviation">σ &gt; 0.</param>
    /// <param name="scale">Distance y &gt; 0 of the function's singularities from the real line.</param>
    public static double NeededStep(double deviation, double scale)
    {
        double shift = Math.Min(scale / deviation, Math.Sqrt(2 * Digits));
        return 2 * Math.PI * shift / (Digits + 0.5 * shift * shift);
    }

    /// <summary>Whether <see cref="Prepare"/> has the steps that the accuracy asks for.</summary>
    public static bool Resolves(double deviation, double scale) => deviation == 0 || NeededStep(deviation, scale) >= Reach / MostSteps;

    /// <summary>Number of weights.</summary>
    public int Count { get; private set; }

    /// <summary>Distance from one node to the next.</summary>
    public double Step { get; private set; }

    /// <summary>Writes the weights of the nodes μ + k·step and μ − k·step, k = 0, 1, …, unless they are there from the call before.</summary>
    /// <param name="deviation">σ ≥ 0, finite.</param>
    /// <param name="scale">Distance y &gt; 0 of the function's singularities from the real line; the same in all calls, and one that <see cref="Resolves"/>.</param>
    /// <param name="weights">Length <see cref="Room"/>; the same memory in all calls.</param>
    public void Prepare(double deviation, double scale, Span<double> weights)
    {
        if (deviation == _deviation)
            return;
        _deviation = deviation;
        if (deviation == 0)
        {
            (Count, Step, weights[0]) = (1, 0, 1);
            return;
        }
        double step = NeededStep(deviation, scale) / (1 << _refinement);
        Count = Math.Min((int)Math.Ceiling(Reach / step), Room - 1) + 1;
        Step = step * deviation;
        double unit = step / Math.Sqrt(2 * Math.PI);
        for (int k = 0; k < Count; k++)
            weights[k] = unit * Math.Exp(-0.5 * (k * step) * (k * step));
    }
}
