using System.Text.RegularExpressions;

namespace Fusion.Docs.Tests.Pages;

/// <summary>A page of the documentation as the tests read it.</summary>
public sealed partial class Page
{
    private Page(string path, IReadOnlyList<CodeBlock> blocks)
    {
        Path = path;
        Blocks = blocks;
    }

    /// <summary>Relative to the root of the repository, with forward slashes.</summary>
    public string Path { get; }

    public IReadOnlyList<CodeBlock> Blocks { get; }

    /// <summary>The pages whose code is tested: all but those on single diagnostics, whose examples are mistakes.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Repository.Files("docs", ".md")
            .Where(file => !file.StartsWith("docs/diagnostics/", StringComparison.Ordinal) && !file.Contains(".received.")),
        "README.md", "CONTRIBUTING.md", "build/package/README.md",
    ];

    /// <summary>All of them, those on single diagnostics, too.</summary>
    public static IReadOnlyList<string> WithDiagnostics { get; } = [.. All, .. Repository.Files("docs/diagnostics", ".md")];

    public static Page Read(string path) => Parse(path, Repository.Lines(path));

    public static Page Parse(string path, IReadOnlyList<string> lines)
    {
        var blocks = new List<CodeBlock>();
        var directives = new List<Directive>();
        for (int i = 0; i < lines.Count; i++)
        {
            if (DirectiveStart().Match(lines[i]) is { Success: true } comment)
            {
                directives.Add(ReadDirective(path, lines, ref i, comment));
            }
            else if (Fence().Match(lines[i]) is { Success: true } fence)
            {
                int first = i + 1;
                int last = first;
                string ticks = fence.Groups["ticks"].Value;
                while (last < lines.Count && !lines[last].TrimStart().StartsWith(ticks, StringComparison.Ordinal)) last++;
                if (last == lines.Count) throw new InvalidDataException($"{path}:{first}: the code block does not end.");
                int indent = fence.Groups["indent"].Length;
                string text = string.Join("\n", lines.Skip(first).Take(last - first).Select(line => line[Math.Min(indent, line.Length)..]));
                blocks.Add(new CodeBlock(first + 1, fence.Groups["language"].Value, text, [.. directives]));
                directives.Clear();
                i = last;
            }
            else if (lines[i].Trim().Length > 0)
            {
                if (directives.Count > 0)
                    throw new InvalidDataException($"{path}:{directives[0].Line}: no code block follows the test's comment.");
            }
        }
        return new Page(path, blocks);
    }

    private static Directive ReadDirective(string path, IReadOnlyList<string> lines, ref int i, Match comment)
    {
        int line = i + 1;
        string rest = comment.Groups["rest"].Value;
        if (rest.EndsWith("-->", StringComparison.Ordinal)) return new Directive(line, comment.Groups["kind"].Value, rest[..^3].Trim());
        int end = i + 1;
        while (end < lines.Count && lines[end].Trim() != "-->") end++;
        if (end == lines.Count) throw new InvalidDataException($"{path}:{line}: the comment does not end.");
        i = end;
        return new Directive(line + 1, comment.Groups["kind"].Value, string.Join("\n", lines.Skip(line).Take(end - line)));
    }

    [GeneratedRegex(@"^(?<indent> *)(?<ticks>```+)(?<language>\S*)\s*$")]
    private static partial Regex Fence();

    [GeneratedRegex(@"^<!-- test: (?<kind>\S+)(?<rest>.*)$")]
    private static partial Regex DirectiveStart();
}
