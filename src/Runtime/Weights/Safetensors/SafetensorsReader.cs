using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace Fusion;

/// <summary>Reads <c>.safetensors</c>: 8 bytes of header length, a JSON header, the tensors' bytes one after the other.</summary>
internal static class SafetensorsReader
{
    /// <summary>As in the reference implementation. A header of this size names about a million tensors.</summary>
    public const long LargestHeader = 100_000_000;

    /// <summary>Bytes between two looks at the cancellation token; memory is not claimed faster than this either where the length is unknown.</summary>
    private const int BlockBytes = 1 << 22;

    public static StateDict Read(string path, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        try
        {
            if (!file.CanSeek || file.Length == 0) return Read(file, cancellation);
            using var mapped = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            using MemoryMappedViewStream view = mapped.CreateViewStream(0, file.Length, MemoryMappedFileAccess.Read);
            return Read(view, cancellation);
        }
        catch (WeightsException exception)
        {
            throw new WeightsException($"{Path.GetFileName(path)}: {exception.Message}", exception);
        }
    }

    public static StateDict Read(Stream stream, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        long? length = stream.CanSeek ? stream.Length - stream.Position : null;
        SafetensorsHeader header = ReadHeader(stream, length, cancellation);
        var weights = new StateDict();
        weights.AddMetadata(header.Metadata);
        byte[] buffer = [];
        foreach (TensorEntry tensor in header.Tensors)
        {
            if (buffer.Length == 0 && tensor.DataType != DataTypes.Float) buffer = new byte[BlockBytes];
            float[]? values = ReadTensor(stream, tensor, buffer, length is not null, cancellation);
            weights.Add(new WeightTensor(tensor.Name, tensor.DataType, tensor.Dimensions, values));
        }
        if (length is null && stream.ReadByte() >= 0)
            throw new WeightsException($"There is more after the {header.DataLength} bytes of tensors that the header names.");
        return weights;
    }

    /// <summary>Reads the header, up to the first tensor.</summary>
    /// <param name="stream">The stream, at its beginning.</param>
    /// <param name="length">Its length, against which the header is checked; null where that is not known.</param>
    /// <param name="cancellation">Checked between blocks.</param>
    public static SafetensorsHeader ReadHeader(Stream stream, long? length, CancellationToken cancellation)
    {
        long headerLength = ReadHeaderLength(stream, length);
        SafetensorsHeader header = SafetensorsHeader.Parse(ReadBytes(stream, (int)headerLength, length is not null, cancellation));
        if (length is not null) CheckLength(header, length.Value - 8 - headerLength);
        return header;
    }

    private static long ReadHeaderLength(Stream stream, long? length)
    {
        Span<byte> prefix = stackalloc byte[8];
        int read = stream.ReadAtLeast(prefix, 8, throwOnEndOfStream: false);
        if (read < 8) throw new WeightsException($"There are only {read} bytes; the length of the header, 8 bytes, was expected.");
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength > LargestHeader)
            throw new WeightsException($"The header claims {headerLength} bytes; at most {LargestHeader} were expected.");
        if (length is not null && (long)headerLength > length - 8)
            throw new WeightsException($"The header claims {headerLength} bytes; only {length - 8} follow.");
        return (long)headerLength;
    }

    private static void CheckLength(SafetensorsHeader header, long dataLength)
    {
        foreach (TensorEntry tensor in header.Tensors)
            if (tensor.End > dataLength)
                throw new WeightsException($"{tensor.Name}: its data ends at byte {tensor.End}; only {dataLength} bytes of data follow the header.");
        if (header.DataLength < dataLength)
            throw new WeightsException($"{dataLength} bytes of data follow the header; its tensors have only {header.DataLength}.");
    }

    /// <summary>The values as floats; null for a type that is only skipped.</summary>
    private static float[]? ReadTensor(Stream stream, TensorEntry tensor, byte[] buffer, bool lengthIsKnown, CancellationToken cancellation)
    {
        if (!DataTypes.IsReadable(tensor.DataType))
        {
            for (long left = tensor.End - tensor.Begin; left > 0;)
            {
                int count = (int)Math.Min(left, buffer.Length);
                ReadExactly(stream, buffer.AsSpan(0, count), tensor.Name, cancellation);
                left -= count;
            }
            return null;
        }

        int size = DataTypes.Bits(tensor.DataType)!.Value / 8;
        int elements = (int)tensor.Elements;
        int block = BlockBytes / size;
        // A header costs nothing to write: where the length is not known, memory grows with what has really arrived.
        float[] values = Allocate(lengthIsKnown ? elements : Math.Min(elements, block));
        for (int start = 0; start < elements;)
        {
            int count = Math.Min(block, elements - start);
            if (start + count > values.Length) Array.Resize(ref values, (int)Math.Min(elements, Math.Max(2L * values.Length, start + count)));
            Span<float> target = values.AsSpan(start, count);
            Span<byte> bytes = tensor.DataType == DataTypes.Float ? MemoryMarshal.AsBytes(target) : buffer.AsSpan(0, count * size);
            ReadExactly(stream, bytes, tensor.Name, cancellation);
            if (tensor.DataType == DataTypes.Float) DataTypes.FixByteOrder(target);
            else DataTypes.Convert(tensor.DataType, bytes, target);
            start += count;
        }
        return values;
    }

    private static byte[] ReadBytes(Stream stream, int count, bool lengthIsKnown, CancellationToken cancellation)
    {
        byte[] bytes = new byte[lengthIsKnown ? count : Math.Min(count, BlockBytes)];
        for (int start = 0; start < count;)
        {
            int length = Math.Min(BlockBytes, count - start);
            if (start + length > bytes.Length) Array.Resize(ref bytes, (int)Math.Min(count, Math.Max(2L * bytes.Length, start + length)));
            ReadExactly(stream, bytes.AsSpan(start, length), "The header", cancellation);
            start += length;
        }
        return bytes;
    }

    private static void ReadExactly(Stream stream, Span<byte> target, string what, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        int read = stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        if (read < target.Length) throw new WeightsException($"{what}: the data ends {target.Length - read} bytes too early.");
    }

    private static float[] Allocate(int count) => count == 0 ? [] : GC.AllocateUninitializedArray<float>(count);
}
