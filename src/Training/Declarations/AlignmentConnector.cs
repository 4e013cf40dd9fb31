namespace Fusion.Training;

/// <summary>What stands between the student's features and the comparison.</summary>
public enum AlignmentConnector
{
    /// <summary>A 1×1 convolution from the student's channels to the teacher's, which is trained with the student and not a part of
    /// it.</summary>
    Pointwise,

    /// <summary>Nothing: the channels are the same.</summary>
    None,
}
