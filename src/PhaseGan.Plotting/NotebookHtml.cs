using System.Globalization;
using System.Numerics;

namespace PhaseGan.Plotting;

/// <summary>
/// Values of the libraries as pictures or tables for notebooks, with defaults for all that a figure can be told. In .NET Interactive the package registers them, so that the
/// last value of a cell shows itself; other notebooks show what these methods return as HTML.
/// </summary>
public static class NotebookHtml
{
    private const int PathPoints = 801;

    // a table lists so many entries of a state, and a picture draws so many of its coordinates
    private const int MostEntries = 12;

    /// <summary>The picture of a diagram, with a legend.</summary>
    /// <param name="diagram">The diagram.</param>
    /// <exception cref="ArgumentNullException"><paramref name="diagram"/> is null.</exception>
    public static string Of(PhaseDiagram diagram) => new PhaseDiagramFigure(diagram).ToHtml();

    /// <summary>How two diagrams agree, as the picture of their confusion.</summary>
    /// <param name="agreement">The agreement.</param>
    /// <exception cref="ArgumentNullException"><paramref name="agreement"/> is null.</exception>
    public static string Of(PhaseAgreement agreement) => new PhaseConfusionFigure(agreement).ToHtml();

    /// <summary>The eigenvalues in the complex plane.</summary>
    /// <param name="spectrum">The spectrum; one without eigenvalues gives its text.</param>
    /// <exception cref="ArgumentNullException"><paramref name="spectrum"/> is null.</exception>
    public static string Of(Spectrum spectrum)
    {
        ArgumentNullException.ThrowIfNull(spectrum);
        return spectrum.Eigenvalues.IsEmpty ? Text(spectrum) : new SpectrumFigure(spectrum).ToHtml();
    }

    /// <summary>All coordinates over time, named y1 … yN, the first twelve of more; of a path that moves at one time alone its text.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    public static string Of(Trajectory path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.EndTime <= path.StartTime || path.Times.Length < 2)
            return Text(path);
        double[] times = IsContinuous(path)
            ? [.. Enumerable.Range(0, PathPoints).Select(k => path.StartTime + (path.EndTime - path.StartTime) * k / (PathPoints - 1))]
            : [.. path.Times];
        double[][] states = [.. times.Select(path.At)];
        int shown = Math.Min(path.Dimension, MostEntries);
        IEnumerable<TrajectorySeries> series = Enumerable.Range(0, shown).Select(k =>
            new TrajectorySeries(string.Create(CultureInfo.InvariantCulture, $"y{k + 1}")) { Line = [.. times.Zip(states, (t, y) => (t, y[k]))] });
        string left = shown < path.Dimension ? string.Create(CultureInfo.InvariantCulture, $"; the first {shown} coordinates of {path.Dimension}") : "";
        return new TrajectoryFigure(new TrajectoryPanel("", series)) { Subtitle = path + left }.ToHtml();
    }

    /// <summary>The kind of an attractor with its evidence, as a table.</summary>
    /// <param name="attractor">The attractor.</param>
    /// <exception cref="ArgumentNullException"><paramref name="attractor"/> is null.</exception>
    public static string Of(Attractor attractor)
    {
        ArgumentNullException.ThrowIfNull(attractor);
        var table = new HtmlTable(attractor.Kind.ToString());
        switch (attractor)
        {
            case FixedPointAttractor rest:
                table.Add("name", rest.Point.Name ?? "none").Add("point", Entries(rest.Point.Coordinates.Select(HtmlTable.Number)))
                    .Add("spectrum", $"{rest.Spectrum.Verdict}, growth rate {HtmlTable.Number(rest.Spectrum.GrowthRate)}")
                    .Add("uncertainty", HtmlTable.Number(rest.Uncertainty));
                break;
            case LimitCycleAttractor { Cycle: var cycle }:
                table.Add("period", HtmlTable.Number(cycle.Period)).Add("amplitude", HtmlTable.Number(cycle.Amplitude))
                    .Add("multipliers", Entries(cycle.Multipliers.Select(Number)));
                break;
            case AperiodicAttractor motion:
                table.Add("motion", motion.Motion.ToString()).Add("amplitude", HtmlTable.Number(motion.Amplitude))
                    .Add("return time", HtmlTable.Number(motion.ReturnTime)).Add("shown", motion.Shown);
                break;
            case UndeterminedAttractor open:
                table.Add("cause", open.Cause.ToString()).Add("reason", open.Reason);
                break;
        }
        return table.Add("time", HtmlTable.Number(attractor.Time))
            .Add("evaluations", attractor.Evaluations.ToString(CultureInfo.InvariantCulture)).ToString();
    }

    /// <summary>A branch as its picture over the parameter, in its first coordinate, with a table of its special points.</summary>
    /// <param name="branch">The branch; one without points gives its text.</param>
    /// <exception cref="ArgumentNullException"><paramref name="branch"/> is null.</exception>
    public static string Of(Branch branch)
    {
        ArgumentNullException.ThrowIfNull(branch);
        if (branch.Points.IsEmpty)
            return Text(branch);
        string picture = new BifurcationFigure(branch).ToHtml();
        if (branch.SpecialPoints.IsEmpty)
            return picture;
        var table = new HtmlTable("Special points", ["kind", .. branch.Family.Parameters, "coordinates", "error", "normal form", "unstable before, after"]);
        foreach (SpecialPoint special in branch.SpecialPoints)
            table.Add([
                special.Kind.ToString(), .. special.Parameters.Select(HtmlTable.Number), Entries(special.Coordinates.Select(HtmlTable.Number)), special.IsLocated ? HtmlTable.Number(special.Error) : "not located",
                special.NormalForm is { } form ? HtmlTable.Number(form.Coefficient) : "", string.Create(CultureInfo.InvariantCulture, $"{special.Unstable.Before}, {special.Unstable.After}"),
            ]);
        return picture + table;
    }

    /// <summary>A diagram as its picture, in its first coordinate, with a table of its branches.</summary>
    /// <param name="diagram">The diagram; one without branches of fixed points gives its text.</param>
    /// <exception cref="ArgumentNullException"><paramref name="diagram"/> is null.</exception>
    public static string Of(BifurcationDiagram diagram)
    {
        ArgumentNullException.ThrowIfNull(diagram);
        if (diagram.Branches.IsEmpty)
            return Text(diagram);
        var table = new HtmlTable("Branches", ["number", "of", "found", "bifurcations", "ends"]);
        int number = 0;
        foreach (Branch branch in diagram.Branches)
            Add("fixed points", branch.SpecialPoints.Select(s => $"{s.Kind} at {HtmlTable.Number(s.Parameters[0])}"), $"{branch.FirstEnd}, {branch.LastEnd}");
        foreach (CycleBranch branch in diagram.Cycles)
            Add("cycles", branch.SpecialPoints.Where(s => s.IsLocated).Select(s => $"{s.Kind} at {HtmlTable.Number(s.Parameters[0])}"), $"{branch.FirstEnd}, {branch.LastEnd}");
        return BifurcationFigure.Of(diagram).ToHtml() + table;

        void Add(string of, IEnumerable<string> specials, string ends)
        {
            number++;
            table.Add(number.ToString(CultureInfo.InvariantCulture), of, diagram.OriginOf(number).ToString(), Entries(specials), ends);
        }
    }

    /// <summary>As <see cref="Of(Spectrum)"/>, for notebooks that ask a value for its HTML.</summary>
    /// <param name="spectrum">The spectrum.</param>
    /// <exception cref="ArgumentNullException"><paramref name="spectrum"/> is null.</exception>
    public static string ToHtml(this Spectrum spectrum) => Of(spectrum);

    /// <summary>As <see cref="Of(Trajectory)"/>, for notebooks that ask a value for its HTML.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    public static string ToHtml(this Trajectory path) => Of(path);

    /// <summary>As <see cref="Of(Attractor)"/>, for notebooks that ask a value for its HTML.</summary>
    /// <param name="attractor">The attractor.</param>
    /// <exception cref="ArgumentNullException"><paramref name="attractor"/> is null.</exception>
    public static string ToHtml(this Attractor attractor) => Of(attractor);

    /// <summary>As <see cref="Of(Branch)"/>, for notebooks that ask a value for its HTML.</summary>
    /// <param name="branch">The branch.</param>
    /// <exception cref="ArgumentNullException"><paramref name="branch"/> is null.</exception>
    public static string ToHtml(this Branch branch) => Of(branch);

    /// <summary>As <see cref="Of(BifurcationDiagram)"/>, for notebooks that ask a value for its HTML.</summary>
    /// <param name="diagram">The diagram.</param>
    /// <exception cref="ArgumentNullException"><paramref name="diagram"/> is null.</exception>
    public static string ToHtml(this BifurcationDiagram diagram) => Of(diagram);

    /// <summary>Whether all steps of a path were kept; else it can be asked at single times alone.</summary>
    private static bool IsContinuous(Trajectory path)
    {
        try
        {
            path.At(0.5 * (path.Times[0] + path.Times[1]));
            return true;
        }
        catch (ArgumentOutOfRangeException)
        {
            return false;
        }
    }

    private static string Entries(IEnumerable<string> entries)
    {
        string[] all = [.. entries];
        string first = string.Join(", ", all.Take(MostEntries));
        return all.Length <= MostEntries ? first : string.Create(CultureInfo.InvariantCulture, $"{first}, … {all.Length} in all");
    }

    private static string Number(Complex value) => value.Imaginary == 0
        ? HtmlTable.Number(value.Real)
        : string.Create(CultureInfo.InvariantCulture, $"{value.Real:G6}{(value.Imaginary < 0 ? "−" : "+")}{Math.Abs(value.Imaginary):G6}i");

    private static string Text(object value) => $"<pre>{Markup.Escape(value.ToString() ?? "")}</pre>";
}
