using System.Xml.Linq;
using Fusion.Docs.Tests.Pages;
using Fusion.Docs.Tests.Programs;

namespace Fusion.Docs.Tests;

/// <summary>Blocks that are not C#: of which kind they are, and what of each kind can be checked.</summary>
public sealed class OtherLanguageTests
{
    /// <summary>
    /// <c>text</c> is compared with what the C# block before it prints; where there is none it is a picture or a quotation.
    /// <c>fsharp</c> is for <see cref="FSharpTests"/>.
    /// </summary>
    private static readonly string[] s_languages = ["csharp", "fsharp", "xml", "bash", "python", "text"];

    public static TheoryData<string> Pages => [.. Page.All];

    public static TheoryData<string> PagesWithDiagnostics => [.. Page.WithDiagnostics];

    [Theory]
    [MemberData(nameof(PagesWithDiagnostics))]
    public void Every_block_says_its_language_and_it_is_one_that_the_tests_know(string path) =>
        Assert.Empty(Page.Read(path).Blocks.Where(block => !s_languages.Contains(block.Language))
            .Select(block => $"{path}:{block.Line}: '{block.Language}'"));

    [Theory]
    [MemberData(nameof(PagesWithDiagnostics))]
    public void Xml_is_well_formed_and_sets_properties_that_exist(string path)
    {
        foreach (CodeBlock block in Page.Read(path).Blocks.Where(block => block.Language == "xml"))
        {
            XElement root = XElement.Parse($"<Project>{block.Text}</Project>");
            Assert.All(root.Descendants(), element => Assert.Contains(element.Name.LocalName, ProjectElements.All));
        }
    }

    /// <summary>Every command of a bash block is one of a few programs, and the projects and files that it names are there.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public void Commands_name_projects_that_exist(string path)
    {
        foreach (CodeBlock block in Page.Read(path).Blocks.Where(block => block.Language == "bash"))
        {
            foreach (string line in ShellCommands.Lines(block))
            {
                string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                Assert.True(ShellCommands.Known(words[0]), $"{path}:{block.Line}: {line}");
                Assert.All(
                    words.Where(ShellCommands.IsRepositoryPath),
                    word => Assert.True(Path.Exists(Path.Combine(Repository.Root, word)), $"{path}:{block.Line}: {word}"));
            }
        }
    }

    [PythonTheory("ast")]
    [MemberData(nameof(Pages))]
    public void Python_can_be_parsed(string path) => RunPython(path, script => $"import ast\nast.parse({Quote(script)})\n");

    [PythonTheory("torch, safetensors.torch")]
    [MemberData(nameof(Pages))]
    public void Python_runs(string path) => RunPython(path, script => script);

    /// <summary>All blocks of a page are one script.</summary>
    private static void RunPython(string path, Func<string, string> program)
    {
        IEnumerable<string> blocks = Page.Read(path).Blocks.Where(block => block.Language == "python").Select(block => block.Text);
        string script = string.Join("\n\n", blocks);
        if (script.Length == 0) return;
        string folder = Directory.CreateTempSubdirectory("fusion-docs-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "page.py"), program(script));
            Command.Run(PythonTheoryAttribute.Program, folder, "page.py");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Quote(string text) => System.Text.Json.JsonSerializer.Serialize(text);
}
