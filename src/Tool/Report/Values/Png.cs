using System.Buffers.Binary;
using System.IO.Compression;
using Fusion.Tool.Weights;

namespace Fusion.Tool.Report.Values;

/// <summary>Writes grey pictures (ISO/IEC 15948).</summary>
internal static class Png
{
    private const byte BitDepth = 8;

    /// <param name="grey">Row by row, 0 for black, 255 for white.</param>
    /// <param name="width">Pixels in a row.</param>
    public static byte[] Of(ReadOnlySpan<byte> grey, int width)
    {
        int height = grey.Length / width;
        byte[] head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        head[8] = BitDepth;
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (int y = 0; y < height; y++)
            {
                // No filter.
                zlib.WriteByte(0);
                zlib.Write(grey.Slice(y * width, width));
            }
        }

        using var file = new MemoryStream();
        file.Write([0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n']);
        Chunk(file, "IHDR"u8, head);
        Chunk(file, "IDAT"u8, packed.ToArray());
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static void Chunk(MemoryStream file, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        byte[] summed = [.. kind, .. content];
        file.Write(summed);
        BinaryPrimitives.WriteUInt32BigEndian(number, Checksum.Crc32(summed));
        file.Write(number);
    }
}
