using System.Collections.Immutable;
using System.Globalization;

namespace PhaseGan;

/// <summary>
/// The curves that bound the phases of a diagram, each with the reason for it, and a check: every change of the label between two neighbouring cells lies on a curve whose mechanism allows that change, or
/// it is counted as not explained.
/// </summary>
/// <remarks>
/// <para>
/// Each curve is the zero of a number that knows nothing of labels: the largest real part at a fixed point or over a family, a closed form, the recovery where training ends. A change between two cells is
/// explained if such a number changes its sign between them, in the direction in which the state of the one cell is lost, and the zero lies on the curve. A state that attracts on both sides explains nothing.
/// </para>
/// <para>
/// For one feature all fixed points have closed forms. For two, families with one active column are looked at whole, by the Hurwitz conditions of their characteristic polynomials, which are linear in the free
/// squared overlaps. For three to six the best member of each family is searched for: a member that is found attracts, and where none is found one may have been missed unless the trace says that none does.
/// </para>
/// </remarks>
public sealed class PhaseBoundaries
{
    internal PhaseBoundaries(PhaseDiagram diagram, ImmutableArray<PhaseBoundary> curves, ImmutableArray<PhaseEdge> edges) => (Diagram, Curves, Edges) = (diagram, curves, edges);

    /// <summary>The diagram.</summary>
    public PhaseDiagram Diagram { get; }

    /// <summary>The curves, those of states first and then those that depend on the start.</summary>
    public ImmutableArray<PhaseBoundary> Curves { get; }

    /// <summary>All pairs of neighbouring cells with different phases, row by row.</summary>
    public ImmutableArray<PhaseEdge> Edges { get; }

    /// <summary>Those that no curve explains.</summary>
    public IEnumerable<PhaseEdge> Unexplained => Edges.Where(e => !e.IsExplained);

    /// <summary>Labels a sweep by the ODE and looks for the boundaries of its phases.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="ode">Start, threshold and budget of the labels; defaults if null.</param>
    /// <param name="options">How boundaries are looked for; defaults if null.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentNullException"><paramref name="sweep"/> is null.</exception>
    /// <exception cref="ArgumentException">The rule of training is not Example 1 of the paper.</exception>
    /// <exception cref="SweepException">The parameters or the label of a cell could not be made.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static PhaseBoundaries Of(PhaseSweep sweep, OdePhaseOptions? ode = null, PhaseBoundaryOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        return Of(sweep, sweep.Run(new OdePhaseClassifier(ode), null, cancellationToken), ode, options, cancellationToken);
    }

    /// <summary>Looks for the boundaries of the phases of a diagram that is there already.</summary>
    /// <param name="sweep">The sweep that it came from.</param>
    /// <param name="diagram">The diagram: labels of an <see cref="OdePhaseClassifier"/>.</param>
    /// <param name="ode">The options of that classifier; defaults if null.</param>
    /// <param name="options">How boundaries are looked for; defaults if null.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentNullException"><paramref name="sweep"/> or <paramref name="diagram"/> is null.</exception>
    /// <exception cref="ArgumentException">The axes are not those of the diagram, or the rule of training is not Example 1 of the paper.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static PhaseBoundaries Of(
        PhaseSweep sweep, PhaseDiagram diagram, OdePhaseOptions? ode = null, PhaseBoundaryOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        ArgumentNullException.ThrowIfNull(diagram);
        ode ??= OdePhaseOptions.Default;
        if (!diagram.X.Equals(sweep.X) || !diagram.Y.Equals(sweep.Y))
            throw new ArgumentException($"{nameof(diagram)} must have the axes of the sweep, {sweep.X} and {sweep.Y}; got {diagram.X} and {diagram.Y}", nameof(diagram));
        if (ode.Rule != TrainingRule.Example1)
            throw new ArgumentException($"boundaries are explained for the rule of Example 1; got {ode.Rule}", nameof(ode));
        return new BoundarySearch(sweep, diagram, ode, options ?? PhaseBoundaryOptions.Default, cancellationToken).Run();
    }

    /// <summary>The cells beside which a curve passes, to be labelled when a sweep over the same axes is refined.</summary>
    /// <returns>A function of the indices of a cell, for <see cref="RefineOptions.Cells"/>.</returns>
    public Func<int, int, bool> Cells()
    {
        var near = new HashSet<int>(Edges.SelectMany(e => (int[])[e.First, e.Second]));
        int width = Diagram.X.Count;
        return (x, y) => near.Contains(y * width + x);
    }

    /// <summary>The cells of another grid over the same quantities beside which a curve that bounds a phase passes, or in which a change is not explained: a finer sweep that is refined labels these.</summary>
    /// <param name="x">The first axis of the other grid, of the name of that of the diagram.</param>
    /// <param name="y">The second axis, in the same way.</param>
    /// <returns>A function of the indices of a cell of that grid, for <see cref="RefineOptions.Cells"/>.</returns>
    /// <exception cref="ArgumentNullException">An axis is null.</exception>
    /// <exception cref="ArgumentException">An axis has another name than that of the diagram.</exception>
    public Func<int, int, bool> Cells(Axis x, Axis y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Name != Diagram.X.Name || y.Name != Diagram.Y.Name)
            throw new ArgumentException($"the axes must be {Diagram.X.Name} and {Diagram.Y.Name}, as in the diagram; got {x.Name} and {y.Name}", nameof(x));
        var cells = new CurveCells(x, y);
        int width = Diagram.X.Count;
        foreach (int k in Edges.SelectMany(e => e.Curves).Distinct())
            for (int i = 0; i < Curves[k].Points.Length; i++)
                cells.Add(Curves[k].Points[Math.Max(0, i - 1)], Curves[k].Points[i]);
        foreach (PhaseEdge edge in Unexplained)
            cells.Add(At(edge.First), At(edge.Second));
        return cells.Contains;

        ImplicitCurvePoint At(int cell) => new(Diagram.X.Values[cell % width], Diagram.Y.Values[cell / width], 0, false);
    }

    /// <summary>Writes the curves as CSV, a row for each point: curve, mechanism, state, start_dependent, both axes, error, jump; lines end with LF.</summary>
    /// <param name="writer">Where to.</param>
    /// <exception cref="ArgumentNullException">The writer is null.</exception>
    public void WriteCurves(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write($"curve,mechanism,state,start_dependent,{Csv.Field(Diagram.X.Name)},{Csv.Field(Diagram.Y.Name)},error,jump\n");
        for (int k = 0; k < Curves.Length; k++)
            foreach (ImplicitCurvePoint p in Curves[k].Points)
                writer.Write(string.Create(CultureInfo.InvariantCulture,
                    $"{k + 1},{Curves[k].Mechanism},{Csv.Field(Curves[k].State)},{Word(Curves[k].IsStartDependent)},{p.X:R},{p.Y:R},{p.Error:R},{Word(p.IsJump)}\n"));

        static string Word(bool value) => value ? "true" : "false";
    }

    /// <summary>Writes the changes of the label as CSV, a row for each edge: both cells, their phases and attractors, the curves that explain the change, and what is known where none does; lines end with LF.</summary>
    /// <param name="writer">Where to.</param>
    /// <exception cref="ArgumentNullException">The writer is null.</exception>
    public void WriteEdges(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        string x = Diagram.X.Name, y = Diagram.Y.Name;
        writer.Write($"{Csv.Field(x + "_1")},{Csv.Field(y + "_1")},{Csv.Field(x + "_2")},{Csv.Field(y + "_2")},phase_1,attractor_1,phase_2,attractor_2,curves,known\n");
        int width = Diagram.X.Count;
        foreach (PhaseEdge edge in Edges)
        {
            PhaseVerdict a = Diagram.Verdicts[edge.First], b = Diagram.Verdicts[edge.Second];
            string places = string.Join(',', new[] { edge.First, edge.Second }.SelectMany(k => (double[])[Diagram.X.Values[k % width], Diagram.Y.Values[k / width]]).Select(v => v.ToString("R", CultureInfo.InvariantCulture)));
            string curves = string.Join(';', edge.Curves.Select(k => (k + 1).ToString(CultureInfo.InvariantCulture)));
            writer.Write($"{places},{a.Phase},{a.Attractor},{b.Phase},{b.Attractor},{curves},{Csv.Field(edge.Known)}\n");
        }
    }

    /// <summary>How many changes of the label are not explained, and by what the others are.</summary>
    public override string ToString()
    {
        string mechanisms = string.Join(", ", Edges.Where(e => e.IsExplained).GroupBy(e => Curves[e.Curves[0]].Mechanism).OrderByDescending(g => g.Count()).Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Key} {g.Count()}")));
        return string.Create(CultureInfo.InvariantCulture, $"unexplained: {Unexplained.Count()} of {Edges.Length} edges{(mechanisms.Length > 0 ? $"; explained by {mechanisms}" : "")}");
    }
}
