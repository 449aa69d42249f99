using System.Globalization;

namespace PhaseGan.Dynamics;

/// <summary>
/// A proof that a field has a cycle: all states |ζᵢ| ≤ size of a section return into the inside of that piece. So there is a cycle through it (Brouwer), and no trajectory through it ever comes to rest. Where the return also contracts in the maximum norm there
/// is no second cycle through the piece, and every trajectory through it converges to the one.
/// </summary>
internal sealed class CycleProof
{
    /// <summary>A set that has grown to this will not return.</summary>
    private const double MostReach = 0.05;

    private readonly FlowSection _section;

    private CycleProof(FlowSection section, double size, double[] steps, Interval period, double? contraction)
    {
        (_section, Size, Steps, Period, Contraction) = (section, size, steps, period, contraction);
    }

    /// <summary>A point of the section.</summary>
    public double[] Point => _section.Point;

    /// <summary>The normal of the section.</summary>
    public ReadOnlySpan<double> Normal => _section.Normal;

    /// <summary>The axes of the section, row-major, the last column along the field.</summary>
    public double[] Columns => _section.Columns;

    /// <summary>The piece is |ζᵢ| ≤ size.</summary>
    public double Size { get; }

    /// <summary>The steps in which it was carried nearly back to the section.</summary>
    public double[] Steps { get; }

    /// <summary>Contains the time of every return, and so a period.</summary>
    public Interval Period { get; }

    /// <summary>Distances of two states shrink at least by this factor in a return, below 1; null where that was not proved.</summary>
    public double? Contraction { get; }

    /// <summary>Tries to prove it.</summary>
    /// <param name="flow">Carries sets along the field.</param>
    /// <param name="point">A point next to the cycle.</param>
    /// <param name="columns">Axes of the section, the last one along the field.</param>
    /// <param name="time">The time of a return, nearly.</param>
    /// <param name="size">Half of the width of the piece of the section.</param>
    /// <param name="mostSteps">Most steps.</param>
    /// <param name="steps">How many steps were taken.</param>
    public static CycleProof? Try(ValidatedFlow flow, double[] point, double[] columns, double time, double size, int mostSteps, out int steps)
    {
        steps = 0;
        if (FlowSection.Of(flow.Tape, point, columns) is not { } section)
            return null;
        var derivative = new FlowDerivative(flow.Tape.Dimension);
        FlowSet set = section.Set(size);
        var reach = new double[flow.Tape.Dimension];
        Interval elapsed = 0;
        var lengths = new List<double>();
        for (double left = time; left > 0; steps++)
        {
            double h = steps < mostSteps ? flow.Step(set, left, derivative) : 0;
            set.Reach(reach);
            if (h == 0 || !(reach.Max() < MostReach))
                return null;
            (left, elapsed) = (left - h, elapsed + h);
            lengths.Add(h);
        }
        if (section.Cross(set) is not { } image || !image.All(z => z.Magnitude < size) || !((elapsed + section.Time).Low > 0))
            return null;
        Interval[] slopes = section.Derivative(derivative);
        int m = image.Length;
        double most = 0;
        for (int i = 0; i < m; i++)
        {
            Interval row = 0;
            for (int j = 0; j < m; j++)
                row += slopes[i * m + j].Abs();
            most = Math.Max(most, row.High);
        }
        return new CycleProof(section, size, [.. lengths], elapsed + section.Time, most < 1 ? most : null);
    }

    /// <summary>Whether all trajectories through a set, which is next to the section, are proved to pass through its piece.</summary>
    public bool Holds(FlowSet set) => _section.Cross(set) is { } image && image.All(z => z.Magnitude <= Size);

    /// <summary>Period and contraction.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"a cycle of period {Period.Middle:G6}{(Contraction is { } factor ? $", distances from it shrink to {factor:G2} in a return" : ", not proved to attract")}");
}
