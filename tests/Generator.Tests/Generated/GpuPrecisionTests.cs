using Fusion.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Fusion.Generator.Tests.Generated;

/// <summary>FUS207, and what the property FusionGpuPrecisions does to the generated code.</summary>
public class GpuPrecisionTests
{
    private const string Network = """
        [FusedNetwork(8, 8, 16), FusedNetwork(16, 16, 16)]
        partial class Net
        {
            [Conv(32, 3), Relu, GlobalAveragePool, Linear(3)] Layer a;
        }
        """;

    [Theory]
    [InlineData("")]
    [InlineData(" , ")]
    [InlineData("tf32", "TensorFloat32")]
    [InlineData(" TF32,", "TensorFloat32")]
    [InlineData("tf32x3, tf32", "TensorFloat32", "TensorFloat32x3")]
    [InlineData("bf16", "BFloat16")]
    public void Only_the_wanted_kernels_are_generated(string property, params string[] precisions)
    {
        var (compilation, text) = Generate(property);
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        Assert.Contains("class GpuPacking", text);
        Assert.Equal(precisions.Length > 0, text.Contains("GpuPrecision", StringComparison.Ordinal));
        foreach (string precision in precisions)
        {
            Assert.Contains($"class GpuPacking{precision}", text);
            Assert.Contains($"if (precision == global::Fusion.Gpu.GpuPrecision.{precision}) found = ", text);
            Assert.Contains("mma.sync", text);
        }
    }

    [Fact]
    public void Kernels_of_fp32_do_not_depend_on_other_precisions()
    {
        string alone = Generate("").Text, both = Generate("tf32").Text;
        string[] kernels = [.. alone.Split('\n').Where(line => line.Contains("private static void ", StringComparison.Ordinal))];
        Assert.True(kernels.Length > 2);
        Assert.All(kernels, line => Assert.Contains(line, both));
    }

    [Theory]
    [InlineData("fp8", "'fp8'")]
    [InlineData("tf32,half , x", "'half', 'x'")]
    public async Task Unknown_names_are_reported(string property, string names)
    {
        var diagnostic = Assert.Single(await Project.DiagnoseAsync(
            GpuProject.Compile(Network), new AnalyzerOptions([], Properties(property))));
        Assert.Equal("FUS207", diagnostic.Id);
        Assert.Equal(
            $"FusionGpuPrecisions in the project file names {names}, which is no precision; "
                + "name one or several of tf32, tf32x3, bf16, with semicolons "
                + "between them, or remove the property to have fp32 alone",
            diagnostic.GetMessage());
    }

    private static (Compilation Compilation, string Text) Generate(string property)
    {
        GeneratorDriver driver = Project.Driver().WithUpdatedAnalyzerConfigOptions(Properties(property))
            .RunGeneratorsAndUpdateCompilation(GpuProject.Compile(Network), out Compilation updated, out _);
        return (updated, Project.Text(driver.GetRunResult()));
    }

    private static ProjectProperties Properties(string precisions) => new(("_FusionGpuPrecisions", precisions));
}
