using System.Text.RegularExpressions;

namespace Fusion.House.Tests;

/// <summary>What the pages point to is there.</summary>
public sealed partial class LinkTests
{
    private static readonly string[] s_folders = ["src", "tests", "samples", "tools", "benchmarks", "docs", "build"];

    public static TheoryData<string> Pages => [.. Repository.Files("", ".md")];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_to_files_and_headings(string page)
    {
        var wrong = new List<string>();
        foreach (Match link in Link().Matches(Prose(page)))
        {
            string[] parts = link.Groups["target"].Value.Split('#');
            string target = parts[0].Length == 0 ? page : FromRoot(Path.Combine(Folder(page), parts[0]));
            if (!Path.Exists(Path.Combine(Repository.Root, target))) wrong.Add($"{link.Value}: there is no {target}");
            else if (parts.Length > 1 && !Anchors(target).Contains(parts[1]))
                wrong.Add($"{link.Value}: {target} has no heading of that name");
        }
        Assert.Empty(wrong);
    }

    /// <summary>Text in backticks that begins with a folder of the repository is a path, <c>src/Compiler/Emit</c>.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public void Paths_that_are_named_exist(string page)
    {
        // The history names files as they were.
        if (page == "CHANGELOG.md") return;
        IEnumerable<string> paths = CodeSpan().Matches(Prose(page)).Select(match => match.Groups["code"].Value.Split(' ')[0])
            .Where(code => s_folders.Any(folder => code.StartsWith(folder + "/", StringComparison.Ordinal)));
        Assert.All(paths, path => Assert.True(Exists(path), path));
    }

    [Fact]
    public void A_path_that_is_not_there_is_noticed()
    {
        Assert.True(Exists("src/Compiler/Emit/"));
        Assert.True(Exists("docs/diagnostics/FUS*.md"));
        Assert.False(Exists("src/Compiler/Emitt"));
        Assert.False(Exists("docs/diagnostics/FUX*.md"));
        Assert.Equal("kernels-layers-and-1", Anchor("Kernels, `layers` and 1"));
    }

    private static bool Exists(string path)
    {
        string full = Path.Combine(Repository.Root, path);
        if (!path.Contains('*')) return Path.Exists(full);
        string folder = Path.GetDirectoryName(full)!;
        return Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder, Path.GetFileName(full)).Any();
    }

    private static string FromRoot(string path) => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/');

    private static string Folder(string page) => Path.Combine(Repository.Root, Path.GetDirectoryName(page)!);

    /// <summary>The page without its code blocks.</summary>
    private static string Prose(string page) => Fenced().Replace(string.Join("\n", Repository.Lines(page)) + "\n", "");

    private static HashSet<string> Anchors(string page) =>
        page.EndsWith(".md", StringComparison.Ordinal)
            ? [.. Heading().Matches(Prose(page)).Select(match => Anchor(match.Groups["text"].Value))]
            : [];

    /// <summary>As GitHub makes them: small letters, digits, hyphens for spaces, and nothing else.</summary>
    private static string Anchor(string heading) =>
        string.Concat(heading.Trim().ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')).Replace(' ', '-');

    [GeneratedRegex(@"(?<!!)\[[^\]]*\]\((?<target>(?!https?:|mailto:)[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("(?<!`)`(?<code>[^`]+)`(?!`)")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"^#+ +(?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^ *(```+)[^\n]*\n.*?^ *\1 *$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();
}
