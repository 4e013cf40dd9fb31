using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>Training steps on every back end: outputs and all gradients, the gradients of the outputs being given.</summary>
public sealed class TrainingTests
{
    [Fact]
    public void Convolutions_and_activations() => TrainingStep.Check(
        TrainingStep.Of(Build.Graph("Plain", g => g.Output("y", g.Relu(g.Conv(g.Input("x", 5, 6, 3), 5, 3))))),
        TrainingStep.Of(Build.Graph("Strided", g =>
            g.Output("y", g.Relu(g.Conv(g.Conv(g.Input("x", 9, 8, 3), 20, 3, stride: 2), 7, 1))))),
        TrainingStep.Of(Build.Graph("Grouped", g =>
            g.Output("y", g.Conv(g.Conv(g.Input("x", 6, 5, 4), 8, 1), 12, 3, groups: 4)))),
        TrainingStep.Of(Build.Graph("Depthwise", g =>
            g.Output("y", g.Conv(g.Conv(g.Input("x", 6, 5, 4), 18, 1), 18, 3, groups: 18, stride: 2)))));
}
