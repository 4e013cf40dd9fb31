using System.Text.RegularExpressions;
using Fusion.Tool.Shell;
using Fusion.Tool.Weights;

namespace Fusion.Tool.Models;

/// <summary>Other declarations in the folder that a declaration is written to: blocks have general names, such as BasicBlock.</summary>
internal static partial class Neighbours
{
    private const int LongestSource = 16 << 20;

    /// <exception cref="ToolException">Another file of the folder has a class of the same name in the same namespace.</exception>
    public static void Check(string folder, string file, string source)
    {
        if (!Directory.Exists(folder)) return;
        HashSet<string> own = [.. Names(source)];
        foreach (string other in Directory.EnumerateFiles(folder, "*.cs").Where(other => Path.GetFileName(other) != Path.GetFileName(file)))
        {
            string? twice = Names(InputFile.ReadText(other, "C#", LongestSource)).FirstOrDefault(own.Contains);
            if (twice is not null)
                throw new ToolException(
                    $"{other} has a class {twice}, too; --namespace gives one of the two models a namespace of its own.");
        }
    }

    /// <summary>Classes with their namespaces, of files as this tool writes them.</summary>
    private static IEnumerable<string> Names(string source)
    {
        string ns = Namespace().Match(source) is { Success: true } match ? match.Groups[1].Value + "." : "";
        return Class().Matches(source).Select(found => ns + found.Groups[1].Value);
    }

    [GeneratedRegex(@"^namespace\s+([\w.]+)\s*;", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^public partial class (\w+)", RegexOptions.Multiline)]
    private static partial Regex Class();
}
