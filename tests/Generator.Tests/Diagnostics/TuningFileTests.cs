using Fusion.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Fusion.Generator.Tests.Diagnostics;

/// <summary>FUS204, and what a tuning file does to the generated code.</summary>
public class TuningFileTests
{
    private const string Network = """
        [FusedNetwork(28, 28, 64)]
        public partial class Net
        {
            [Conv(64, 3)] Layer conv;
        }
        """;

    [Fact]
    public async Task Wrong_line_is_reported_where_it_stands()
    {
        var file = new TextFile("Net.fusion.tuning", "# measured\n3×3 64→64 at 28×28 | * | winograd=3\n");
        var (updated, result) = Project.Generate(Project.Compile(Network));
        Assert.Empty(result.Diagnostics);
        var diagnostics = await new CompilationWithAnalyzers(updated, [new FusionAnalyzer()], new AnalyzerOptions([file]))
            .GetAnalyzerDiagnosticsAsync();
        Diagnostic diagnostic = Assert.Single(diagnostics);
        Assert.Equal("FUS204", diagnostic.Id);
        Assert.Equal(
            "This line has no effect: winograd=3 was found; 0, 2 or 4 was expected; let the tuner write the file again, or mend the line",
            diagnostic.GetMessage());
        FileLinePositionSpan span = diagnostic.Location.GetLineSpan();
        Assert.Equal(("Net.fusion.tuning", 1), (span.Path, span.StartLinePosition.Line));
    }

    [Fact]
    public void Choices_reach_the_kernels_and_an_edit_takes_effect()
    {
        Compilation project = Project.Compile(Network);
        Assert.Contains("F(4×4, 3×3)", Text(Project.Driver().RunGenerators(project)));
        var direct = new TextFile("fusion.tuning", "3×3 64→64 at 28×28 | * | winograd=0\n");
        GeneratorDriver driver = Project.Driver().AddAdditionalTexts([direct]).RunGenerators(project);
        Assert.DoesNotContain("F(4×4, 3×3)", Text(driver));
        driver = driver.ReplaceAdditionalText(direct, new TextFile("fusion.tuning", "3×3 64→64 at 28×28 | * | winograd=2\n"))
            .RunGenerators(project);
        Assert.Contains("F(2×2, 3×3)", Text(driver));
    }

    [Fact]
    public void Other_files_and_edits_without_meaning_leave_everything_cached()
    {
        Compilation project = Project.Compile(Network);
        var file = new TextFile("fusion.tuning", "3×3 64→64 at 28×28 | * | winograd=2\n");
        GeneratorDriver driver = Project.Driver().AddAdditionalTexts([file]).RunGenerators(project)
            .ReplaceAdditionalText(file, new TextFile("fusion.tuning", "# looked at\n3×3 64→64 at 28×28 | *   | winograd=2\n"))
            .AddAdditionalTexts([new TextFile("readme.txt", "3×3 64→64 at 28×28 | * | winograd=4\n")]).RunGenerators(project);
        Assert.Contains("F(2×2, 3×3)", Text(driver));
        Assert.All(driver.GetRunResult().Results.Single().TrackedSteps[FusionGenerator.CompileStep].SelectMany(step => step.Outputs),
            output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    private static string Text(GeneratorDriver driver) => string.Join("\n", driver.GetRunResult().GeneratedTrees);

    private sealed class TextFile(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
