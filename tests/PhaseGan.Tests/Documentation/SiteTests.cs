using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using PhaseGan.Plotting;
using PhaseGan.Sqlite;
using PhaseGan.Testing;
using Xunit;

namespace PhaseGan.Tests.Documentation;

/// <summary>The site that docs/build-site has made of this source, in the folder that $PHASEGAN_SITE names.</summary>
public sealed partial class SiteTests
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Type[] s_libraries = [typeof(FixedPoint), typeof(GanParameters), typeof(PhaseDiagramFigure), typeof(SqliteSweepStore), typeof(GanArbitrary)];

    [SkippableFact]
    public void EveryLinkAndPictureOfTheSite_IsThere()
    {
        string site = Site();
        var anchors = new Dictionary<string, HashSet<string>>();
        var wrong = new List<string>();
        int links = 0;
        foreach (string page in Directory.GetFiles(site, "*.html", SearchOption.AllDirectories))
        {
            foreach (string link in Links().Matches(Read(page)).Select(m => System.Net.WebUtility.HtmlDecode(m.Groups["to"].Value)).Where(l => !Elsewhere().IsMatch(l)).Distinct())
            {
                links++;
                string[] parts = Uri.UnescapeDataString(link).Split('#');
                string target = parts[0].Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, parts[0].Split('?')[0]));
                if (Directory.Exists(target))
                    target = Path.Combine(target, "index.html");
                if (!File.Exists(target) || !target.StartsWith(site, StringComparison.Ordinal))
                    wrong.Add($"{Path.GetRelativePath(site, page)}: no page {link}");
                else if (parts.Length > 1 && parts[1].Length > 0 && !Anchors(target).Contains(parts[1]))
                    wrong.Add($"{Path.GetRelativePath(site, page)}: no heading {link}");
            }
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {links} links lead nowhere:\n{string.Join('\n', wrong.Take(40))}");
        Assert.InRange(links, 1000, int.MaxValue);

        HashSet<string> Anchors(string page) => anchors.TryGetValue(page, out HashSet<string>? known)
            ? known
            : anchors[page] = [.. Headings().Matches(Read(page)).Select(m => System.Net.WebUtility.HtmlDecode(m.Groups["id"].Value))];
    }

    [SkippableFact]
    public void TheFirstPage_ShowsTheDiagramTheTwoCommandsAndTheGallery()
    {
        string first = Read(Path.Combine(Site(), "index.html"));
        Assert.Contains("docs/images/one-feature.svg", first, StringComparison.Ordinal);
        Assert.Contains("dotnet test -c Release", first, StringComparison.Ordinal);
        Assert.InRange(Regex.Count(first, "docs/images/gallery/"), 5, int.MaxValue);
    }

    /// <summary>A member has a page of its own, shared by its overloads alone; the values of an enumeration are on its page.</summary>
    [SkippableFact]
    public void EveryPublicTypeAndMember_HasItsPage()
    {
        string site = Site();
        var pages = new Dictionary<string, string>();
        foreach (Match entry in References().Matches(Read(Path.Combine(site, "xrefmap.yml"))))
            pages[WithoutParameters(entry.Groups["uid"].Value)] = entry.Groups["href"].Value;
        string[] missing = [.. s_libraries.SelectMany(l => l.Assembly.GetExportedTypes()).Where(t => !t.Name.StartsWith('<') && t.DeclaringType?.Name.StartsWith('<') != true)
            .SelectMany(Members).Where(m => !pages.TryGetValue(m, out string? page) || !File.Exists(Path.Combine(site, Uri.UnescapeDataString(page.Split('#')[0])))).Distinct()];
        Assert.True(missing.Length == 0, $"{missing.Length} have no page:\n{string.Join('\n', missing.Take(40))}");
        Assert.InRange(pages.Count, 1000, int.MaxValue);
        Assert.True(pages.Values.Distinct().Count() > 0.8 * pages.Count, "members share pages");
    }

    private static IEnumerable<string> Members(Type type)
    {
        string full = type.FullName!.Replace('+', '.');
        yield return full;
        if (typeof(Delegate).IsAssignableFrom(type))
            yield break;
        foreach (MemberInfo member in type.GetMembers(Own).Where(m => m is not Type && !m.IsDefined(typeof(CompilerGeneratedAttribute))))
        {
            if (member is ConstructorInfo constructor && (constructor.IsStatic || constructor.GetParameters().Length > 0))
                yield return full + ".#ctor";
            else if (member is FieldInfo { IsSpecialName: false } or PropertyInfo { Name: not "EqualityContract" } or MethodInfo { IsSpecialName: false })
                yield return $"{full}.{member.Name}";
        }
    }

    private static string WithoutParameters(string id)
    {
        string name = id.Split('(')[0].TrimEnd('*');
        int arity = name.IndexOf("``", StringComparison.Ordinal);
        return arity < 0 ? name : name[..arity];
    }

    private static string Site()
    {
        string? site = Environment.GetEnvironmentVariable("PHASEGAN_SITE");
        Skip.If(string.IsNullOrEmpty(site), "the site has not been built: docs/build-site, and PHASEGAN_SITE=artifacts/site/html with its whole path");
        return Path.GetFullPath(site);
    }

    private static string Read(string file) => File.ReadAllText(file);

    [GeneratedRegex("""<(?:a|img|link|script)\s[^>]*?(?:href|src)="(?<to>[^"]*)""")]
    private static partial Regex Links();

    // the Plotly page of the gallery says itself where its reader's plotly.js is missing
    [GeneratedRegex("^(?:[a-z]+:|//|$|plotly[.]min[.]js$)")]
    private static partial Regex Elsewhere();

    [GeneratedRegex("""\s(?:id|name)="(?<id>[^"]*)""")]
    private static partial Regex Headings();

    [GeneratedRegex(@"^- uid: (?<uid>\S.*)\n(?:  .*\n)*?  href: (?<href>\S+)", RegexOptions.Multiline)]
    private static partial Regex References();
}
