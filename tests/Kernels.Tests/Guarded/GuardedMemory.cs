using System.Buffers;

namespace Fusion.Kernels.Tests.Guarded;

/// <summary>Memory that touches a page nobody may read or write: a kernel that goes one element too far ends the process.</summary>
internal sealed unsafe class GuardedMemory<T> : MemoryManager<T> where T : unmanaged
{
    private readonly byte* _region;
    private readonly nuint _bytes;
    private readonly T* _start;
    private readonly int _length;

    /// <param name="length">The elements.</param>
    /// <param name="before">Whether the page that nobody may touch lies before the first element, and not behind the last one.</param>
    public GuardedMemory(int length, bool before)
    {
        nuint page = (nuint)Environment.SystemPageSize, used = ((nuint)length * (nuint)sizeof(T) + page - 1) / page * page;
        _bytes = used + 2 * page;
        _length = length;
        _region = GuardedPages.Map(_bytes, page, used);
        _start = before ? (T*)(_region + page) : (T*)(_region + page + used) - length;
    }

    public override Span<T> GetSpan() => new(_start, _length);

    public override MemoryHandle Pin(int elementIndex = 0) => new(_start + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing) => GuardedPages.Unmap(_region, _bytes);
}
