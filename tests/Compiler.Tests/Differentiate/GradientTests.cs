using Fusion.Compiler.Differentiate;
using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Differentiate;

public class GradientTests
{
    private static readonly (string Kind, string Properties, string Shapes)[] s_cases =
    [
        ("Conv", "outputs: 3, kernel: 1", "2"),
        ("Conv", "outputs: 3, kernel: 1", "5x3x2"),
        ("Conv", "outputs: 3, kernel: 3", "5x3x2"),
        ("Conv", "outputs: 4, kernel: 3, stride: 2, groups: 2", "5x6x2"),
        ("Conv", "outputs: 3, kernel: (2, 3), stride: (1, 3), dilation: (2, 1), padding: (0, 2)", "5x7x2"),
        ("Conv", "outputs: 2, kernel: 1, stride: 2, bias: false", "5x4x3"),
        ("Conv", "outputs: 2, kernel: 3", "7x3"),
        ("DepthwiseConv", "kernel: 3, stride: 2", "5x6x3"),
        ("DepthwiseConv", "kernel: 3, multiplier: 2", "3x4x3"),
        ("ConvTranspose", "outputs: 3, kernel: 2, stride: 2", "3x2x2"),
        ("ConvTranspose", "outputs: 4, kernel: 3, stride: 2, outputPadding: 1, groups: 2", "3x2x4"),
        ("ConvTranspose", "outputs: 2, kernel: 3, dilation: 2, bias: false", "7x3"),
        ("Linear", "outputs: 3", "5"),
        ("Linear", "outputs: 3, bias: false", "4x5"),
        ("BatchNorm", "", "3x5x2"),
        ("BatchNorm", "epsilon: 0.1", "4"),
        ("Relu", "", "3x5x2"),
        ("Relu6", "", "3x5x2"),
        ("LeakyRelu", "slope: 0.3", "3x5x2"),
        ("PRelu", "", "3x5x2"),
        ("PRelu", "shared: true", "3x5x2"),
        ("Silu", "", "3x5x2"),
        ("HardSwish", "", "7x5x2"),
        ("Sigmoid", "", "3x5x2"),
        ("HardSigmoid", "slope: 0.4", "7x5x2"),
        ("Tanh", "", "3x5x2"),
        ("Gelu", "", "3x5x2"),
        ("Gelu", "approximate: true", "3x5x2"),
        ("Elu", "alpha: 0.7", "3x5x2"),
        ("Mish", "", "3x5x2"),
        ("Softplus", "", "3x5x2"),
        ("Softsign", "", "3x5x2"),
        ("Selu", "", "3x5x2"),
        ("Celu", "alpha: 0.7", "3x5x2"),
        ("ThresholdedRelu", "alpha: 0.1", "3x5x2"),
        ("LogSoftmax", "", "3x5"),
        ("Softmax", "", "3x5"),
        ("Activate", "activation: Silu", "3x5x2"),
        ("SqueezeExcite", "reduction: 2", "3x5x4"),
        ("SqueezeExcite", "channels: 3, pool: Max, gate: HardSigmoid", "3x5x4"),
        ("MaxPool", "kernel: 2", "5x4x2"),
        ("MaxPool", "kernel: 3, stride: 2, padding: 1, ceilMode: true", "6x5x2"),
        ("MaxPool", "kernel: 3, stride: 2, padding: (0, 1), paddingEnd: (2, 1)", "6x5x2"),
        ("AveragePool", "kernel: 3, stride: 2, padding: 1", "6x5x2"),
        ("AveragePool", "kernel: 3, stride: 2, padding: (0, 1), paddingEnd: (2, 1)", "6x5x2"),
        ("AveragePool", "kernel: 3, stride: 2, padding: 1, ceilMode: true, countPadding: false", "6x5x2"),
        ("MaxPool", "kernel: (3, 2), stride: (2, 1), dilation: (2, 3), padding: (2, 0)", "9x8x2"),
        ("AveragePool", "kernel: (3, 2), stride: (2, 1), dilation: (2, 3), padding: (2, 0)", "9x8x2"),
        ("AveragePool", "kernel: 2, dilation: 2, stride: 3, padding: 1, ceilMode: true, countPadding: false", "7x6x2"),
        ("GlobalPool", "mode: Average", "3x5x2"),
        ("GlobalAveragePool", "", "3x2"),
        ("GlobalMaxPool", "", "3x5x2"),
        ("GlobalSumPool", "", "3x5x2"),
        ("Add", "", "3x5x2, 3x5x2"),
        ("Add", "", "3x5x2, 2, 1x1x2"),
        ("Multiply", "", "3x5x2, 3x5x2"),
        ("Multiply", "", "2, 3x5x2"),
        ("Multiply", "", "1x1x2, 2"),
        ("Multiply", "", "3x5x2, 3x5x1"),
        ("Multiply", "", "3x1x2, 3x5x2"),
        ("Add", "", "3x5x1, 2"),
        ("Add", "", "5x2, 3x5x2"),
        ("Subtract", "", "3x5x2, 3x5x2"),
        ("Subtract", "", "2, 3x5x2"),
        ("Divide", "", "3x5x2, 3x5x2"),
        ("Divide", "", "3x5x1, 3x5x2"),
        ("Minimum", "", "3x5x2, 3x5x2"),
        ("Maximum", "", "2, 3x5x2"),
        ("Exp", "", "3x5x2"),
        ("Sin", "", "3x5x2"),
        ("Cos", "", "3x5x2"),
        ("Log", "", "3x5x2"),
        ("Sqrt", "", "3x5x2"),
        ("Rsqrt", "", "3x5x2"),
        ("Square", "", "3x5x2"),
        ("Abs", "", "3x5x2"),
        ("Pow", "exponent: 3", "3x5x2"),
        ("Pow", "x: 1.7", "3x5x2"),
        ("Power", "", "3x5x2, 3x5x2"),
        ("Power", "", "2, 3x5x2"),
        ("Propagate", "selfLoops: true", "4x3, 4x4"),
        ("Propagate", "normalize: Mean", "4x3, 4x4"),
        ("Propagate", "normalize: Symmetric, selfLoops: true", "4x3, 4x4"),
        ("Reciprocal", "numerator: 2", "3x5x2"),
        ("Affine", "scale: 3, offset: 2", "3x5x2"),
        ("Negate", "", "3x5x2"),
        ("Clamp", "min: -0.3, max: 0.4", "3x5x2"),
        ("Mean", "", "3x5x2"),
        ("Mean", "axes: Channels", "3x5x3"),
        ("Sum", "axes: \"Width, Channels\"", "3x5x2"),
        ("Max", "axes: Height", "3x5x2"),
        ("Min", "keep: true", "3x5x2"),
        ("L2Norm", "axes: Channels", "3x5x2"),
        ("Softmax", "axes: Positions", "3x5x2"),
        ("GlobalAveragePool", "", "3x5x2, 3x5x1"),
        ("SqueezeExcite", "reduction: 2", "3x5x4, 3x5x1, 3"),
        ("SqueezeExcite", "reduction: 2, axes: Width", "3x5x4, 3"),
        ("Broadcast", "dimensions: (3, 5, 2)", "3x1x1"),
        ("Reduce", "mode: Average, axes: Channels", "3x5x3"),
        ("Reduce", "mode: Sum, axes: Width", "3x5x2"),
        ("Reduce", "mode: Max, axes: Width", "3x5x2"),
        ("Concat", "", "3x5x2, 3x5x1, 3x5x3"),
        ("Split", "sizes: (1, 3, 2)", "3x5x6"),
        ("Slice", "start: 1, count: 2", "3x5x4"),
        ("Append", "", "3x5x2, 1x5x2"),
        ("Parameter", "dimensions: (3, 5)", ""),
        ("MatMul", "scale: 0.7", "3x5, 5x2"),
        ("MatMul", "transposeA: true, transposeB: true", "5x3, 2x5"),
        ("MatMul", "", "3x5, 2x5x2"),
        ("Gram", "normalize: Positions", "3x2x4"),
        ("Transpose", "axes: (2, 0, 1)", "3x5x2"),
        ("Gather", "indices: (2, 0, 2)", "3x5x2"),
        ("Gather", "indices: (2, 0, 2), axis: 1", "3x5x2"),
        ("Attention", "heads: 2", "4x6, 5x6, 5x4"),
        ("Attention", "heads: 2, causal: true", "4x6, 4x6, 4x4, 4x4"),
        ("MultiHeadAttention", "heads: 2", "2x3x4"),
        ("JointSqueezeExcite", "channels: 3", "2x3x4, 5x3"),
        ("Reshape", "dimensions: (5, -1)", "3x5x2"),
        ("ChannelShuffle", "groups: 2", "3x5x6"),
        ("Upsample", "scale: 2", "3x2x2"),
        ("Upsample", "scale: (2, 3), mode: Bilinear", "3x2x2"),
        ("Upsample", "scale: 2, mode: Bilinear, alignCorners: true", "3x2x2"),
        ("Pad", "before: (1, 0), after: (2, 3), value: 4", "3x5x2"),
        ("Pad", "before: (1, 0), after: (2, 3), mode: Reflect", "3x5x2"),
        ("Pad", "before: (1, 4), mode: Replicate", "3x2x2"),
        ("Crop", "before: (1, 0), after: (0, 2)", "3x5x2"),
        ("Resize", "size: (5, 2)", "3x4x2"),
        ("Resize", "size: (5, 3), mode: Bilinear", "3x4x2"),
        ("Resize", "scale: 1.5, mode: Bicubic", "3x4x2"),
        ("Resize", "scale: (1.7, 0.6), mode: Bicubic", "3x4x2"),
        ("Resize", "size: (2, 3), mode: Bicubic, antialias: true, excludeOutside: true, cubicCoefficient: -0.5", "5x7x2"),
        ("Resize", "size: (4, 3), mode: Bilinear, region: (0.2, 0.3, 1.4, 0.8), outside: 2.5", "3x4x2"),
        ("Tile", "counts: (1, 2)", "3x2x2"),
        ("Roll", "shift: (-1, 3)", "3x5x2"),
        ("Roll", "shift: 1", "4x2"),
        ("CumulativeSum", "", "5x2"),
        ("CumulativeSum", "reverse: true", "3x4x2"),
        ("Smooth", "lambda: 2.5", "5x2"),
        ("Rnn", "hidden: 3", "4x2"),
        ("RnnSteps", "hidden: 2, reverse: true", "3x2"),
        ("Gru", "hidden: 3", "4x2"),
        ("Gru", "hidden: 2, layers: 2, bidirectional: true, bias: false", "3x2"),
        ("GruSteps", "hidden: 2, reverse: true", "3x6"),
        ("Lstm", "hidden: 3", "4x2"),
        ("Lstm", "hidden: 2, layers: 2, bidirectional: true", "3x2"),
        ("LstmSteps", "hidden: 2, reverse: true, bias: false", "3x8"),
        ("Conv", "outputs: 3, kernel: 3, stride: 2, padding: Same", "6x5x2"),
        ("Conv", "outputs: 3, kernel: 3, dilation: 2, padding: Causal", "6x2"),
        ("ConvTranspose", "outputs: 3, kernel: 3, stride: 2, padding: Same", "3x2x2"),
        ("ConvTranspose", "outputs: 2, kernel: 2, stride: 1, dilation: 3, outputPadding: 2", "4x2"),
        ("MaxPool", "kernel: 3, stride: 2, padding: Same", "6x5x2"),
        ("AveragePool", "kernel: 3, stride: 2, padding: Same", "6x5x2"),
        ("Stack", "", "5x2, 5x2"),
        ("DepthToSpace", "block: (1, 2)", "3x2x4"),
        ("SpaceToDepth", "block: 2", "4x2x3"),
        ("DepthToSpace", "block: (1, 2), interleaved: true", "3x2x4"),
        ("SpaceToDepth", "block: 2, interleaved: true", "4x2x3"),
        ("PixelShuffle", "factor: 2", "3x2x8"),
        ("PixelUnshuffle", "factor: 2", "4x2x3"),
        ("PadChannels", "before: 1, after: 2", "3x5x2"),
        ("Subsample", "stride: (2, 3)", "5x7x2"),
        ("Flatten", "", "3x5x2"),
        ("LocalResponseNorm", "size: 3, alpha: 0.5", "3x2x5"),
        ("LocalResponseNorm", "size: 4, alpha: 2, beta: 0.5, k: 2", "3x6"),
        ("LayerNorm", "epsilon: 0.1", "3x2x5"),
        ("LayerNorm", "affine: false", "7"),
        ("RmsNorm", "", "3x2x5"),
        ("RmsNorm", "affine: false", "7"),
        ("Normalize", "", "3x2x5"),
        ("Normalize", "epsilon: 2", "3x3"),
        ("GroupNorm", "groups: 2", "3x2x4"),
        ("GroupNorm", "groups: 4, affine: false", "5x4"),
        ("GroupNorm", "groups: 2", "6"),
        ("InstanceNorm", "affine: true", "3x2x3"),
        ("Scale", "", "3x5x2"),
        ("Scale", "weight: \"gamma\", bias: \"beta\"", "4"),
        ("Dropout", "", "3x5x2"),
        ("Dropout", "rate: 0.2", "2x40"),
        ("Tap", "", "3x5x2"),
    ];

    /// <summary>Those that have no slope anywhere.</summary>
    private static readonly string[] s_flat = ["IsZero"];

    /// <summary>Those that are defined, and smooth, for numbers above 0 only.</summary>
    private static readonly string[] s_positive =
        ["Log", "Sqrt", "Rsqrt", "Divide", "Reciprocal", "GlobalAveragePool", "Power", "Propagate"];

    public static TheoryData<string, string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var (kind, properties, shapes) in s_cases) data.Add(kind, properties, shapes);
            return data;
        }
    }

    [Fact]
    public void Every_operation_has_a_case() =>
        Assert.Empty(OperationTable.All.Select(definition => definition.Name).Except([.. s_cases.Select(each => each.Kind), .. s_flat]));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_differences(string kind, string properties, string shapes) =>
        GradientCheck.Run(new OperationCase(kind, properties, shapes).Graph, ofPositive: s_positive.Contains(kind));

    [Fact]
    public void A_frozen_norm_hands_the_gradient_on() =>
        GradientCheck.Run(new OperationCase("BatchNorm", "", "3x5x2").Graph, new FrozenLayers([OperationCase.Path]));

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    public void Cross_entropy_agrees_with_differences(double smoothing) =>
        GradientCheck.Run(
            new OperationCase("Linear", "outputs: 5", "4").Graph,
            [
                new LossTerm("classes", new CrossEntropy(smoothing), [new LossOperand("y0"), new LossOperand("labels", Shape.Of(1))],
                    0.3),
            ],
            given: new Dictionary<string, double[]> { ["labels"] = [0, 4, 2] });
}
