using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Fusion.Runtime;

namespace Fusion;

/// <summary>
/// The process's worker threads. A run has them to itself or not at all: whoever finds them busy runs alone, so that threads never queue
/// behind other runs.
/// </summary>
/// <remarks>
/// Waiting, for a barrier or for the next job, is a short spin and then a wait on a monitor: runs that follow each other closely are handed
/// over within a microsecond, and an idle process does nothing. Nobody spins where there are more participants than cores.
/// </remarks>
internal sealed unsafe class ThreadTeam
{
    private static readonly long _spinTicks = Stopwatch.Frequency * 50 / 1_000_000;

    private readonly Gate _gate = new();
    private Worker[] _workers = [];
    private int _isBusy;
    private int _participants;
    private bool _maySpin;
    private Job* _job;
    private Exception? _failure;
    private Shared _shared;

    /// <summary>The process's team.</summary>
    public static ThreadTeam Process { get; } = new();

    /// <summary>Makes the team the caller's, unless it is somebody else's.</summary>
    public bool TryEnter() => Volatile.Read(ref _isBusy) == 0 && Interlocked.CompareExchange(ref _isBusy, 1, 0) == 0;

    /// <summary>Runs a job on the calling thread and on workers, and gives the team back. Only after <see cref="TryEnter"/>.</summary>
    /// <param name="job">The job.</param>
    /// <param name="caller">The caller's own runner.</param>
    /// <param name="participants">Threads, the caller's included.</param>
    public void Run(in Job job, KernelRunner caller, int participants)
    {
        try
        {
            participants = Math.Min(participants, 1 + Grow(participants - 1));
            fixed (Job* pointer = &job)
            {
                _job = pointer;
                _participants = participants;
                _maySpin = participants <= Environment.ProcessorCount;
                _failure = null;
                _shared.Arrived = 0;
                _shared.IsBroken = 0;
                _shared.Remaining = participants - 1;
                for (int i = 0; i < participants - 1; i++) _workers[i].Start();
                RunShare(caller, 0);
                WaitForWorkers();
                _job = null;
            }
            Exception? failure = _failure;
            _failure = null;
            if (failure is not null) ExceptionDispatchInfo.Throw(failure);
        }
        finally
        {
            Volatile.Write(ref _isBusy, 0);
            Gate.DeliverInterrupt();
        }
    }

    /// <summary>
    /// Waits until every participant is here. False where one of them has failed: the others then skip what is left of the program, so that
    /// nobody waits for ever.
    /// </summary>
    public bool Wait()
    {
        int generation = Volatile.Read(ref _shared.Generation);
        if (Interlocked.Increment(ref _shared.Arrived) == _participants)
        {
            _shared.Arrived = 0;
            Interlocked.Increment(ref _shared.Generation);
            Wake();
        }
        else
        {
            long deadline = 0;
            while (Volatile.Read(ref _shared.Generation) == generation && Volatile.Read(ref _shared.IsBroken) == 0)
            {
                if (Spin(ref deadline)) continue;
                SleepInBarrier(generation);
                break;
            }
        }
        return Volatile.Read(ref _shared.IsBroken) == 0;
    }

    private void RunShare(KernelRunner runner, int index)
    {
        try
        {
            runner.Join(this, index, _participants);
            runner.Run(in *_job);
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref _failure, exception, null);
            Interlocked.Exchange(ref _shared.IsBroken, 1);
            Wake();
        }
    }

    private void WaitForWorkers()
    {
        long deadline = 0;
        while (Volatile.Read(ref _shared.Remaining) != 0)
        {
            if (Spin(ref deadline)) continue;
            SleepUntilDone();
            break;
        }
    }

    /// <summary>Spins for a moment; false where the caller had better sleep.</summary>
    private bool Spin(ref long deadline)
    {
        if (!_maySpin) return false;
        if (deadline == 0) deadline = Stopwatch.GetTimestamp() + _spinTicks;
        else if (Stopwatch.GetTimestamp() > deadline) return false;
        Thread.SpinWait(1);
        return true;
    }

    private void SleepInBarrier(int generation)
    {
        _gate.Enter();
        // Counted before the condition is looked at again, and looked at by the waker after it has made the condition true.
        Interlocked.Increment(ref _shared.Sleepers);
        while (Volatile.Read(ref _shared.Generation) == generation && Volatile.Read(ref _shared.IsBroken) == 0) _gate.Wait();
        Interlocked.Decrement(ref _shared.Sleepers);
        _gate.Leave();
    }

    private void SleepUntilDone()
    {
        _gate.Enter();
        Interlocked.Increment(ref _shared.Sleepers);
        while (Volatile.Read(ref _shared.Remaining) != 0) _gate.Wait();
        Interlocked.Decrement(ref _shared.Sleepers);
        _gate.Leave();
    }

    private void Wake()
    {
        if (Volatile.Read(ref _shared.Sleepers) != 0) _gate.PulseAll();
    }

    /// <summary>Has that many workers, or as many as the system grants.</summary>
    private int Grow(int count)
    {
        if (_workers.Length >= count) return count;
        var workers = new List<Worker>(_workers);
        try
        {
            while (workers.Count < count) workers.Add(new Worker(this, workers.Count + 1));
        }
        catch (Exception exception) when (exception is OutOfMemoryException or ThreadStartException or PlatformNotSupportedException)
        {
        }
        _workers = [.. workers];
        return _workers.Length;
    }

    /// <summary>What participants write, each on a cache line of its own so that spinning does not slow the writers down.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 6 * 128)]
    private struct Shared
    {
        [FieldOffset(1 * 128)] public int Arrived;
        [FieldOffset(2 * 128)] public int Generation;
        [FieldOffset(3 * 128)] public int Remaining;
        [FieldOffset(4 * 128)] public int Sleepers;
        [FieldOffset(4 * 128 + 4)] public int IsBroken;
    }

    private sealed class Worker
    {
        private readonly Gate _gate = new();
        private readonly ThreadTeam _team;
        private readonly int _index;
        private readonly KernelRunner _runner = new();
        private int _jobs;
        private int _isParked;

        public Worker(ThreadTeam team, int index)
        {
            _team = team;
            _index = index;
            var thread = new Thread(Loop) { IsBackground = true, Name = $"Fusion {index}" };
            thread.UnsafeStart();
        }

        public void Start()
        {
            Interlocked.Increment(ref _jobs);
            if (Volatile.Read(ref _isParked) != 0) _gate.PulseAll();
        }

        private void Loop()
        {
            for (int done = 0; ; done++)
            {
                WaitForJob(done);
                _team.RunShare(_runner, _index);
                if (Interlocked.Decrement(ref _team._shared.Remaining) == 0) _team.Wake();
            }
        }

        private void WaitForJob(int done)
        {
            long deadline = 0;
            while (Volatile.Read(ref _jobs) == done)
                if (!_team.Spin(ref deadline)) break;
            if (Volatile.Read(ref _jobs) != done) return;
            _gate.Enter();
            Interlocked.Exchange(ref _isParked, 1);
            while (Volatile.Read(ref _jobs) == done) _gate.Wait();
            _isParked = 0;
            _gate.Leave();
        }
    }
}
