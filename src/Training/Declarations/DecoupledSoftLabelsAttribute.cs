namespace Fusion.Training;

/// <summary>
/// Decoupled knowledge distillation (DKD, arXiv 2203.08679): a teacher's soft labels in two parts with weights of their own,
/// <c>T²/P · Σ [w · KL(b_t ‖ b_s) + v · KL(r_t ‖ r_s)]</c> over all P positions of the batch. b is how the softmax of logits / T divides
/// between the label's class and all others together, r the softmax over the others alone. A step takes the labels, and the teacher's
/// logits where the training has no <see cref="TrainingAttribute.Teacher"/> to give them.
/// </summary>
public sealed class DecoupledSoftLabelsAttribute : LossAttribute
{
    /// <summary>T; from 1e-6 to 1e6.</summary>
    public double Temperature { get; set; } = 4;

    /// <summary>w: the weight of how sure the teacher is of the label's class; at least 0.</summary>
    public double TargetWeight { get; set; } = 1;

    /// <summary>v: the weight of how the teacher divides between the others; at least 0.</summary>
    public double OthersWeight { get; set; } = 8;
}
