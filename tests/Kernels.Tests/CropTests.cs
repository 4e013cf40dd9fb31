using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>Positions that are read where they lie: by every operation that can, from every kind of memory.</summary>
public sealed class CropTests
{
    private static readonly (string Name, Func<Build, int, int> Of)[] s_readers =
    [
        ("Pointwise", (g, x) => g.Conv(x, 7, 1)),
        ("Conv", (g, x) => g.Conv(x, 7, 3, padding: 0)),
        ("Padded", (g, x) => g.Conv(x, 7, 3)),
        ("Strided", (g, x) => g.Conv(x, 7, 2, stride: 2, padding: 0)),
        ("Depthwise", (g, x) => g.Conv(x, g.Shape(x).Channels, 2, groups: g.Shape(x).Channels, padding: 0)),
        ("MaxPool", (g, x) => g.MaxPool(x, 2, 1)),
        ("AveragePool", (g, x) => g.Add(new AveragePool(All(g, x, 2), All(g, x, 1), All(g, x, 1)), x)),
        ("Mean", (g, x) => g.Mean(x)),
        ("Reduce", (g, x) => g.Add(new Reduce(PoolMode.Max, ReducedAxes.Width), x)),
        ("ReduceChannels", (g, x) => g.Add(new Reduce(PoolMode.Average, ReducedAxes.Channels), x)),
        ("Upsample", (g, x) => g.Add(new Upsample(All(g, x, 2), Interpolation.Bilinear), x)),
        ("Activation", (g, x) => g.Add(new Silu(), x)),
        ("Sum", (g, x) => g.Sum(g.Conv(x, g.Shape(x).Channels, 1), x)),
        ("Concat", (g, x) => g.Concat(x, g.Conv(x, 3, 1), x)),
        ("LayerNorm", (g, x) => g.Add(new LayerNorm("norm"), x)),
        ("RmsNorm", (g, x) => g.Add(new RmsNorm("norm"), x)),
        ("Normalize", (g, x) => g.Add(new Normalize(), x)),
        ("Softmax", (g, x) => g.Add(new Softmax(), x)),
        ("Crop", (g, x) => g.Conv(g.Add(new Pad(All(g, x, -1), All(g, x, 0)), x), 7, 1)),
        ("Reshape", (g, x) => g.Relu(g.Add(new Reshape([-1]), x))),
    ];

    [Theory]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(19)]
    public void Readers_of_some_positions(int channels) => Check.Graphs(
        [
            .. s_readers.SelectMany(reader => new[]
            {
                Build.Graph($"{reader.Name}OfInput{channels}", g => Crop(g, reader.Of, g.Input("x", 9, 10, channels), [2, 1], [1, 3])),
                Build.Graph($"{reader.Name}OfValue{channels}", g =>
                {
                    // Some need zeros around the value.
                    int x = g.Conv(g.Input("x", 9, 10, 3), channels, 1);
                    Crop(g, reader.Of, x, [0, 1], [4, 0]);
                    g.Output("z", g.Conv(x, 4, 3));
                }),
                Build.Graph($"{reader.Name}OfSlice{channels}", g =>
                    Crop(g, reader.Of, g.Slice(g.Relu(g.Input("x", 9, 10, channels + 5)), 3, channels), [1, 0], [0, 1])),
                Build.Graph($"{reader.Name}OfSequence{channels}", g => Crop(g, reader.Of, g.Relu(g.Input("x", 21, channels)), [3], [4])),
            }),
        ], _ => 400);

    [Fact]
    public void Frames_that_are_left_out() => Check.Graphs(
        [
            .. s_readers.Where(reader => reader.Name is not ("Depthwise" or "Reduce"))
                .Select(reader => Build.Graph($"{reader.Name}OfFrames", g =>
                    Crop(g, reader.Of, g.Relu(g.Input("x", 5, 6, 7, 9)), [1, 2, 0], [1, 0, 3]))),
        ], _ => 600);

    private static void Crop(Build g, Func<Build, int, int> reader, int x, int[] before, int[] after) => g.Output("y", reader(g, g.Add(
        new Pad([.. before.Select(size => -size)], [.. after.Select(size => -size)]), x)));

    private static EquatableArray<int> All(Build g, int x, int size) => [.. Enumerable.Repeat(size, g.Shape(x).SpatialRank)];
}
