using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace PhaseGan;

/// <summary>Two diagrams of the same cells, compared cell by cell: confusion matrix, agreement, Cohen's kappa and where they differ.</summary>
/// <remarks>
/// Undetermined counts as a label of its own here, so that effort that was not enough shows as disagreement;
/// <see cref="WhereBothDecide"/> leaves such cells out. The interval treats cells as independent draws, which neighbouring cells of a grid
/// are not: read it as the error of a random grid of this size.
/// </remarks>
public sealed class PhaseAgreement
{
    private static readonly Phase[] s_phases = [Phase.Success, Phase.ModeCollapse, Phase.Oscillation, Phase.Fail, Phase.Undetermined];
    private readonly int[] _counts = new int[s_phases.Length * s_phases.Length];

    private PhaseAgreement(PhaseDiagram first, PhaseDiagram second, string firstName, string secondName, double confidence)
    {
        (First, Second, FirstName, SecondName) = (first, second, firstName, secondName);
        var differences = ImmutableArray.CreateBuilder<PhaseDisagreement>();
        int width = first.X.Count;
        for (int k = 0; k < first.Verdicts.Length; k++)
        {
            PhaseVerdict a = first.Verdicts[k], b = second.Verdicts[k];
            _counts[(int)a.Phase * s_phases.Length + (int)b.Phase]++;
            if (a.Phase != b.Phase)
                differences.Add(new PhaseDisagreement(k % width, k / width, first.X.Values[k % width], first.Y.Values[k / width], a, b));
        }
        Differences = differences.ToImmutable();
        int total = first.Verdicts.Length, agreeing = total - Differences.Length;
        Agreement = WilsonInterval.Of(agreeing, total, confidence);
        int decided = total - Enumerable.Range(0, total).Count(k => first.Verdicts[k].Phase == Phase.Undetermined || second.Verdicts[k].Phase == Phase.Undetermined);
        int agreeingDecided = agreeing - this[Phase.Undetermined, Phase.Undetermined];
        WhereBothDecide = decided == 0 ? null : WilsonInterval.Of(agreeingDecided, decided, confidence);

        // whole numbers until the last division: 1 − p_e is exactly zero when it should be
        long chance = s_phases.Sum(p => (long)first.Count(p) * second.Count(p)), square = (long)total * total;
        Kappa = chance == square ? 1 : ((double)agreeing * total - chance) / (square - chance);
    }

    /// <summary>The first diagram.</summary>
    public PhaseDiagram First { get; }

    /// <summary>The second diagram, over the same axes.</summary>
    public PhaseDiagram Second { get; }

    /// <summary>Name of the first source of labels.</summary>
    public string FirstName { get; }

    /// <summary>Name of the second source of labels.</summary>
    public string SecondName { get; }

    /// <summary>Fraction of cells with the same label.</summary>
    public WilsonInterval Agreement { get; }

    /// <summary>Fraction of cells with the same label among those where neither is Undetermined; null if there are none.</summary>
    public WilsonInterval? WhereBothDecide { get; }

    /// <summary>
    /// Cohen's κ = (p_o − p_e)/(1 − p_e) ≤ 1: agreement beyond what two sources with the same frequencies of labels would reach by chance. 0 is
    /// chance, 1 is agreement in every cell. Where both diagrams carry one and the same label throughout, 0/0 in the formula, it is 1 by
    /// definition here: they agree everywhere.
    /// </summary>
    /// <remarks>Source: J. Cohen, <em>A coefficient of agreement for nominal scales</em>, Educ. Psychol. Meas. 20 (1960) 37–46.</remarks>
    public double Kappa { get; }

    /// <summary>The cells that differ, y-major.</summary>
    public ImmutableArray<PhaseDisagreement> Differences { get; }

    /// <summary>The confusion matrix: number of cells that have one label in the first diagram and another, or the same, in the second.</summary>
    /// <param name="first">Label in the first diagram.</param>
    /// <param name="second">Label in the second diagram.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not one of the five phases.</exception>
    public int this[Phase first, Phase second] => _counts[Index(first, nameof(first)) * s_phases.Length + Index(second, nameof(second))];

    /// <summary>Compares two diagrams.</summary>
    /// <param name="first">A diagram.</param>
    /// <param name="second">Another one with equal axes.</param>
    /// <param name="firstName">Name of the first source of labels, for example <c>claim</c>; a column of files.</param>
    /// <param name="secondName">Name of the second source, another one.</param>
    /// <param name="confidence">Level of the intervals, in (0, 1).</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The axes differ, a name is blank, or names (<c>agree</c> and those of the axes included) are not all different.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The confidence is outside (0, 1).</exception>
    public static PhaseAgreement Of(
        PhaseDiagram first, PhaseDiagram second, string firstName = "first", string secondName = "second", double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentException.ThrowIfNullOrWhiteSpace(firstName);
        ArgumentException.ThrowIfNullOrWhiteSpace(secondName);
        CheckSame(first.X, second.X, "horizontal");
        CheckSame(first.Y, second.Y, "vertical");
        VerdictCheck.CheckColumns([first.X.Name, first.Y.Name, firstName, secondName, "agree"], nameof(secondName));
        return new PhaseAgreement(first, second, firstName, secondName, confidence);
    }

    /// <summary>Writes every cell to a file, all of it or none; columns as in <see cref="ToCsv"/>.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="ArgumentException">The path is blank.</exception>
    /// <exception cref="IOException">The file cannot be written; the message says why and nothing is left behind.</exception>
    public void WriteCsv(string path) => AtomicFile.WriteText(path, ToCsv);

    /// <summary>
    /// Writes every cell as CSV text, y-major: the two axis names, the label in the first and in the second diagram under the names of the
    /// sources, and <c>agree</c> (1 or 0). Numbers are culture-invariant and read back to the same bits; lines end with LF.
    /// </summary>
    /// <param name="writer">Receives the text; stays open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="writer"/> is null.</exception>
    public void ToCsv(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Csv.Write(writer, [First.X.Name, First.Y.Name, FirstName, SecondName, "agree"]);
        for (int k = 0; k < First.Verdicts.Length; k++)
        {
            Phase a = First.Verdicts[k].Phase, b = Second.Verdicts[k].Phase;
            Csv.Write(writer,
            [
                Csv.Number(First.X.Values[k % First.X.Count]), Csv.Number(First.Y.Values[k / First.X.Count]),
                a.ToString(), b.ToString(), a == b ? "1" : "0",
            ]);
        }
    }

    /// <summary>The confusion matrix as a Markdown table, one row a label of the first diagram, one column a label of the second; labels that never occur are left out.</summary>
    public string ToMarkdown()
    {
        Phase[] rows = [.. s_phases.Where(p => First.Count(p) > 0)], columns = [.. s_phases.Where(p => Second.Count(p) > 0)];
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"| {FirstName} ↓ {SecondName} → | {string.Join(" | ", columns)} |\n|{string.Concat(Enumerable.Repeat(" --- |", columns.Length + 1))}\n");
        foreach (Phase row in rows)
            text.Append(CultureInfo.InvariantCulture, $"| {row} | {string.Join(" | ", columns.Select(c => this[row, c]))} |\n");
        return text.ToString();
    }

    /// <summary>Cells that agree, the fraction with its error, and kappa.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture,
            $"{FirstName} and {SecondName} agree on {Agreement.Successes} of {Agreement.Trials} cells ({Agreement}), kappa {Kappa:0.###}");

    private static int Index(Phase phase, string name) =>
        Enum.IsDefined(phase) ? (int)phase : throw Guard.OutOfRange(name, phase, "must be one of the five phases");

    private static void CheckSame(Axis first, Axis second, string which)
    {
        if (!first.Equals(second))
            throw new ArgumentException($"the {which} axes of the two diagrams must be equal; got {first} and {second}", nameof(second));
    }
}
