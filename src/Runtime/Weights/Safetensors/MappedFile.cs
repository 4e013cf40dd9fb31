using System.IO.MemoryMappedFiles;

namespace Fusion;

/// <summary>A file as memory, to be read only.</summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    /// <param name="file">A file that is not empty; it may be closed meanwhile.</param>
    public MappedFile(FileStream file)
    {
        Length = file.Length;
        _file = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = _file.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
        byte* bytes = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref bytes);
        Bytes = bytes + _view.PointerOffset;
    }

    public byte* Bytes { get; private set; }

    public long Length { get; }

    public void Dispose()
    {
        if (Bytes == null) return;
        Bytes = null;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
