using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Operations;

public class PropagateTests
{
    [Theory]
    [InlineData("")]
    [InlineData("selfLoops: true")]
    public void Agrees_with_ONNX_Runtime(string properties) =>
        OperationCase.AgreesWithOnnxRuntime("Propagate", properties, "7x5, 7x7");

    /// <summary>D^p (A + s I) D^q X, written down with matrices; the last node has no neighbours.</summary>
    [Theory]
    [InlineData("", 0, 0, 0)]
    [InlineData("normalize: Mean", 0, -1, 0)]
    [InlineData("normalize: Mean, selfLoops: true", 1, -1, 0)]
    [InlineData("normalize: Symmetric", 0, -0.5, -0.5)]
    [InlineData("normalize: Symmetric, selfLoops: true", 1, -0.5, -0.5)]
    public void Has_its_values(string properties, double loops, double left, double right)
    {
        double[] x = [3, -1, 4, 1, -5, 9, 2, 6];
        double[,] a = { { 0, 2, 0.5, 0 }, { 1, 0, 0, 0 }, { 0.5, 3, 1, 0 }, { 0, 0, 0, 0 } };
        double[] found = new OperationCase("Propagate", properties, "4x2, 4x4").Evaluate([x, [.. a.Cast<double>()]]);
        double[] degrees = [.. Enumerable.Range(0, 4).Select(i => Enumerable.Range(0, 4).Sum(j => a[i, j]) + loops)];
        double Factor(int node, double power) => degrees[node] == 0 ? 0 : Math.Pow(degrees[node], power);
        for (int i = 0; i < 4; i++)
            for (int c = 0; c < 2; c++)
                Assert.Equal(
                    Enumerable.Range(0, 4).Sum(j =>
                        Factor(i, left) * (a[i, j] + (i == j ? loops : 0)) * Factor(j, right) * x[j * 2 + c]),
                    found[i * 2 + c], 12);
    }

    [Theory]
    [InlineData("7x5", "it was given 1 inputs, but it takes nodes and an adjacency matrix")]
    [InlineData("3x7x5, 7x7", "the nodes are (3, 7, 5), but (N, C) was expected")]
    [InlineData("7x5, 7x6", "the adjacency matrix is (7, 6), but of 7 nodes it must be (7, 7)")]
    public void Says_what_is_wrong(string shapes, string part) =>
        Assert.Contains(part, OperationCase.Error("Propagate", "", shapes), StringComparison.Ordinal);
}
