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
/// Waiting, for the end of a step or for the next job, is a short spin and then a wait on a monitor: runs that follow each other closely
/// are handed over within a microsecond, and an idle process does nothing. Nobody spins where there are more threads at work than cores,
/// and workers leave a run as soon as other runs need their cores.
/// </remarks>
internal sealed unsafe class ThreadTeam
{
    private static readonly long _spinTicks = Stopwatch.Frequency * 50 / 1_000_000;

    private readonly Gate _gate = new();
    private readonly UnitBoard _board = new();
    private TeamWorker[] _workers = [];
    private int _isBusy;
    private int _participants;
    private long _step = 1;
    private Job* _job;
    private Exception? _failure;
    private Shared _shared;

    /// <summary>The process's team.</summary>
    public static ThreadTeam Process { get; } = new();

    /// <summary>Whether every worker is asleep.</summary>
    public bool IsAtRest => Array.TrueForAll(_workers, worker => worker.IsAsleep);

    /// <summary>How many threads wait for runs, or take part in one.</summary>
    public int Workers => _workers.Length;

    /// <summary>Makes the team the caller's, unless it is somebody else's.</summary>
    public bool TryEnter() => Volatile.Read(ref _isBusy) == 0 && Interlocked.CompareExchange(ref _isBusy, 1, 0) == 0;

    /// <summary>
    /// Has workers ready for so many participants, so that no run needs to start them: not even a later one that is the first to have cores
    /// left for them. A team that is busy is left alone: it has workers, or its run is starting them.
    /// </summary>
    public void Prepare(int participants)
    {
        if (participants <= 1 || !TryEnter()) return;
        try
        {
            Grow(participants - 1);
        }
        finally
        {
            Volatile.Write(ref _isBusy, 0);
        }
    }

    /// <summary>Runs a job on the calling thread and on workers, and gives the team back. Only after <see cref="TryEnter"/>.</summary>
    /// <param name="job">The job.</param>
    /// <param name="caller">The caller's own runner.</param>
    /// <param name="participants">Threads, the caller's included.</param>
    public void Run(in Job job, KernelRunner caller, int participants)
    {
        try
        {
            participants = 1 + Grow(participants - 1);
            fixed (Job* pointer = &job)
            {
                _job = pointer;
                _participants = participants;
                _failure = null;
                _shared.Done = 0;
                _shared.IsBroken = 0;
                for (int i = 0; i < participants - 1; i++) _workers[i].Offer();
                RunShare(caller, 0);
                WaitFor(caller.FinishedUnits, 0);
                long next = caller.NextStep;
                for (int i = 0; i < participants - 1; i++)
                {
                    WaitFor(_workers[i]);
                    // In a run that fails, the caller may be behind.
                    if (_shared.IsBroken != 0) next = Math.Max(next, _workers[i].NextStep);
                }
                _step = next;
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

    /// <summary>Runs a participant's part of the job.</summary>
    public void RunShare(KernelRunner runner, int index)
    {
        try
        {
            _board.SetPresent(index, true);
            runner.Join(this, index, _step);
            runner.Run(in *_job);
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref _failure, exception, null);
            Interlocked.Exchange(ref _shared.IsBroken, 1);
            Wake();
        }
        finally
        {
            _board.SetPresent(index, false);
        }
    }

    /// <summary>Takes units of a step, see <see cref="UnitBoard"/>.</summary>
    public bool TryTake(long step, int units, int index, out int first, out int last) =>
        _board.TryTake(step, units, index, _participants, MaySpin(), out first, out last);

    /// <summary>Counts units as done. Once per step and participant, for every call moves a cache line.</summary>
    /// <param name="units">How many.</param>
    /// <param name="total">How many there are in the run up to the end of this step.</param>
    public void Finish(int units, long total)
    {
        if (Interlocked.Add(ref _shared.Done, units) == total) Wake();
    }

    /// <summary>
    /// Waits until so many units of the run are done. False for a participant that should skip what is left of the program: because
    /// somebody has failed, so that nobody waits for ever, or because other runs need the core.
    /// </summary>
    public bool WaitFor(long units, int index)
    {
        long deadline = 0;
        while (Volatile.Read(ref _shared.Done) < units && Volatile.Read(ref _shared.IsBroken) == 0)
        {
            if (Spin(ref deadline)) continue;
            Sleep(units);
            break;
        }
        if (Volatile.Read(ref _shared.IsBroken) != 0) return false;
        return index == 0 || index < Network.ParticipantsNow(_participants);
    }

    /// <summary>Spins for a moment; false where the caller had better sleep.</summary>
    public bool Spin(ref long deadline)
    {
        if (!MaySpin()) return false;
        if (deadline == 0) deadline = Stopwatch.GetTimestamp() + _spinTicks;
        else if (Stopwatch.GetTimestamp() > deadline) return false;
        Thread.SpinWait(1);
        return true;
    }

    /// <summary>Wakes those who sleep until something is done or over.</summary>
    public void Wake()
    {
        if (Volatile.Read(ref _shared.Sleepers) != 0) _gate.PulseAll();
    }

    private bool MaySpin() => _participants - 1 + Network.RunsInProgress <= Environment.ProcessorCount;

    private void WaitFor(TeamWorker worker)
    {
        if (worker.Withdraw()) return;
        long deadline = 0;
        while (worker.IsBusy)
        {
            if (Spin(ref deadline)) continue;
            _gate.Enter();
            Interlocked.Increment(ref _shared.Sleepers);
            while (worker.IsBusy) _gate.Wait();
            Interlocked.Decrement(ref _shared.Sleepers);
            _gate.Leave();
        }
    }

    private void Sleep(long units)
    {
        _gate.Enter();
        // Counted before the condition is looked at again, and looked at by the waker after it has made the condition true.
        Interlocked.Increment(ref _shared.Sleepers);
        while (Volatile.Read(ref _shared.Done) < units && Volatile.Read(ref _shared.IsBroken) == 0) _gate.Wait();
        Interlocked.Decrement(ref _shared.Sleepers);
        _gate.Leave();
    }

    /// <summary>Has that many workers, or as many as the system grants.</summary>
    private int Grow(int count)
    {
        if (_workers.Length < count)
        {
            var workers = new List<TeamWorker>(_workers);
            try
            {
                while (workers.Count < count) workers.Add(new TeamWorker(this, workers.Count + 1));
            }
            catch (Exception exception) when (exception is OutOfMemoryException or ThreadStartException or PlatformNotSupportedException)
            {
            }
            _workers = [.. workers];
        }
        _board.Grow(_workers.Length + 1);
        return Math.Min(count, _workers.Length);
    }

    /// <summary>What participants write, each on a cache line of its own so that spinning does not slow the writers down.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 4 * 128)]
    private struct Shared
    {
        [FieldOffset(1 * 128)] public long Done;
        [FieldOffset(2 * 128)] public int Sleepers;
        [FieldOffset(2 * 128 + 4)] public int IsBroken;
    }
}
