using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>Gradients of weights on every back end, together with all else that a training step makes.</summary>
public sealed class WeightGradientTests
{
    [Fact]
    public void Convolutions_of_odd_sizes() => TrainingStep.Check(
        Step("OneChannel", 1, g => g.Conv(g.Input("x", 5, 6, 1), 1, 3)),
        Step("First", 3, g => g.Conv(g.Conv(g.Input("x", 9, 8, 3), 20, 3, stride: 2), 7, 1)),
        Step("Seven", 2, g => g.Conv(g.Input("x", 11, 13, 3), 17, 7, stride: 2)),
        Step("Unpadded", 3, g => g.Conv(g.Input("x", 7, 5, 5), 33, 3, padding: 0)),
        Step("WidelyPadded", 3, g => g.Conv(g.Input("x", 4, 5, 7), 5, 3, padding: 2)),
        Step("OnePixel", 5, g => g.Conv(g.Input("x", 1, 1, 33), 17, 3)),
        Step("OneSample", 1, g => g.Conv(g.Input("x", 3, 3, 17), 19, 1)),
        Step("Dilated", 2, g => g.Conv(g.Input("x", 9, 10, 17), 18, 3, dilation: 2)),
        Step("DilatedFirst", 2, g => g.Conv(g.Input("x", 9, 10, 3), 5, 3, dilation: 3, stride: 2)),
        Step("Rectangular", 3, g => g.Add(new Conv("c", 6, [1, 5], [2, 1], [1, 1], [0, 2], 1, true), g.Input("x", 6, 7, 20))));

    [Fact]
    public void Pointwise_convolutions() => TrainingStep.Check(
        Step("Pointwise", 3, g => g.Conv(g.Input("x", 6, 7, 24), 40, 1)),
        Step("Strided", 3, g => g.Conv(g.Input("x", 7, 6, 33), 17, 1, stride: 2)),
        WithoutInputs("Padded", 2, g => g.Conv(g.Input("x", 3, 4, 5), 6, 1, padding: 1)),
        Step("WithoutPixels", 6, g => g.Conv(g.Input("x", 12), 18, 1)));

    /// <summary>x has more vectors than dy, or as many: inputs and outputs of the sums are exchanged.</summary>
    [Fact]
    public void Pointwise_convolutions_that_narrow() => TrainingStep.Check(
        Step("Narrow", 3, g => g.Conv(g.Input("x", 6, 7, 40), 17, 1)),
        Step("NarrowToFew", 2, g => g.Conv(g.Conv(g.Input("x", 5, 5, 6), 70, 1), 3, 1)),
        Step("NarrowToOne", 4, g => g.Conv(g.Input("x", 3, 3, 97), 1, 1)),
        Step("ManyChunks", 3, g => g.Conv(g.Input("x", 37, 41, 24), 8, 1)),
        Step("Even", 2, g => g.Conv(g.Input("x", 4, 4, 96), 64, 1)),
        Step("Deep", 3, g => g.Linear(g.Linear(g.Input("x", 32), 2113), 16)));

    [Fact]
    public void One_dimension() => TrainingStep.Check(
        Step("Signal", 3, g => g.Conv(g.Conv(g.Input("x", 21, 2), 9, 5, stride: 2), 17, 3, dilation: 2)),
        Step("OneSignal", 1, g => g.Conv(g.Input("x", 400, 1), 4, 9)),
        Step("Long", 2, g => g.Conv(g.Input("x", 2500, 3), 18, 3)));

    [Fact]
    public void Groups() => TrainingStep.Check(
        Step("Grouped", 3, g => g.Conv(g.Input("x", 6, 5, 12), 20, 3, groups: 4)),
        Step("GroupsOfManyOutputs", 2, g => g.Conv(g.Input("x", 4, 5, 6), 68, 3, groups: 2)),
        Step("GroupsInTheCallersMemory", 2, g => g.Conv(g.Input("x", 4, 4, 16), 48, 1, groups: 16)),
        Step("Multiplier", 3, g => g.Conv(g.Input("x", 6, 5, 5), 15, 3, groups: 5, stride: 2)));

    [Fact]
    public void Depthwise_convolutions() => TrainingStep.Check(
        Step("Depthwise", 3, g => g.Conv(g.Conv(g.Input("x", 6, 5, 4), 18, 1), 18, 3, groups: 18, stride: 2)),
        Step("Five", 2, g => g.Conv(g.Input("x", 7, 8, 33), 33, 5, groups: 33)),
        Step("Seven", 2, g => g.Conv(g.Input("x", 9, 8, 16), 16, 7, groups: 16, dilation: 2)),
        Step("Wide", 2, g => g.Add(new Conv("c", 5, [1, 19], [1, 1], [1, 1], [0, 9], 5, false), g.Input("x", 3, 20, 5))),
        Step("Signal", 3, g => g.Conv(g.Input("x", 30, 20), 20, 4, groups: 20, padding: 3)),
        Step("ManyPixels", 3, g => g.Conv(g.Input("x", 41, 43, 7), 7, 3, groups: 7)));

    [Fact]
    public void Linear_layers() => TrainingStep.Check(
        Step("Linear", 5, g => g.Linear(g.Relu(g.Linear(g.Input("x", 7), 33)), 3)),
        Step("One", 1, g => g.Linear(g.Input("x", 1), 1)),
        Step("OfPixels", 3, g => g.Linear(g.Input("x", 6, 5, 18), 20)));

    [Fact]
    public void Layers_that_are_used_more_than_once() => TrainingStep.Check(
        Step("Shared", 3, g => g.Conv(g.Relu(g.Conv(g.Input("x", 6, 5, 6), 6, 3, path: "shared")), 6, 3, path: "shared")),
        Step("SharedAtOtherSizes", 2, g =>
        {
            int x = g.Conv(g.Input("x", 8, 8, 5), 5, 3, stride: 2);
            return g.Conv(g.Conv(g.Conv(x, 5, 3, path: "shared"), 5, 1), 5, 3, path: "shared", padding: 0);
        }));

    /// <summary>x as a range of the channels of a value, and as part of a concatenation; dy as both.</summary>
    [Fact]
    public void Slices_and_concatenations() => TrainingStep.Check(
        Step("Sliced", 3, g =>
        {
            int x = g.Relu(g.Conv(g.Input("x", 5, 6, 3), 12, 3));
            return g.Concat(g.Conv(g.Slice(x, 0, 5), 7, 3), g.Conv(g.Slice(x, 5, 7), 6, 1));
        }));

    /// <summary>More positions than one sum in floats takes, in several units.</summary>
    [Fact]
    public void Many_positions() => TrainingStep.Check(
        Step("Picture", 2, g => g.Conv(g.Input("x", 56, 57, 3), 16, 3)),
        Step("Pointwise", 3, g => g.Conv(g.Input("x", 37, 41, 8), 24, 1)));

    /// <summary>Equal numbers, of which one float would lose 0.4 %.</summary>
    [Fact]
    public void Sums_over_half_a_million_positions() => Check.Graphs(
        [Step("Wide", 4, g => g.Conv(g.Input("x", 256, 512, 1), 3, 1)),
            Step("LinearOfPixels", 1, g => g.Linear(g.Input("x", 524_288, 1), 2))],
        _ => 500, _ => 0.1f);

    [Fact]
    public void A_layer_of_a_usual_size() => TrainingStep.Check(
        Step("Usual", 8, g => g.Conv(g.Input("x", 14, 14, 64), 64, 3)),
        Step("Downsampling", 8, g => g.Conv(g.Input("x", 14, 14, 64), 128, 1, stride: 2)));

    /// <summary>Where there is no kernel for the gradient of the input: the padding is larger than the kernel reaches.</summary>
    private static Graph WithoutInputs(string name, int samples, Func<Build, int> layers) =>
        TrainingStep.Of(Build.Graph(name, g => g.Output("y", layers(g))), samples, [], ofInputs: false);

    private static Graph Step(string name, int samples, Func<Build, int> layers) =>
        TrainingStep.Of(Build.Graph(name, g => g.Output("y", layers(g))), samples);
}
