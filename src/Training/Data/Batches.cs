using Fusion.Training.Data;

namespace Fusion.Training;

/// <summary>
/// The shuffled batches of a training, with all parts of the samples (<see cref="SampleSource.With(SampleSource)"/>) and their labels,
/// where there are any, made on threads of their own while steps run. What is in the batch of a step depends on the seed and
/// the number of the step alone, on every machine and with any number of threads.
/// </summary>
/// <remarks>
/// The epochs follow each other without a gap: where the number of samples is no multiple of the batch's, the batch at the end of an epoch
/// is filled up from the beginning of the next one. So every sample is seen once in each epoch, and none is lost.
/// One thread at a time may ask for batches. A few are made ahead, in memory that is used again.
/// </remarks>
public sealed class Batches : IDisposable
{
    private readonly BatchQueue _queue;
    private readonly long _lastStep;

    /// <summary>Batches from the first step on. Nothing is made before the first one is asked for.</summary>
    /// <param name="source">The samples.</param>
    /// <param name="batchSize">The samples of a batch: <c>BatchSize</c> of the training.</param>
    /// <param name="seed">Another seed, another order.</param>
    /// <param name="augmentation">What is done to each sample at random; null for nothing.</param>
    /// <param name="threads">How many threads make batches: 1 to 64.</param>
    /// <exception cref="ArgumentOutOfRangeException">The batch size or the number of threads has no meaning.</exception>
    /// <exception cref="ArgumentException">The augmentation does not fit the samples.</exception>
    public Batches(SampleSource source, int batchSize, int seed, Augmentation? augmentation = null, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        if (threads is < 1 or > 64)
            throw new ArgumentOutOfRangeException(nameof(threads), threads, "1 to 64 threads were expected.");
        (Height, Width) = SampleCutter.Size(source, augmentation);
        _lastStep = long.MaxValue / batchSize - 1;
        // What is captured here is captured by the threads, too, and must not be this.
        var (height, width) = (Height, Width);
        int[] elements = Array.ConvertAll(source.Parts, part =>
            SampleCutter.Takes(source, part) ? checked(height * width * part.Channels) : part.Elements);
        bool hasLabels = !source.Labels.IsEmpty;
        var makers = new BatchMaker[threads];
        for (int i = 0; i < threads; i++) makers[i] = new BatchMaker(source, seed, augmentation);
        _queue = new BatchQueue(makers, () => new BatchMemory(batchSize, elements, hasLabels));
    }

    /// <summary>Ends the threads of one that was not disposed.</summary>
    // Its threads know the queue alone, so that this can be collected while they wait.
    ~Batches() => _queue?.End();

    /// <summary>H of a sample in a batch.</summary>
    public int Height { get; }

    /// <summary>W of a sample in a batch.</summary>
    public int Width { get; }

    /// <summary>The step that <see cref="Next"/> gives the batch of: how many batches came before it.</summary>
    public long Step => _queue.Step;

    /// <summary>
    /// The batch of the next step, as soon as it is ready. It takes the place of the one before, whose memory is used again.
    /// </summary>
    /// <exception cref="InvalidOperationException">Another thread is asking for a batch, or a source is while it is read.</exception>
    /// <exception cref="ObjectDisposedException">This was disposed.</exception>
    /// <exception cref="Exception">
    /// What <see cref="SampleSource.Read"/> threw for a sample of this batch, again in every call until <see cref="Seek"/>.
    /// </exception>
    public Batch Next()
    {
        Batch batch = _queue.Next();
        GC.KeepAlive(this);
        return batch;
    }

    /// <summary>
    /// Goes to a step, forwards or back: the next batch is that of a training that made so many steps. After
    /// <see cref="TrainedNetwork.StepCount"/> of a training that was resumed, it sees what it would have seen.
    /// </summary>
    /// <param name="step">The steps made before.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative, or has more samples before it than can be counted.</exception>
    /// <exception cref="InvalidOperationException">Another thread is asking for a batch, or a source is while it is read.</exception>
    /// <exception cref="ObjectDisposedException">This was disposed.</exception>
    public void Seek(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(step, _lastStep);
        _queue.Seek(step);
        GC.KeepAlive(this);
    }

    /// <summary>Ends the threads, as soon as they have made the batch that they are at.</summary>
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _queue.End();
        _queue.Join();
    }
}
