using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace Fusion.Tool.Weights.Safetensors;

/// <summary>Writes <c>.safetensors</c> with values of any type, one tensor in memory at a time.</summary>
internal static class SafetensorsOutput
{
    private const int Alignment = 8;

    /// <param name="stream">Where it goes.</param>
    /// <param name="tensors">What it holds; wide values come first, so that all are aligned.</param>
    /// <param name="metadata">Free text.</param>
    /// <param name="progress">Takes the share that is written.</param>
    public static void Write(
        Stream stream, IReadOnlyList<StoredTensor> tensors, IReadOnlyDictionary<string, string> metadata, Action<double> progress)
    {
        StoredTensor[] ordered = [.. tensors.OrderByDescending(tensor => TensorTypes.Width(tensor.DataType))];
        byte[] header = Header(ordered, metadata);
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        double total = Math.Max(1, ordered.Sum(tensor => (double)tensor.Bytes)), written = 0;
        foreach (StoredTensor tensor in ordered)
        {
            byte[] values = tensor.Read();
            if (values.Length != tensor.Bytes) throw new InvalidOperationException($"{tensor.Name} has {values.Length} bytes.");
            stream.Write(values);
            progress((written += values.Length) / total);
        }
    }

    private static byte[] Header(IReadOnlyList<StoredTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            foreach ((string key, string value) in metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                json.WriteString(key, value);
            json.WriteEndObject();
            long offset = 0;
            foreach (StoredTensor tensor in tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", tensor.DataType);
                json.WriteStartArray("shape");
                foreach (int size in tensor.Dimensions) json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += tensor.Bytes);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        int padding = (Alignment - buffer.WrittenCount % Alignment) % Alignment;
        buffer.GetSpan(padding)[..padding].Fill((byte)' ');
        buffer.Advance(padding);
        return buffer.WrittenSpan.ToArray();
    }
}
