using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>How operations stand to each other: what the rewrites and the memory plan make of real networks' building blocks, and of odd
/// ones.</summary>
public sealed class StructureTests
{
    [Fact]
    public void Residual_blocks() => Run(
        Build.Graph("Basic", g =>
        {
            int x = g.ConvNormRelu(g.Input("x", 9, 11, 3), 24, 3);
            int y = g.ConvNorm(g.ConvNormRelu(x, 24, 3), 24, 3);
            g.Output("y", g.Relu(g.Sum(y, x)));
        }),
        Build.Graph("Projected", g =>
        {
            int x = g.ConvNormRelu(g.Input("x", 10, 8, 4), 20, 3);
            int y = g.ConvNorm(g.ConvNormRelu(x, 33, 3, stride: 2), 33, 3);
            g.Output("y", g.Relu(g.Sum(g.ConvNorm(x, 33, 1, stride: 2), y)));
        }),
        Build.Graph("OptionA", g =>
        {
            int x = g.ConvNormRelu(g.Input("x", 8, 8, 3), 16, 3);
            int shortcut = g.Add(new PadChannels(8, 8), g.Add(new Subsample([2, 2]), x));
            g.Output("y", g.Relu(g.Sum(g.ConvNorm(g.ConvNormRelu(x, 32, 3, stride: 2), 32, 3), shortcut)));
        }),
        Build.Graph("PreActivation", g =>
        {
            int x = g.Conv(g.Input("x", 7, 7, 5), 18, 3);
            int y = g.Conv(g.Relu(g.Norm(x)), 18, 3);
            g.Output("y", g.Sum(x, y));
        }),
        Build.Graph("Twice", g =>
        {
            int x = g.Conv(g.Input("x", 5, 5, 4), 12, 1);
            g.Output("y", g.Sum(x, x));
            g.Output("z", g.Product(x, x));
        }));

    [Fact]
    public void Squeeze_and_excitation() => Run(
        Build.Graph("Bottleneck", g =>
        {
            int x = g.ConvNormRelu(g.Input("x", 9, 7, 6), 32, 1);
            int y = g.SqueezeExcite(g.ConvNorm(g.ConvNormRelu(x, 16, 3), 32, 1), 4);
            g.Output("y", g.Relu(g.Sum(y, x)));
        }),
        Build.Graph("ByHand", g =>
        {
            int x = g.Input("x", 8, 8, 16);
            int value = g.ConvNorm(x, 40, 1);
            int gate = g.Add(new HardSigmoid(), g.Linear(g.Add(new Silu(), g.Linear(g.Mean(value), 7)), 40));
            g.Output("y", g.Product(gate, value));
        }),
        Build.Graph("MbConv", g =>
        {
            int x = g.Conv(g.Input("x", 14, 14, 3), 16, 3);
            int expanded = g.Add(new Silu(), g.ConvNorm(x, 48, 1));
            int deep = g.Add(new Silu(), g.ConvNorm(expanded, 48, 5, groups: 48));
            g.Output("y", g.Sum(g.ConvNorm(g.SqueezeExcite(deep, 4, new Silu()), 16, 1), x));
        }),
        Build.Graph("GateAsPass", g =>
        {
            // Fewer pixels than outputs: the value is scaled, not the weights.
            int x = g.Relu(g.Conv(g.Input("x", 3, 3, 8), 20, 3));
            g.Output("y", g.Conv(g.SqueezeExcite(x, 5, gate: new HardSigmoid(0.2)), 40, 1));
        }),
        Build.Graph("BeforeSquareKernel", g =>
        {
            int x = g.Add(new HardSwish(), g.ConvNorm(g.Input("x", 12, 10, 3), 24, 3));
            g.Output("y", g.Conv(g.SqueezeExcite(x, 6), 17, 3));
        }),
        Build.Graph("SumPool", g =>
        {
            int x = g.Conv(g.Input("x", 6, 10, 8), 24, 3, groups: 2);
            g.Output("y", g.SqueezeExcite(x, 6, new Tanh(), new Tanh(), PoolMode.Sum));
            g.Output("maximum", g.Add(new GlobalPool(PoolMode.Max), x));
        }),
        Build.Graph("GroupSums", g =>
        {
            // Groups whose channels fill no vector: sums of one group must not touch the next one's.
            int x = g.Conv(g.Input("x", 24, 24, 12), 21, 3, groups: 3);
            g.Output("y", g.Mean(g.Relu(x)));
        }),
        Build.Graph("GateOnInput", g =>
        {
            int x = g.Input("x", 6, 5, 16);
            g.Output("y", g.Conv(g.Product(x, g.Input("gate", 16)), 8, 1));
            g.Output("z", g.Product(g.Input("second", 16), x));
        }));

    [Fact]
    public void Concatenations() => Run(
        Build.Graph("Inception", g =>
        {
            int x = g.Relu(g.Conv(g.Input("x", 10, 10, 5), 20, 3));
            int a = g.ConvNormRelu(x, 16, 1);
            int b = g.ConvNormRelu(g.ConvNormRelu(x, 8, 1), 24, 3);
            int c = g.ConvNormRelu(g.ConvNormRelu(x, 12, 1), 10, 3);
            int d = g.ConvNormRelu(g.MaxPool(x, 3, 1, 1), 7, 1);
            g.Output("y", g.Concat(a, b, c, d));
        }),
        Build.Graph("Fire", g =>
        {
            int x = g.Relu(g.Conv(g.Input("x", 9, 9, 12), 6, 1));
            int y = g.Concat(g.Relu(g.Conv(x, 20, 1)), g.Relu(g.Conv(x, 20, 3)));
            g.Output("y", g.MaxPool(y, 3, 2));
        }),
        Build.Graph("Nested", g =>
        {
            int x = g.Input("x", 5, 6, 7);
            int a = g.Conv(x, 9, 1), b = g.Conv(x, 3, 3), c = g.Conv(x, 16, 3);
            int inner = g.Concat(a, b);
            g.Output("y", g.Conv(g.Concat(c, inner, g.Relu(inner)), 11, 3));
            g.Output("inner", inner);
        }),
        Build.Graph("OfInput", g =>
        {
            int x = g.Input("x", 5, 6, 16), z = g.Input("z", 5, 6, 3);
            g.Output("y", g.Concat(x, g.Conv(x, 5, 3), z, x));
        }),
        Build.Graph("OfItself", g =>
        {
            int x = g.Conv(g.Input("x", 4, 4, 3), 6, 1);
            g.Output("y", g.Concat(x, x, g.Slice(x, 2, 3)));
        }),
        Build.Graph("Dense", g =>
        {
            int x = g.Conv(g.Input("x", 8, 8, 3), 10, 3);
            for (int i = 0; i < 3; i++) x = g.Concat(x, g.Conv(g.Relu(g.Norm(x)), 6, 3));
            g.Output("y", g.Relu(g.Norm(x)));
        }),
        Build.Graph("Levels", g =>
        {
            // A detector's heads: reshaped predictions of several levels, appended.
            int x = g.Relu(g.Conv(g.Input("x", 8, 12, 3), 16, 3));
            int small = g.Relu(g.Conv(x, 16, 3, stride: 2));
            int Head(int value) => g.Add(new Reshape([-1, 2]), g.Conv(value, 4, 1));
            g.Output("classes", g.Add(new Softmax(), g.Add(new Append(), Head(x), Head(small))));
            g.Output("boxes", g.Add(new Append(), Head(x), Head(small)));
        }),
        Build.Graph("Appended", g =>
        {
            int x = g.Input("x", 3, 5, 8);
            int a = g.Conv(x, 4, 3), b = g.Add(new MaxPool([1, 1], [1, 1], [0, 0]), g.Slice(x, 1, 4));
            int both = g.Add(new Append(), a, b, g.Slice(x, 4, 4), a);
            g.Output("y", g.Conv(both, 6, 3));
            g.Output("z", both);
        }));

    [Fact]
    public void Mobile_units() => Run(
        Build.Graph("ShuffleNetV2", g =>
        {
            int x = g.ConvNormRelu(g.Input("x", 8, 8, 3), 22, 3);
            int left = g.Slice(x, 0, 11), right = g.Slice(x, 11, 11);
            right = g.ConvNormRelu(g.ConvNorm(g.ConvNormRelu(right, 11, 1), 11, 3, groups: 11), 11, 1);
            g.Output("y", g.Add(new ChannelShuffle(2), g.Concat(left, right)));
        }),
        Build.Graph("ShuffleNetV1", g =>
        {
            int x = g.Input("x", 6, 6, 24);
            int y = g.Add(new ChannelShuffle(3), g.ConvNormRelu(x, 12, 1, groups: 3));
            y = g.ConvNorm(g.ConvNorm(y, 12, 3, groups: 12), 24, 1, groups: 3);
            g.Output("y", g.Relu(g.Sum(y, x)));
        }),
        Build.Graph("InvertedResidual", g =>
        {
            int x = g.Conv(g.Input("x", 7, 9, 3), 8, 3);
            int y = g.Add(new Relu6(), g.ConvNorm(x, 48, 1));
            y = g.Add(new Relu6(), g.ConvNorm(y, 48, 3, groups: 48));
            g.Output("y", g.Sum(x, g.ConvNorm(y, 8, 1)));
        }),
        Build.Graph("Multiplier", g =>
        {
            int x = g.Input("x", 7, 7, 6);
            int y = g.Add(new PRelu("p1"), g.Conv(x, 12, 3, groups: 6));
            g.Output("y", g.Add(new PRelu("p2", Shared: true), g.Conv(y, 12, 3, dilation: 2, groups: 12)));
        }),
        Build.Graph("Dilated", g =>
            g.Output("y", g.Conv(g.Conv(g.Input("x", 15, 13, 20), 20, 3, dilation: 3, groups: 20), 20, 5, stride: 2, dilation: 2,
            groups: 20))));

    [Fact]
    public void Normalisations_anywhere() => Run(
        Build.Graph("BeforePadded", g => g.Output("y", g.Conv(g.Norm(g.Input("x", 6, 6, 8)), 9, 3))),
        Build.Graph("BeforeUnpadded", g => g.Output("y", g.Conv(g.Norm(g.Input("x", 6, 6, 8)), 9, 3, padding: 0))),
        Build.Graph("BeforeGrouped", g => g.Output("y", g.ConvNorm(g.Norm(g.Conv(g.Norm(g.Input("x", 6, 6, 8)), 12, 1, groups: 4)), 6, 1))),
        Build.Graph("BeforeTwo", g =>
        {
            int x = g.Norm(g.Input("x", 5, 5, 7));
            g.Output("y", g.Conv(x, 9, 1));
            g.Output("z", g.Conv(x, 4, 2, stride: 2, padding: 0));
        }),
        Build.Graph("Alone", g => g.Output("y", g.Norm(g.Norm(g.Input("x", 5, 5, 7))))),
        Build.Graph("AloneFlat", g => g.Output("y", g.Linear(g.Norm(g.Relu(g.Input("x", 19))), 5))),
        Build.Graph("AfterLinear", g => g.Output("y", g.Relu(g.Norm(g.Linear(g.Norm(g.Input("x", 3, 21)), 17, bias: false))))),
        Build.Graph("BothSidesDepthwise", g =>
            g.Output("y", g.Norm(g.Conv(g.Norm(g.Input("x", 7, 7, 18)), 18, 3, padding: 0, groups: 18)))),
        Build.Graph("ReadElsewhere", g =>
        {
            int x = g.Conv(g.Input("x", 4, 4, 5), 8, 1);
            g.Output("y", g.Norm(x));
            g.Output("z", x);
        }));

    [Fact]
    public void Pyramids() => Run(
        Build.Graph("Fpn", g =>
        {
            int x = g.ConvNormRelu(g.Input("x", 16, 12, 3), 16, 3, stride: 2);
            int y = g.ConvNormRelu(x, 32, 3, stride: 2);
            int top = g.ConvNormRelu(y, 16, 1);
            int side = g.ConvNormRelu(x, 16, 1);
            g.Output("p4", top);
            g.Output("p3", g.ConvNormRelu(g.Sum(side, g.Add(new Upsample([2, 2]), top)), 16, 3));
        }),
        Build.Graph("Smooth", g =>
        {
            int x = g.Conv(g.Input("x", 5, 4, 6), 10, 1);
            int y = g.Add(new Upsample([2, 3], Interpolation.Bilinear), x);
            g.Output("y", g.Conv(g.Relu(g.Norm(y)), 6, 3));
            g.Output("z", g.Add(new Upsample([1, 4], Interpolation.Bilinear, AlignCorners: true), x));
        }));

    [Fact]
    public void Inputs_and_outputs() => Run(
        Build.Graph("Passed", g =>
        {
            int x = g.Input("x", 3, 4, 5);
            g.Output("same", x);
            g.Output("again", x);
            g.Output("part", g.Slice(x, 1, 3));
            g.Output("seen", g.Add(new Reshape([2, 30]), x));
        }),
        Build.Graph("Wide", g =>
        {
            // Channels are a multiple of the vector, but not those of the views.
            int x = g.Input("x", 3, 4, 16);
            g.Output("a", g.Relu(g.Slice(x, 5, 11)));
            g.Output("b", g.Norm(g.Add(new Reshape([12, 4, 4]), x)));
            g.Output("c", g.Conv(g.Slice(x, 9, 7), 7, 3, groups: 7));
        }),
        Build.Graph("ReadInside", g =>
        {
            int x = g.Relu(g.Conv(g.Input("x", 5, 5, 3), 16, 3));
            g.Output("middle", x);
            g.Output("twice", x);
            int part = g.Slice(x, 8, 8);
            g.Output("part", part);
            g.Output("y", g.Conv(part, 5, 3));
            g.Output("flat", g.Linear(g.Add(new Flatten(), x), 3));
        }),
        Build.Graph("Reshaped", g =>
        {
            int x = g.Conv(g.Input("x", 4, 6, 3), 10, 3);
            int y = g.Add(new Reshape([12, 20]), x);
            g.Output("seen", y);
            g.Output("y", g.Conv(y, 7, 3));
            g.Output("again", g.Add(new Reshape([3, 4, 20]), g.Relu(y)));
        }),
        Build.Graph("ReshapedInConcat", g =>
        {
            int x = g.Conv(g.Input("x", 4, 6, 4), 8, 3);
            int y = g.Add(new Reshape([4, 6, 8]), g.Add(new Reshape([24, 8]), x));
            g.Output("y", g.Concat(y, g.Relu(x)));
        }),
        Build.Graph("Many", g =>
        {
            int rgb = g.Input("rgb", 8, 8, 3), depth = g.Input("depth", 8, 8, 1), scale = g.Input("scale", 6);
            int y = g.Sum(g.Conv(rgb, 6, 3), g.Conv(depth, 6, 3));
            g.Output("y", g.Product(y, scale));
            g.Output("z", g.Sum(scale, y));
            g.Output("sigmoid", g.Add(new Sigmoid(), y));
        }),
        Build.Graph("Flattened", g =>
        {
            int x = g.Relu(g.Conv(g.Input("x", 5, 7, 3), 9, 3));
            int flat = g.Add(new Flatten(), g.MaxPool(x, 2, 2));
            g.Output("y", g.Linear(g.Relu(g.Linear(flat, 13)), 5));
        }),
        Build.Graph("FlattenedForAll", g =>
        {
            int x = g.Conv(g.Input("x", 5, 7, 3), 9, 3);
            int flat = g.Add(new Flatten(), x);
            g.Output("y", g.Linear(flat, 5));
            g.Output("z", g.Relu(flat));
            g.Output("padded", g.Conv(x, 3, 3));
        }),
        Build.Graph("SharedWeights", g =>
        {
            int x = g.Input("x", 6, 6, 5), z = g.Input("z", 3, 8, 5);
            g.Output("y", g.Relu(g.Conv(x, 8, 3, path: "shared")));
            g.Output("z1", g.Conv(z, 8, 3, path: "shared"));
            int one = g.Add(new PRelu("slope", Shared: true), x), other = g.Add(new PRelu("slope", Shared: true), g.Conv(z, 20, 1));
            g.Output("one", one);
            g.Output("other", other);
        }));

    [Fact]
    public void Ranks() => Run(
        Build.Graph("Vector", g =>
        {
            int x = g.Input("x", 37);
            int y = g.Relu(g.Conv(x, 20, 1));
            g.Output("y", g.Sum(g.Linear(y, 37), x));
            g.Output("z", g.Concat(g.Add(new Tanh(), y), g.Slice(x, 30, 7)));
        }),
        Build.Graph("Sequence", g =>
        {
            int x = g.ConvNormRelu(g.Input("x", 23, 5), 18, 5);
            int y = g.Conv(x, 18, 3, dilation: 2, groups: 18);
            y = g.Sum(g.MaxPool(y, 2, 2), g.Conv(x, 18, 2, stride: 2, padding: 0));
            g.Output("y", g.SqueezeExcite(y, 4));
            g.Output("mean", g.Mean(g.Concat(y, y)));
        }),
        Build.Graph("Video", g =>
        {
            int x = g.ConvNormRelu(g.Input("x", 4, 6, 7, 3), 12, 3);
            int y = g.ConvNorm(g.ConvNormRelu(x, 12, 3, groups: 12), 12, 1);
            x = g.Relu(g.Sum(x, y));
            y = g.Conv(g.MaxPool(x, 2, 2), 10, 3, stride: 2);
            g.Output("y", g.Concat(g.Relu(y), y));
            g.Output("mean", g.Mean(x));
            g.Output("up", g.Conv(g.Add(new Upsample([2, 1, 2]), x), 3, 2, padding: 1));
        }),
        Build.Graph("VideoOperations", g =>
        {
            int x = g.Conv(g.Input("x", 3, 5, 4, 4), 6, 3);
            g.Output("average", g.Add(new AveragePool([2, 3, 2], [1, 2, 1], [1, 1, 0]), x));
            g.Output("sub", g.Add(new Subsample([2, 2, 3]), x));
            g.Output("smooth", g.Add(new Upsample([2, 2, 2], Interpolation.Bilinear), x));
            g.Output("flat", g.Add(new Flatten(), x));
            g.Output("append", g.Add(new Append(), x, g.Add(new Sigmoid(), x)));
            g.Output("softmax", g.Add(new Softmax(), x));
            g.Output("gate", g.Product(x, g.Mean(x)));
        }));

    private static void Run(params Graph[] graphs) => Check.Graphs(graphs, _ => 400);
}
