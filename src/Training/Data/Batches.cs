using System.Runtime.ExceptionServices;
using Fusion.Training.Data;

namespace Fusion.Training;

/// <summary>
/// The shuffled batches of a training, made on threads of their own while steps run. What is in the batch of a step depends on the seed and
/// the number of the step alone, on every machine and with any number of threads.
/// </summary>
/// <remarks>
/// The epochs follow each other without a gap: where the number of samples is no multiple of the batch's, the batch at the end of an epoch
/// is filled up from the beginning of the next one. So every sample is seen once in each epoch, and none is lost.
/// One thread at a time may ask for batches. A few are made ahead, in memory that is used again.
/// </remarks>
public sealed class Batches : IDisposable
{
    private const int Ahead = 2;
    private readonly object _gate = new();
    private readonly Batch[] _ring;
    private readonly Thread[] _threads;
    private readonly long _lastStep;
    private long _step, _firstInUse, _nextToMake;
    private int _making;
    private bool _isStarted, _isSeeking, _isDisposed;

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
        _ring = new Batch[threads + Ahead];
        for (int i = 0; i < _ring.Length; i++) _ring[i] = new Batch(batchSize, checked(Height * Width * source.Channels));
        _threads = new Thread[threads];
        for (int i = 0; i < threads; i++)
        {
            var maker = new BatchMaker(source, seed, augmentation);
            _threads[i] = new Thread(() => MakeBatches(maker)) { IsBackground = true, Name = "Fusion batches" };
        }
    }

    /// <summary>H of a sample in a batch.</summary>
    public int Height { get; }

    /// <summary>W of a sample in a batch.</summary>
    public int Width { get; }

    /// <summary>The step that <see cref="Next"/> gives the batch of: how many batches came before it.</summary>
    public long Step
    {
        get
        {
            lock (_gate) return _step;
        }
    }

    /// <summary>The batch of the next step, as soon as it is ready. It takes the place of the one before, whose memory is used again.</summary>
    /// <exception cref="ObjectDisposedException">This was disposed.</exception>
    /// <exception cref="Exception">
    /// What <see cref="SampleSource.Read"/> threw for a sample of this batch, again in every call until <see cref="Seek"/>.
    /// </exception>
    public Batch Next()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            Start();
            _firstInUse = _step;
            Monitor.PulseAll(_gate);
            Batch batch = _ring[_step % _ring.Length];
            while (!_isDisposed && batch.ReadyFor != _step) Monitor.Wait(_gate);
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            batch.Problem?.Throw();
            _step++;
            return batch;
        }
    }

    /// <summary>
    /// Goes to a step, forwards or back: the next batch is that of a training that made so many steps. After
    /// <see cref="TrainingSession.StepCount"/> of a training that was resumed, it sees what it would have seen.
    /// </summary>
    /// <param name="step">The steps made before.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative, or has more samples before it than can be counted.</exception>
    /// <exception cref="ObjectDisposedException">This was disposed.</exception>
    public void Seek(long step)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(step, _lastStep);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _isSeeking = true;
            while (_making > 0) Monitor.Wait(_gate);
            foreach (Batch batch in _ring) batch.ReadyFor = -1;
            _step = _firstInUse = _nextToMake = step;
            _isSeeking = false;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Ends the threads, as soon as they have made the batch that they are at.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            Monitor.PulseAll(_gate);
            if (!_isStarted) return;
        }
        foreach (Thread thread in _threads) thread.Join();
    }

    private void Start()
    {
        if (_isStarted) return;
        _isStarted = true;
        foreach (Thread thread in _threads) thread.Start();
    }

    private void MakeBatches(BatchMaker maker)
    {
        while (TryTake(out long step))
        {
            Batch batch = _ring[step % _ring.Length];
            ExceptionDispatchInfo? problem = null;
            try
            {
                maker.Make(step, batch);
            }
            catch (Exception exception)
            {
                problem = ExceptionDispatchInfo.Capture(exception);
            }
            lock (_gate)
            {
                batch.Problem = problem;
                batch.ReadyFor = step;
                _making--;
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>Waits for memory, and takes the next step to make; false at the end.</summary>
    private bool TryTake(out long step)
    {
        lock (_gate)
        {
            while (!_isDisposed && (_isSeeking || _nextToMake >= _firstInUse + _ring.Length)) Monitor.Wait(_gate);
            step = _nextToMake;
            if (_isDisposed) return false;
            _nextToMake++;
            _making++;
            return true;
        }
    }
}
