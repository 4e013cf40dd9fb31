namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>
/// The sums of one chunk, as doubles in a row: some for each channel, padded to whole vectors of every instruction set; or one number.
/// Those of a batch's statistics are the number of positions, alone in a cache line; then the means; then the sums of squared distances
/// from them.
/// </summary>
/// <param name="PerChannel">How many for each channel; 0 where there is one number.</param>
/// <param name="Before">Doubles before the first.</param>
/// <param name="IsTotal">Whether the result is one number, the sum over all channels.</param>
public sealed record PartialSums(int PerChannel, int Channels, int Before, bool IsTotal)
{
    /// <summary>Doubles in a cache line: no two chunks share one.</summary>
    private const int Line = 8;

    /// <summary>From one chunk's to the next one's.</summary>
    public int Doubles => Before + (PerChannel == 0 ? Line : PerChannel * Padded);

    /// <summary>From one sum's channels to the next one's.</summary>
    public int Padded => PackedWeights.PaddedTo16(Channels);

    /// <summary>The sums of an operation.</summary>
    public static PartialSums Of(Operation operation, EquatableArray<View> inputs)
    {
        int channels = inputs[0].Channels;
        return operation switch
        {
            BatchStatistics => new PartialSums(2, channels, Line, false),
            Pearson or LossGradient { Loss: Pearson } => new PartialSums(5, channels, Line, false),
            ChannelWiseKl or LossGradient { Loss: ChannelWiseKl } => new PartialSums(6, channels, 0, true),
            BatchNormSums => new PartialSums(2, channels, 0, false),
            GlobalPool => new PartialSums(1, channels, 0, false),
            PReluSlopeGradient slopes => new PartialSums(1, channels, 0, slopes.Layer.Shared),
            ElementwiseLoss or MarginMse or MeanSquaredError { Normalization: FeatureNormalization.None } =>
                new PartialSums(1, channels, 0, true),
            _ => new PartialSums(0, 0, 0, true),
        };
    }
}
