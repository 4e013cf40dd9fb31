namespace Fusion.Training;

/// <summary>
/// Says how features inside a student are compared with features inside its teacher (FitNets, arXiv 1412.6550). A training uses it by
/// <see cref="AlignAttribute{TAlignment}"/>. With a <see cref="Batch"/>, the class also stands alone: it gives the loss and the gradients
/// of features that the caller has.
/// </summary>
/// <param name="student">The student's class, a network of the same project.</param>
/// <param name="studentTap">The student's tap, by <c>nameof(Student.Stage3)</c> or as text.</param>
/// <param name="teacher">The teacher's class, a network of the same project.</param>
/// <param name="teacherTap">The teacher's tap.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class DistillationAlignmentAttribute(Type student, string studentTap, Type teacher, string teacherTap) : Attribute
{
    /// <summary>The student's class.</summary>
    public Type Student { get; } = student;

    /// <summary>The student's tap.</summary>
    public string StudentTap { get; } = studentTap;

    /// <summary>The teacher's class.</summary>
    public Type Teacher { get; } = teacher;

    /// <summary>The teacher's tap.</summary>
    public string TeacherTap { get; } = teacherTap;

    /// <summary>What is made small.</summary>
    public AlignmentLoss Loss { get; set; }

    /// <summary>For <see cref="AlignmentLoss.MeanSquaredError"/>: what is brought to length 1.</summary>
    public AlignmentNormalization Normalization { get; set; }

    /// <summary>For <see cref="AlignmentLoss.AttentionTransfer"/>: how it reduces.</summary>
    public AlignmentReduction Reduction { get; set; }

    /// <summary>For <see cref="AlignmentLoss.ChannelWiseKl"/>: τ, from 1e-6 to 1e6.</summary>
    public double Temperature { get; set; } = 4;

    /// <summary>What stands between the student's features and the comparison; nothing for
    /// <see cref="AlignmentLoss.AttentionTransfer"/>.</summary>
    public AlignmentConnector Connector { get; set; }

    /// <summary>Whether the connector has a BatchNorm behind its convolution.</summary>
    public bool BatchNorm { get; set; }

    /// <summary>Whether the connector's convolution has a bias; where it is not said, exactly where no BatchNorm follows. It
    /// starts at 0, or with small random numbers where <see cref="Normalization"/> divides by a length.</summary>
    public bool Bias { get; set; }

    /// <summary>The activation at the connector's end.</summary>
    public Activation Activation { get; set; }

    /// <summary>How the connected features come to the other's height and width.</summary>
    public AlignmentResize Resize { get; set; }

    /// <summary>Whose features go through the connector.</summary>
    public AlignmentDirection Direction { get; set; }

    /// <summary>
    /// How many samples a batch has where the alignment stands alone; 0 where only trainings use it, which have a batch of their own. An
    /// attribute such as <see cref="AdamAttribute"/> on the class moves the connector then.
    /// </summary>
    public int Batch { get; set; }
}
