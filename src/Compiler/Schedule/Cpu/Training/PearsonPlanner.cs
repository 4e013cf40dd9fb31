namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>Plans <see cref="Pearson"/>: the chunks' sums, from them what belongs to each channel, and the rest.</summary>
internal static class PearsonPlanner
{
    public static bool Takes(Operation operation) => operation is Pearson or LossGradient { Loss: Pearson };

    /// <param name="name">Of the value.</param>
    public static IReadOnlyList<CpuKernelPlan> Plan(
        string name, string title, Operation operation, EquatableArray<View> inputs, View output)
    {
        View input = inputs[0];
        PositionChunks chunks = PositionChunks.Of(input);
        PartialSums sums = PartialSums.Of(operation, inputs);
        View partials = View.Of(Buffer.Rows(name + " partial sums", chunks.Count, 2 * sums.Doubles));
        int values = operation is LossGradient ? 4 : 1;
        View channels = View.Of(Buffer.Rows(name + " channels", 1, 2 * values * sums.Padded));
        string text = $"{title}, from what belongs to each channel";
        return
        [
            new ChunkSumsPlan($"{title}, {chunks.Title}", operation, inputs, chunks, sums, partials),
            new CombineSumsPlan($"{title}, what belongs to each channel", operation, sums, partials, null, 1.0 / input.Pixels, channels),
            operation is LossGradient
                ? new MapPlan(text, operation, [.. inputs, channels], output, [], ByChannels: false)
                : new CombineSumsPlan(text, operation, new PartialSums(1, input.Channels, 0, true), channels, null,
                    0.5 / input.Channels, output),
        ];
    }
}
