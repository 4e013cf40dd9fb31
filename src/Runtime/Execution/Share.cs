using System.Runtime.ExceptionServices;

namespace Fusion;

/// <summary>Shares work that comes once, and needs no result, among the cores: <c>Parallel.For</c> takes several milliseconds to be
/// compiled.</summary>
internal sealed class Share
{
    /// <summary>What a helper must have to do: a few dozen microseconds.</summary>
    private const long Least = 1 << 16;

    private readonly Gate _gate = new();
    private readonly Action<int> _work;
    private readonly int _count;
    private int _next;
    private int _left;
    private Exception? _failure;

    private Share(int count, Action<int> work)
    {
        _count = _left = count;
        _work = work;
    }

    /// <summary>Calls <paramref name="work"/> for 0 to <paramref name="count"/> - 1, on this thread and on those of the pool that have
    /// time.</summary>
    /// <param name="count">How many pieces there are.</param>
    /// <param name="cost">What all of them cost, in weights.</param>
    /// <param name="work">Does one piece.</param>
    public static void For(int count, long cost, Action<int> work)
    {
        long helpers = Math.Min(Math.Min(count, Environment.ProcessorCount) - 1, cost / Least);
        if (helpers <= 0)
        {
            for (int i = 0; i < count; i++) work(i);
            return;
        }
        var share = new Share(count, work);
        for (int i = 0; i < helpers; i++) ThreadPool.UnsafeQueueUserWorkItem(static share => share.Work(), share, preferLocal: false);
        share.Work();
        share.Wait();
    }

    private void Work()
    {
        for (int i = Interlocked.Increment(ref _next) - 1; i < _count; i = Interlocked.Increment(ref _next) - 1)
        {
            try
            {
                _work(i);
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref _failure, exception, null);
            }
            if (Interlocked.Decrement(ref _left) == 0) _gate.PulseAll();
        }
    }

    /// <summary>Waits for what others have begun. What nobody has begun is done by then: the caller has looked for it.</summary>
    private void Wait()
    {
        _gate.Enter();
        while (Volatile.Read(ref _left) != 0) _gate.Wait();
        _gate.Leave();
        Gate.DeliverInterrupt();
        if (_failure is not null) ExceptionDispatchInfo.Throw(_failure);
    }
}
