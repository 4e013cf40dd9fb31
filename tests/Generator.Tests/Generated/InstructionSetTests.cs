using Fusion.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Fusion.Generator.Tests.Generated;

/// <summary>FUS205, and what the property FusionInstructionSets does to the generated code.</summary>
public class InstructionSetTests
{
    private const string Network = """
        [FusedNetwork(8, 8, 3), FusedNetwork(16, 16, 3)]
        partial class Net
        {
            [Conv(4, 3), Relu, GlobalAveragePool, Linear(3)] Layer a;
        }
        """;

    private static readonly string[] All = ["Avx512", "Avx2", "Portable"];

    [Theory]
    [InlineData("", "Avx512", "Avx2", "Portable")]
    [InlineData(" , ", "Avx512", "Avx2", "Portable")]
    [InlineData("portable,AVX512, Avx2", "Avx512", "Avx2", "Portable")]
    [InlineData("avx2,portable", "Avx2", "Portable")]
    [InlineData("avx512;portable", "Avx512", "Portable")]
    [InlineData("Avx512,avx2", "Avx512", "Avx2")]
    [InlineData("avx512", "Avx512")]
    [InlineData("avx2", "Avx2")]
    [InlineData("portable", "Portable")]
    public void Only_the_wanted_kernels_are_generated(string property, params string[] sets)
    {
        var (compilation, text) = Generate(property);
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        Assert.All(All, set => Assert.Equal(sets.Contains(set), text.Contains($"class {set}Kernels", StringComparison.Ordinal)));
        Assert.All(All, set => Assert.Equal(sets.Contains(set), text.Contains($"void Pack{set}(", StringComparison.Ordinal)));
        Assert.All(All, set => Assert.Equal(sets.Contains(set), PlanNames(text, set)));
        string said = $"InstructionSets = [{string.Join(", ", sets.Select(set => "InstructionSet." + set))}]";
        Assert.Equal(sets.Length < 3, text.Contains(said, StringComparison.Ordinal));
    }

    [Fact]
    public void Kernels_of_a_set_do_not_depend_on_the_other_sets()
    {
        string all = Class(Generate("").Text, "Avx2Kernels");
        Assert.Equal(all, Class(Generate("avx2").Text, "Avx2Kernels"));
        Assert.Equal(all, Class(Generate("portable,avx2").Text, "Avx2Kernels"));
        Assert.Contains("Fma.MultiplyAdd", all);
    }

    [Fact]
    public void Another_property_leaves_everything_cached_and_another_value_does_not()
    {
        Compilation project = Project.Compile(Network);
        GeneratorDriver driver = Project.Driver().WithUpdatedAnalyzerConfigOptions(Properties("avx2,portable")).RunGenerators(project);
        var same = new ProjectProperties(("_FusionInstructionSets", "PORTABLE,avx2"), ("Other", "x"));
        driver = driver.WithUpdatedAnalyzerConfigOptions(same).RunGenerators(project);
        Assert.All(Reasons(driver), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        driver = driver.WithUpdatedAnalyzerConfigOptions(Properties("portable")).RunGenerators(project);
        Assert.All(Reasons(driver), reason => Assert.Equal(IncrementalStepRunReason.Modified, reason));
        Assert.DoesNotContain("Avx2Kernels", Project.Text(driver.GetRunResult()));
    }

    [Theory]
    [InlineData("avx", "'avx'")]
    [InlineData("avx2,sse,neon", "'sse', 'neon'")]
    public async Task Unknown_names_are_reported_once(string property, string names)
    {
        CSharpCompilation project = Project.Compile(Network, "[FusedNetwork(8)] partial class Second { [Linear(4)] Layer a; }");
        Diagnostic diagnostic = Assert.Single(await Project.DiagnoseAsync(project, new AnalyzerOptions([], Properties(property))));
        Assert.Equal("FUS205", diagnostic.Id);
        Assert.Equal(
            $"FusionInstructionSets in the project file names {names}, which is no instruction set; "
                + "name one or several of avx512, avx2, portable, with semicolons between them, or remove the property to have all",
            diagnostic.GetMessage());
        Assert.Equal("Source0.cs", diagnostic.Location.SourceTree!.FilePath);
    }

    /// <summary>Where a declaration is no C#, a build does not ask the analyzer.</summary>
    [Theory]
    [InlineData("avx", "CS0542 FUS205")]
    [InlineData("avx2", "CS0542")]
    public async Task Unknown_names_are_reported_beside_an_error_of_C_sharp(string property, string ids)
    {
        CSharpCompilation project = Project.Compile(Network, "class Other { void Other() { } }");
        var found = await Project.DiagnoseAsync(project, new AnalyzerOptions([], Properties(property)));
        Assert.Equal(ids, string.Join(" ", found.Select(diagnostic => diagnostic.Id).Order(StringComparer.Ordinal)));
        Assert.All(found, diagnostic => Assert.Equal(
            diagnostic.Id == "FUS205" ? "Source0.cs" : "Source1.cs", diagnostic.Location.GetLineSpan().Path));
    }

    private static (Compilation Compilation, string Text) Generate(string property)
    {
        GeneratorDriver driver = Project.Driver().WithUpdatedAnalyzerConfigOptions(Properties(property))
            .RunGeneratorsAndUpdateCompilation(Project.Compile(Network), out Compilation updated, out _);
        return (updated, Project.Text(driver.GetRunResult()));
    }

    /// <summary>Whether the fusion plan has a tile for the set.</summary>
    private static bool PlanNames(string text, string set) => text.Split('\n').Any(line =>
        line.Contains("tile: ", StringComparison.Ordinal) && line.Contains(set + " ", StringComparison.Ordinal));

    private static ProjectProperties Properties(string sets) => new(("_FusionInstructionSets", sets));

    private static string Class(string text, string name)
    {
        int start = text.IndexOf("class " + name, StringComparison.Ordinal);
        return text[start..text.IndexOf("\n    }\n", start, StringComparison.Ordinal)];
    }

    private static IEnumerable<IncrementalStepRunReason> Reasons(GeneratorDriver driver) =>
        new[] { FusionGenerator.CompileStep, FusionGenerator.KernelsStep }
            .SelectMany(step => driver.GetRunResult().Results.Single().TrackedSteps[step])
            .SelectMany(step => step.Outputs).Select(output => output.Reason);
}
