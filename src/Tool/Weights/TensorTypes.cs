using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Fusion.Tool.Weights;

/// <summary>The types of values, under their names in <c>.safetensors</c>.</summary>
internal static class TensorTypes
{
    /// <summary>The bytes of one value.</summary>
    public static int Width(string dataType) => DataTypes.Bits(dataType) is { } bits and >= 8 ? bits / 8 : 1;

    /// <summary>What a network can use of a file: values of 64-bit floats become 32-bit ones, all others stay as they are.</summary>
    public static StoredTensor ForNetworks(StoredTensor tensor) =>
        tensor.DataType == "F64" ? tensor with { DataType = DataTypes.Float, Read = () => Narrowed(tensor.Read()) } : tensor;

    /// <summary>Turns the bytes of each value round.</summary>
    public static void SwapBytes(Span<byte> values, int width)
    {
        for (int i = 0; i < values.Length; i += width) values.Slice(i, width).Reverse();
    }

    /// <summary>Whether finite numbers of 64 bits are too large for 32.</summary>
    public static bool Overflows(StoredTensor tensor)
    {
        byte[] doubles = tensor.Read();
        for (int i = 0; i < doubles.Length; i += sizeof(double))
        {
            double value = BinaryPrimitives.ReadDoubleLittleEndian(doubles.AsSpan(i));
            if (double.IsFinite(value) && !float.IsFinite((float)value)) return true;
        }

        return false;
    }

    private static byte[] Narrowed(byte[] doubles)
    {
        byte[] floats = new byte[doubles.Length / 2];
        Span<float> target = MemoryMarshal.Cast<byte, float>(floats.AsSpan());
        for (int i = 0; i < target.Length; i++)
            target[i] = (float)BinaryPrimitives.ReadDoubleLittleEndian(doubles.AsSpan(8 * i));
        DataTypes.FixByteOrder(target);
        return floats;
    }
}
