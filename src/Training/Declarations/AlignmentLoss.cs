namespace Fusion.Training;

/// <summary>How an alignment compares A, the student's features behind the connector, with T, the teacher's: N samples of H·W positions
/// and C channels.</summary>
public enum AlignmentLoss
{
    /// <summary>
    /// The mean over all N·H·W·C values of <c>(A − T)²</c> (FitNets, arXiv 1412.6550); with a
    /// <see cref="DistillationAlignmentAttribute.Normalization"/> of directions alone.
    /// </summary>
    MeanSquaredError,

    /// <summary>
    /// Attention transfer (arXiv 1612.03928): the distance of two maps Q, each of the means of squares over the channels, divided by its
    /// length. There is no connector: channels need not agree. See <see cref="AlignmentReduction"/>.
    /// </summary>
    AttentionTransfer,

    /// <summary>
    /// Channel-wise distillation (arXiv 2011.13256): <c>τ²/(N·C) · Σ p_t · (log p_t − log p_a)</c>, where p are the softmaxes of a
    /// channel's values / τ over the positions of a sample. τ is the <see cref="DistillationAlignmentAttribute.Temperature"/>.
    /// </summary>
    ChannelWiseKl,

    /// <summary>
    /// Half the mean squared error of features whose channels are standardised over all samples and positions (PKD, arXiv 2207.02039),
    /// which is the mean of 1 − Pearson's correlation. It needs no tuned weight.
    /// </summary>
    Pearson,

    /// <summary>
    /// The overhaul of feature distillation (arXiv 1904.01866), for taps before a ReLU: with <c>t = max(T, m)</c>, the mean over all
    /// N·H·W·C values of <c>(A − t)²</c> where <c>A &gt; t</c> or <c>t &gt; 0</c>. The margin m of each channel comes from the teacher's
    /// BatchNorm before the tap: it is the mean of what that gives below 0.
    /// </summary>
    MarginMse,
}
