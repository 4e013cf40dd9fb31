using Fusion.Training;

namespace Fusion.Samples.Distill.Pictures;

/// <summary>Pictures of clothes, 28×28 and grey, light on black, in ten classes.</summary>
/// <param name="Name">What they are called.</param>
/// <param name="Train">What is learnt from.</param>
/// <param name="Test">What is tested with, and nothing else.</param>
internal sealed record Clothes(string Name, SampleSource Train, SampleSource Test)
{
    /// <summary>The classes of a picture.</summary>
    public const int ClassCount = 10;

    /// <summary>H and W.</summary>
    public const int Edge = 28;

    /// <summary>Samples from the bytes of pictures.</summary>
    public static SampleSource Samples(ReadOnlyMemory<byte> pixels, ReadOnlyMemory<int> labels) =>
        SampleSource.FromBytes(pixels, labels, Edge, Edge, 1, ClothesNames.Normalization);
}
