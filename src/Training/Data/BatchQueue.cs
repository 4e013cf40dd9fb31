using System.Runtime.ExceptionServices;

namespace Fusion.Training.Data;

/// <summary>Batches that threads make ahead, a few at most, in a ring of memory. One thread at a time takes them.</summary>
internal sealed class BatchQueue
{
    private const int Ahead = 2;
    private readonly object _gate = new();
    private readonly Batch[] _ring;
    private readonly Thread[] _threads;
    private long _step, _firstInUse, _nextToMake;
    private int _making;
    private bool _isStarted, _isSeeking, _isEnded;

    /// <param name="makers">One for each thread.</param>
    /// <param name="newBatch">Makes the memory of a batch.</param>
    public BatchQueue(BatchMaker[] makers, Func<Batch> newBatch)
    {
        _ring = [.. Enumerable.Range(0, makers.Length + Ahead).Select(_ => newBatch())];
        _threads =
        [
            .. makers.Select(maker => new Thread(() => MakeBatches(maker)) { IsBackground = true, Name = "Fusion batches" }),
        ];
    }

    public long Step
    {
        get
        {
            lock (_gate) return _step;
        }
    }

    public Batch Next()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isEnded, typeof(Batches));
            Start();
            _firstInUse = _step;
            Monitor.PulseAll(_gate);
            Batch batch = _ring[_step % _ring.Length];
            while (!_isEnded && batch.ReadyFor != _step) Monitor.Wait(_gate);
            ObjectDisposedException.ThrowIf(_isEnded, typeof(Batches));
            batch.Problem?.Throw();
            _step++;
            return batch;
        }
    }

    public void Seek(long step)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isEnded, typeof(Batches));
            _isSeeking = true;
            while (_making > 0) Monitor.Wait(_gate);
            foreach (Batch batch in _ring) batch.ReadyFor = -1;
            _step = _firstInUse = _nextToMake = step;
            _isSeeking = false;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Tells the threads to end, without waiting for them.</summary>
    public void End()
    {
        lock (_gate)
        {
            _isEnded = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits for the threads to end.</summary>
    public void Join()
    {
        lock (_gate)
        {
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
            while (!_isEnded && (_isSeeking || _nextToMake >= _firstInUse + _ring.Length)) Monitor.Wait(_gate);
            step = _nextToMake;
            if (_isEnded) return false;
            _nextToMake++;
            _making++;
            return true;
        }
    }
}
