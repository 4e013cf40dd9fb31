using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>Training steps of operations that move or pool, at odd sizes: what they compute, and the gradient of what they read.</summary>
public sealed class TrainingMapTests
{
    [Fact]
    public void Max_pooling() => TrainingStep.Check(
        Step("MaxPool2", new MaxPool([2, 2], [2, 2], [0, 0]), 6, 8, 16),
        Step("MaxPool2Odd", new MaxPool([2, 2], [2, 2], [0, 0]), 7, 5, 5),
        Step("MaxPool3", new MaxPool([3, 3], [2, 2], [1, 1]), 9, 7, 33),
        Step("MaxPool3Ceil", new MaxPool([3, 3], [2, 2], [0, 0], CeilMode: true), 8, 6, 17),
        Step("MaxPool5", new MaxPool([5, 5], [1, 1], [2, 2]), 5, 6, 3),
        Step("MaxPoolApart", new MaxPool([2, 1], [3, 2], [1, 0]), 8, 7, 48),
        Step("MaxPoolLine", new MaxPool([3], [2], [1]), 9, 7),
        Step("MaxPoolOne", new MaxPool([1, 1], [1, 1], [0, 0]), 1, 1, 1),
        Step("MaxPoolWhole", new MaxPool([300, 1], [1, 1], [299, 0]), 4, 2, 2),
        Step("MaxPoolBehind", new MaxPool([3, 2], [2, 2], [0, 0]) { PaddingEnd = [1, 1] }, 6, 8, 17),
        Step("MaxPoolDilated", new MaxPool([3, 2], [2, 1], [2, 0]) { Dilation = [2, 3] }, 9, 8, 17),
        Step("MaxPoolDilatedLine", new MaxPool([3], [2], [3], CeilMode: true) { Dilation = [3] }, 10, 7),
        Step("MaxPoolDilatedApart", new MaxPool([2, 2], [5, 4], [0, 1]) { Dilation = [2, 2] }, 11, 9, 5),
        Step("MaxPoolDilatedBehind", new MaxPool([2, 3], [1, 1], [1, 2]) { Dilation = [3, 2], PaddingEnd = [2, 0] }, 7, 8, 33));

    [Fact]
    public void Average_pooling() => TrainingStep.Check(
        Step("AveragePool2", new AveragePool([2, 2], [2, 2], [0, 0]), 6, 8, 16),
        Step("AveragePool3", new AveragePool([3, 3], [2, 2], [1, 1]), 9, 7, 33),
        Step("AveragePool3Ceil", new AveragePool([3, 3], [2, 2], [1, 1], CeilMode: true), 8, 6, 17),
        Step("AveragePool3Inside", new AveragePool([3, 3], [2, 2], [1, 1], CeilMode: true, CountPadding: false), 8, 6, 5),
        Step("AveragePool5", new AveragePool([5, 4], [1, 1], [2, 1], CountPadding: false), 5, 6, 3),
        Step("AveragePoolApart", new AveragePool([1, 2], [3, 3], [0, 1]), 8, 7, 1),
        Step("AveragePoolLine", new AveragePool([4], [3], [1]), 9, 7),
        Step("AveragePoolLong", new AveragePool([1, 300], [1, 1], [0, 280]), 2, 40, 3),
        Step("AveragePoolBehind", new AveragePool([3, 3], [2, 2], [0, 0], CountPadding: false) { PaddingEnd = [1, 1] }, 6, 8, 17),
        Step("AveragePoolBehindCounted", new AveragePool([3, 3], [2, 2], [0, 0]) { PaddingEnd = [1, 2] }, 6, 8, 17),
        Step("AveragePoolDilated", new AveragePool([3, 2], [2, 1], [2, 0]) { Dilation = [2, 3] }, 9, 8, 17),
        Step("AveragePoolDilatedInside", new AveragePool([3, 2], [2, 1], [2, 1], CountPadding: false) { Dilation = [2, 3] }, 9, 8, 5),
        Step("AveragePoolDilatedLine", new AveragePool([3], [2], [3], CeilMode: true) { Dilation = [3] }, 10, 7),
        Step("AveragePoolDilatedApart", new AveragePool([2, 2], [5, 4], [0, 1]) { Dilation = [2, 2] }, 11, 9, 5),
        Step("AveragePoolDilatedLong", new AveragePool([1, 70], [1, 1], [0, 100]) { Dilation = [1, 3] }, 2, 40, 3));

    [Theory]
    [InlineData(PoolMode.Average)]
    [InlineData(PoolMode.Max)]
    [InlineData(PoolMode.Sum)]
    public void Global_pooling(PoolMode mode) => TrainingStep.Check(
        Step("Global", new GlobalPool(mode), 5, 7, 17),
        Step("GlobalWide", new GlobalPool(mode), 4, 4, 48),
        Step("GlobalLine", new GlobalPool(mode), 9, 3),
        Step("GlobalLong", new GlobalPool(mode), 2, 300, 5),
        Step("GlobalPixel", new GlobalPool(mode), 1, 1, 20),
        Step("GlobalVector", new GlobalPool(mode), 7),
        // From a value with a halo.
        TrainingStep.Frozen(Build.Graph("GlobalHalo", g =>
        {
            int x = g.Conv(g.Input("x", 6, 290, 3), 18, 1);
            g.Output("y", g.Sum(g.Conv(g.Add(new GlobalPool(mode), x), 4, 1), g.Conv(g.Mean(g.Conv(x, 4, 3)), 4, 1)));
        })));

    [Fact]
    public void Upsampling() => TrainingStep.Check(
        [.. from mode in new[] { "Nearest", "Bilinear", "Corners" }
            from size in new (int Height, int Width, int Channels, int Lines, int Columns)[]
            {
                (3, 4, 17, 2, 2), (1, 5, 3, 3, 2), (5, 1, 32, 1, 4), (2, 3, 1, 300, 1), (2, 2049, 1, 1, 2), (1, 1, 5, 2, 3),
            }
            select Step($"{mode}{size.Height}x{size.Width}", new Upsample([size.Lines, size.Columns],
                mode == "Nearest" ? Interpolation.Nearest : Interpolation.Bilinear, mode == "Corners"), size.Height, size.Width,
                    size.Channels),
            Step("UpsampleLine", new Upsample([3], Interpolation.Bilinear), 5, 7)]);

    [Fact]
    public void Subsampling() => TrainingStep.Check(
        Step("Subsample", new Subsample([2, 2]), 7, 8, 5),
        Step("SubsampleOdd", new Subsample([3, 1]), 7, 5, 33),
        Step("SubsampleLine", new Subsample([2]), 9, 3),
        TrainingStep.Frozen(Build.Graph("SubsampleBetween", g =>
        {
            int x = g.Conv(g.Input("x", 7, 9, 3), 6, 3);
            int even = g.Conv(g.Add(new Subsample([2, 2]), x), 5, 3), pooled = g.MaxPool(x, 2, 2);
            g.Output("y", g.Concat(g.Add(new Subsample([1, 1]), g.Add(new Subsample([2, 2]), even)), g.MaxPool(pooled, 2, 2, 1)));
        })));

    [Fact]
    public void Append_and_its_parts() => TrainingStep.Check(
        Build2("AppendRows", new Append(), [4, 5, 3], [1, 5, 3]),
        Build2("AppendPixels", new Append(), [7, 17], [2, 17]),
        Build2("AppendVectors", new Append(), [3, 2, 16], [2, 2, 16]),
        TrainingStep.Frozen(Build.Graph("Levels", g =>
        {
            int x = g.Conv(g.Input("x", 6, 8, 3), 12, 3), small = g.MaxPool(x, 2, 2), tiny = g.MaxPool(small, 2, 2, 1);
            int Level(int value) => g.Add(new Reshape([-1, 6]), g.Conv(value, 18, 3));
            g.Output("y", g.Add(new Append(), Level(x), Level(small), Level(tiny)));
        })));

    [Fact]
    public void Flatten_and_unflatten() => TrainingStep.Check(
        Step("Flatten", new Flatten(), 5, 4, 3),
        Step("FlattenWide", new Flatten(), 3, 7, 20),
        Step("FlattenLine", new Flatten(), 17, 5),
        Step("FlattenPixel", new Flatten(), 1, 1, 7),
        Step("FlattenChannel", new Flatten(), 3, 5, 1),
        Step("FlattenVector", new Flatten(), 9),
        TrainingStep.Frozen(Build.Graph("Classifier", g =>
        {
            int x = g.MaxPool(g.Relu(g.Conv(g.Input("x", 7, 6, 3), 18, 3)), 2, 2);
            g.Output("y", g.Linear(g.Add(new Flatten(), x), 10));
            g.Output("z", g.Conv(x, 3, 3));
        })));

    [Fact]
    public void Sums_and_products_over_all_positions() => TrainingStep.Check(
        Build2("Gate", new Multiply(), [5, 4, 17], [17]),
        Build2("GateFirst", new Multiply(), [16], [3, 5, 16]),
        Build2("GateOfRank", new Multiply(), [5, 3, 3], [1, 1, 3]),
        Build2("GateOfLine", new Multiply(), [9, 5], [5]),
        Build2("GateOfPixel", new Multiply(), [1, 1, 7], [7]),
        Build2("Shift", new Add(), [5, 4, 33], [33]),
        Build2("ShiftFirst", new Add(), [1, 3], [7, 3]));

    [Fact]
    public void Channels_that_move() => TrainingStep.Check(
        Step("Shuffle", new ChannelShuffle(3), 5, 3, 15),
        Step("ShuffleLine", new ChannelShuffle(2), 5, 34),
        Step("Pad", new PadChannels(2, 5), 3, 5, 7),
        Step("PadVector", new PadChannels(0, 3), 7),
        Step("Slice", new Slice(3, 9), 5, 3, 17),
        Step("SliceAligned", new Slice(16, 16), 5, 3, 48),
        Build2("Concat", new Concat(), [5, 3, 7], [5, 3, 16]),
        TrainingStep.Frozen(Build.Graph("ShuffleUnit", g =>
        {
            int x = g.Conv(g.Input("x", 5, 7, 3), 24, 3);
            int right = g.Relu(g.Conv(g.Conv(g.Slice(x, 12, 12), 12, 1), 12, 3, groups: 12));
            g.Output("y", g.Conv(g.Add(new ChannelShuffle(2), g.Concat(g.Slice(x, 0, 12), right)), 5, 3));
        })));

    private static Graph Step(string name, Operation operation, params int[] input) =>
        TrainingStep.Of(Build.Graph(name, g => g.Output("y", g.Add(operation, g.Input("x", input)))));

    private static Graph Build2(string name, Operation operation, int[] left, int[] right) =>
        TrainingStep.Of(Build.Graph(name, g => g.Output("y", g.Add(operation, g.Input("a", left), g.Input("b", right)))));
}
