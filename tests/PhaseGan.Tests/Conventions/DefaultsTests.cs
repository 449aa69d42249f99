using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using PhaseGan.Plotting;
using PhaseGan.Sqlite;
using PhaseGan.Testing;
using Xunit;

namespace PhaseGan.Tests.Conventions;

/// <summary>What the documentation states as a default is the default.</summary>
public sealed partial class DefaultsTests
{
    /// <summary>Words for defaults that are no single value: a comparison would only repeat the sentence.</summary>
    private static readonly string[] InWords = ["the", "its", "their", "as", "a", "an", "that", "of", "v̂_1", "ŵ", "anywhere", "t"];

    public static TheoryData<Type> Libraries => new(typeof(FixedPoint), typeof(GanParameters), typeof(PhaseDiagramFigure), typeof(SqliteSweepStore), typeof(GanArbitrary));

    [Theory]
    [MemberData(nameof(Libraries))]
    public void ADocumentedDefault_IsTheDefault(Type typeOfLibrary)
    {
        Assembly assembly = typeOfLibrary.Assembly;
        var wrong = new List<string>();
        foreach (XElement member in XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member"))
        {
            string name = (string)member.Attribute("name")!;
            if (name.StartsWith("P:", StringComparison.Ordinal))
                wrong.AddRange(OfProperty(assembly, name[2..], Stated(member.Element("summary"))));
            else if (name.StartsWith("M:", StringComparison.Ordinal))
                wrong.AddRange(member.Elements("param").SelectMany(p => OfParameter(assembly, name[2..], (string)p.Attribute("name")!, Stated(p))));
        }
        Assert.Empty(wrong);
    }

    [SkippableFact]
    public void ThePageOnLabels_StatesTheDefaultsOfTheSearch()
    {
        SourceTree.SkipWhereItIsAbsent();
        string page = string.Join(' ', File.ReadAllText(Path.Combine(SourceTree.Root!, "docs", "labels.md")).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        AttractorOptions search = AttractorOptions.Default;
        foreach ((string pattern, double value) in ((string, double)[])
        [
            (@"is at least θ = ([\d.]*\d)", OdePhaseOptions.Default.RecoveryThreshold),
            (@"at relative tolerance (\S+) and absolute", search.RelativeTolerance),
            (@"and absolute (\S+) until one of these", search.AbsoluteTolerance),
            (@"the budget of evaluations runs out \(([^;]+);", search.MaxEvaluations),
            (@"the tolerance of the search \((\S+)\)", search.EndPointTolerance),
        ])
        {
            Match stated = Regex.Match(page, pattern);
            Assert.True(stated.Success, $"docs/labels.md does not say: {pattern}");
            Assert.Equal(value, Number(stated.Groups[1].Value));
        }
    }

    /// <summary>So the comparison above compares something.</summary>
    [Theory]
    [InlineData("Default 1e-8.", 1e-8, true)]
    [InlineData("≥ 0; default 20 000, and more", 20000, true)]
    [InlineData("Default 5 million.", 5_000_000L, true)]
    [InlineData("Default 10¹⁰, some", 10_000_000_000L, true)]
    [InlineData("Default 10¹⁰, some", 1_000_000_000L, false)]
    [InlineData("Default +∞, which", double.PositiveInfinity, true)]
    [InlineData("Default true.", false, false)]
    [InlineData("Default null: measured", null, true)]
    [InlineData("Default 0: none", 1, false)]
    [InlineData("Default 1e-8.", 1e-9, false)]
    [InlineData("Default none.", "x", false)]
    [InlineData("Default «custom».", "custom", true)]
    public void AStatedValue_IsReadAndCompared(string text, object? value, bool agrees) => Assert.Equal(agrees, Agrees(Stated(new XElement("summary", text))!, value, typeof(object)));

    private static IEnumerable<string> OfProperty(Assembly assembly, string name, string? stated)
    {
        if (stated is null)
            yield break;
        int dot = name.LastIndexOf('.');
        Type? type = assembly.GetType(name[..dot]);
        // what cannot be made without arguments has its defaults in these; a record of options can
        if (type is null || type.IsAbstract || type.GetConstructor(Type.EmptyTypes) is null)
            yield break;
        PropertyInfo property = type.GetProperty(name[(dot + 1)..])!;
        if (property.GetMethod!.IsStatic || property.SetMethod is null)
            yield break;
        object? value = property.GetValue(Activator.CreateInstance(type));
        if (!Agrees(stated, value, property.PropertyType))
            yield return string.Create(CultureInfo.InvariantCulture, $"{name}: default {stated}, but {value}");
    }

    private static IEnumerable<string> OfParameter(Assembly assembly, string name, string parameter, string? stated)
    {
        if (stated is null)
            yield break;
        string method = name.Split('(')[0];
        int dot = method.LastIndexOf('.');
        string type = method[..dot], own = method[(dot + 1)..].Split('`')[0];
        IEnumerable<MethodBase> methods = own == "#ctor" ? assembly.GetType(type)?.GetConstructors() ?? [] : assembly.GetType(type)?.GetMethods().Where(m => m.Name == own) ?? [];
        foreach (ParameterInfo p in methods.SelectMany(m => m.GetParameters()).Where(p => p.Name == parameter && p.HasDefaultValue))
            // a default that no constant can be is null in the signature
            if (p.DefaultValue is not null && !Agrees(stated, p.DefaultValue, p.ParameterType))
                yield return string.Create(CultureInfo.InvariantCulture, $"{name}, {parameter}: default {stated}, but {p.DefaultValue}");
    }

    /// <summary>What follows the word, up to the end of the clause; a reference as the name that it refers to.</summary>
    private static string? Stated(XElement? element)
    {
        if (element is null)
            return null;
        string text = string.Concat(element.Nodes().Select(n => n is XElement { Name.LocalName: "see" } see ? "@" + ((string?)see.Attribute("cref"))?.Split('(')[0] : n is XElement e ? e.Value : ((XText)n).Value));
        Match match = Default().Match(text.ReplaceLineEndings(" "));
        return match.Success ? match.Groups["value"].Value.TrimEnd('.', ' ') : null;
    }

    private static bool Agrees(string stated, object? value, Type type)
    {
        string first = stated.Split(' ')[0];
        if (first.StartsWith('@'))
            return Agrees(first[1..], value);
        if (stated.Split(" to ") is [var low, var high] && value is System.Runtime.CompilerServices.ITuple { Length: 2 } pair)
            return Agrees(low, pair[0], typeof(double)) && Agrees(high, pair[1], typeof(double));
        if (Number(stated) is { } number)
            return value is IConvertible and not (string or bool) && Convert.ToDouble(value, CultureInfo.InvariantCulture) == number;
        return first switch
        {
            "true" or "false" => value is bool flag && flag == (first == "true"),
            "null" => value is null,
            "none" or "nothing" or "empty" => value is null or 0 or 0.0 || (value is IEnumerable items && !items.Cast<object>().Any()),
            _ when first.StartsWith('«') => value is string text && first == $"«{text}»",
            _ when type.IsEnum && Enum.TryParse(type, first, out object? named) => Equals(named, value),
            _ => InWords.Contains(first),
        };
    }

    /// <summary>Whether a value is the static member of a reference, or the member of an enumeration.</summary>
    private static bool Agrees(string reference, object? value)
    {
        string name = reference[2..];
        int dot = name.LastIndexOf('.');
        Type? type = AppDomain.CurrentDomain.GetAssemblies().Select(a => a.GetType(name[..dot])).FirstOrDefault(t => t is not null);
        if (type?.GetProperty(name[(dot + 1)..], BindingFlags.Public | BindingFlags.Static) is { } property)
            return Equals(property.GetValue(null), value);
        if (type?.GetField(name[(dot + 1)..], BindingFlags.Public | BindingFlags.Static) is { } field)
            return Equals(field.GetValue(null), value);
        return type?.GetMethod(name[(dot + 1)..]) is { } method && value is Delegate function && function.Method == method;
    }

    private static double? Number(string stated)
    {
        string plain = stated.Replace('−', '-').Split(':', ',')[0].Trim();
        if (plain.StartsWith("+∞", StringComparison.Ordinal) || plain.StartsWith("infinite", StringComparison.Ordinal))
            return double.PositiveInfinity;
        if (PowerOfTen().Match(plain) is { Success: true } power)
            return Math.Pow(10, int.Parse(string.Concat(power.Groups["exponent"].Value.Select(c => "⁰¹²³⁴⁵⁶⁷⁸⁹".IndexOf(c, StringComparison.Ordinal))), CultureInfo.InvariantCulture));
        Match match = Digits().Match(plain);
        if (!match.Success)
            return null;
        double value = double.Parse(string.Concat(match.Groups["number"].Value.Where(c => !char.IsWhiteSpace(c))), CultureInfo.InvariantCulture);
        return match.Groups["million"].Success ? 1e6 * value : value;
    }

    [GeneratedRegex(@"\b[Dd]efault (?<value>[^;]*?)(?:[.:;,](?=\s|$)|$)")]
    private static partial Regex Default();

    [GeneratedRegex(@"^10(?<exponent>[⁰¹²³⁴⁵⁶⁷⁸⁹]+)")]
    private static partial Regex PowerOfTen();

    [GeneratedRegex(@"^(?<number>[+-]?\d+(?:\s\d{3})*(?:\.\d+)?(?:e[+-]?\d+)?)(?<million> million)?(?=\s|$)")]
    private static partial Regex Digits();
}
