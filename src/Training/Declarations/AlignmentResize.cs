namespace Fusion.Training;

/// <summary>How the student's features come to the teacher's height and width, by whole factors, before the connector.</summary>
public enum AlignmentResize
{
    /// <summary>Not at all: they are the same.</summary>
    None,

    /// <summary>The student's are larger: means of windows.</summary>
    AveragePool,

    /// <summary>The student's are smaller: each value is repeated.</summary>
    Nearest,

    /// <summary>The student's are smaller: linear interpolation between the centres of pixels, as PyTorch without <c>align_corners</c>.
    /// </summary>
    Bilinear,
}
