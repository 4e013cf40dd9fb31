using System.Runtime.ExceptionServices;

namespace Fusion.Training;

/// <summary>The samples of a step. They are there until the next batch is asked for: the memory is used again.</summary>
public sealed class Batch
{
    /// <param name="samples">How many.</param>
    /// <param name="elements">The values of a sample, for each of its parts.</param>
    /// <param name="hasLabels">Whether there are labels.</param>
    internal Batch(int samples, int[] elements, bool hasLabels)
    {
        PartMemory = Array.ConvertAll(elements, each => new float[checked(samples * each)]);
        LabelMemory = hasLabels ? new int[samples] : [];
        IndexMemory = new int[samples];
    }

    /// <summary>The samples one behind the other, each (H, W, C).</summary>
    public ReadOnlySpan<float> Values => PartMemory[0];

    /// <summary>The class of each sample; empty where the source has no labels.</summary>
    public ReadOnlySpan<int> Labels => LabelMemory;

    /// <summary>Which sample of the source each one is.</summary>
    public ReadOnlySpan<int> Indices => IndexMemory;

    internal float[][] PartMemory { get; }

    internal int[] LabelMemory { get; }

    internal int[] IndexMemory { get; }

    /// <summary>The step that the batch is ready for; −1 for none.</summary>
    internal long ReadyFor { get; set; } = -1;

    /// <summary>Why there is no such batch.</summary>
    internal ExceptionDispatchInfo? Problem { get; set; }

    /// <summary>One part of the samples, one sample behind the other: see <see cref="SampleSource.With(SampleSource)"/>.</summary>
    /// <param name="index">0 for the samples themselves, which are <see cref="Values"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such part.</exception>
    public ReadOnlySpan<float> Part(int index) => (uint)index < (uint)PartMemory.Length ? PartMemory[index]
        : throw new ArgumentOutOfRangeException(
            nameof(index), index, $"A part from 0 to {PartMemory.Length - 1} was expected; SampleSource.With adds them.");
}
