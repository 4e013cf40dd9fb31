namespace Fusion.Generator.Tests.Snapshots;

/// <summary>Networks just large enough to show one fusion each.</summary>
internal static class SmallNetworks
{
    /// <summary>A training step of a block: forward with the batch's statistics, the backward pass in the kernels' epilogues,
    /// updates.</summary>
    public const string TrainedBlock = """
        using Fusion.Training;
        [FusedNetwork(4, 4, 8)]
        partial class Net
        {
            [Conv(8, 3), BatchNorm, Relu]   Layer conv1;
            [Conv(8, 1), BatchNorm]         Layer conv2;

            Tensor Forward(Tensor x) => Relu(conv2(conv1(x)) + x);
        }
        [Training(typeof(Net), Batch = 2), MeanSquaredError, Sgd(Momentum = 0.9)]
        partial class BlockTraining;
        """;

    /// <summary>BatchNorm into the weights; bias, activation and residual in the epilogue; a halo for the padding.</summary>
    public const string Residual = """
        [FusedNetwork(6, 6, 16)]
        partial class Net
        {
            [Conv(16, 3), BatchNorm, Relu]   Layer conv1;
            [Conv(16, 1), BatchNorm]         Layer conv2;

            Tensor Forward(Tensor x) => Relu(conv2(conv1(x)) + x);
        }
        """;

    /// <summary>The caller has the channels first: the copy that gives an image its halo reads planes, and a result becomes
    /// planes.</summary>
    public const string ChannelsFirst = """
        [FusedNetwork(Layout = Layout.Nchw)]
        partial class Net
        {
            [Conv(8, 3), Tap]   Layer conv;

            (Tensor Mask, Tensor Mean) Forward([Shape(6, 10, 3)] Tensor image, [Shape(80, 4)] Tensor tokens) =>
                (conv(image), GlobalAveragePool(Relu(tokens)));
        }
        """;

    /// <summary>Squeeze through the linear layer: the gate is known before the expand convolution runs.</summary>
    public const string SqueezeExcite = """
        [FusedNetwork(6, 6, 16)]
        partial class Net
        {
            [Conv(16, 1), BatchNorm, Relu]   Layer conv1;
            [Conv(32, 1), BatchNorm]         Layer conv2;
            [SqueezeExcite(Reduction = 4)]   Layer se;
            [Conv(32, 1), BatchNorm]         Layer shortcut;

            Tensor Forward(Tensor x) => Relu(se(conv2(conv1(x))) + shortcut(x));
        }
        """;

    /// <summary>Excite into the weights of the projection, because what is squeezed is not linear.</summary>
    public const string InvertedResidual = """
        [FusedNetwork(6, 6, 16)]
        partial class Net
        {
            [Conv(32, 1), BatchNorm, Silu]         Layer expand;
            [DepthwiseConv(3), BatchNorm, Silu]    Layer depthwise;
            [SqueezeExcite(Channels = 4)]          Layer se;
            [Conv(16, 1), BatchNorm]               Layer project;

            Tensor Forward(Tensor x) => x + project(se(depthwise(expand(x))));
        }
        """;

    /// <summary>A tap before an activation, which it splits off, one behind it, which costs nothing, and a gate.</summary>
    public const string Taps = """
        [FusedNetwork(6, 6, 16)]
        partial class Net
        {
            [Conv(16, 3), BatchNorm, Tap, Relu]               Layer conv1;
            [Conv(32, 3), BatchNorm, Relu, Tap]               Layer conv2;
            [SqueezeExcite(Reduction = 4, TapGate = true)]    Layer se;
            [GlobalAveragePool, Linear(10)]                   Layer fc;
        }
        """;

    /// <summary>Inception: the reductions, siblings on one input, become one; the concatenation is free.</summary>
    public const string Siblings = """
        [FusedNetwork(6, 6, 16)]
        partial class Net
        {
            [Conv(8, 1), Relu]                       Layer reduce1;
            [Conv(8, 1), Relu]                       Layer reduce2;
            [Conv(16, 3), Relu]                      Layer conv1;
            [Conv(16, 3), Relu]                      Layer conv2;
            [MaxPool(3, Stride = 1, Padding = 1)]    Layer pool;

            Tensor Forward(Tensor x) => Concat(conv1(reduce1(x)), conv2(reduce2(x)), pool(x));
        }
        """;

    /// <summary>Large weights in BF16, small ones as floats.</summary>
    public const string NarrowWeights = """
        [FusedNetwork(4, 4, 256, Weights = WeightStorage.BFloat16)]
        partial class Net
        {
            [Conv(1040, 1), Relu]        Layer wide;
            [GlobalAveragePool, Flatten] Layer pool;
            [Linear(10)]                 Layer fc;
        }
        """;
}
