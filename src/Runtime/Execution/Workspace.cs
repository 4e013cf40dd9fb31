using Fusion.Runtime;

namespace Fusion;

/// <summary>The memory of one run, and the runner of its caller's part.</summary>
internal sealed unsafe class Workspace(long bytes, LargePages largePages) : IDisposable
{
    /// <summary>
    /// Fills workspaces with NaN before each run, which makes a kernel that reads what nobody wrote visible in the result: for tests.
    /// </summary>
    public static readonly bool IsPoisoned = AppContext.TryGetSwitch("Fusion.PoisonWorkspace", out bool poison) && poison;

    private readonly NativeBuffer _memory = new(bytes, largePages);
    private readonly NativeBuffer _normalization = new(sizeof(PixelNormalization));

    private long _run;

    public KernelRunner Runner { get; } = new();

    /// <summary>The number of the run whose values lie here, of those that were kept.</summary>
    public long Run => Volatile.Read(ref _run);

    public long Bytes => _memory.Bytes;

    public float* Pointer => (float*)_memory.Pointer;

    public PixelNormalization* Normalization => (PixelNormalization*)_normalization.Pointer;

    public void Prepare()
    {
        if (IsPoisoned) for (long i = 0; i < Bytes / sizeof(float); i++) Pointer[i] = float.NaN;
    }

    /// <exception cref="ObjectDisposedException">The run with that number has ended.</exception>
    public static void CheckRun(Workspace? workspace, long run)
    {
        if (workspace is null || workspace.Run != run)
            throw new ObjectDisposedException(null,
                "The taps of this run have been disposed of: its workspace may hold another run's values.");
    }

    /// <summary>Ends a run that was kept; false where it has ended before.</summary>
    public bool EndRun(long run) => Interlocked.CompareExchange(ref _run, run + 1, run) == run;

    /// <summary>Says that a run has written what it writes.</summary>
    public void HasBeenUsed() => _memory.HasBeenWritten();

    public void Dispose()
    {
        _memory.Dispose();
        _normalization.Dispose();
        Runner.Free();
    }
}
