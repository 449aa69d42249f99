using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using PhaseGan.Plotting;
using PhaseGan.Sqlite;
using PhaseGan.Testing;
using Xunit;

namespace PhaseGan.Tests.Conventions;

/// <summary>Every public member says what it is, in the XML file that ships beside the assembly.</summary>
public sealed class DocumentationTests
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static TheoryData<Type> Libraries => new(typeof(FixedPoint), typeof(GanParameters), typeof(PhaseDiagramFigure), typeof(SqliteSweepStore), typeof(GanArbitrary));

    [Theory]
    [MemberData(nameof(Libraries))]
    public void EveryPublicTypeAndMember_HasASummary_AndEveryParameterADescription(Type typeOfLibrary)
    {
        string path = Path.ChangeExtension(typeOfLibrary.Assembly.Location, ".xml");
        Assert.True(File.Exists(path), $"no documentation file beside {Path.GetFileName(typeOfLibrary.Assembly.Location)}");
        ILookup<string, XElement> entries = XDocument.Load(path).Descendants("member").ToLookup(m => WithoutParameters((string)m.Attribute("name")!));
        var missing = new List<string>();
        int members = 0;
        // Blocks of extension members are types of the compiler's own, and the compiler asks for their summaries.
        foreach (Type type in typeOfLibrary.Assembly.GetExportedTypes().Where(t => !t.Name.StartsWith('<') && t.DeclaringType?.Name.StartsWith('<') != true))
        {
            string full = type.FullName!.Replace('+', '.');
            Expect("T:" + full, []);
            // The properties and the constructor of a positional record are described by the parameters of the type.
            HashSet<string> positional = [.. entries["T:" + full].Elements("param").Where(HasText).Select(p => (string)p.Attribute("name")!)];
            foreach (PropertyInfo property in type.GetProperties(Own).Where(p => !positional.Contains(p.Name)))
                Expect($"P:{full}.{property.Name}", []);
            foreach (FieldInfo field in type.GetFields(Own).Where(f => !f.IsSpecialName))
                Expect($"F:{full}.{field.Name}", []);
            if (typeof(Delegate).IsAssignableFrom(type))
                continue;
            foreach (MethodInfo method in type.GetMethods(Own).Where(m => !m.IsSpecialName && !m.IsDefined(typeof(CompilerGeneratedAttribute))))
                Expect($"M:{full}.{method.Name}", [.. method.GetParameters().Select(p => p.Name!)]);
            foreach (ConstructorInfo constructor in type.GetConstructors(Own).Where(c => c.GetParameters().Length > 0))
            {
                string[] parameters = [.. constructor.GetParameters().Select(p => p.Name!)];
                if (!parameters.All(positional.Contains))
                    Expect($"M:{full}.#ctor", parameters);
            }
        }
        Assert.Empty(missing);
        Assert.InRange(members, 10, int.MaxValue);

        void Expect(string name, string[] parameters)
        {
            members++;
            if (!entries[name].Any(e => e.Element("inheritdoc") is not null || (e.Elements("summary").Any(HasText) && parameters.All(p => IsDescribed(e, p)))))
                missing.Add($"{name}({string.Join(", ", parameters)})");
        }
    }

    private static bool IsDescribed(XElement entry, string parameter) =>
        entry.Elements("param").Where(HasText).Concat(entry.Descendants("paramref")).Any(p => (string?)p.Attribute("name") == parameter);

    /// <summary>The name of a member without its parameter list and its own generic arity.</summary>
    private static string WithoutParameters(string id)
    {
        string name = id.Split('(')[0];
        int arity = name.IndexOf("``", StringComparison.Ordinal);
        return arity < 0 ? name : name[..arity];
    }

    private static bool HasText(XElement element) => !string.IsNullOrWhiteSpace(element.Value) || element.HasElements;
}
