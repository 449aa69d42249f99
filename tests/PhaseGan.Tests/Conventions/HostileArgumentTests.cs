using System.Collections.Immutable;
using System.Reflection;
using PhaseGan.Plotting;
using PhaseGan.Sqlite;
using Xunit;

namespace PhaseGan.Tests.Conventions;

/// <summary>Constructors and static methods of sweeps, files, stores and pictures, called with one argument that is absurd.</summary>
public sealed class HostileArgumentTests
{
    private static readonly string[] s_places = ["path", "file", "target", "sources"];

    public static TheoryData<Type> Types =>
    [
        typeof(GanParameters), typeof(Axis), typeof(SweepShard), typeof(SweepDescription), typeof(SweepException), typeof(SweepStoreException), typeof(PhaseSweep), typeof(PointSweep),
        typeof(PhaseDiagram), typeof(PhaseAgreement), typeof(PointTable), typeof(LabelledCell), typeof(PhaseVerdict), typeof(PhaseDisagreement), typeof(SweepProgress),
        typeof(CoordinateComparison), typeof(SqliteSweepStore), typeof(SweepMerge), typeof(SweepSession), typeof(MergedStore), typeof(WilsonInterval),
        typeof(BoundaryCurve), typeof(PhaseDiagramFigure), typeof(PhaseDiagramPage), typeof(PlotlyDiagram), typeof(PlotlySource), typeof(PhaseAgreementFigure), typeof(PhaseConfusionFigure),
        typeof(TrajectoryFigure), typeof(SpectrumFigure), typeof(PhasePalette),
    ];

    [Theory]
    [MemberData(nameof(Types))]
    public void AnAbsurdArgument_IsTakenOrRefusedInWords(Type type)
    {
        foreach (MethodBase method in type.GetConstructors().Concat<MethodBase>(type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Where(m => !m.IsGenericMethod && !m.IsSpecialName)))
            Attack(method, null);
        if (Sample(type) is { } sample)
            foreach (MethodInfo method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(m => !m.IsGenericMethod && m.Name is not ("Equals" or "Deconstruct")))
                Attack(method, sample);
    }

    private static void Attack(MethodBase method, object? instance)
    {
        ParameterInfo[] parameters = method.GetParameters();
        if (parameters.Any(p => p.ParameterType.IsByRef || p.ParameterType.IsPointer || p.ParameterType.IsByRefLike))
            return;
        for (int k = 0; k < parameters.Length; k++)
            foreach (object? absurd in Absurd(parameters[k].ParameterType))
            {
                object?[] arguments = [.. parameters.Select(Usual)];
                arguments[k] = absurd;
                // a good name of a file is none of this test's business
                if (parameters.Where((p, j) => j != k && s_places.Contains(p.Name)).Any())
                    continue;
                Task call = Task.Run(() => Call(method, instance, arguments));
                Assert.True(call.Wait(TimeSpan.FromSeconds(20)), $"{method.DeclaringType!.Name}.{method.Name} hangs at {parameters[k].Name} = {absurd ?? "null"}");
            }
    }

    private static void Call(MethodBase method, object? instance, object?[] arguments)
    {
        try
        {
            _ = method is ConstructorInfo constructor ? constructor.Invoke(arguments) : method.Invoke(instance, arguments);
        }
        catch (TargetInvocationException e)
        {
            bool isInWords = e.InnerException is ArgumentException or FormatException or IOException or SweepException or InvalidOperationException && !e.InnerException.Message.Contains("Object reference", StringComparison.Ordinal);
            Assert.True(isInWords, Written($"{method.DeclaringType!.Name}.{method.Name}({string.Join(", ", arguments.Select(a => a ?? "null"))}): {e.InnerException}"));
        }
    }

    /// <summary>A text without the characters that a log cannot hold.</summary>
    private static string Written(string text) => string.Concat(text.Select(c => char.IsSurrogate(c) || c == '\0' ? '?' : c));

    private static IEnumerable<object?> Absurd(Type type) => type switch
    {
        _ when type == typeof(double) || type == typeof(double?) => [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0.0, -1.0, double.MaxValue, double.Epsilon],
        _ when type == typeof(int) || type == typeof(int?) => [0, -1, int.MinValue, int.MaxValue],
        _ when type == typeof(long) => [0L, -1L, long.MinValue, long.MaxValue],
        _ when type == typeof(string) => [null, "", " ", "\0", "\ud800"],
        _ when type.IsEnum => [Enum.ToObject(type, 99), Enum.ToObject(type, -1)],
        _ when type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>) => [Activator.CreateInstance(type)],
        _ when type == typeof(IReadOnlyList<double>) => [null, Array.Empty<double>(), new[] { double.NaN, 1 }, new[] { 1, double.MaxValue }, new double[300_000]],
        _ when type == typeof(IReadOnlyList<string>) || type == typeof(IEnumerable<string>) => [null, Array.Empty<string>(), new string?[] { null }],
        _ when type == typeof(IEnumerable<PhaseVerdict>) => [null, Array.Empty<PhaseVerdict>(), new PhaseVerdict?[] { null, null, null, null }],
        _ when type == typeof(IReadOnlyList<GanParameters>) => [null, new GanParameters?[] { null }],
        _ when type == typeof(IEnumerable<KeyValuePair<string, string>>) => [null, new[] { KeyValuePair.Create("a", (string)null!) }, new[] { KeyValuePair.Create((string)null!, "b") }],
        _ when type == typeof(TimeSpan) => [TimeSpan.MinValue, TimeSpan.MaxValue],
        _ when !type.IsValueType && !type.IsInterface => [null],
        _ => [],
    };

    /// <summary>An argument with which a call works, as far as it is known; null otherwise.</summary>
    private static object? Usual(ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        if (parameter.HasDefaultValue)
            return parameter.DefaultValue ?? (type.IsValueType ? Activator.CreateInstance(type) : null);
        return type switch
        {
            _ when type == typeof(Axis) => Axis.Linear(parameter.Name == "y" ? "eta" : "alpha", 1, 2, 2),
            _ when type == typeof(IReadOnlyList<double>) => new[] { 1.0, 2.0 },
            _ when type == typeof(IEnumerable<PhaseVerdict>) => Enumerable.Repeat(new PhaseVerdict(Phase.Fail, "", [], []), 4),
            _ when type == typeof(IEnumerable<string>) => Array.Empty<string>(),
            _ when type == typeof(IReadOnlyList<string>) => new[] { "/nowhere/a.db" },
            _ when type == typeof(IReadOnlyList<GanParameters>) => new[] { (GanParameters)PublicRecords.Make(typeof(GanParameters), 0) },
            _ when type == typeof(IEnumerable<KeyValuePair<string, string>>) => Array.Empty<KeyValuePair<string, string>>(),
            _ when type == typeof(Func<double, double, GanParameters>) => (Func<double, double, GanParameters>)((a, e) => new GanParameters([1], [1], 0.2, 0.2 * a, e, e)),
            _ when type == typeof(Exception) => new InvalidOperationException("x"),
            _ when type == typeof(TextReader) => new StringReader(""),
            _ when type == typeof(TextWriter) => new StringWriter(),
            _ when type == typeof(Stream) => new MemoryStream(),
            _ when type == typeof(PhaseDiagram) => Sample(type),
            _ when type == typeof(PhaseDiagramFigure) => new PhaseDiagramFigure((PhaseDiagram)Sample(typeof(PhaseDiagram))!),
            _ when type == typeof(PlotlySource) => PlotlySource.Url("p.js"),
            _ when type == typeof(IPhaseClassifier) => new ClaimPhaseClassifier(),
            _ when type == typeof(int) && parameter.Name!.EndsWith("ndex", StringComparison.Ordinal) => 1,
            _ when type.IsInterface || type.IsAbstract || typeof(Delegate).IsAssignableFrom(type) => null,
            _ => Known(type),
        };
    }

    private static object? Known(Type type) =>
        Sample(type) ?? (type.IsValueType || type == typeof(string) || PublicRecords.Types.Contains(type) || type == typeof(Spectrum) || type == typeof(MacroState)
            ? PublicRecords.Make(type, 0)
            : null);

    private static object? Sample(Type type) => type switch
    {
        _ when type == typeof(SweepShard) => new SweepShard(3, 7),
        _ when type == typeof(GanParameters) => PublicRecords.Make(type, 0),
        _ when type == typeof(SweepDescription) => PublicRecords.Make(type, 0),
        _ when type == typeof(PhaseDiagram) => new PhaseDiagram(Axis.Linear("alpha", 1, 2, 2), Axis.Linear("eta", 1, 2, 2), Enumerable.Repeat(new PhaseVerdict(Phase.Fail, "", [], []), 4), []),
        _ when type == typeof(PhaseSweep) => new PhaseSweep(Axis.Linear("alpha", 1, 2, 2), Axis.Linear("eta", 1, 2, 2), (a, e) => new GanParameters([1], [1], 0.2, 0.2 * a, e, e)),
        _ when type == typeof(PointSweep) => new PointSweep([new GanParameters([1], [1], 0.2, 0.2, 1, 1)]),
        _ => null,
    };
}
