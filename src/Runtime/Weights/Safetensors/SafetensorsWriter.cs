using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Fusion;

/// <summary>Writes <c>.safetensors</c>.</summary>
internal static class SafetensorsWriter
{
    /// <exception cref="IOException">The file cannot be written. What was there before is as it was.</exception>
    public static void Write(string path, StateDict weights) => FileReplacement.Write(path, file => Write(file, weights));

    public static void Write(Stream stream, StateDict weights)
    {
        WeightTensor[] tensors = [.. weights.Tensors.Where(tensor => tensor.IsFloat)];
        byte[] header = Header(weights, tensors);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (WeightTensor tensor in tensors)
        {
            if (BitConverter.IsLittleEndian)
            {
                stream.Write(MemoryMarshal.AsBytes(tensor.Values));
                continue;
            }
            float[] swapped = tensor.Values.ToArray();
            DataTypes.FixByteOrder(swapped);
            stream.Write(MemoryMarshal.AsBytes(swapped.AsSpan()));
        }
    }

    private static byte[] Header(StateDict weights, WeightTensor[] tensors)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (weights.Metadata.Count != 0)
            {
                json.WriteStartObject("__metadata__");
                foreach ((string key, string value) in weights.Metadata) json.WriteString(key, value);
                json.WriteEndObject();
            }
            long offset = 0;
            foreach (WeightTensor tensor in tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", DataTypes.Float);
                json.WriteStartArray("shape");
                foreach (int size in tensor.Dimensions) json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                offset += 4L * tensor.Values.Length;
                json.WriteNumberValue(offset);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        // Spaces up to a multiple of 8, so that the tensors are aligned in a mapped file.
        int padded = (buffer.WrittenCount + 7) / 8 * 8;
        buffer.GetSpan(padded - buffer.WrittenCount)[..(padded - buffer.WrittenCount)].Fill((byte)' ');
        buffer.Advance(padded - buffer.WrittenCount);
        return buffer.WrittenSpan.ToArray();
    }
}
