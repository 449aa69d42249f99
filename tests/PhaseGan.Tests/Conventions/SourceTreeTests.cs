using Xunit;

namespace PhaseGan.Tests.Conventions;

/// <summary>Rules on the layout of the source. They hold trivially where there is no source beside the tests.</summary>
public sealed class SourceTreeTests
{
    /// <summary>What each folder may name besides itself; the core's folders begin with Dynamics, and that the core names nothing of the GAN is seen to by the compiler.</summary>
    private static readonly (string Folder, string[] MayName)[] Floors =
    [
        ("Dynamics/Numbers", []),
        ("Dynamics/Lanes", []),
        ("Dynamics/Fields", ["Dynamics/Numbers", "Dynamics/Lanes"]),
        ("Dynamics/Integration", ["Dynamics/Numbers", "Dynamics/Lanes", "Dynamics/Fields"]),
        ("Dynamics/FixedPoints", ["Dynamics/Numbers", "Dynamics/Fields"]),
        ("Dynamics/Stability", ["Dynamics/Numbers", "Dynamics/Fields", "Dynamics/Integration", "Dynamics/FixedPoints"]),
        ("Dynamics/Attractors", ["Dynamics/Numbers", "Dynamics/Fields", "Dynamics/Integration", "Dynamics/FixedPoints", "Dynamics/Stability"]),
        ("Dynamics/Continuation", ["Dynamics/Numbers", "Dynamics/Fields", "Dynamics/Integration", "Dynamics/FixedPoints", "Dynamics/Stability", "Dynamics/Attractors"]),
        ("Dynamics/Intervals", ["Dynamics/Numbers", "Dynamics/Lanes"]),
        ("Notebooks", []),
        ("Model", ["Dynamics/Numbers"]),
        ("Equations", ["Model", "Dynamics/Numbers", "Dynamics/Lanes", "Dynamics/Fields", "Dynamics/Integration"]),
        ("FixedPoints", ["Notebooks", "Model", "Equations", "Dynamics/Numbers", "Dynamics/Fields", "Dynamics/FixedPoints", "Dynamics/Stability", "Dynamics/Continuation"]),
        ("Phases", ["Notebooks", "Model", "Equations", .. Core]),
        ("OneFeature", ["Model", "Equations", "FixedPoints", "Phases", .. Core, "Dynamics/Lanes"]),
        ("TwoFeatures", ["Model", "Equations", "FixedPoints", "Phases", .. Core, "Dynamics/Lanes"]),
        ("ManyFeatures", ["Model", "Equations", "FixedPoints", "Phases", .. Core, "Dynamics/Lanes"]),
        ("Simulation", ["Model", "Dynamics/Numbers", "Dynamics/Lanes"]),
        ("Classifiers", ["Model", "Equations", "FixedPoints", "Phases", "OneFeature", "TwoFeatures", "ManyFeatures", "Simulation", .. Core]),
        ("Basins", ["Model", "Equations", "Phases", "Classifiers", .. Core]),
        ("Particles", ["Model", "Equations", "Simulation", "Dynamics/Numbers", "Dynamics/Lanes", "Dynamics/Integration"]),
        ("Sweeps", ["Notebooks", "Model", "Equations", "FixedPoints", "Phases", "OneFeature", "Classifiers", "Simulation", "Particles", .. Core]),
        ("Microscopic", ["Model", "Equations", "Dynamics/Numbers", "Dynamics/Fields", "Dynamics/Integration"]),
        ("Proofs", ["Model", "Equations", "Dynamics/Numbers", "Dynamics/Intervals"]),
        ("Games", ["Model", "Equations", "FixedPoints", "Phases", "Sweeps", .. Core]),
        ("Boundaries", ["Model", "Equations", "FixedPoints", "Phases", "Classifiers", "Sweeps", .. Core, "Dynamics/Continuation"]),
    ];

    /// <summary>Single types that a folder may name from floors that it otherwise knows nothing of.</summary>
    private static readonly Dictionary<string, string[]> Doors = new()
    {
        // a search asks the field whether something else could catch the motion, and the field alone knows its parameters
        ["Equations"] = ["CaptureCandidates"],
    };

    private static string[] Core => ["Dynamics/Numbers", "Dynamics/Fields", "Dynamics/Integration", "Dynamics/FixedPoints", "Dynamics/Stability", "Dynamics/Attractors"];

    public static TheoryData<string> Projects => new("PhaseGan.Dynamics", "PhaseGan", "PhaseGan.Plotting", "PhaseGan.Testing", "PhaseGan.Sqlite", "PhaseGan.Native", "PhaseGan.Cli");

    [SkippableTheory]
    [MemberData(nameof(Projects))]
    public void AFileDeclaresOnePublicTypeAtMost_AndIsNamedAfterItsType(string project)
    {
        SourceTree.SkipWhereItIsAbsent();
        var wrong = new List<string>();
        int types = 0;
        foreach ((string path, string code) in SourceTree.Files(project))
        {
            var declared = SourceTree.Declarations(code).ToList();
            if (declared.Count == 0)
                continue;
            types += declared.Count;
            var known = declared.Where(t => t.IsPublic).ToList();
            if (known.Count > 1)
                wrong.Add($"{path} declares {string.Join(", ", known.Select(t => t.Name))}");
            string name = Path.GetFileName(path).Split('{', '.')[0];
            if (!(known.Count > 0 ? known : declared).Any(t => t.Name == name))
                wrong.Add($"{path} declares no {name}");
        }
        Assert.Empty(wrong);
        Assert.InRange(types, 5, int.MaxValue);
    }

    [SkippableTheory]
    [InlineData("PhaseGan.Dynamics", typeof(FixedPoint))]
    [InlineData("PhaseGan", typeof(GanParameters))]
    public void EveryPublicType_IsDeclaredInAFile(string project, Type typeOfLibrary)
    {
        SourceTree.SkipWhereItIsAbsent();
        var declared = SourceTree.Files(project).SelectMany(f => SourceTree.Declarations(f.Code)).Where(t => t.IsPublic).Select(t => t.Name);
        var exported = typeOfLibrary.Assembly.GetExportedTypes().Where(t => !t.IsNested).Select(t => t.Name.Split('`')[0]);
        Assert.Equal(exported.Distinct().Order(StringComparer.Ordinal), declared.Distinct().Order(StringComparer.Ordinal));
    }

    [SkippableFact]
    public void NoFolderNamesATypeOfAHigherFloor()
    {
        SourceTree.SkipWhereItIsAbsent();
        (string Folder, string Path, string Code)[] files =
        [
            .. SourceTree.Files("PhaseGan.Dynamics").Select(f => ("Dynamics/" + f.Path.Split('/')[0], "Dynamics/" + f.Path, f.Code)),
            .. SourceTree.Files("PhaseGan").Select(f => (f.Path.Split('/')[0], f.Path, f.Code)),
        ];
        var home = new Dictionary<string, string>();
        foreach ((string folder, _, string code) in files)
            foreach ((_, _, string word) in SourceTree.Declarations(code))
                home[word] = folder;

        Assert.Equal(Floors.Select(f => f.Folder).Order(StringComparer.Ordinal), files.Select(f => f.Folder).Distinct().Order(StringComparer.Ordinal));
        var floors = Floors.ToDictionary(f => f.Folder, f => f.MayName);
        var wrong = new List<string>();
        foreach ((string folder, string path, string code) in files)
        {
            foreach (string word in SourceTree.Words(code))
            {
                if (home.TryGetValue(word, out string? other) && other != folder && !floors[folder].Contains(other)
                    && !Doors.GetValueOrDefault(folder, []).Contains(word))
                    wrong.Add($"{path} names {word} of {other}");
            }
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public void NoTwoFoldersMayNameEachOther()
    {
        var floors = Floors.ToDictionary(f => f.Folder, f => f.MayName);
        Assert.Empty(Floors.SelectMany(f => Reached(f.Folder).Where(r => r == f.Folder)));

        IEnumerable<string> Reached(string folder)
        {
            var seen = new HashSet<string>();
            var next = new Stack<string>(floors[folder]);
            while (next.TryPop(out string? other))
                if (seen.Add(other))
                    foreach (string further in floors[other])
                        next.Push(further);
            return seen;
        }
    }

    [SkippableFact]
    public void ThePageOnTheArchitecture_SaysWhatEachFolderMayName()
    {
        SourceTree.SkipWhereItIsAbsent();
        string page = File.ReadAllText(Path.Combine(SourceTree.Root!, "docs", "architecture.md")).ReplaceLineEndings("\n");
        string[] columns = [.. Floors.Select(f => f.Folder)];
        string table = string.Join('\n', (string[])
        [
            "| | " + string.Join(" | ", columns.Select((_, k) => k + 1)) + " |",
            "| --- |" + string.Concat(columns.Select(_ => " --- |")),
            .. Floors.Select((f, k) => $"| {k + 1} {f.Folder} | " + string.Join(" | ", columns.Select(c => f.MayName.Contains(c) ? "×" : " ")) + " |"),
        ]);
        Assert.True(page.Contains(table, StringComparison.Ordinal), "docs/architecture.md must have this table:\n" + table);
    }

    [SkippableFact]
    public void NoFolderHasAVagueName()
    {
        SourceTree.SkipWhereItIsAbsent();
        string[] vague = ["Utils", "Util", "Helpers", "Common", "Misc", "Shared"];
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(SourceTree.Root!, "src"), "*", SearchOption.AllDirectories)
            .Select(d => Path.GetFileName(d)!).Intersect(vague, StringComparer.OrdinalIgnoreCase));
    }
}
