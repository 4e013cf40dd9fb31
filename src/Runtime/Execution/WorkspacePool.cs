namespace Fusion;

/// <summary>A network's workspaces: as many as runs were ever active at once, up to a bound. No locks; what does not fit is
/// freed.</summary>
internal sealed class WorkspacePool(LargePages largePages = LargePages.Never) : IDisposable
{
    private readonly Workspace?[] _slots = new Workspace?[Math.Max(16, Environment.ProcessorCount)];

    /// <summary>A workspace of at least that many bytes, the caller's alone until <see cref="Return"/>.</summary>
    public Workspace Rent(long bytes)
    {
        // A thread begins at its own slot, whose memory its core has in the cache.
        int start = Environment.CurrentManagedThreadId;
        for (int i = 0; i < _slots.Length; i++)
        {
            ref Workspace? slot = ref _slots[(int)((uint)(start + i) % (uint)_slots.Length)];
            if (Volatile.Read(ref slot) is null || Interlocked.Exchange(ref slot, null) is not { } workspace) continue;
            if (workspace.Bytes >= bytes) return workspace;
            workspace.Dispose();
            break;
        }
        return new Workspace(bytes, largePages);
    }

    public void Return(Workspace workspace)
    {
        workspace.HasBeenUsed();
        int start = Environment.CurrentManagedThreadId;
        for (int i = 0; i < _slots.Length; i++)
        {
            ref Workspace? slot = ref _slots[(int)((uint)(start + i) % (uint)_slots.Length)];
            if (Volatile.Read(ref slot) is null && Interlocked.CompareExchange(ref slot, workspace, null) is null) return;
        }
        workspace.Dispose();
    }

    public void Dispose()
    {
        for (int i = 0; i < _slots.Length; i++) Interlocked.Exchange(ref _slots[i], null)?.Dispose();
    }
}
