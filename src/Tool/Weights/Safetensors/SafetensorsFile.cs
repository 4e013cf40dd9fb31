using System.Buffers.Binary;
using Fusion.Tool.Shell;

namespace Fusion.Tool.Weights.Safetensors;

/// <summary>Reads <c>.safetensors</c> with the values as they are, of whatever type.</summary>
internal static class SafetensorsFile
{
    private const int LengthBytes = 8;

    /// <summary>As in the reference implementation.</summary>
    private const int LongestHeader = 100_000_000;

    /// <summary>Whether a file can be one: a length, and a header that is JSON.</summary>
    public static bool IsLikely(ReadOnlySpan<byte> start, long length) =>
        start.Length > LengthBytes && start[LengthBytes] is (byte)'{' or (byte)' '
            && BinaryPrimitives.ReadInt64LittleEndian(start) is > 0 and <= LongestHeader and var header && header <= length - LengthBytes;

    /// <exception cref="ToolException">It is not well-formed.</exception>
    public static WeightFile Open(FileStream file, string path)
    {
        byte[] start = new byte[LengthBytes];
        file.ReadExactly(start);
        byte[] json = new byte[BinaryPrimitives.ReadInt64LittleEndian(start)];
        file.ReadExactly(json);
        long data = file.Position;
        SafetensorsHeader header;
        try
        {
            header = SafetensorsHeader.Parse(json);
        }
        catch (WeightsException exception)
        {
            throw new ToolException($"{path}: {exception.Message}", exception);
        }
        if (header.DataLength != file.Length - data)
            throw new ToolException($"{path} has {file.Length - data} bytes of values; its header describes {header.DataLength}.");
        return new WeightFile("safetensors", [.. header.Tensors.Select(tensor =>
            new StoredTensor(tensor.Name, tensor.DataType, tensor.Dimensions, () => Read(file, path, data, tensor)))], file)
        {
            Metadata = header.Metadata,
        };
    }

    private static byte[] Read(FileStream file, string path, long data, TensorEntry tensor)
    {
        if (tensor.End - tensor.Begin > Array.MaxLength)
            throw new ToolException($"{path}: {tensor.Name} has more than {Array.MaxLength} bytes, the most that is read.");
        byte[] bytes = new byte[tensor.End - tensor.Begin];
        file.Position = data + tensor.Begin;
        file.ReadExactly(bytes);
        return bytes;
    }
}
