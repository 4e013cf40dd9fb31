namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>The memory that kernels of training steps need for themselves, in floats.</summary>
internal static class TrainingScratch
{
    public static long Floats(Operation operation, EquatableArray<View> inputs)
    {
        long channels = inputs.Count == 0 ? 0 : PackedWeights.PaddedTo16(inputs[0].Channels);
        if (SampleSums.Takes(operation)) return SampleSums.Floats(operation, inputs);
        return operation switch
        {
            BatchNormalize or RunningNormalize or FixedNormGradient => channels,
            BatchNormInputGradient => 3 * channels,
            LossGradient { Loss: Pearson } => 4 * channels,
            SoftmaxGradient => channels,
            CrossEntropy or LossGradient { Loss: CrossEntropy } => SoftmaxScratch.Floats(inputs[0].Channels),
            SoftLabels or DecoupledSoftLabels or LossGradient { Loss: SoftLabels or DecoupledSoftLabels } =>
                2 * SoftmaxScratch.Floats(inputs[0].Channels) + channels,
            LocalResponseNormGradient { Norm: var norm } => NormScratch.Of(norm, inputs[0].Channels).Floats
                + NormScratch.Mirrored(norm, inputs[0].Channels).Floats + channels,
            MeanSquaredError or LossGradient { Loss: MeanSquaredError } => channels,
            _ => 0,
        };
    }
}
