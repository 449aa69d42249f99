using System.Collections.Immutable;
using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using PhaseGan.Sqlite;
using PhaseGan.Testing;

namespace PhaseGan.Tests.Conventions;

/// <summary>The public records of the libraries, and instances of them whose parts are all made anew.</summary>
internal static class PublicRecords
{
    private const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;

    /// <summary>Every public record that is not abstract.</summary>
    public static IReadOnlyList<Type> Types { get; } =
    [
        .. new[] { typeof(FixedPoint), typeof(GanParameters), typeof(SqliteSweepStore), typeof(GanArbitrary) }.SelectMany(t => t.Assembly.GetExportedTypes())
            .Where(t => !t.IsAbstract && t.GetMethod("PrintMembers", Any | BindingFlags.DeclaredOnly) is not null)
            .OrderBy(t => t.Name, StringComparer.Ordinal),
    ];

    /// <summary>Two equal instances that share no part, and one that differs from them in every number and list.</summary>
    public static (object One, object Same, object Other) Triple(Type type) => (Make(type, 0), Make(type, 0), Make(type, 1));

    /// <summary>Instances of a record.</summary>
    public static IEnumerable<object> Samples(Type type) => [Make(type, 0), Make(type, 1)];

    /// <summary>An instance, all of it new.</summary>
    /// <param name="type">The type.</param>
    /// <param name="variant">Instances of another variant differ.</param>
    public static object Make(Type type, int variant) =>
        Known(type, variant)
        ?? (type.IsEnum ? Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1 - variant)!
        : Nullable.GetUnderlyingType(type) is { } inner ? Make(inner, variant)
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>) ? Array(type.GetGenericArguments()[0], variant)
        : typeof(ITuple).IsAssignableFrom(type) ? Activator.CreateInstance(type, [.. type.GetGenericArguments().Select(a => Make(a, variant))])!
        : Construct(type, variant));

    private static object? Known(Type type, int variant) => type switch
    {
        _ when type == typeof(double) => 0.25 + variant / 4.0,
        _ when type == typeof(int) => 2 + variant,
        _ when type == typeof(long) => 3L + variant,
        _ when type == typeof(bool) => variant == 0,
        _ when type == typeof(string) => new string('a', 3 + variant),
        _ when type == typeof(TimeSpan) => TimeSpan.FromSeconds(1.5 + variant),
        _ when type == typeof(Complex) => new Complex(1.5 + variant, -0.5),
        _ when type == typeof(GanParameters) => new GanParameters([1.5, 2.5 + variant], [1, 0.5], 0.2, 0.04, 1.5, 0.5),
        _ when type == typeof(MacroState) => MacroState.Diagonal([0.5, 0.25 + variant / 8.0], [0.1, 0.2], [0.1, 0.3]),
        _ when type == typeof(Spectrum) => new Spectrum([(new Complex(-0.5 - variant, 0.5), 1e-9), (new Complex(-0.5 - variant, -0.5), 1e-9)], 1, 1),
        _ when type == typeof(WilsonInterval) => WilsonInterval.Of(3 + variant, 10),
        _ when type == typeof(SweepShard) => new SweepShard(3 + variant, 7),
        _ when type == typeof(SweepDescription) => new SweepDescription(2 + variant, 3, [KeyValuePair.Create("x", "y")]),
        _ when type == typeof(Response) => variant == 0 ? Response.Tanh(2.5) : Response.Polynomial([0.5, -1.5]),
        _ when type == typeof(EventFunction) => new EventFunction(First),
        _ => null,
    };

    private static double First(double time, ReadOnlySpan<double> state) => state[0] + time;

    private static object Array(Type element, int variant)
    {
        var items = System.Array.CreateInstance(element, 2 + variant);
        for (int k = 0; k < items.Length; k++)
            items.SetValue(Make(element, variant), k);
        return typeof(ImmutableArray).GetMethods().Single(m => m.Name == nameof(ImmutableArray.Create) && m.GetParameters() is [{ ParameterType.IsArray: true }])
            .MakeGenericMethod(element).Invoke(null, [items])!;
    }

    private static object Construct(Type type, int variant)
    {
        ConstructorInfo constructor = type.GetConstructors(Any).Where(c => c.GetParameters() is var p && !(p.Length == 1 && p[0].ParameterType == type) && p.All(q => !q.ParameterType.IsNotPublic))
            .OrderByDescending(c => c.IsPublic).ThenByDescending(c => c.GetParameters().Length).FirstOrDefault()!;
        object instance = constructor is null ? Activator.CreateInstance(type)! : constructor.Invoke([.. constructor.GetParameters().Select(p => Make(p.ParameterType, variant))]);
        bool isRequired = type.GetCustomAttribute<RequiredMemberAttribute>() is not null;
        if (isRequired)
            foreach (PropertyInfo property in type.GetProperties().Where(p => p.GetCustomAttribute<RequiredMemberAttribute>() is not null))
                property.SetValue(instance, Make(property.PropertyType, variant));
        return instance;
    }
}
