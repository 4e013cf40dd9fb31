namespace Fusion.Training;

/// <summary>How <see cref="AlignmentLoss.AttentionTransfer"/> reduces.</summary>
public enum AlignmentReduction
{
    /// <summary>The mean over N·H·W positions of <c>(Q_s − Q_t)²</c>, as in the authors' code, which weighs it with 1000.</summary>
    MeanSquare,

    /// <summary>The mean over N samples of <c>‖Q_s − Q_t‖</c>, as in the paper.</summary>
    Distance,
}
