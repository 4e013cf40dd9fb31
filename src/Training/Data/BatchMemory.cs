using System.Runtime.ExceptionServices;

namespace Fusion.Training.Data;

/// <summary>The memory of a batch, which is used again for later ones.</summary>
internal sealed class BatchMemory
{
    /// <param name="samples">How many.</param>
    /// <param name="elements">The values of a sample, for each of its parts.</param>
    /// <param name="hasLabels">Whether there are labels.</param>
    public BatchMemory(int samples, int[] elements, bool hasLabels)
    {
        Parts = Array.ConvertAll(elements, each => new float[checked(samples * each)]);
        Labels = hasLabels ? new int[samples] : [];
        Indices = new int[samples];
    }

    public float[][] Parts { get; }

    public int[] Labels { get; }

    public int[] Indices { get; }

    /// <summary>The step that the batch is ready for; −1 for none.</summary>
    public long ReadyFor { get; set; } = -1;

    /// <summary>Why there is no such batch.</summary>
    public ExceptionDispatchInfo? Problem { get; set; }

    /// <summary>Whose the memory is: the number of the batch that was given away last; 0 for none.</summary>
    public long Lease { get; set; }
}
