namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>
/// Losses that normalise something over each sample. A chunk is a sample; the gradients' kernels need its sums, too. They are three
/// numbers, those of squares of the student's values, of the teacher's, and of their products, or, of a softmax over positions, several
/// for each channel.
/// </summary>
internal static class SampleSums
{
    public const int Count = 3;

    public static bool Takes(Operation operation) => Loss(operation) is AttentionTransfer or ChannelWiseKl
        or MeanSquaredError { Normalization: FeatureNormalization.PerSample };

    /// <param name="name">Of the value.</param>
    public static IReadOnlyList<CpuKernelPlan> Plan(
        string name, string title, Operation operation, EquatableArray<View> inputs, View output, int samples)
    {
        View input = inputs[0];
        var chunks = new PositionChunks(input.Rows, input.Width, input.Rows / samples, input.Width);
        PartialSums sums = PartialSums.Of(operation, inputs);
        View partials = View.Of(Buffer.Rows(name + " sums of samples", samples, 2 * sums.Doubles));
        var first = new ChunkSumsPlan($"{title}, the sums of each sample", operation, inputs, chunks, sums, partials);
        string text = title + ", from the samples' sums";
        if (operation is LossGradient) return [first, new MapPlan(text, operation, [.. inputs, partials], output, [], ByChannels: false)];
        double factor = operation switch
        {
            AttentionTransfer { Reduction: AttentionReduction.MeanSquare } => 1.0 / input.Pixels,
            ChannelWiseKl kl => kl.Temperature * kl.Temperature / ((double)samples * input.Channels),
            _ => 1.0 / samples,
        };
        return [first, new CombineSumsPlan(text, operation, sums, partials, null, factor, output)];
    }

    /// <summary>Floats that taking the sums needs for itself.</summary>
    public static long Floats(Operation operation, EquatableArray<View> inputs)
    {
        long student = PackedWeights.PaddedTo16(inputs[0].Channels), teacher = PackedWeights.PaddedTo16(inputs[1].Channels);
        return Loss(operation) switch
        {
            AttentionTransfer => student + teacher,
            ChannelWiseKl => 6 * student,
            _ => 2 * Count * student,
        };
    }

    /// <summary>The same loss for samples of one position each, where that is another one.</summary>
    public static Operation OfPositions(Operation operation) => operation switch
    {
        MeanSquaredError { Normalization: FeatureNormalization.PerSample } loss =>
            loss with { Normalization = FeatureNormalization.PerPixel },
        LossGradient { Loss: MeanSquaredError { Normalization: FeatureNormalization.PerSample } loss } gradient =>
            gradient with { Loss = loss with { Normalization = FeatureNormalization.PerPixel } },
        _ => operation,
    };

    private static Operation Loss(Operation operation) => operation is LossGradient gradient ? gradient.Loss : operation;
}
