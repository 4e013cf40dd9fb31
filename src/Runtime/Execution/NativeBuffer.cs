using System.Runtime.ConstrainedExecution;
using System.Runtime.InteropServices;

namespace Fusion.Runtime;

/// <summary>Aligned, zeroed native memory, freed at the latest by its finalizer.</summary>
internal sealed unsafe class NativeBuffer : CriticalFinalizerObject, IDisposable
{
    /// <summary>A page: vectors are aligned to 64 bytes, and buffers of different threads share no cache line.</summary>
    public const int Alignment = 4096;

    /// <summary>What was allocated: up to a page, or a large page, before what is used.</summary>
    private nint _block;

    /// <param name="bytes">How many; they are rounded up to whole pages, and there is at least one page behind them.</param>
    /// <param name="largePages">Whether it has <see cref="LargePages"/> if it is large.</param>
    public NativeBuffer(long bytes, bool largePages = false)
    {
        // Never empty, so that the pointer is valid; a whole number of pages, so that a vector may read past the last value.
        Bytes = (Math.Max(bytes, 1) + 2 * Alignment - 1) / Alignment * Alignment;
        // Large blocks come from the system zeroed: clearing them would touch every page once more, and those that stay unused for the
        // first time.
        bool isLarge = largePages && Bytes >= LargePages.LeastBytes;
        int page = isLarge ? LargePages.Bytes : Alignment;
        long taken = (Bytes + page - 1) / page * page;
        _block = (nint)NativeMemory.AllocZeroed((nuint)taken + (nuint)page);
        Pointer = (void*)((_block + page - 1) / page * page);
        if (isLarge) LargePages.AskFor(Pointer, taken);
        GC.AddMemoryPressure(Bytes);
    }

    ~NativeBuffer() => Free();

    public long Bytes { get; }

    public void* Pointer { get; private set; }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        nint block = Interlocked.Exchange(ref _block, 0);
        if (block == 0) return;
        Pointer = null;
        NativeMemory.Free((void*)block);
        GC.RemoveMemoryPressure(Bytes);
    }
}
