using System.IO.Compression;
using Fusion.Tool.Shell;

namespace Fusion.Tool.Weights;

/// <summary>The files in a ZIP archive that comes from anywhere: what it claims is held against its length.</summary>
internal sealed class ZipContents : IDisposable
{
    /// <summary>Weights hardly shrink; zeros shrink a thousandfold. What claims more than this is meant to fill the memory.</summary>
    private const long LargestRatio = 100, Allowance = 1 << 20;

    private readonly ZipArchive _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _files = new(StringComparer.Ordinal);
    private readonly string _path;

    /// <param name="file">The archive; it is closed with this.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <exception cref="ToolException">It is damaged, or claims to hold far more than it can.</exception>
    public ZipContents(FileStream file, string path)
    {
        _path = path;
        MostBytes = LargestRatio * file.Length + Allowance;
        _archive = Guard(() => new ZipArchive(file, ZipArchiveMode.Read));
        Guard(() => _archive.Entries.Count);
        long total = 0;
        foreach (ZipArchiveEntry entry in _archive.Entries)
        {
            if (!_files.TryAdd(entry.FullName, entry)) throw new ToolException($"{path} holds {entry.FullName} twice.");
            if (entry.Length < 0 || entry.CompressedLength < 0 || entry.CompressedLength > file.Length)
                throw Damaged($"{entry.FullName} lies outside of it");
            total += Math.Min(entry.Length, MostBytes + 1);
            if (total > MostBytes)
                throw new ToolException($"{path} has {file.Length} bytes and claims to unpack to more than {MostBytes}: it is not read.");
        }
    }

    public string Path => _path;

    /// <summary>No more than this may be made of the file's contents, all together.</summary>
    public long MostBytes { get; }

    /// <summary>The names of the files, in their order.</summary>
    public IEnumerable<string> Names => _files.Keys;

    /// <summary>The length of a file; null where there is none.</summary>
    public long? Length(string name) => _files.TryGetValue(name, out ZipArchiveEntry? entry) ? entry.Length : null;

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="ToolException">There is none, it is damaged, or longer than <paramref name="most"/>.</exception>
    public byte[] Read(string name, long most)
    {
        if (!_files.TryGetValue(name, out ZipArchiveEntry? entry)) throw new ToolException($"{_path} lacks {name}.");
        if (entry.Length > Math.Min(most, Array.MaxLength))
            throw new ToolException($"{_path}: {name} has {entry.Length} bytes; {Math.Min(most, Array.MaxLength)} at most were expected.");
        return Guard(() =>
        {
            using Stream stream = entry.Open();
            byte[] bytes = new byte[entry.Length];
            stream.ReadExactly(bytes);
            return Checksum.Crc32(bytes) == entry.Crc32 ? bytes : throw new InvalidDataException($"the checksum of {name} is wrong.");
        });
    }

    /// <summary>Reads the beginning of a file.</summary>
    public byte[] ReadStart(string name, int count) => Guard(() =>
    {
        using Stream stream = _files[name].Open();
        byte[] bytes = new byte[count];
        return bytes[..stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false)];
    });

    public ToolException Damaged(string how) => new($"{_path} is damaged: {how}.");

    public void Dispose() => _archive.Dispose();

    private T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or NotSupportedException or ArgumentException
            or OverflowException or UnauthorizedAccessException)
        {
            throw new ToolException($"{_path} is damaged: {exception.Message}", exception);
        }
    }
}
