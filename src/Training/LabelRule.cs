using System.ComponentModel;

namespace Fusion.Training;

/// <summary>Which labels of a step count, and how much. For generated code.</summary>
/// <param name="labels">The input with the labels.</param>
/// <param name="weights">The input where their weights go.</param>
/// <param name="ignored">The label of positions that do not count; null for none.</param>
/// <param name="classWeights">One for each class; empty where all are 1.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LabelRule(int labels, int weights, int? ignored, double[] classWeights)
{
    internal int Labels => labels;

    internal int Weights => weights;

    internal bool Ignores(int label) => label == ignored;

    /// <summary>What may be given beside classes, as the end of a sentence.</summary>
    internal string Allowed => ignored is { } label ? FormattableString.Invariant($", or {label} for what does not count") : "";

    /// <summary>How much each label counts: divided by the mean, so that losses are weighted means.</summary>
    internal void Weigh(ReadOnlySpan<int> given, Span<float> result)
    {
        double sum = 0;
        foreach (int label in given) sum += Of(label);
        // Nothing is learnt from labels of which none counts.
        double scale = sum > 0 ? given.Length / sum : 0;
        for (int i = 0; i < given.Length; i++) result[i] = (float)(Of(given[i]) * scale);
    }

    private double Of(int label) => label == ignored ? 0 : classWeights.Length == 0 ? 1 : classWeights[label];
}
