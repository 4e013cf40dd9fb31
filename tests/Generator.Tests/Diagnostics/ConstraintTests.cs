using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Fusion.Generator.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Fusion.Generator.Tests.Diagnostics;

/// <summary>Constraints on weights.</summary>
public class ConstraintTests
{
    [Theory]
    [InlineData("[Linear(2), [|Conserve(1, A = [1, 2])|]] Layer a;",
        "A of Conserve has 2 numbers, but each output has 3 weights; give one for each in the order of the weights file, or none for their "
        + "sum")]
    [InlineData("[Conv(2, 3), [|Conserve(1, A = [1, 2, 3])|]] Layer a;",
        "A of Conserve has 3 numbers, but each output has 27 weights; give one for each in the order of the weights file, or none for "
        + "their sum")]
    [InlineData("[Linear(2), Conserve(1), Conserve(2, A = [1, 0, 0]), [|Conserve(3, A = [0, 2, 2])|]] Layer a;",
        "A of this Conserve is a combination of those before it, so that it contradicts them or says nothing new; leave it out")]
    [InlineData("[Linear(2), [|Conserve(1, A = [0, 0, 0])|]] Layer a;",
        "A of Conserve has no number that is not 0, so that it says nothing of the weights; give their factors")]
    [InlineData("[DepthwiseConv(1), [|Conserve(1)|], Conserve(2)] Layer a;",
        "Conserve is declared 2 times, but each output has only 1 weight; 1 times is the most")]
    [InlineData("[Linear(2), [|Conserve(double.NaN)|]] Layer a;",
        "Conserve has a number that is not finite; finite ones were expected")]
    [InlineData("[Linear(2), [|Conserve(1, A = [1, double.PositiveInfinity, 0])|]] Layer a;",
        "Conserve has a number that is not finite; finite ones were expected")]
    [InlineData("[Linear(4), [|Orthogonal|]] Layer a;",
        "Orthogonal needs at most as many outputs as an output has weights, but there are 4 outputs with 3 weights each; use fewer "
        + "outputs")]
    [InlineData("[Conv(6, 1, Groups = 3), [|Orthogonal|]] Layer a;",
        "Orthogonal needs at most as many outputs as an output has weights, but there are 2 outputs in each group with 1 weight each; use "
        + "fewer outputs")]
    [InlineData("[Linear(2), Conserve(1), [|Orthogonal|]] Layer a;",
        "Orthogonal and Conserve constrain the same weights, which cannot keep to both; leave one of them out")]
    [InlineData("[Linear(2), BatchNorm, [|Orthogonal|]] Layer a;",
        "Orthogonal constrains the weights of a convolution or a linear layer, but it stands behind BatchNorm; put it directly behind "
        + "Conv, DepthwiseConv or Linear")]
    [InlineData("[[|Conserve(1)|], Linear(2)] Layer a;",
        "Conserve constrains the weights of the operation before it, but it stands first; put it directly behind Conv, DepthwiseConv or "
        + "Linear")]
    [InlineData("[Block<Part>, [|Conserve(1)|]] Layer a;",
        "Conserve constrains the weights of a convolution or a linear layer, but it stands behind Block; put it directly behind Conv, "
        + "DepthwiseConv or Linear")]
    public Task Constraint_does_not_fit(string layer, string message) => Mistake.ExpectAsync(
        "using Fusion.Training;\n[Block] class Part { [Conv(2, 3)] Layer a; }\n[FusedNetwork(8, 8, 3)] public partial class Net { "
        + (layer.Contains("Part") ? "" : "[Block<Part>] Layer other; [Conv(3, 1)] Layer back; ") + layer + " }", "FUS303", message);

    [Fact]
    public async Task A_layer_that_is_called_twice_is_constrained_once()
    {
        const string source = """
            using Fusion.Training;
            [FusedNetwork(3)]
            public partial class Net
            {
                [Linear(3), Orthogonal] Layer turn;
                Tensor Forward(Tensor x) => turn(turn(x));
            }
            [Training(typeof(Net)), MeanSquaredError, Sgd] public partial class T;
            """;
        CSharpCompilation compilation = Project.Compile(source);
        Assert.Empty(await Project.DiagnoseAsync(compilation));
        string text = string.Concat(Project.Generate(compilation).Result.GeneratedTrees.Select(tree => tree.ToString()));
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(text, @"WeightProjection\.Orthogonal\("));
    }

    [Fact]
    public void A_network_that_only_runs_does_not_reach_the_training()
    {
        Compilation compilation = Project.Generate(Project.Compile("""
            using Fusion.Training;
            [FusedNetwork(8, 8, 3)]
            public partial class Net { [Conv(2, 3), Conserve(1)] Layer a; [GlobalAveragePool, Linear(2), Orthogonal] Layer b; }
            """)).Compilation;
        using var stream = new MemoryStream();
        Assert.True(compilation.Emit(stream).Success);
        stream.Position = 0;
        using var file = new PEReader(stream);
        MetadataReader metadata = file.GetMetadataReader();
        string[] references = [.. metadata.AssemblyReferences.Select(handle =>
            metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
        Assert.Contains("Fusion", references);
        Assert.DoesNotContain("Fusion.Training", references);
    }
}
