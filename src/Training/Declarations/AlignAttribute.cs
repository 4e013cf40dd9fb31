namespace Fusion.Training;

/// <summary>Adds the loss of an alignment to a training with a <see cref="TrainingAttribute.Teacher"/>. Its connector is trained with the
/// student, and kept in checkpoints; the student's saved weights are those of the student alone.</summary>
/// <typeparam name="TAlignment">A class with <see cref="DistillationAlignmentAttribute"/>.</typeparam>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class AlignAttribute<TAlignment> : Attribute
    where TAlignment : class
{
    /// <summary>The term's factor in the sum.</summary>
    public double Weight { get; set; } = 1;
}
