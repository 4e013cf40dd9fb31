using System.Buffers.Binary;
using System.IO.Compression;

namespace Fusion.Samples.Distill.Pictures;

/// <summary>A file of the MNIST family: gzip, then two zeros, the type (8: bytes), the number of dimensions, the dimensions as big-endian
/// 32-bit numbers, and the bytes.</summary>
internal static class IdxFile
{
    private const int ByteType = 8;

    /// <summary>Reads a file whose dimensions after the first are known.</summary>
    /// <param name="sample">The dimensions after the first: 28, 28 for pictures, none for labels.</param>
    /// <returns>The first dimension, and all bytes.</returns>
    /// <exception cref="UserException">The file cannot be read, or is not what was expected.</exception>
    public static (int Count, byte[] Bytes) Read(string path, params ReadOnlySpan<int> sample)
    {
        using FileStream file = UserFile.Open(path, "a data file (idx, gzip)");
        try
        {
            using var unpacked = new GZipStream(file, CompressionMode.Decompress);
            Span<byte> header = stackalloc byte[4 + 4 * (1 + sample.Length)];
            unpacked.ReadExactly(header);
            if (header[0] != 0 || header[1] != 0 || header[2] != ByteType || header[3] != 1 + sample.Length)
                throw Damaged(path, $"it begins with {Convert.ToHexString(header[..4])}; 00000{ByteType}0{1 + sample.Length} was expected");
            int count = BinaryPrimitives.ReadInt32BigEndian(header[4..]), elements = 1;
            for (int i = 0; i < sample.Length; i++)
            {
                int found = BinaryPrimitives.ReadInt32BigEndian(header[(8 + 4 * i)..]);
                if (found != sample[i]) throw Damaged(path, $"dimension {i + 2} is {found}; {sample[i]} was expected");
                elements *= found;
            }
            if (count < 1 || count > 10_000_000) throw Damaged(path, $"it says that it has {count} samples");
            byte[] bytes = new byte[checked(count * elements)];
            unpacked.ReadExactly(bytes);
            if (unpacked.ReadByte() >= 0) throw Damaged(path, $"there is more in it than the {count} samples of its header");
            return (count, bytes);
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw Damaged(path, error is EndOfStreamException ? "it ends too early" : "it is no whole gzip file");
        }
        catch (IOException error)
        {
            throw new UserException($"{path} cannot be read: {error.Message}");
        }
    }

    private static UserException Damaged(string path, string what) => new($"{path} is damaged, or another file: {what}.");
}
