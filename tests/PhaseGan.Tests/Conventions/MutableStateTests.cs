using System.Reflection;
using System.Runtime.CompilerServices;
using PhaseGan.Plotting;
using PhaseGan.Sqlite;
using Xunit;

namespace PhaseGan.Tests.Conventions;

/// <summary>How much a class may change about itself. Fields that change together belong in a type with a name.</summary>
public sealed class MutableStateTests
{
    private const int MostFields = 8;

    /// <summary>Classes that are such a type: the state of one trajectory between two lanes.</summary>
    private static readonly string[] s_states = ["TwoFeatureBatch+Journey"];

    [Fact]
    public void NoClassHasMoreThanEightFieldsThatChange()
    {
        Assembly[] assemblies = [typeof(FixedPoint).Assembly, typeof(GanParameters).Assembly, typeof(PhaseDiagramFigure).Assembly, typeof(SqliteSweepStore).Assembly];
        var wrong = new List<string>();
        int classes = 0;
        // what a primary constructor takes (its name ends in >P) is not assigned again
        foreach (Type type in assemblies.SelectMany(a => a.GetTypes()).Where(t => t.IsClass && !IsGenerated(t)))
        {
            classes++;
            FieldInfo[] fields = [.. type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).Where(f => !f.IsInitOnly && !f.Name.EndsWith(">P", StringComparison.Ordinal))];
            string name = type.FullName!.Split('.')[^1];
            if (fields.Length > MostFields && !s_states.Contains(name))
                wrong.Add($"{name}: {string.Join(", ", fields.Select(f => f.Name))}");
        }
        Assert.Empty(wrong);
        Assert.InRange(classes, 200, int.MaxValue);
    }

    private static bool IsGenerated(Type type) =>
        type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) || (type.DeclaringType is { } outer && IsGenerated(outer));
}
