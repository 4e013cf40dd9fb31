using Fusion.Compiler.Tests.Support;

namespace Fusion.Compiler.Tests.Differentiate;

/// <summary>The cases of every loss, for three samples.</summary>
internal static class LossTable
{
    // The first and the last class are among the labels.
    private static readonly double[] s_labels = [0, 4, 2];
    private static readonly double[] s_labelsOfPixels = [0, 1, 2, 2, 1, 0, 1, 1, 0, 2, 0, 2, 1, 0, 2, 2, 1, 0];

    public static IReadOnlyList<LossCase> All { get; } =
    [
        new(new CrossEntropy(), "5", "1") { Labels = s_labels },
        new(new CrossEntropy(0.1), "5", "1") { Labels = s_labels },
        new(new CrossEntropy(0.1), "2x3x3", "2x3x1") { Labels = s_labelsOfPixels },
        .. Enum.GetValues<FeatureNormalization>().SelectMany(normalization => new LossCase[]
        {
            new(new MeanSquaredError(normalization), "5x3x4", "5x3x4"),
            new(new MeanSquaredError(normalization), "7", "7"),
            new(new MeanSquaredError(normalization), "5x3", "5x3"),
        }),
        new(new SoftLabels(4), "5", "5"),
        new(new SoftLabels(1.7), "3x2x5", "3x2x5"),
        new(new DecoupledSoftLabels(), "5", "5", "1") { Labels = s_labels },
        new(new DecoupledSoftLabels(2.5, 0.7, 1.3), "2x3x3", "2x3x3", "2x3x1") { Labels = s_labelsOfPixels },
        new(new DecoupledSoftLabels(1, 0, 2), "5", "5", "1") { Labels = s_labels },
        .. Enum.GetValues<AttentionReduction>().SelectMany(reduction => new LossCase[]
        {
            new(new AttentionTransfer(reduction), "5x3x4", "5x3x7"),
            new(new AttentionTransfer(reduction), "7x1", "7x2"),
        }),
        new(new ChannelWiseKl(4), "5x3x4", "5x3x4"),
        new(new ChannelWiseKl(0.7), "7x1", "7x1"),
        new(new Pearson(), "5x3x4", "5x3x4"),
        new(new Pearson(), "1x1x5", "1x1x5"),
        new(new Pearson(), "4", "4"),
        new(new MarginMse(), "5x3x4", "5x3x4", "4"),
        new(new MarginMse(), "7", "7", "7"),
        new(new MeanAbsoluteError(), "5x3x4", "5x3x4"),
        new(new SmoothL1(), "5x3x4", "5x3x4"),
        new(new SmoothL1(0.3), "7", "7"),
        new(new BinaryCrossEntropy(), "5x3x4", "5x3x4"),
        new(new WeightedSquaredError(), "5x3x4", "5x3x4", "5x3x4"),
        new(new MeanAbsoluteError(IsWeighted: true), "5x3x4", "5x3x4", "5x3x4"),
        new(new SmoothL1(0.3, IsWeighted: true), "7", "7", "7"),
        new(new BinaryCrossEntropy(IsWeighted: true), "5x3x4", "5x3x4", "5x3x4"),
    ];

    /// <summary>The cases by their names.</summary>
    public static TheoryData<string> Names => [.. All.Select(each => each.ToString())];

    public static LossCase Find(string name) => All.Single(each => each.ToString() == name);
}
