using System.Runtime.InteropServices;

namespace Fusion;

/// <summary>The types that a <c>.safetensors</c> file may name: their sizes, and how the floating-point ones become floats.</summary>
internal static class DataTypes
{
    public const string Float = "F32";
    public const string Half = "F16";
    public const string BrainFloat = "BF16";

    /// <summary>The bits of one value; null for an unknown type.</summary>
    public static int? Bits(string name) => name switch
    {
        "F4" => 4,
        "F6_E2M3" or "F6_E3M2" => 6,
        "BOOL" or "U8" or "I8" or "F8_E5M2" or "F8_E4M3" or "F8_E8M0" or "F8_E5M2FNUZ" or "F8_E4M3FNUZ" => 8,
        Half or BrainFloat or "U16" or "I16" => 16,
        Float or "U32" or "I32" => 32,
        "F64" or "U64" or "I64" or "C64" => 64,
        _ => null,
    };

    /// <summary>Whether values of the type are converted to floats; others can only be skipped.</summary>
    public static bool IsReadable(string name) => name is Float or Half or BrainFloat;

    /// <summary>Converts little-endian values to floats.</summary>
    /// <param name="name">A readable type.</param>
    /// <param name="source">As many values as the target has.</param>
    /// <param name="target">Where the floats go.</param>
    public static void Convert(string name, ReadOnlySpan<byte> source, Span<float> target)
    {
        switch (name)
        {
            case Float:
                source.CopyTo(MemoryMarshal.AsBytes(target));
                FixByteOrder(target);
                break;
            case Half:
                for (int i = 0; i < target.Length; i++) target[i] = (float)BitConverter.UInt16BitsToHalf(Word(source, i));
                break;
            case BrainFloat:
                for (int i = 0; i < target.Length; i++) target[i] = BitConverter.UInt32BitsToSingle((uint)Word(source, i) << 16);
                break;
            default:
                throw new ArgumentException($"Values of type {name} cannot be read.", nameof(name));
        }
    }

    /// <summary>Little-endian to the machine's order or back.</summary>
    public static void FixByteOrder(Span<float> values)
    {
        if (BitConverter.IsLittleEndian) return;
        Span<int> words = MemoryMarshal.Cast<float, int>(values);
        System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(words, words);
    }

    private static ushort Word(ReadOnlySpan<byte> source, int index) => (ushort)(source[2 * index] | source[2 * index + 1] << 8);
}
