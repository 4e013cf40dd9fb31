using System.Runtime.ExceptionServices;

namespace Fusion.Training.Data;

/// <summary>Batches that threads make ahead, a few at most, in a ring of memory. One thread at a time takes them.</summary>
internal sealed class BatchQueue
{
    private const int Ahead = 2;
    private readonly object _gate = new();
    private readonly BatchMemory[] _ring;
    private readonly Thread[] _threads;
    private BatchMemory? _given;
    private long _step, _firstInUse, _nextToMake, _leases;
    private int _making;
    private bool _isAsked, _isStarted, _isSeeking, _isEnded;

    /// <param name="makers">One for each thread.</param>
    /// <param name="newMemory">Makes the memory of a batch.</param>
    public BatchQueue(BatchMaker[] makers, Func<BatchMemory> newMemory)
    {
        _ring = [.. Enumerable.Range(0, makers.Length + Ahead).Select(_ => newMemory())];
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
            Enter();
            try
            {
                Start();
                _firstInUse = _step;
                Monitor.PulseAll(_gate);
                BatchMemory memory = _ring[_step % _ring.Length];
                while (!_isEnded && memory.ReadyFor != _step) Monitor.Wait(_gate);
                ObjectDisposedException.ThrowIf(_isEnded, typeof(Batches));
                memory.Problem?.Throw();
                _step++;
                _given = memory;
                memory.Lease = ++_leases;
                return new Batch(memory, memory.Lease);
            }
            finally
            {
                _isAsked = false;
            }
        }
    }

    public void Seek(long step)
    {
        lock (_gate)
        {
            Enter();
            _isSeeking = true;
            try
            {
                while (_making > 0) Monitor.Wait(_gate);
                foreach (BatchMemory memory in _ring) memory.ReadyFor = -1;
                _step = _firstInUse = _nextToMake = step;
            }
            finally
            {
                _isSeeking = _isAsked = false;
                Monitor.PulseAll(_gate);
            }
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
        // A source that disposes of its own batches is read by one of them.
        foreach (Thread thread in _threads)
            if (thread != Thread.CurrentThread) thread.Join();
    }

    /// <summary>Begins what one thread at a time does, and ends the use of the last batch, whose memory may be written from now
    /// on.</summary>
    private void Enter()
    {
        ObjectDisposedException.ThrowIf(_isEnded, typeof(Batches));
        if (_isAsked)
            throw new InvalidOperationException("Batches: another thread is asking for a batch; one at a time was expected.");
        if (Array.IndexOf(_threads, Thread.CurrentThread) >= 0)
            throw new InvalidOperationException(
                "Batches: a source asks for a batch while a sample of it is read, which a batch may be waiting for.");
        _isAsked = true;
        if (_given is not null) _given.Lease = 0;
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
            BatchMemory memory = _ring[step % _ring.Length];
            ExceptionDispatchInfo? problem = null;
            try
            {
                maker.Make(step, memory);
            }
            catch (Exception exception)
            {
                problem = ExceptionDispatchInfo.Capture(exception);
            }
            lock (_gate)
            {
                memory.Problem = problem;
                memory.ReadyFor = step;
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
