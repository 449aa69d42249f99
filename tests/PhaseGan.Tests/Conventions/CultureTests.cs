using System.Globalization;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PhaseGan.Plotting;
using Xunit;

namespace PhaseGan.Tests.Conventions;

/// <summary>What the libraries and the command write does not depend on where it is written.</summary>
public sealed class CultureTests
{
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading; global using System.Threading.Tasks; "
        + "global using PhaseGan.Dynamics;";

    /// <summary>Parts of numbers as the cultures de-DE, sv-SE, fa-IR, ar-SA and tr-TR write them.</summary>
    public static TheoryData<string, string, string> Cultures => new()
    {
        { ",", ".", "-" },
        { ",", "\u00A0", "\u2212" },
        { "\u066B", "\u066C", "\u200E\u2212" },
        { "\u066B", "\u066C", "\u061C-" },
    };

    [Theory]
    [MemberData(nameof(Cultures))]
    public void TextAndIdentity_AreTheSameInEveryCulture(string point, string group, string minus)
    {
        List<string> here = Texts();
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = Culture(point, group, minus);
            Assert.Equal($"{minus}1{point}5", string.Format(null, "{0}", -1.5));
            Assert.Equal(here, Texts());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    /// <summary>
    /// Numbers in text need a culture, which is the invariant one: no text is made of a number with a decimal point without. Counts look the same in every culture.
    /// The command sets its culture when it begins.
    /// </summary>
    [SkippableTheory]
    [InlineData("PhaseGan.Dynamics")]
    [InlineData("PhaseGan")]
    [InlineData("PhaseGan.Plotting")]
    [InlineData("PhaseGan.Sqlite")]
    [InlineData("PhaseGan.Testing")]
    public void NoTextIsMadeOfANumber_WithoutSayingInWhichCulture(string project)
    {
        SourceTree.SkipWhereItIsAbsent();
        Skip.If(project is "PhaseGan" or "PhaseGan.Dynamics" && Environment.GetEnvironmentVariable("PHASEGAN_LONG_TESTS") != "1", "set PHASEGAN_LONG_TESTS=1: it takes a minute");
        Assert.Empty(Offences(project));
    }

    [Fact]
    public void TheLookAtTheSource_SeesEachWayOfWritingANumberInTheCultureOfTheDay()
    {
        const string Code = """
            class C
            {
                string A(double x) => $"{x}";
                string B(double x) => x.ToString();
                string D(double[] x) => string.Join(", ", x);
                string E(double x) => "a" + x;
                string F(double x, System.Text.StringBuilder b) => b.Append(x).ToString();
                string G(double x, System.Text.StringBuilder b) => b.Append($"{x}").ToString();
                void H(double x, System.IO.TextWriter w) => w.Write(x);
                double I(string x) => double.Parse(x);
                string J(string x) => x.ToUpper();
                string K(double x) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{string.Join(", ", new[] { x })}");
                string L(int x) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{x}") + System.FormattableString.Invariant($"{x}") + x.ToString(System.Globalization.CultureInfo.InvariantCulture);
                string M(string x) => $"{x}";
            }
            """;
        Assert.Equal("ABDEFGHIJK", string.Concat(Offences([CSharpSyntaxTree.ParseText(Code, path: "C.cs")]).Select(o => Code.Split('\n')[int.Parse(o.Split(':')[1], CultureInfo.InvariantCulture) - 1].TrimStart().Split('(')[0][^1])));
    }

    private static CultureInfo Culture(string point, string group, string minus)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (culture.NumberFormat.NumberDecimalSeparator, culture.NumberFormat.NumberGroupSeparator, culture.NumberFormat.NegativeSign) = (point, group, minus);
        return culture;
    }

    /// <summary>Texts of instances of all public types that can be made, and keys of sweeps.</summary>
    private static List<string> Texts()
    {
        var gan = new GanParameters([1.5, 1.25], [1.5, 1.25], 0.2, 0.04, 2.5, 2);
        var sweep = new PhaseSweep(Axis.Linear("alpha", 0.5, 1.5, 3), Axis.Logarithmic("eta", 0.5, 1.5, 3), (a, e) => gan.With(rateRatio: a, noise: e));
        var claim = new ClaimPhaseClassifier();
        List<string> texts =
        [
            sweep.Describe(claim).Key, sweep.Describe(new OdePhaseClassifier()).Key, sweep.Describe(new SimulationPhaseClassifier()).Key, sweep.Run(claim).ToString(),
            MacroState.NearOrigin(gan, 0.03, -5).ToString(), LatentLaw.Discrete([[-0.5], [0.5]]).ToString(), Response.Tanh(2.5).ToString(), Response.Polynomial([-0.5, 1.5]).ToString(),
            BasinStarts.NearOrigin(0.003, 0.03).ToString(),
        ];
        var figure = new PhaseDiagramFigure(sweep.Run(claim)) { Curves = BoundaryCurve.OfClaim(sweep) };
        texts.AddRange([figure.ToSvg(), new PhaseDiagramPage(figure) { Sweep = sweep }.ToHtml(), new PlotlyDiagram(figure, PlotlySource.Url("p.js")) { Sweep = sweep }.ToHtml()]);
        texts.Add(new SpectrumFigure([("at P = I", Claim1.Check(gan).AtPerfectRecovery)]).ToSvg());
        using var csv = new StringWriter();
        sweep.Run(new OdePhaseClassifier()).ToCsv(csv);
        texts.Add(csv.ToString());
        foreach (Type type in PublicRecords.Types)
            texts.AddRange(PublicRecords.Samples(type).Select(s => $"{s}"));
        foreach (Action wrong in (Action[])[() => gan.With(noise: -1.5), () => Axis.Linear("a", 1.5, -2.5, 4), () => Axis.Of("a", [1.5, -1.5]), () => MacroState.Create(new double[,] { { -1.5 } }, [0], [0])])
            texts.Add(Assert.ThrowsAny<ArgumentException>(wrong).Message.Split('\n')[0]);
        return texts;
    }

    private static List<string> Offences(string project)
    {
        string folder = Path.Combine(SourceTree.Root!, "src", project);
        return Offences([.. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(f => !Path.GetRelativePath(folder, f).Replace('\\', '/').Split('/').Any(p => p is "bin" or "obj"))
            .Select(f => CSharpSyntaxTree.ParseText(File.ReadAllText(f), path: Path.GetRelativePath(folder, f)))], project);
    }

    private static List<string> Offences(SyntaxTree[] trees, string? project = null)
    {
        string[] own = project is null ? [] : [.. trees.Length == 0 ? [] : (string[])[project + ".dll"]];
        IEnumerable<MetadataReference> references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !own.Contains(Path.GetFileName(path)))
            .Select(path => MetadataReference.CreateFromFile(path));
        CSharpCompilation compilation = CSharpCompilation.Create(project ?? "Example", [.. trees, CSharpSyntaxTree.ParseText(ImplicitUsings)], references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
        var offences = new List<string>();
        foreach (SyntaxTree tree in trees)
        {
            SemanticModel model = compilation.GetSemanticModel(tree);
            foreach (SyntaxNode node in tree.GetRoot().DescendantNodes().Where(n => Offends(n, model)))
                offences.Add($"{tree.FilePath}:{(tree.GetLineSpan(node.Span).StartLinePosition.Line + 1).ToString(CultureInfo.InvariantCulture)}: {node.ToString().Split('\n')[0]}");
        }
        return [.. offences.Distinct()];
    }

    private static bool Offends(SyntaxNode node, SemanticModel model) => node switch
    {
        InterpolationSyntax hole => IsNumber(model.GetTypeInfo(hole.Expression).Type) && !HasCulture((InterpolatedStringExpressionSyntax)hole.Parent!, model),
        InvocationExpressionSyntax call => Offends(call, model),
        BinaryExpressionSyntax sum when sum.IsKind(SyntaxKind.AddExpression) && model.GetTypeInfo(sum).Type?.SpecialType == SpecialType.System_String =>
            IsNumber(model.GetTypeInfo(sum.Left).Type) || IsNumber(model.GetTypeInfo(sum.Right).Type),
        _ => false,
    };

    private static bool Offends(InvocationExpressionSyntax call, SemanticModel model)
    {
        if (model.GetSymbolInfo(call).Symbol is not IMethodSymbol method)
            return false;
        string type = method.ContainingType.Name;
        bool takesCulture = method.Parameters.Any(p => p.Type.Name is "IFormatProvider" or "CultureInfo" or "NumberFormatInfo");
        bool givesNumber = call.ArgumentList.Arguments.Any(a => IsNumber(model.GetTypeInfo(a.Expression).Type));
        return method.Name switch
        {
            "ToString" or "TryFormat" => !takesCulture && IsNumber(method.ContainingType),
            "Parse" or "TryParse" => !takesCulture && IsNumber(method.ContainingType),
            "ToUpper" or "ToLower" => type == "String" && !takesCulture,
            "Append" or "AppendLine" => type == "StringBuilder" && !takesCulture && givesNumber,
            "Write" or "WriteLine" => type.EndsWith("Writer", StringComparison.Ordinal) && type != "Utf8JsonWriter" && type != "BinaryWriter" && givesNumber,
            "Join" or "Concat" => type == "String" && (givesNumber || call.ArgumentList.Arguments.Any(a => IsNumber(ElementOf(model.GetTypeInfo(a.Expression).Type)))),
            _ => false,
        };
    }

    /// <summary>Whether an interpolated string goes where a culture goes, too.</summary>
    private static bool HasCulture(InterpolatedStringExpressionSyntax text, SemanticModel model)
    {
        if (model.GetTypeInfo(text).ConvertedType?.Name is "FormattableString" or "IFormattable")
            return true;
        SyntaxNode node = text;
        while (node.Parent is BinaryExpressionSyntax or ParenthesizedExpressionSyntax)
            node = node.Parent;
        return node.Parent is ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } }
            && model.GetSymbolInfo(call).Symbol is IMethodSymbol method
            && method.Parameters.Any(p => p.Type.Name is "IFormatProvider" or "CultureInfo")
            && method.Parameters.Any(p => p.Type.Name.Contains("InterpolatedStringHandler", StringComparison.Ordinal));
    }

    private static ITypeSymbol? ElementOf(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType,
        INamedTypeSymbol { SpecialType: SpecialType.System_String } => null,
        INamedTypeSymbol named => named.AllInterfaces.Append(named).FirstOrDefault(i => i.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T)?.TypeArguments[0],
        _ => null,
    };

    private static bool IsNumber(ITypeSymbol? type) => type switch
    {
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable => IsNumber(nullable.TypeArguments[0]),
        { SpecialType: SpecialType.System_Double or SpecialType.System_Single or SpecialType.System_Decimal } => true,
        { Name: "Complex" or "DateTime" or "DateTimeOffset", ContainingNamespace.Name: "Numerics" or "System" } => true,
        _ => false,
    };
}
