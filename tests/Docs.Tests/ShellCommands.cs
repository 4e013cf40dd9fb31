using Fusion.Docs.Tests.Pages;

namespace Fusion.Docs.Tests;

/// <summary>What the commands on the pages may be.</summary>
internal static class ShellCommands
{
    private static readonly string[] s_programs = ["dotnet", "bash", "cd", "mkdir", "git", "pip", "python3", "docker", "fusion"];

    private static readonly string[] s_folders = ["src/", "tests/", "samples/", "tools/", "benchmarks/", "docs/", "build/"];

    /// <summary>The commands of a block, without comments.</summary>
    public static IEnumerable<string> Lines(CodeBlock block) =>
        block.Text.Split('\n').Select(line => $" {line}".Split(" #")[0].Trim()).Where(line => line.Length > 0);

    /// <summary>
    /// Whether a line may begin so: with a program that the pages use, a variable, or the program that a line before has built.
    /// </summary>
    public static bool Known(string word) =>
        s_programs.Contains(word) || word.Contains('=') || word.StartsWith("./", StringComparison.Ordinal);

    /// <summary>Whether a word is a path in the repository, and not one that the command makes.</summary>
    public static bool IsRepositoryPath(string word) => s_folders.Any(folder => word.StartsWith(folder, StringComparison.Ordinal));
}
