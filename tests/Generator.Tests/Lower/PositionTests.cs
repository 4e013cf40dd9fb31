using Fusion.Compiler.Graphs;
using Fusion.Generator.Tests.Support;

namespace Fusion.Generator.Tests.Lower;

/// <summary>Ranges of positions, from either end.</summary>
public class PositionTests
{
    [Theory]
    [InlineData("x[2..]", "(6, 6, 4)")]
    [InlineData("x[..3]", "(3, 6, 4)")]
    [InlineData("x[1..^2]", "(5, 6, 4)")]
    [InlineData("x[^3..]", "(3, 6, 4)")]
    [InlineData("x[^3..^1]", "(2, 6, 4)")]
    [InlineData("x[.., ^2..]", "(8, 2, 4)")]
    [InlineData("x[1..4, 2..3]", "(3, 1, 4)")]
    [InlineData("x[..^1, ..^2]", "(7, 4, 4)")]
    public void Range_has_the_shape(string expression, string shape)
    {
        Graph graph = Lowered.Graph(
            $"[FusedNetwork(8, 6, 4)] partial class Net {{ [Relu] Layer a; Tensor Forward(Tensor x) => a({expression}); }}");
        Assert.Equal(shape, graph.Nodes[graph.Outputs.Single().Node].Shape.ToString());
    }
}
