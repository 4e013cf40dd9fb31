namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>Plans what sums over the positions of a batch: one kernel takes the sums of chunks, a second adds them up.</summary>
internal static class PositionSumsPlanner
{
    public static bool Takes(Operation operation, ScheduleOptions options) =>
        operation is BatchStatistics or BatchNormSums or PReluSlopeGradient or Loss
        || (operation is GlobalPool { Mode: GlobalPoolMode.Sum } && options.IsTraining);

    /// <param name="name">Of the value.</param>
    public static IReadOnlyList<CpuKernelPlan> Plan(
        string name, string title, Operation operation, EquatableArray<View> inputs, View output)
    {
        PositionChunks chunks = PositionChunks.Of(inputs[0]);
        PartialSums sums = PartialSums.Of(operation, inputs);
        View partials = View.Of(Buffer.Rows(name + " partial sums", chunks.Count, 2 * sums.Doubles));
        View? statistics = operation is BatchNormSums ? inputs[1] : null;
        return
        [
            new ChunkSumsPlan($"{title}, {chunks.Title}", operation, inputs, chunks, sums, partials),
            new CombineSumsPlan(
                $"{title}, from the sums", operation, sums, partials, statistics, Factor(operation, inputs[0]), output),
        ];
    }

    private static double Factor(Operation operation, View input) => operation switch
    {
        BatchStatistics or CrossEntropy => 1.0 / input.Pixels,
        MeanSquaredError { Normalization: FeatureNormalization.PerPixel } => 1.0 / input.Pixels,
        DecoupledSoftLabels labels => labels.Temperature * labels.Temperature / input.Pixels,
        SoftLabels labels => labels.Temperature * labels.Temperature / input.Pixels,
        Loss => 1.0 / ((double)input.Pixels * input.Channels),
        _ => 1,
    };
}
