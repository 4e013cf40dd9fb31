using System.Runtime.ExceptionServices;

namespace Fusion.Training;

/// <summary>The samples of a step. They are there until the next batch is asked for: the memory is used again.</summary>
public sealed class Batch
{
    internal Batch(int samples, int elements)
    {
        ValueMemory = new float[checked(samples * elements)];
        LabelMemory = new int[samples];
        IndexMemory = new int[samples];
    }

    /// <summary>The samples one behind the other, each (H, W, C).</summary>
    public ReadOnlySpan<float> Values => ValueMemory;

    /// <summary>The class of each sample.</summary>
    public ReadOnlySpan<int> Labels => LabelMemory;

    /// <summary>Which sample of the source each one is.</summary>
    public ReadOnlySpan<int> Indices => IndexMemory;

    internal float[] ValueMemory { get; }

    internal int[] LabelMemory { get; }

    internal int[] IndexMemory { get; }

    /// <summary>The step that the batch is ready for; −1 for none.</summary>
    internal long ReadyFor { get; set; } = -1;

    /// <summary>Why there is no such batch.</summary>
    internal ExceptionDispatchInfo? Problem { get; set; }
}
