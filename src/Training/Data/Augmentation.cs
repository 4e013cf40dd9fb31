namespace Fusion.Training;

/// <summary>
/// What is done to each sample at random, each time that it is seen. Padding alone shifts: a sample moves by up to so many pixels in each
/// direction, and what comes in is <see cref="SampleSource.Border"/>.
/// </summary>
public sealed class Augmentation
{
    /// <summary>
    /// The pixels by which a sample is widened on all four sides before a part of it is cut out at a random place, each place as probable
    /// as any other: torchvision's <c>RandomCrop(size, padding)</c>.
    /// </summary>
    public int Padding { get; init; }

    /// <summary>H of the part that is cut out; 0 for that of the samples.</summary>
    public int Height { get; init; }

    /// <summary>W of the part that is cut out; 0 for that of the samples.</summary>
    public int Width { get; init; }

    /// <summary>Whether every second sample, by chance, is mirrored left to right: torchvision's <c>RandomHorizontalFlip</c>.</summary>
    public bool HorizontalFlip { get; init; }
}
