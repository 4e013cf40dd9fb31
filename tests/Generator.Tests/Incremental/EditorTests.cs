using Fusion.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Fusion.Generator.Tests.Incremental;

/// <summary>What an editor has of a network: everything that users call, and no kernels.</summary>
public class EditorTests
{
    private const string Use = """
        static class User
        {
            static void Main()
            {
                using var network = NETWORK.Load("weights.safetensors", new NetworkOptions { Threads = 1 });
                using var other = NETWORK.Initialize(seed: 3);
                float[] input = new float[1], output = new float[1];
                network.Run(input, output);
                network.Run(new byte[1], null!, output);
                Console.WriteLine($"{NETWORK.ParameterCount} {NETWORK.MultiplyAdds} {NETWORK.WorkspaceBytes} {NETWORK.FusionPlan}");
                Console.WriteLine(NETWORK.Description.Name);
            }
        }
        """;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Members_compile_without_kernels(int declaration)
    {
        var (compilation, result) = Edit(Project.Compile(Declarations.All[declaration]));
        Assert.Empty(Problems(compilation, result));
        Assert.DoesNotContain("Vector256", Project.Text(result));
        Assert.DoesNotContain("Step(", Project.Text(result));
        Assert.Single(result.GeneratedTrees);
    }

    [Theory]
    [InlineData(0, "Sample.Residual")]
    [InlineData(2, "Sizes")]
    public void Calls_of_the_members_compile_without_kernels(int declaration, string network)
    {
        var (compilation, result) = Edit(Project.Compile(Declarations.All[declaration], Use.Replace("NETWORK", network)));
        Assert.Empty(Problems(compilation, result));
    }

    /// <summary>What is seen in an editor is what is built.</summary>
    [Fact]
    public void Members_are_the_same_as_in_a_build()
    {
        CSharpCompilation project = Project.Compile([.. Declarations.All]);
        var built = Project.Generate(project).Result.GeneratedTrees.ToDictionary(tree => tree.FilePath, tree => tree.ToString());
        var edited = Edit(project).Result.GeneratedTrees;
        Assert.Equal(6, edited.Length);
        Assert.Equal(12, built.Count);
        Assert.All(edited, tree => Assert.Equal(built[tree.FilePath], tree.ToString()));
    }

    [Fact]
    public void Keystroke_elsewhere_runs_nothing()
    {
        CSharpCompilation before = Project.Compile(Declarations.Residual, "class Unrelated;");
        GeneratorRunResult result = Project.EditorDriver().RunGenerators(before)
            .RunGenerators(before.ReplaceSyntaxTree(before.SyntaxTrees[2], Project.Parse("class Unrelated { int x; }", "Source1.cs")))
            .GetRunResult().Results.Single();
        Assert.All(Reasons(result, FusionGenerator.CompileStep), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        Assert.All(
            result.TrackedOutputSteps.SelectMany(pair => pair.Value).SelectMany(step => step.Outputs),
            output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    [Fact]
    public void Keystroke_in_the_declaration_prints_no_kernel()
    {
        CSharpCompilation before = Project.Compile(Declarations.Residual);
        CSharpCompilation after = before.ReplaceSyntaxTree(
            before.SyntaxTrees[1], Project.Parse(Declarations.Residual.Replace("Linear(10)", "Linear(11)"), "Source0.cs"));
        GeneratorRunResult edited = Project.EditorDriver().RunGenerators(before).RunGenerators(after).GetRunResult().Results.Single();
        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(edited, FusionGenerator.CompileStep));
        Assert.False(edited.TrackedSteps.ContainsKey(FusionGenerator.KernelsStep));

        GeneratorRunResult built = Project.Driver().RunGenerators(before).RunGenerators(after).GetRunResult().Results.Single();
        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(built, FusionGenerator.KernelsStep));
    }

    [Fact]
    public void Mistakes_are_the_same_in_an_editor()
    {
        const string wrong = "[FusedNetwork(3)] partial class Net { [Conv(\"n\", 3)] Layer a; }";
        var (compilation, result) = Edit(Project.Compile(wrong, Use.Replace("NETWORK", "Net")));
        Assert.Empty(Problems(compilation, result));
        Assert.Contains("is wrong", Project.Text(result));
    }

    private static (Compilation Compilation, GeneratorDriverRunResult Result) Edit(Compilation compilation)
    {
        GeneratorDriver driver = Project.EditorDriver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation updated, out _);
        return (updated, driver.GetRunResult());
    }

    private static IEnumerable<Diagnostic> Problems(Compilation compilation, GeneratorDriverRunResult result) =>
        compilation.GetDiagnostics().Concat(result.Diagnostics).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    private static IEnumerable<IncrementalStepRunReason> Reasons(GeneratorRunResult result, string step) =>
        result.TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => output.Reason);
}
