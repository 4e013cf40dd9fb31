using System.Runtime.ConstrainedExecution;
using System.Runtime.InteropServices;

namespace Fusion.Runtime;

/// <summary>Aligned, zeroed native memory, freed at the latest by its finalizer.</summary>
internal sealed unsafe class NativeBuffer : CriticalFinalizerObject, IDisposable
{
    /// <summary>A page: vectors are aligned to 64 bytes, and buffers of different threads share no cache line.</summary>
    public const int Alignment = 4096;

    private nint _pointer;

    public NativeBuffer(long bytes)
    {
        // Never empty, so that the pointer is valid; a whole number of pages, so that a vector may read past the last value.
        Bytes = (Math.Max(bytes, 1) + 2 * Alignment - 1) / Alignment * Alignment;
        _pointer = (nint)NativeMemory.AlignedAlloc((nuint)Bytes, Alignment);
        NativeMemory.Clear((void*)_pointer, (nuint)Bytes);
        GC.AddMemoryPressure(Bytes);
    }

    ~NativeBuffer() => Free();

    public long Bytes { get; }

    public void* Pointer => (void*)_pointer;

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        nint pointer = Interlocked.Exchange(ref _pointer, 0);
        if (pointer == 0) return;
        NativeMemory.AlignedFree((void*)pointer);
        GC.RemoveMemoryPressure(Bytes);
    }
}
