using System.Runtime.InteropServices;
using System.Text;

namespace Fusion.Benchmarks;

/// <summary>
/// Writes an ONNX model of one GRU or LSTM that multiplies its input itself, as PyTorch exports it: what this project exports has that
/// product as an operator of its own, and would make ONNX Runtime slower than it is.
/// </summary>
internal static class RecurrentModel
{
    // The numbers of the fields are those of onnx.proto.
    public static byte[] Write(string kind, int length, int channels, int hidden, StateDict weights)
    {
        // PyTorch has reset, update, new and in, forget, cell, out.
        int[] order = kind == "Gru" ? [1, 0, 2] : [0, 3, 1, 2];
        int gates = order.Length;
        float[] Rows(string name, int columns)
        {
            ReadOnlySpan<float> values = weights[$"{SingleLayer.Path}.{name}_l0"].Values;
            var result = new List<float>();
            foreach (int gate in order) result.AddRange(values.Slice(gate * hidden * columns, hidden * columns));
            return [.. result];
        }

        byte[][] attributes = kind == "Gru"
            ? [Attribute("hidden_size", hidden), Attribute("linear_before_reset", 1)] : [Attribute("hidden_size", hidden)];
        byte[] node =
        [
            .. new[] { "x", "W", "R", "B" }.SelectMany(name => Text(1, name)), .. Text(2, "y"), .. Text(4, kind.ToUpperInvariant()),
            .. attributes.SelectMany(attribute => Bytes(5, attribute)),
        ];
        byte[] graph =
        [
            .. Bytes(1, node), .. Text(2, "recurrent"),
            .. Bytes(5, Tensor("W", [1, gates * hidden, channels], Rows("weight_ih", channels))),
            .. Bytes(5, Tensor("R", [1, gates * hidden, hidden], Rows("weight_hh", hidden))),
            .. Bytes(5, Tensor("B", [1, 2 * gates * hidden], [.. Rows("bias_ih", 1), .. Rows("bias_hh", 1)])),
            .. Bytes(11, Value("x", [length, 1, channels])), .. Bytes(12, Value("y", [length, 1, 1, hidden])),
        ];
        return [.. Number(1, 8), .. Bytes(7, graph), .. Bytes(8, Number(2, 14))];
    }

    private static byte[] Attribute(string name, int value) => [.. Text(1, name), .. Number(3, value), .. Number(20, 2)];

    private static byte[] Tensor(string name, int[] dimensions, float[] values) =>
        [.. dimensions.SelectMany(size => Number(1, size)), .. Number(2, 1), .. Text(8, name),
            .. Bytes(9, MemoryMarshal.AsBytes<float>(values).ToArray())];

    private static byte[] Value(string name, int[] dimensions)
    {
        byte[] shape = [.. dimensions.SelectMany(size => Bytes(1, Number(1, size)))];
        return [.. Text(1, name), .. Bytes(2, Bytes(1, [.. Number(1, 1), .. Bytes(2, shape)]))];
    }

    private static byte[] Number(int field, long value) => [.. Varint(field << 3), .. Varint(value)];

    private static byte[] Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    private static byte[] Bytes(int field, byte[] value) => [.. Varint(field << 3 | 2), .. Varint(value.Length), .. value];

    private static byte[] Varint(long value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7) bytes.Add((byte)(value & 0x7F | 0x80));
        return [.. bytes, (byte)value];
    }
}
