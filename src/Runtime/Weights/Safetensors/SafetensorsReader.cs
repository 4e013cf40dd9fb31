using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Fusion;

/// <summary>Reads <c>.safetensors</c>: 8 bytes of header length, a JSON header, the tensors' bytes one after the other.</summary>
internal static class SafetensorsReader
{
    /// <summary>The length of the header.</summary>
    private const int PrefixBytes = 8;
    private const string NoSafetensors = "This is no .safetensors file, or it is damaged:";

    /// <summary>As in the reference implementation. A header of this size names about a million tensors.</summary>
    public const long LargestHeader = 100_000_000;

    /// <summary>Bytes between two looks at the cancellation token; memory is not claimed faster than this either where the length is
    /// unknown.</summary>
    public const int BlockBytes = 1 << 22;

    // Not mapped: a file that another process cuts short meanwhile would end this one.
    public static StateDict Read(string path, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        FileKind.CheckIsFile(path);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        try
        {
            return Read(file, cancellation);
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
        Span<byte> prefix = stackalloc byte[PrefixBytes];
        int read = stream.ReadAtLeast(prefix, PrefixBytes, throwOnEndOfStream: false);
        ulong headerLength = read < PrefixBytes ? 0 : BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        string? problem = read < PrefixBytes ? $"There are only {read} bytes; the length of the header, {PrefixBytes} bytes, was expected."
            : headerLength > LargestHeader
                ? $"{NoSafetensors} the header claims {headerLength} bytes; at most {LargestHeader} were expected."
            : length is not null && (long)headerLength > length - PrefixBytes
                ? $"{NoSafetensors} the header claims {headerLength} bytes; only {length - PrefixBytes} follow."
            : null;
        if (problem is not null) throw new WeightsException(OtherKind(stream, prefix[..read], []) ?? problem);

        byte[] json = ReadBytes(stream, (int)headerLength, length is not null, cancellation);
        long missing = (long)headerLength - json.Length;
        if (missing > 0)
            throw new WeightsException(OtherKind(stream, prefix, json) ?? $"The header: the data ends {missing} bytes too early.");
        if (!json.AsSpan().TrimStart(" \t\r\n"u8).StartsWith("{"u8) && OtherKind(stream, prefix, json) is { } kind)
            throw new WeightsException(kind);
        SafetensorsHeader header = SafetensorsHeader.Parse(json);
        if (length is not null) CheckLength(header, length.Value - PrefixBytes - json.Length);
        return header;
    }

    /// <summary>That the file is of another kind, in a sentence; null where it is no other kind that is known.</summary>
    private static string? OtherKind(Stream stream, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> behind)
    {
        Span<byte> start = stackalloc byte[FileKind.Bytes];
        behind = behind[..Math.Min(behind.Length, start.Length - prefix.Length)];
        prefix.CopyTo(start);
        behind.CopyTo(start[prefix.Length..]);
        int count = prefix.Length + behind.Length;
        count += stream.ReadAtLeast(start[count..], start.Length - count, throwOnEndOfStream: false);
        // A brace where the header begins: the right kind, but broken.
        if (count > PrefixBytes && start[PrefixBytes] == '{') return null;
        return FileKind.Describe(start[..count]) is { } kind ? "This is no .safetensors file. " + kind : null;
    }

    private static void CheckLength(SafetensorsHeader header, long dataLength)
    {
        foreach (TensorEntry tensor in header.Tensors)
            if (tensor.End > dataLength)
                throw new WeightsException(
                    $"{tensor.Name}: its data ends at byte {tensor.End}; only {dataLength} bytes of data follow the header.");
        if (header.DataLength < dataLength)
            throw new WeightsException($"{dataLength} bytes of data follow the header; its tensors have only {header.DataLength}.");
    }

    /// <summary>Reads over the bytes of a tensor that nobody can use.</summary>
    public static void Skip(Stream stream, TensorEntry tensor, Span<byte> buffer, CancellationToken cancellation)
    {
        for (long left = tensor.End - tensor.Begin; left > 0;)
        {
            int count = (int)Math.Min(left, buffer.Length);
            ReadExactly(stream, buffer[..count], tensor.Name, cancellation);
            left -= count;
        }
    }

    /// <summary>Reads the next values of a tensor.</summary>
    /// <param name="stream">The stream, where the values are.</param>
    /// <param name="tensor">A tensor of a readable type.</param>
    /// <param name="target">Where the floats go: at most <see cref="BlockBytes"/>.</param>
    /// <param name="buffer">For values that are no floats yet.</param>
    /// <param name="cancellation">Checked once.</param>
    public static void ReadValues(Stream stream, TensorEntry tensor, Span<float> target, Span<byte> buffer, CancellationToken cancellation)
    {
        bool isFloat = tensor.DataType == DataTypes.Float;
        Span<byte> bytes = isFloat ? MemoryMarshal.AsBytes(target) : buffer[..(target.Length * DataTypes.Bits(tensor.DataType)!.Value / 8)];
        ReadExactly(stream, bytes, tensor.Name, cancellation);
        if (isFloat) DataTypes.FixByteOrder(target);
        else DataTypes.Convert(tensor.DataType, bytes, target);
    }

    /// <summary>The values as floats; null for a type that is only skipped.</summary>
    private static float[]? ReadTensor(Stream stream, TensorEntry tensor, byte[] buffer, bool lengthIsKnown, CancellationToken cancellation)
    {
        if (!DataTypes.IsReadable(tensor.DataType))
        {
            Skip(stream, tensor, buffer, cancellation);
            return null;
        }

        int elements = (int)tensor.Elements;
        const int Block = BlockBytes / sizeof(float);
        // A header costs nothing to write: where the length is not known, memory grows with what has really arrived.
        float[] values = Allocate(lengthIsKnown ? elements : Math.Min(elements, Block));
        for (int start = 0; start < elements;)
        {
            int count = Math.Min(Block, elements - start);
            if (start + count > values.Length)
                Array.Resize(ref values, (int)Math.Min(elements, Math.Max(2L * values.Length, start + count)));
            ReadValues(stream, tensor, values.AsSpan(start, count), buffer, cancellation);
            start += count;
        }
        return values;
    }

    /// <summary>So many bytes, or as many as there are.</summary>
    private static byte[] ReadBytes(Stream stream, int count, bool lengthIsKnown, CancellationToken cancellation)
    {
        byte[] bytes = new byte[lengthIsKnown ? count : Math.Min(count, BlockBytes)];
        for (int start = 0; start < count;)
        {
            cancellation.ThrowIfCancellationRequested();
            int length = Math.Min(BlockBytes, count - start);
            if (start + length > bytes.Length) Array.Resize(ref bytes, (int)Math.Min(count, Math.Max(2L * bytes.Length, start + length)));
            int read = stream.ReadAtLeast(bytes.AsSpan(start, length), length, throwOnEndOfStream: false);
            start += read;
            if (read < length) return bytes[..start];
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
