using Fusion.Generator.Tests.Snapshots;
using Fusion.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Fusion.Generator.Tests.Diagnostics;

/// <summary>FUS210 and FUS201: what the project file must say is said once, and nothing breaks beside it.</summary>
public class LanguageVersionTests
{
    private const string Network = """
        using Fusion;

        namespace Sample
        {
            [FusedNetwork(8, 8, 3)]
            public partial class First { [Conv(4, 3), BatchNorm, Relu] Layer conv; }

            [FusedNetwork(8, 8, 3)]
            public partial class Second { [Conv(4, 3)] Layer conv; Tensor Forward(Tensor x) => conv(x); }

            static class User
            {
                static void Use(float[] a)
                {
                    using (var first = First.Load("weights.safetensors", new NetworkOptions())) first.Run(a, a);
                    using (var second = Second.Initialize(7)) second.Run(a, a);
                }
            }
        }
        """;

    [Theory]
    [InlineData(LanguageVersion.CSharp7_3)]
    [InlineData(LanguageVersion.CSharp8)]
    [InlineData(LanguageVersion.CSharp9)]
    [InlineData(LanguageVersion.CSharp10)]
    [InlineData(LanguageVersion.CSharp11)]
    [InlineData(LanguageVersion.CSharp12)]
    public async Task Old_language_version_is_one_message(LanguageVersion version)
    {
        IReadOnlyList<Diagnostic> diagnostics = await Project.DiagnoseAsync(Project.Compile(version, Network));
        Assert.True(diagnostics.Count == 1, string.Join("\n", diagnostics));
        Assert.Equal("FUS210", diagnostics[0].Id);
        Assert.Equal(
            $"The kernels of the network 'First' are C# 13, but this project's LangVersion is {version.ToDisplayString()}; "
                + "remove LangVersion from the project file, or set it to 13 or later",
            diagnostics[0].GetMessage());
        Assert.Equal("First", diagnostics[0].Location.SourceTree!.ToString().Substring(diagnostics[0].Location.SourceSpan.Start, 5));
    }

    [Theory]
    [InlineData(SmallNetworks.Residual)]
    [InlineData(SmallNetworks.SqueezeExcite)]
    [InlineData(SmallNetworks.InvertedResidual)]
    [InlineData(SmallNetworks.Siblings)]
    [InlineData(SmallNetworks.NarrowWeights)]
    [InlineData(Declarations.Residual)]
    [InlineData(Declarations.Branches)]
    public async Task The_least_language_version_is_enough(string source) =>
        Assert.DoesNotContain(await Project.DiagnoseAsync(Project.Compile(LanguageVersion.CSharp13, source)), found =>
            found.Severity == DiagnosticSeverity.Error);

    [Fact]
    public async Task Unsafe_code_is_asked_for_once()
    {
        CSharpCompilation compilation = Project.Compile(Project.Options.WithAllowUnsafe(false), Network);
        Diagnostic diagnostic = Assert.Single(await Project.DiagnoseAsync(compilation));
        Assert.Equal("FUS201", diagnostic.Id);
    }

    [Fact]
    public async Task Everything_that_the_project_lacks_is_said()
    {
        CSharpCompilation compilation = Project.Compile(LanguageVersion.CSharp12, Network);
        compilation = compilation.WithOptions(compilation.Options.WithAllowUnsafe(false));
        Assert.Equal(["FUS201", "FUS210"], (await Project.DiagnoseAsync(compilation)).Select(diagnostic => diagnostic.Id).Order());
    }
}
