using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace Fusion.Tool.Tests.Support;

/// <summary>ZIP archives as torch.save and numpy.savez lay them out.</summary>
internal static class Archive
{
    public static byte[] Zip(CompressionLevel level, params (string Name, byte[] Content)[] files)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in files)
            {
                using Stream entry = zip.CreateEntry(name, level).Open();
                entry.Write(content);
            }
        }
        return stream.ToArray();
    }

    public static byte[] Checkpoint(byte[] pickle, params byte[][] storages) => Zip(CompressionLevel.NoCompression,
    [
        ("archive/data.pkl", pickle), ("archive/byteorder", "little"u8.ToArray()),
        .. storages.Select((storage, index) => ($"archive/data/{index}", storage)), ("archive/version", "3\n"u8.ToArray()),
    ]);

    public static byte[] Npz(params (string Name, byte[] Content)[] arrays) => Zip(CompressionLevel.Fastest, arrays);

    public static byte[] Npy(string head, byte[] values)
    {
        string padded = head.PadRight((10 + head.Length + 1 + 63) / 64 * 64 - 11) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)padded.Length, (byte)(padded.Length >> 8), .. Encoding.Latin1.GetBytes(padded), .. values];
    }

    public static byte[] Bytes<T>(params T[] values) where T : unmanaged => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
