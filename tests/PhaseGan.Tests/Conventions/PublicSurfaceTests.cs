using System.Reflection;
using System.Runtime.CompilerServices;
using PhaseGan.Plotting;
using PhaseGan.Sqlite;
using PhaseGan.Testing;
using Xunit;

namespace PhaseGan.Tests.Conventions;

/// <summary>Rules on every public type of the libraries.</summary>
public sealed class PublicSurfaceTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Assembly[] Libraries =
        [typeof(FixedPoint).Assembly, typeof(GanParameters).Assembly, typeof(PhaseDiagramFigure).Assembly, typeof(SqliteSweepStore).Assembly, typeof(GanArbitrary).Assembly];

    private static IEnumerable<Type> Types => Libraries.SelectMany(a => a.GetExportedTypes());

    [Fact]
    public void TheLibraryDependsOnMathNetAndTheFrameworkAlone()
    {
        Assert.Empty(References(typeof(FixedPoint)).Except(["MathNet.Numerics"]));
        Assert.Empty(References(typeof(GanParameters)).Except(["PhaseGan.Dynamics", "MathNet.Numerics"]));
        Assert.Empty(References(typeof(PhaseDiagramFigure)).Except(["PhaseGan.Dynamics", "PhaseGan"]));
        Assert.Empty(References(typeof(SqliteSweepStore)).Except(["PhaseGan.Dynamics", "PhaseGan", "Microsoft.Data.Sqlite", "SQLitePCLRaw.core"]));
        Assert.Empty(References(typeof(GanArbitrary)).Except(["PhaseGan.Dynamics", "PhaseGan", "FsCheck", "FSharp.Core"]));

        static IEnumerable<string> References(Type type) =>
            type.Assembly.GetReferencedAssemblies().Select(a => a.Name!).Where(n => !n.StartsWith("System.", StringComparison.Ordinal));
    }

    [Fact]
    public void TypesShareOneNamespaceALibrary() =>
        Assert.Empty(Types.Where(t => t.Namespace != t.Assembly.GetName().Name).Select(t => t.FullName));

    [Fact]
    public void ConcreteClassesAreSealedOrCannotBeDerivedFromOutside() =>
        Assert.Empty(Types.Where(t => t.IsClass && !t.IsSealed && !t.IsAbstract)
            .Where(t => t.GetConstructors(Declared).Any(c => !c.IsStatic && (c.IsPublic || c.IsFamily || c.IsFamilyOrAssembly)))
            .Select(t => t.FullName));

    [Fact]
    public void NoPropertyCanBeSetAfterConstruction() =>
        Assert.Empty(Types.SelectMany(t => t.GetProperties(Declared))
            .Where(p => p.SetMethod is { IsPublic: true } set && !set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)))
            .Select(p => $"{p.DeclaringType!.FullName}.{p.Name}"));

    [Fact]
    public void NoPublicFieldCanBeWritten() =>
        Assert.Empty(Types.Where(t => !t.IsEnum).SelectMany(t => t.GetFields(Declared))
            .Where(f => f.IsPublic && !f.IsInitOnly && !f.IsLiteral)
            .Select(f => $"{f.DeclaringType!.FullName}.{f.Name}"));

    [Fact]
    public void NoPropertyGivesOutAMutableCollection()
    {
        Type[] mutable = [typeof(List<>), typeof(Dictionary<,>), typeof(HashSet<>), typeof(Span<>), typeof(Memory<>), typeof(IList<>), typeof(IDictionary<,>)];
        Assert.Empty(Types.SelectMany(t => t.GetProperties(Declared))
            .Where(p => p.GetMethod is { IsPublic: true })
            .Where(p => p.PropertyType.IsArray || (p.PropertyType.IsGenericType && mutable.Contains(p.PropertyType.GetGenericTypeDefinition())))
            .Select(p => $"{p.DeclaringType!.FullName}.{p.Name}"));
    }

    [Fact]
    public void ObjectsOfPublicTypesHoldNothingThatChanges() =>
        Assert.Empty(Types.Where(t => t.IsClass && !typeof(Delegate).IsAssignableFrom(t) && !typeof(Exception).IsAssignableFrom(t))
            .SelectMany(t => t.GetFields(Declared))
            .Where(f => !f.IsInitOnly && !f.IsLiteral)
            .Select(f => $"{f.DeclaringType!.FullName}.{f.Name}"));

    [Fact]
    public void EveryFigure_ShowsItselfInNotebooks_IsAnSvgDocument_AndIsSaved()
    {
        Type[] figures = [.. typeof(PhaseDiagramFigure).Assembly.GetExportedTypes().Where(t => t.Name.EndsWith("Figure", StringComparison.Ordinal))];
        Assert.InRange(figures.Length, 6, int.MaxValue);
        foreach (Type figure in figures)
        {
            Assert.Equal(typeof(string), figure.GetMethod("ToHtml", Type.EmptyTypes)?.ReturnType);
            Assert.Equal(typeof(string), figure.GetMethod("ToSvg", Type.EmptyTypes)?.ReturnType);
            Assert.NotNull(figure.GetMethod("Save", [typeof(string)]));
        }
    }

    [Fact]
    public void TheDefaultOfAnEnumeration_ClaimsNothing()
    {
        Assert.Equal(Phase.Undetermined, default);
        Assert.Equal(AttractorKind.Undetermined, default);
        Assert.Equal(FixedPointKind.Other, default);
    }
}
