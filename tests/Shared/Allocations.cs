namespace Fusion.Tests;

/// <summary>What a call allocates on the thread that makes it.</summary>
internal static class Allocations
{
    private const int Attempts = 8;

    /// <summary>The bytes that one call of <paramref name="run"/> allocates, at least.</summary>
    /// <remarks>
    /// A collection, which a test on another thread may cause, takes this thread's share of the heap away and counts what was left of it as
    /// allocated. What the call itself allocates, it allocates each time: the least of several calls is that.
    /// </remarks>
    public static long Least(Action run)
    {
        long least = long.MaxValue;
        for (int attempt = 0; attempt < Attempts && least > 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            run();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }
}
