using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Fusion.Import.Protocol;

/// <summary>A tensor of the file. Its elements are read when they are asked for.</summary>
/// <param name="Name">May be empty.</param>
/// <param name="Raw">The elements' bytes, little endian; null where they are in <see cref="Typed"/>.</param>
public sealed record StoredTensor(string Name, ElementType Type, IReadOnlyList<long> Dimensions, ReadOnlyMemory<byte>? Raw)
{
    /// <summary>The elements of a file that stores them as numbers of their own.</summary>
    public Array? Typed { get; init; }

    public long Elements => Dimensions.Aggregate(1L, (product, size) => product * size);

    /// <exception cref="ImportException">The tensor has other elements.</exception>
    public float[] Floats() => Read(
        float (value) => (float)value, float (value) => value, float (value) => value);

    /// <exception cref="ImportException">The tensor has other elements.</exception>
    public long[] Integers() => Read(
        long (value) => (long)value, long (value) => (long)value, long (value) => value);

    private T[] Read<T>(Func<double, T> ofDouble, Func<float, T> ofFloat, Func<long, T> ofInteger)
    {
        if (Typed is { } typed)
        {
            return typed switch
            {
                float[] values => Array.ConvertAll(values, value => ofFloat(value)),
                double[] values => Array.ConvertAll(values, value => ofDouble(value)),
                long[] values => Array.ConvertAll(values, value => ofInteger(value)),
                _ => throw new ImportException($"The tensor '{Name}' has elements of the type {Type}, which are not read."),
            };
        }

        ReadOnlyMemory<byte> raw = Raw!.Value;
        return Type switch
        {
            ElementType.Float32 when typeof(T) == typeof(float) && BitConverter.IsLittleEndian =>
                (T[])(object)MemoryMarshal.Cast<byte, float>(raw.Span).ToArray(),
            ElementType.Float32 => Each(bytes => ofFloat(BinaryPrimitives.ReadSingleLittleEndian(bytes))),
            ElementType.Float64 => Each(bytes => ofDouble(BinaryPrimitives.ReadDoubleLittleEndian(bytes))),
            ElementType.Float16 => Each(bytes => ofFloat((float)BinaryPrimitives.ReadHalfLittleEndian(bytes))),
            ElementType.BFloat16 => Each(bytes =>
                ofFloat(BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(bytes) << 16))),
            ElementType.Int64 => Each(bytes => ofInteger(BinaryPrimitives.ReadInt64LittleEndian(bytes))),
            ElementType.UInt64 => Each(bytes => ofInteger((long)Math.Min(long.MaxValue, BinaryPrimitives.ReadUInt64LittleEndian(bytes)))),
            ElementType.Int32 => Each(bytes => ofInteger(BinaryPrimitives.ReadInt32LittleEndian(bytes))),
            ElementType.UInt32 => Each(bytes => ofInteger(BinaryPrimitives.ReadUInt32LittleEndian(bytes))),
            ElementType.Int16 => Each(bytes => ofInteger(BinaryPrimitives.ReadInt16LittleEndian(bytes))),
            ElementType.UInt16 => Each(bytes => ofInteger(BinaryPrimitives.ReadUInt16LittleEndian(bytes))),
            ElementType.Int8 => Each(bytes => ofInteger((sbyte)bytes[0])),
            ElementType.UInt8 or ElementType.Boolean => Each(bytes => ofInteger(bytes[0])),
            _ => throw new ImportException($"The tensor '{Name}' has elements of the type {Type}, which are not read."),
        };

        T[] Each(ElementReader<T> read)
        {
            int size = Type.Size();
            var result = new T[raw.Length / size];
            for (int i = 0; i < result.Length; i++) result[i] = read(raw.Span.Slice(i * size, size));
            return result;
        }
    }

    private delegate T ElementReader<out T>(ReadOnlySpan<byte> bytes);
}
