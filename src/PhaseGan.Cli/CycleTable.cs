using System.Collections.Immutable;

namespace PhaseGan.Cli;

/// <summary>The branches of cycles from the Hopf points of branches of fixed points, as a table and as lines of text.</summary>
internal sealed class CycleTable
{
    private readonly ImmutableArray<(int Branch, SpecialPoint Hopf, CycleBranch Cycles)> _born;

    private CycleTable(ImmutableArray<(int, SpecialPoint, CycleBranch)> born) => _born = born;

    /// <summary>No cycles.</summary>
    public static CycleTable None { get; } = new([]);

    /// <summary>The branches.</summary>
    public ImmutableArray<CycleBranch> Branches => [.. _born.Select(b => b.Cycles)];

    /// <summary>Follows the cycles of every Hopf point; those of one that a branch before ended at are followed once.</summary>
    public static CycleTable Of(IReadOnlyList<Branch> branches, FieldFamily family, ParameterAxis axis, CancellationToken cancellationToken)
    {
        var born = ImmutableArray.CreateBuilder<(int, SpecialPoint, CycleBranch)>();
        for (int k = 0; k < branches.Count; k++)
        {
            foreach (SpecialPoint hopf in branches[k].SpecialPoints.Where(s => s.Kind == SpecialKind.Hopf && s.NormalForm?.Frequency is not null))
            {
                if (born.Any(b => b.Item3.LastEnd == CycleBranchEnd.ShrinksToRest && IsAt(b.Item3, hopf)))
                    continue;
                born.Add((k + 1, hopf, CycleBranch.FromHopf(family, hopf, axis.Axis.Minimum, axis.Axis.Maximum, cancellationToken: cancellationToken)));
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        return new CycleTable(born.ToImmutable());
    }

    /// <summary>Writes the table: that of <see cref="CycleBranch.WriteCsv"/> with the number of the branch of fixed points and the place of the Hopf point before.</summary>
    public void Write(TextWriter writer, string parameter, IReadOnlyList<string> coordinates)
    {
        for (int k = 0; k < _born.Length; k++)
        {
            using var one = new StringWriter { NewLine = "\n" };
            _born[k].Cycles.WriteCsv(one, coordinates);
            string[] lines = one.ToString().TrimEnd('\n').Split('\n');
            if (k == 0)
                writer.Write($"branch,hopf_{parameter},{lines[0]}\n");
            foreach (string line in lines.Skip(1))
                writer.Write($"{_born[k].Branch},{Values.Text(_born[k].Hopf.Parameters[0])},{line}\n");
        }
    }

    /// <summary>A line for each branch.</summary>
    public void Report(TextWriter text)
    {
        foreach ((int branch, SpecialPoint hopf, CycleBranch cycles) in _born)
        {
            string specials = cycles.SpecialPoints.IsEmpty ? "no bifurcation" : string.Join(", ", cycles.SpecialPoints.Select(s => $"{s.Kind} at {Values.Text(s.Parameters[0])}"));
            text.WriteLine($"Cycles from {Values.Text(hopf.Parameters[0])} on branch {branch}: {specials}; ends: {cycles.LastEnd}");
        }
    }

    private static bool IsAt(CycleBranch cycles, SpecialPoint hopf) =>
        cycles.LastRest is { } rest && rest.Zip(hopf.Coordinates, (x, y) => Math.Abs(x - y)).Max() < 1e-6;
}
