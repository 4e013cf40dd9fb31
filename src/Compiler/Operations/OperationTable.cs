namespace Fusion.Compiler.Operations;

/// <summary>Every operation that a declaration or graph text can name. A new operation is a file of its own and a line here.</summary>
public static class OperationTable
{
    public static IReadOnlyList<OperationDefinition> All { get; } =
    [
        Conv.Definition, ConvTranspose.Definition, DepthwiseConv.Definition, Linear.Definition, BatchNorm.Definition,
        Relu.Definition, Relu6.Definition, LeakyRelu.Definition, PRelu.Definition, Silu.Definition, HardSwish.Definition,
        Sigmoid.Definition,
        HardSigmoid.Definition, Tanh.Definition, Gelu.Definition, Elu.Definition, Mish.Definition, Softmax.Definition, Activate.Definition,
        Softplus.Definition, ThresholdedRelu.Definition, EluVariants.SeluDefinition, EluVariants.CeluDefinition,
        EluVariants.SoftsignDefinition, LogOfSoftmax.Definition,
        SqueezeExcite.Definition, JointSqueezeExcite.Definition,
        MaxPool.Definition, AveragePool.Definition, GlobalPool.Definition, GlobalPool.AverageDefinition, GlobalPool.MaxDefinition,
        GlobalPool.SumDefinition,
        Exp.Definition, Log.Definition, Sin.Definition, Cos.Definition,
        Sqrt.Definition, Rsqrt.Definition, Square.Definition, Abs.Definition, Pow.Definition,
        Reciprocal.Definition, Affine.Definition, Affine.NegateDefinition, Clamp.Definition,
        Add.Definition, Subtract.Definition, Multiply.Definition, Divide.Definition, Minimum.Definition, Maximum.Definition,
        Power.Definition,
        Broadcast.Definition, Reduce.Definition, Reductions.MeanDefinition, Reductions.SumDefinition, Reductions.MaxDefinition,
        Reductions.MinDefinition, Reductions.L2NormDefinition, IsZero.Definition,
        Concat.Definition, Split.Definition, Slice.Definition, Append.Definition, Reshape.Definition,
        Resize.Definition, Pad.Definition, Pad.CropDefinition, TilePositions.Definition, Roll.Definition, Stack.Definition,
        DepthToSpace.Definition, DepthToSpace.ShuffleDefinition, SpaceToDepth.Definition, SpaceToDepth.UnshuffleDefinition,
        CumulativeSum.Definition, Smooth.Definition,
        Rnn.Definition, RnnSteps.Definition, Gru.Definition, GruSteps.Definition, Lstm.Definition, LstmSteps.Definition,
        ChannelShuffle.Definition, Upsample.Definition, PadChannels.Definition, Subsample.Definition, Flatten.Definition,
        ParameterValue.Definition, MatMul.Definition, Gram.Definition, Transpose.Definition, Gather.Definition, Attention.Definition,
        MultiHeadAttention.Definition, Propagate.Definition,
        LocalResponseNorm.Definition, LayerNorm.Definition, RmsNorm.Definition, GroupNorm.Definition, GroupNorm.InstanceDefinition,
        Normalize.Definition, ChannelScale.Definition,
        Dropout.Definition, Tap.Definition,
    ];

    private static readonly Dictionary<string, OperationDefinition> ByName =
        All.ToDictionary(definition => definition.Name, StringComparer.Ordinal);

    /// <summary>The definition of that name, or null.</summary>
    public static OperationDefinition? Find(string name) =>
        ByName.TryGetValue(name, out OperationDefinition? definition) ? definition : null;
}
