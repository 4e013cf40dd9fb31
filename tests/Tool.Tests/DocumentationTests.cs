using System.Text.RegularExpressions;
using Fusion.Tool.Shell;

namespace Fusion.Tool.Tests;

/// <summary>What the pages say of the command line is so.</summary>
public sealed partial class DocumentationTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_command_on_the_pages_is_one_of_the_tool()
    {
        string[] lines = [.. Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md")
            .Append(Path.Combine(Root, "src", "Tool", "README.md"))
            .SelectMany(File.ReadAllLines).Where(line => line.StartsWith("fusion ", StringComparison.Ordinal))
            .Select(line => line.Split(" #")[0]["fusion ".Length..].Trim())];
        Assert.InRange(lines.Length, 10, int.MaxValue);
        var terminal = new Terminal(TextWriter.Null, TextWriter.Null, IsInteractive: false, Width: 0);
        Assert.All(lines, line => Assert.Empty(CommandLine.MistakesIn(line, terminal)));
        Assert.NotEmpty(CommandLine.MistakesIn("convert a.pth --outptu b", terminal));
    }

    [Fact]
    public void Every_command_of_the_tool_is_on_the_page()
    {
        string page = Page();
        Assert.All(Fusion.Tool.Commands.CommandTable.Create(), command => Assert.Contains($"| [`{command.Name}`](", page));
    }

    [Fact]
    public void The_skeleton_is_the_one_that_is_printed()
    {
        var weights = new StateDict();
        foreach (var (name, shape) in TensorLists.Of("documentation"))
            weights.Add(name, shape, new float[shape.Aggregate(1, (product, size) => product * size)]);
        weights.Save(_folder["resnet.safetensors"]);
        string text = ToolRun.Success("new", "--weights", _folder["resnet.safetensors"], "--name", "ResNet").Out;
        Assert.Equal(text.Trim(), CSharp().Match(Page()).Groups[1].Value.Trim());
    }

    private static string Root { get; } = Find();

    private static string Page() => File.ReadAllText(Path.Combine(Root, "docs", "command-line.md")).ReplaceLineEndings("\n");

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Fusion.sln"))) folder = folder.Parent;
        return folder!.FullName;
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharp();
}
