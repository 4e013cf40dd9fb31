using Fusion.Training.Data;

namespace Fusion.Training;

/// <summary>The samples of a step. They are there until the next batch is asked for: the memory is used again. Who wants to keep them
/// copies them.</summary>
public readonly struct Batch
{
    private readonly BatchMemory? _memory;
    private readonly long _lease;

    internal Batch(BatchMemory memory, long lease) => (_memory, _lease) = (memory, lease);

    /// <summary>The samples one behind the other, each (H, W, C).</summary>
    /// <exception cref="ObjectDisposedException">Another batch was asked for.</exception>
    public ReadOnlySpan<float> Values => Memory.Parts[0];

    /// <summary>The class of each sample; empty where the source has no labels.</summary>
    /// <exception cref="ObjectDisposedException">Another batch was asked for.</exception>
    public ReadOnlySpan<int> Labels => Memory.Labels;

    /// <summary>Which sample of the source each one is.</summary>
    /// <exception cref="ObjectDisposedException">Another batch was asked for.</exception>
    public ReadOnlySpan<int> Indices => Memory.Indices;

    private BatchMemory Memory => _memory is { } memory && memory.Lease == _lease ? memory
        : throw new ObjectDisposedException(
            null, "Another batch has been asked for since: the memory of this one may hold other samples. Copy what is to be kept.");

    /// <summary>One part of the samples, one sample behind the other: see <see cref="SampleSource.With(SampleSource)"/>.</summary>
    /// <param name="index">0 for the samples themselves, which are <see cref="Values"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such part.</exception>
    /// <exception cref="ObjectDisposedException">Another batch was asked for.</exception>
    public ReadOnlySpan<float> Part(int index)
    {
        float[][] parts = Memory.Parts;
        return (uint)index < (uint)parts.Length ? parts[index]
            : throw new ArgumentOutOfRangeException(
                nameof(index), index, $"A part from 0 to {parts.Length - 1} was expected; SampleSource.With adds them.");
    }
}
