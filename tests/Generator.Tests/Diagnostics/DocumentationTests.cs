using System.Reflection;
using System.Runtime.CompilerServices;
using Fusion.Generator.Diagnostics;
using Microsoft.CodeAnalysis;

namespace Fusion.Generator.Tests.Diagnostics;

/// <summary>Every rule has a page and a row in the releases.</summary>
public class DocumentationTests
{
    public static TheoryData<string> Ids => [.. Rules.All.Select(rule => rule.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Rule_has_a_page_with_cause_example_and_mend(string id)
    {
        string page = File.ReadAllText(Path.Combine(Root(), "docs", "diagnostics", id + ".md"));
        DiagnosticDescriptor rule = Rules.Find(id);
        Assert.StartsWith($"# {id}: {rule.Title}\n", page.Replace("\r\n", "\n"));
        Assert.Contains("## Cause", page);
        Assert.Contains("## Example", page);
        Assert.Contains("## Mend", page);
        Assert.Equal(HelpUrl + id + ".md", rule.HelpLinkUri);
    }

    [Fact]
    public void Pages_have_an_absolute_address()
    {
        Assert.True(Uri.TryCreate(HelpUrl, UriKind.Absolute, out Uri? address), HelpUrl);
        Assert.Equal(Uri.UriSchemeHttps, address.Scheme);
        Assert.EndsWith("/", HelpUrl);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Rule_has_a_row_in_the_releases(string id)
    {
        DiagnosticDescriptor rule = Rules.Find(id);
        string rows = File.ReadAllText(Path.Combine(Root(), "src", "Generator", "AnalyzerReleases.Unshipped.md"))
            + File.ReadAllText(Path.Combine(Root(), "src", "Generator", "AnalyzerReleases.Shipped.md"));
        Assert.Contains($"{id} | {rule.Category} | {rule.DefaultSeverity} | ", rows);
    }

    [Fact]
    public void Ids_are_unique_and_every_page_has_a_rule()
    {
        var ids = Rules.All.Select(rule => rule.Id).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(ids.Distinct(), ids);
        var pages = Directory.GetFiles(Path.Combine(Root(), "docs", "diagnostics"), "FUS*.md").Select(Path.GetFileNameWithoutExtension)
            .Order(StringComparer.Ordinal);
        Assert.Equal(ids, pages);
    }

    /// <summary>The property FusionHelpUrl of the build.</summary>
    private static string HelpUrl { get; } =
        typeof(DocumentationTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "FusionHelpUrl").Value!;

    private static string Root([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));
}
