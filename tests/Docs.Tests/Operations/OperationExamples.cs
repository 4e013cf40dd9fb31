namespace Fusion.Docs.Tests.Operations;

/// <summary>One use of an operation, as the reference shows it.</summary>
/// <param name="Operation">The name in the table of operations.</param>
/// <param name="Declaration">Operations in brackets as they stand on a field, or an expression of <c>Forward</c>.</param>
/// <param name="Inputs">The shapes of x, or of a and b.</param>
public sealed record OperationExample(string Operation, string Declaration, params string[] Inputs);

/// <summary>
/// An example for every operation that a declaration can name. The tests compile them; the page shows the shapes that result.
/// </summary>
public static class OperationExamples
{
    public static IReadOnlyList<OperationExample> All { get; } =
    [
        new("Conv", "[Conv(24, 3, Stride = 2)]", "16, 16, 8"),
        new("DepthwiseConv", "[DepthwiseConv(5)]", "16, 16, 8"),
        new("ConvTranspose", "[ConvTranspose(4, 2, Stride = 2)]", "16, 16, 8"),
        new("Linear", "[Linear(10)]", "64"),
        new("BatchNorm", "[Conv(24, 1), BatchNorm]", "16, 16, 8"),
        new("LayerNorm", "[LayerNorm]", "14, 14, 96"),
        new("RmsNorm", "[RmsNorm]", "16, 64"),
        new("GroupNorm", "[GroupNorm(4)]", "16, 16, 8"),
        new("InstanceNorm", "[InstanceNorm]", "16, 16, 8"),
        new("Normalize", "[Normalize]", "128"),
        new("Scale", "[Scale]", "16, 16, 8"),
        new("LocalResponseNorm", "[LocalResponseNorm(5)]", "16, 16, 8"),
        new("Relu", "[Relu]", "16, 16, 8"),
        new("Relu6", "[Relu6]", "16, 16, 8"),
        new("LeakyRelu", "[LeakyRelu(Slope = 0.1)]", "16, 16, 8"),
        new("PRelu", "[PRelu]", "16, 16, 8"),
        new("Silu", "[Silu]", "16, 16, 8"),
        new("HardSwish", "[HardSwish]", "16, 16, 8"),
        new("Sigmoid", "[Sigmoid]", "16, 16, 8"),
        new("HardSigmoid", "[HardSigmoid(Slope = 0.2)]", "16, 16, 8"),
        new("Tanh", "[Tanh]", "16, 16, 8"),
        new("Gelu", "[Gelu(Approximate = true)]", "16, 16, 8"),
        new("Elu", "[Elu]", "16, 16, 8"),
        new("Mish", "[Mish]", "16, 16, 8"),
        new("Softmax", "[Softmax]", "10"),
        new("Activate", "[Activate(Activation.HardSwish)]", "16, 16, 8"),
        new("SqueezeExcite", "[SqueezeExcite(Reduction = 4)]", "16, 16, 8"),
        new("MaxPool", "[MaxPool(3, Stride = 2, Padding = 1)]", "16, 16, 8"),
        new("AveragePool", "[AveragePool(2)]", "16, 16, 8"),
        new("GlobalAveragePool", "[GlobalAveragePool]", "16, 16, 8"),
        new("GlobalMaxPool", "[GlobalMaxPool]", "16, 16, 8"),
        new("GlobalSumPool", "[GlobalSumPool]", "16, 16, 8"),
        new("Add", "a + b", "16, 16, 8", "16, 16, 8"),
        new("Subtract", "a - b", "16, 16, 8", "16, 16, 1"),
        new("Multiply", "a * b", "16, 16, 8", "8"),
        new("Divide", "a / (1 + b)", "4, 16, 16, 8", "4, 1, 1, 8"),
        new("Minimum", "Minimum(a, b)", "16, 16, 1", "8"),
        new("Maximum", "Maximum(x, 0.5)", "16, 16, 8"),
        new("Affine", "2 * x - 1", "16, 16, 8"),
        new("Negate", "-x", "16, 16, 8"),
        new("Abs", "[Abs]", "16, 16, 8"),
        new("Square", "[Square]", "16, 16, 8"),
        new("Sqrt", "[Sqrt]", "16, 16, 8"),
        new("Rsqrt", "[Rsqrt]", "16, 16, 8"),
        new("Reciprocal", "1 / x", "16, 16, 8"),
        new("Pow", "[Pow(1.5)]", "16, 16, 8"),
        new("Exp", "[Exp]", "16, 16, 8"),
        new("Log", "[Log]", "16, 16, 8"),
        new("Clamp", "[Clamp(Min = 0, Max = 1)]", "16, 16, 8"),
        new("Concat", "Concat(a, b)", "16, 16, 8", "16, 16, 24"),
        new("Split", "Split(x, 2)[1]", "16, 16, 8"),
        new("Slice", "[Slice(2, 4)]", "16, 16, 8"),
        new("Append", "Append(a, b)", "100, 4", "25, 4"),
        new("Reshape", "[Reshape(-1, 4)]", "16, 16, 8"),
        new("Flatten", "[Flatten]", "4, 4, 8"),
        new("ChannelShuffle", "[ChannelShuffle(2)]", "16, 16, 8"),
        new("Upsample", "[Upsample(2, Mode = UpsampleMode.Bilinear)]", "16, 16, 8"),
        new("Resize", "[Resize(\"(40, 24)\", Mode = UpsampleMode.Bicubic)]", "16, 16, 8"),
        new("Pad", "[Pad(1, 2, Mode = PadMode.Reflect)]", "16, 16, 8"),
        new("Crop", "x[1..^1, 2..]", "16, 16, 8"),
        new("CumulativeSum", "[CumulativeSum]", "100, 8"),
        new("Smooth", "[Smooth(2.5)]", "100, 8"),
        new("Tile", "[Tile(\"(1, 2)\")]", "16, 16, 8"),
        new("Stack", "Stack(a, b)", "16, 16, 8", "16, 16, 8"),
        new("PixelShuffle", "[PixelShuffle(2)]", "16, 16, 8"),
        new("PixelUnshuffle", "[PixelUnshuffle(2)]", "16, 16, 8"),
        new("PadChannels", "[PadChannels(4, 4)]", "16, 16, 8"),
        new("Subsample", "[Subsample(2)]", "16, 16, 8"),
        new("Dropout", "[Dropout(0.2)]", "64"),
        new("Tap", "[Conv(24, 1), Tap, Relu]", "16, 16, 8"),
    ];
}
