using System.Runtime.ConstrainedExecution;

namespace Fusion.Runtime;

/// <summary>Aligned, zeroed native memory, freed at the latest by its finalizer.</summary>
internal sealed unsafe class NativeBuffer : CriticalFinalizerObject, IDisposable
{
    /// <summary>A page: vectors are aligned to 64 bytes, and buffers of different threads share no cache line.</summary>
    public const int Alignment = 4096;

    /// <summary>What was allocated: up to a page, or a large page, before what is used.</summary>
    private nint _block;

    private readonly nuint _blockBytes;
    private readonly bool _isMapped;

    /// <summary>When large pages will be asked for, and for how many bytes.</summary>
    private (LargePages When, long Bytes) _largePages = (LargePages.Never, 0);

    /// <param name="bytes">How many; they are rounded up to whole pages, and there is at least one page behind them.</param>
    /// <param name="largePages">When it asks for large pages, if it is large.</param>
    public NativeBuffer(long bytes, LargePages largePages = LargePages.Never)
    {
        // Never empty, so that the pointer is valid; a whole number of pages, so that a vector may read past the last value.
        Bytes = (Math.Max(bytes, 1) + 2 * Alignment - 1) / Alignment * Alignment;
        // Large blocks come from the system zeroed: clearing them would touch every page once more, and those that stay unused for the
        // first time.
        bool isLarge = largePages != LargePages.Never && Bytes >= PageAdvice.LeastBytes;
        int page = isLarge ? PageAdvice.Bytes : Alignment;
        long taken = (Bytes + page - 1) / page * page;
        _blockBytes = (nuint)taken + (nuint)page;
        _block = (nint)SystemMemory.Allocate(_blockBytes, out _isMapped);
        Pointer = (void*)((_block + page - 1) / page * page);
        if (isLarge) _largePages = (largePages, taken);
        Ask(LargePages.AtOnce);
        GC.AddMemoryPressure(Bytes);
    }

    ~NativeBuffer() => Free();

    public long Bytes { get; }

    public void* Pointer { get; private set; }

    /// <summary>Says that all of it has been written, so that the system may put its pages together.</summary>
    public void HasBeenWritten() => Ask(LargePages.Later);

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Ask(LargePages now)
    {
        if (_largePages.When != now) return;
        PageAdvice.AskFor(Pointer, _largePages.Bytes);
        _largePages = (LargePages.Never, 0);
    }

    private void Free()
    {
        nint block = Interlocked.Exchange(ref _block, 0);
        if (block == 0) return;
        Pointer = null;
        SystemMemory.Free((void*)block, _blockBytes, _isMapped);
        GC.RemoveMemoryPressure(Bytes);
    }
}
