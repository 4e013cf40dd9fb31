using System.Collections;
using System.Reflection;
using Fusion.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Fusion.Generator.Tests.Incremental;

/// <summary>What an edit costs: nothing, unless the declaration says something else afterwards.</summary>
public class CachingTests
{
    private static readonly string[] Steps =
    [
        FusionGenerator.ParseStep, FusionGenerator.TuningStep, FusionGenerator.InstructionSetsStep, FusionGenerator.TargetsStep,
        FusionGenerator.CompileStep, FusionGenerator.KernelsStep, FusionGenerator.UnheardStep,
    ];

    [Fact]
    public void Unrelated_edit_leaves_every_step_cached()
    {
        CSharpCompilation before = Project.Compile(Declarations.Residual, "class Unrelated;");
        GeneratorRunResult result =
            Edit(before, before.ReplaceSyntaxTree(before.SyntaxTrees[2], Project.Parse("class Unrelated { int x = 3; }", "Source1.cs")));
        AssertCached(result);
    }

    [Fact]
    public void New_file_leaves_every_step_cached()
    {
        CSharpCompilation before = Project.Compile(Declarations.All.ToArray());
        AssertCached(Edit(before, before.AddSyntaxTrees(Project.Parse("namespace New { class File; }", "New.cs"))));
    }

    [Fact]
    public void Comment_in_the_declaration_leaves_the_output_unchanged()
    {
        CSharpCompilation before = Project.Compile(Declarations.Residual);
        string edited = Declarations.Residual
            .Replace("Layer conv2;", "Layer conv2; // a comment")
            .Replace("        [GlobalAveragePool", "\n\n        /* moved */   [GlobalAveragePool")
            .Replace("conv2(conv1(x))", "conv2(\n  conv1( x ) )");
        Assert.NotEqual(Declarations.Residual, edited);
        AssertCached(Edit(before, before.ReplaceSyntaxTree(before.SyntaxTrees[1], Project.Parse(edited, "Source0.cs"))));
    }

    [Fact]
    public void Block_in_another_file_changes_the_network()
    {
        CSharpCompilation before =
            Project.Compile("[FusedNetwork(8, 8, 3)] partial class Net { [Block<B>(4)] Layer a; }",
            "[Block] class B(int width) { [Conv(\"width\", 3)] Layer a; }");
        GeneratorRunResult result =
            Edit(before, before.ReplaceSyntaxTree(before.SyntaxTrees[2],
            Project.Parse("[Block] class B(int width) { [Conv(\"2 * width\", 3)] Layer a; }", "Source1.cs")));
        Assert.All(result.TrackedSteps[FusionGenerator.CompileStep].SelectMany(step => step.Outputs), output =>
            Assert.Equal(IncrementalStepRunReason.Modified, output.Reason));
    }

    /// <summary>Of a method, what it says counts, and not where it stands.</summary>
    [Theory]
    [InlineData("static class W { public static int Of(int n) => 3 * n; }", IncrementalStepRunReason.Modified)]
    [InlineData("// A comment.\nstatic class W { public static int Of( int n ) =>\n  2 * n; public static int Other => 1; }",
        IncrementalStepRunReason.Cached)]
    public void Method_in_another_file_changes_the_network(string edited, IncrementalStepRunReason reason)
    {
        CSharpCompilation before = Project.Compile(
            "[FusedNetwork(8, 8, 3)] partial class Net { [Conv(\"W.Of(4)\", 3)] Layer a; }",
            "static class W { public static int Of(int n) => 2 * n; }");
        GeneratorRunResult result = Edit(before, before.ReplaceSyntaxTree(before.SyntaxTrees[2], Project.Parse(edited, "Source1.cs")));
        Assert.All(
            result.TrackedSteps[FusionGenerator.CompileStep].SelectMany(step => step.Outputs), output =>
                Assert.Equal(reason, output.Reason));
    }

    [Fact]
    public void Edit_of_one_network_leaves_the_other_cached()
    {
        CSharpCompilation before = Project.Compile(Declarations.Residual, Declarations.Sizes);
        GeneratorRunResult result =
            Edit(before, before.ReplaceSyntaxTree(before.SyntaxTrees[2],
            Project.Parse(Declarations.Sizes.Replace("Linear(5", "Linear(6"), "Source1.cs")));
        var reasons = result.TrackedSteps[FusionGenerator.CompileStep].SelectMany(step => step.Outputs).Select(output => output.Reason)
            .Order().ToList();
        Assert.Equal([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached], reasons);
    }

    [Fact]
    public void Nothing_of_the_compiler_is_reachable_from_a_cached_model()
    {
        GeneratorRunResult result = Project.Driver()
            .RunGenerators(Project.Compile([.. Declarations.All, "[FusedNetwork(3)] partial class Wrong { [Conv(\"n\", 3)] Layer a; }"]))
            .GetRunResult().Results.Single();
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (string name in Steps)
        {
            Assert.True(result.TrackedSteps.ContainsKey(name), name);
            foreach (var (value, _) in result.TrackedSteps[name].SelectMany(step => step.Outputs)) Walk(value, name, seen);
        }

        Assert.True(seen.Count > 100);
    }

    private static GeneratorRunResult Edit(CSharpCompilation before, CSharpCompilation after)
    {
        GeneratorDriver driver = Project.Driver().RunGenerators(before);
        string text = string.Concat(driver.GetRunResult().GeneratedTrees);
        GeneratorRunResult result = driver.RunGenerators(after).GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        Assert.NotEmpty(text);
        return result;
    }

    private static void AssertCached(GeneratorRunResult result)
    {
        foreach (string name in Steps)
        {
            Assert.NotEmpty(result.TrackedSteps[name]);
            AssertCached(result.TrackedSteps[name], name);
        }

        AssertCached(result.TrackedOutputSteps.SelectMany(pair => pair.Value), "output");
    }

    private static void AssertCached(IEnumerable<IncrementalGeneratorRunStep> steps, string name)
    {
        foreach (var (_, reason) in steps.SelectMany(step => step.Outputs))
        {
            Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{name}: {reason}");
        }
    }

    private static void Walk(object? value, string path, HashSet<object> seen)
    {
        if (value is null or string || value.GetType().IsPrimitive || value.GetType().IsEnum || !seen.Add(value)) return;
        Type type = value.GetType();
        Assert.False(value
            is ISymbol or SyntaxNode or SyntaxTree or Compilation or SemanticModel or Location or SyntaxReference or Diagnostic,
            $"{path} is {type}");
        Assert.False(type.Namespace?.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) == true, $"{path} is {type}");
        if (value is IEnumerable items)
        {
            int i = 0;
            foreach (object? item in items) Walk(item, $"{path}[{i++}]", seen);
        }

        for (Type? part = type; part is not null && part != typeof(object); part = part.BaseType)
        {
            foreach (FieldInfo field in part.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic
                | BindingFlags.DeclaredOnly))
            {
                if (!field.FieldType.IsPointer) Walk(field.GetValue(value), path + "." + field.Name, seen);
            }
        }
    }
}
