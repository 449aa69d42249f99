using Xunit;

namespace PhaseGan.Tests.Conventions;

/// <summary>Rules on the layout of the source. They hold trivially where there is no source beside the tests.</summary>
public sealed class SourceTreeTests
{
    /// <summary>The floors that each folder of the library may know of, besides itself.</summary>
    private static readonly Dictionary<string, string[]> Floors = new()
    {
        ["Model"] = [],
        ["Lanes"] = [],
        ["Dynamics"] = ["Model", "Lanes"],
        ["Integration"] = ["Lanes"],
        ["FixedPoints"] = ["Model", "Dynamics"],
        ["Stability"] = ["Model", "Dynamics", "Integration", "FixedPoints"],
        ["SingleFeatureMap"] = ["Model", "Dynamics", "Integration", "FixedPoints", "Stability", "Phases"],
        ["Phases"] = ["Model", "Lanes", "Dynamics", "Integration", "FixedPoints", "Stability", "Simulation"],
        ["Sweeps"] = ["Model", "Dynamics", "Integration", "FixedPoints", "Stability", "Phases", "Simulation"],
        ["Simulation"] = ["Model", "Lanes"],
        ["Microscopic"] = ["Model", "Dynamics", "Integration"],
        ["Games"] = ["Model", "Dynamics", "Integration", "FixedPoints", "Stability", "Phases", "Sweeps"],
    };

    /// <summary>Single types that a folder may name from floors that it otherwise knows nothing of.</summary>
    private static readonly Dictionary<string, string[]> Doors = new()
    {
        ["Integration"] = ["IVectorField", "ILaneField", "IStiffLaneField", "ISizedField", "ScaledField", "Guard", "ValueArray", "RecordText"],
    };

    public static TheoryData<string> Projects => new("PhaseGan", "PhaseGan.Plotting", "PhaseGan.Testing", "PhaseGan.Sqlite", "PhaseGan.Cli");

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

    [SkippableFact]
    public void EveryPublicType_IsDeclaredInAFile()
    {
        SourceTree.SkipWhereItIsAbsent();
        var declared = SourceTree.Files("PhaseGan").SelectMany(f => SourceTree.Declarations(f.Code)).Where(t => t.IsPublic).Select(t => t.Name);
        var exported = typeof(GanParameters).Assembly.GetExportedTypes().Where(t => !t.IsNested).Select(t => t.Name.Split('`')[0]);
        Assert.Equal(exported.Distinct().Order(StringComparer.Ordinal), declared.Distinct().Order(StringComparer.Ordinal));
    }

    [SkippableFact]
    public void NoFolderNamesATypeOfAHigherFloor()
    {
        SourceTree.SkipWhereItIsAbsent();
        var files = SourceTree.Files("PhaseGan").ToList();
        var home = new Dictionary<string, string>();
        foreach ((string path, string code) in files)
            foreach ((_, _, string word) in SourceTree.Declarations(code))
                home[word] = path.Split('/')[0];

        Assert.Empty(files.Select(f => f.Path.Split('/')[0]).Distinct().Except(Floors.Keys));
        var wrong = new List<string>();
        foreach ((string path, string code) in files)
        {
            string folder = path.Split('/')[0];
            foreach (string word in SourceTree.Words(code))
            {
                if (home.TryGetValue(word, out string? other) && other != folder && !Floors[folder].Contains(other)
                    && !Doors.GetValueOrDefault(folder, []).Contains(word.TrimEnd('<')))
                    wrong.Add($"{path} names {word} of {other}");
            }
        }
        Assert.Empty(wrong);
    }

    [SkippableFact]
    public void StabilityAndPhases_NameTheModelOnlyWhereTheyMust()
    {
        SourceTree.SkipWhereItIsAbsent();
        // A second model must plug in without touching the others. The search knows more of the families of the reduced ODE than Newton's
        // method finds for a field of which it knows nothing.
        string[] allowed =
        [
            "Stability/Claim1.cs", "Phases/IPhaseClassifier.cs", "Phases/ClaimPhaseClassifier.cs", "Phases/OdePhaseClassifier.cs", "Phases/OdePhaseOptions.cs",
            "Phases/CaptureCandidates.cs", "Phases/IBatchPhaseClassifier.cs", "Phases/SingleFeatureBatch.cs", "Phases/SingleFeatureTargets.cs",
            "Phases/ClassifierSettings.cs", "Phases/SimulationPhaseClassifier.cs", "Phases/SimulationPhaseOptions.cs", "Phases/SettlingWindow.cs",
            "Phases/BatchVerdicts.cs", "Phases/ISharedBatchClassifier.cs", "Phases/TwoFeatureBatch.cs", "Phases/TwoFeatureFamilies.cs", "Phases/ActivePair.cs", "Phases/OddBlock.cs", "Phases/TwoFeatureRest.cs", "Phases/LockedWeakFocus.cs", "Phases/PhaseRegions.cs",
            "Phases/BasinSample.cs", "Phases/BasinSampler.cs", "Phases/BasinStart.cs", "Phases/BasinStarts.cs",
        ];
        string[] model = ["GanParameters", "MacroState", "ReducedOde", "SingleFeature"];
        Assert.Empty(SourceTree.Files("PhaseGan")
            .Where(f => f.Path.StartsWith("Stability/", StringComparison.Ordinal) || f.Path.StartsWith("Phases/", StringComparison.Ordinal))
            .Where(f => !allowed.Contains(f.Path) && SourceTree.Words(f.Code).Overlaps(model))
            .Select(f => f.Path));
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
