using System.Collections.Concurrent;

namespace Fusion.Training.Tests.Data;

/// <summary>Samples whose every value says which it is: 1000 · sample + its place; the border is −1 − channel.</summary>
internal sealed class NumberedSamples(int count, int height = 3, int width = 4, int channels = 2)
    : SampleSource(height, width, channels, Enumerable.Range(0, count).Select(i => i % 10).ToArray())
{
    private int _reads;

    /// <summary>The threads that have read a sample.</summary>
    public ConcurrentDictionary<Thread, bool> Readers { get; } = [];

    /// <summary>How many samples were read.</summary>
    public int Reads => Volatile.Read(ref _reads);

    /// <summary>The sample that cannot be read.</summary>
    public int Broken { get; set; } = -1;

    public override float Border(int channel) => -1 - channel;

    public override void Read(int index, Span<float> values)
    {
        Interlocked.Increment(ref _reads);
        Readers.TryAdd(Thread.CurrentThread, true);
        if (index == Broken) throw new InvalidDataException($"Sample {index} is broken.");
        for (int i = 0; i < values.Length; i++) values[i] = 1000 * index + i;
    }
}
