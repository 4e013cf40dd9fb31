using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>Padding that differs between both ends, and what goes through positions in order.</summary>
public sealed class PaddingTests
{
    [Fact]
    public void Ends_that_differ() => Check.Graphs(
    [
        Convolution([3, 3], [2, 2], [0, 0], [1, 1], 1, 6, 8, 5, 19), Convolution([3, 3], [2, 2], [0, 0], [1, 1], 1, 6, 8, 16, 32),
        Convolution([2, 2], [1, 1], [0, 0], [1, 1], 1, 5, 7, 16, 16), Convolution([3, 3], [1, 1], [0, 2], [2, 0], 1, 6, 7, 16, 16),
        Convolution([3, 3], [1, 1], [0, 0], [2, 2], 1, 9, 9, 32, 32), Convolution([1, 1], [1, 1], [0, 0], [1, 2], 1, 5, 7, 6, 4),
        Convolution([3, 3], [2, 2], [0, 0], [1, 1], 18, 6, 8, 18, 18), Convolution([5, 4], [1, 1], [2, 1], [2, 2], 4, 6, 8, 8, 12),
        Build.Single(new Conv("c", 19, [3], [1], [2], [4], 1, true) { PaddingEnd = [0] }, 11, 5),
        Build.Single(new ConvTranspose("up", 19, [3, 3], [2, 2], [1, 1], [0, 0], [0, 0], 1, true) { PaddingEnd = [1, 1] }, 4, 5, 7),
        Build.Single(new ConvTranspose("up", 19, [4, 2], [1, 1], [1, 1], [1, 0], [0, 0], 1, true) { PaddingEnd = [2, 1] }, 4, 5, 7),
        Build.Single(new MaxPool([3, 3], [2, 2], [0, 0]) { PaddingEnd = [1, 1] }, 6, 8, 5),
        Build.Single(new AveragePool([3, 2], [2, 1], [0, 0], CountPadding: false) { PaddingEnd = [1, 1] }, 6, 8, 17),
        Build.Single(new AveragePool([3, 2], [2, 1], [0, 1]) { PaddingEnd = [2, 0] }, 6, 8, 17),
        Build.Single(new AveragePool([3, 3], [3, 3], [1, 0], CeilMode: true) { PaddingEnd = [2, 1] }, 8, 7, 5),
        Build.Graph("Band", g => g.Output("y", g.Add(
            new Conv("d", 96, [3, 3], [2, 2], [1, 1], [0, 0], 96, true) { PaddingEnd = [1, 1] },
            g.Relu(g.Conv(g.Input("x", 64, 64, 16), 96, 1))))),
        Build.Graph("Taken", g => g.Output("y", g.Conv(g.Add(new Pad([1, 0], [2, 1]), g.Input("x", 5, 6, 16)), 20, 3))),
    ], _ => 9 * 32 + 50);

    [Fact]
    public void Scans() => Check.Graphs(
    [
        Build.Single(new CumulativeSum(2), 9, 5), Build.Single(new CumulativeSum(2, Reverse: true), 9, 37),
        Build.Single(new CumulativeSum(1), 4, 5, 16), Build.Single(new CumulativeSum(0), 3, 2, 4, 21),
        Build.Single(new CumulativeSum(2), 5_000, 3), Build.Single(new Smooth(2, 2.5), 9, 5), Build.Single(new Smooth(2, 0.1), 1, 5),
        Build.Single(new Smooth(2, 100), 50, 37), Build.Single(new Smooth(1, 3), 4, 5, 16), Build.Single(new Smooth(0, 3), 3, 2, 4, 21),
        Build.Single(new Smooth(2, 10), 5_000, 3),
        Build.Graph("Gates", g => g.Output("y", g.Relu(g.Add(new Smooth(2, 4), g.Add(new Sigmoid(), g.Linear(g.Input("x", 12, 6), 20)))))),
    ], graph => graph.Nodes[0].Shape.Pixels + 60);

    private static Graph Convolution(
        int[] kernel, int[] stride, int[] before, int[] end, int groups, int height, int width, int inputs, int outputs) =>
        Build.Single(
            new Conv("c", outputs, [.. kernel], [.. stride], [1, 1], [.. before], groups, true) { PaddingEnd = [.. end] },
            height, width, inputs);
}
