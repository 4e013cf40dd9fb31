using System.Reflection;
using Fusion.Docs.Tests.Pages;
using Fusion.Docs.Tests.Programs;

namespace Fusion.Docs.Tests;

/// <summary>The README's way from a clone to a program that runs, command by command, in an empty folder.</summary>
public sealed class RecipeTests
{
    [Fact]
    public void The_commands_of_the_README_lead_to_its_first_program()
    {
        IReadOnlyList<CodeBlock> blocks = Page.Read("README.md").Blocks;
        string folder = Directory.CreateTempSubdirectory("fusion-docs-").FullName;
        try
        {
            string current = Directory.CreateDirectory(Path.Combine(folder, "clone")).FullName;
            foreach (string line in ShellCommands.Lines(blocks.First(block => block.Language == "bash")))
                current = Execute(line, folder, current);
            File.WriteAllText(Path.Combine(current, "Program.cs"), blocks.First(block => block.Language == "csharp").Text);

            string output = Command.Run(Command.Dotnet, current, Packages(folder), "run", "-c", "Release");

            Assert.True(ExpectedOutput.Fits(blocks.First(block => block.Language == "text").Text, output), output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <returns>The folder in which the next command is given.</returns>
    private static string Execute(string line, string folder, string current)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        switch (words)
        {
            case ["cd", var target]:
                return Path.GetFullPath(Path.Combine(current, target));
            case ["mkdir", var target]:
                Directory.CreateDirectory(Path.Combine(current, target));
                return current;
            case ["dotnet", "pack", var project, .. var more]:
                // Built with this test, and not again: other tests are using it. The packages that building needs are where this machine
                // keeps them.
                string[] pack = ["pack", Path.Combine(Repository.Root, project), .. more.Where(word => word is not ("-c" or "Release"))];
                Command.Run(Command.Dotnet, current, [], [.. pack, "--no-build", "-c", Configuration]);
                return current;
            case ["dotnet", "add", ..]:
                // The test needs no package from elsewhere, and must not depend on a network.
                string[] remove = ["nuget", "remove", "source", "nuget", "--configfile", "nuget.config"];
                Command.Run(Command.Dotnet, current, Packages(folder), remove);
                goto default;
            default:
                Assert.Equal("dotnet", words[0]);
                Command.Run(Command.Dotnet, current, Packages(folder), words[1..]);
                return current;
        }
    }

    private static string Configuration { get; } =
        typeof(RecipeTests).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    /// <summary>A cache of packages of its own, so that the package is the one that was just packed.</summary>
    private static Dictionary<string, string> Packages(string folder) =>
        new() { ["NUGET_PACKAGES"] = Path.Combine(folder, "cache"), ["NuGetAudit"] = "false" };
}
