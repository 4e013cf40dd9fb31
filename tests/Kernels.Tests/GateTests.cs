using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>A gate in front of a convolution, wherever it goes: into the weights, or to the values.</summary>
public sealed class GateTests
{
    [Fact]
    public void Gates_before_strided_pointwise_convolutions() => Check.Graphs(
    [
        .. from channels in new[] { 2, 4, 13, 64 }
           from outputs in new[] { 3, 32 }
           select Gated($"Plane{channels}_{outputs}", [6, 5, channels], outputs, kernel: 1, [2, 2]),
        Gated("Line", [9, 12], 20, kernel: 1, [3]),
        Gated("Volume", [4, 5, 3, 8], 20, kernel: 1, [2, 1, 3]),
        Gated("Across", [6, 5, 16], 20, kernel: 1, [1, 2]),
        Gated("Down", [6, 5, 16], 20, kernel: 1, [2, 1]),
        Build.Graph("Excited", g =>
        {
            int x = g.SqueezeExcite(g.ConvNormRelu(g.Input("x", 9, 7, 12), 24, 3), 6);
            g.Output("y", g.Relu(g.Norm(g.Conv(g.Conv(x, 40, 1, stride: 2), 24, 1))));
        }),
    ], _ => 600);

    [Fact]
    public void Gates_before_other_convolutions() => Check.Graphs(
    [
        Gated("Plain", [6, 5, 16], 20, kernel: 1, [1, 1]),
        Gated("Padded", [6, 5, 16], 20, kernel: 1, [1, 1], padding: 1),
        Gated("PaddedAndStrided", [6, 5, 16], 20, kernel: 1, [2, 2], padding: 1),
        Gated("ThreeByThree", [6, 5, 16], 20, kernel: 3, [1, 1], padding: 1),
        Gated("ThreeByThreeStrided", [7, 8, 16], 20, kernel: 3, [2, 2], padding: 1),
        Gated("Grouped", [6, 5, 16], 24, kernel: 1, [2, 2], groups: 4),
        Gated("Depthwise", [6, 5, 16], 16, kernel: 3, [2, 2], padding: 1, groups: 16),
    ], _ => 300);

    private static Graph Gated(string name, int[] shape, int outputs, int kernel, int[] stride, int padding = 0, int groups = 1) =>
        Build.Graph(name, g =>
        {
            int x = g.Input("x", shape), gate = g.Input("gate", shape[^1]);
            EquatableArray<int> All(int value) => [.. stride.Select(_ => value)];
            var conv = new Conv("c", outputs, All(kernel), [.. stride], All(1), All(padding), groups, true);
            g.Output("y", g.Add(conv, g.Product(x, gate)));
        });
}
