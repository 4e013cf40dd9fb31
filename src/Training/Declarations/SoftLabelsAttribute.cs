namespace Fusion.Training;

/// <summary>
/// Distillation from a teacher's logits (arXiv 1503.02531): <c>T²/P · Σ p_t · (log p_t − log p_s)</c> over all P positions of the batch,
/// where p are the softmaxes of logits / T. A step takes the teacher's logits, where the training
/// has no <see cref="TrainingAttribute.Teacher"/> to give them.
/// </summary>
public sealed class SoftLabelsAttribute : LossAttribute
{
    /// <summary>T; from 1e-6 to 1e6.</summary>
    public double Temperature { get; set; } = 4;
}
