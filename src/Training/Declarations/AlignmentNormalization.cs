namespace Fusion.Training;

/// <summary>What <see cref="AlignmentLoss.MeanSquaredError"/> brings to length 1 before it compares. Normalised, it is
/// <c>2 · (1 − cos(A, T))</c>, the mean over what is normalised.</summary>
public enum AlignmentNormalization
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>All values of a sample together.</summary>
    PerSample,

    /// <summary>The channels of each position: the cosine of each pixel.</summary>
    PerPixel,
}
