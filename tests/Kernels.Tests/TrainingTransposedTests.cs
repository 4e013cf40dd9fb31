using Fusion.Kernels.Tests.Support;
using static Fusion.Kernels.Tests.TransposedTests;

namespace Fusion.Kernels.Tests;

/// <summary>Whole steps of training with transposed convolutions.</summary>
public sealed class TrainingTransposedTests
{
    [Fact]
    public void Trains() => Check.Graphs(
    [
        TrainingStep.Of(Build.Graph("Even", g => g.Output("y", Up(g, g.Input("x", 3, 4, 5), 20)))),
        TrainingStep.Of(Single([3, 3], [2, 2], [1, 1], [1, 1], [1, 1], 3, 4, 6, 18, groups: 2)),
        TrainingStep.Of(Single([3, 3], [1, 1], [1, 1], [1, 1], [0, 0], 5, 4, 17, 3)),
        TrainingStep.Of(Single([1, 2], [2, 3], [1, 1], [0, 0], [1, 0], 3, 4, 6, 5)),
        TrainingStep.Of(Single([4], [2], [1], [1], [0], 9, 1, 6, 20)),
    ], _ => 400);
}
