using System.Buffers.Binary;
using System.Text;

namespace Fusion.Compiler.Tests.Support;

/// <summary>Takes a protocol buffer message apart into its fields; numbers arrive as their bits.</summary>
internal readonly record struct ProtoField(int Number, ulong Bits, byte[] Bytes)
{
    public long Integer => (long)Bits;

    public float Float => BitConverter.UInt32BitsToSingle((uint)Bits);

    public string Text => Encoding.UTF8.GetString(Bytes);

    public List<ProtoField> Message => Read(Bytes);

    /// <summary>The numbers of a repeated field, whether it is packed or not.</summary>
    public static IEnumerable<long> Integers(IEnumerable<ProtoField> fields, int number) =>
        fields.Where(field => field.Number == number).SelectMany(field => field.Bytes.Length > 0 ? Varints(field.Bytes) : [field.Integer]);

    public static IEnumerable<float> Floats(IEnumerable<ProtoField> fields, int number) =>
        fields.Where(field => field.Number == number).SelectMany(field =>
        field.Bytes.Length > 0 ? field.Bytes.Chunk(4).Select(bytes => BinaryPrimitives.ReadSingleLittleEndian(bytes)) : [field.Float]);

    public static List<ProtoField> Read(byte[] bytes)
    {
        var fields = new List<ProtoField>();
        int position = 0;
        while (position < bytes.Length)
        {
            ulong tag = Varint(bytes, ref position);
            int number = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    fields.Add(new(number, Varint(bytes, ref position), []));
                    break;
                case 1:
                    fields.Add(new(number, BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(position)), []));
                    position += 8;
                    break;
                case 2:
                    int length = (int)Varint(bytes, ref position);
                    fields.Add(new(number, 0, bytes[position..(position + length)]));
                    position += length;
                    break;
                case 5:
                    fields.Add(new(number, BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(position)), []));
                    position += 4;
                    break;
                default:
                    throw new FormatException($"Wire type {tag & 7} is unknown.");
            }
        }

        return fields;
    }

    private static ulong Varint(byte[] bytes, ref int position)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = bytes[position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
    }

    private static IEnumerable<long> Varints(byte[] bytes)
    {
        var values = new List<long>();
        for (int position = 0; position < bytes.Length;) values.Add((long)Varint(bytes, ref position));
        return values;
    }
}
