using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Fusion.Tool.Weights.Pickle;

/// <summary>The bytes of a pickle from front to back. Lengths in it are held against what is left before anything is made of
/// them.</summary>
internal sealed class PickleReader(byte[] bytes)
{
    /// <summary>No whole number of a checkpoint has nearly as many bytes.</summary>
    private const int LongestNumber = 256;

    private static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);

    public int Position { get; private set; }

    public byte Byte() => Take(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public double Double() => BinaryPrimitives.ReadDoubleBigEndian(Take(8));

    /// <summary>A length of one, four or eight bytes.</summary>
    public long Length(int width) => width switch
    {
        1 => Byte(),
        4 => BinaryPrimitives.ReadUInt32LittleEndian(Take(4)),
        _ => BinaryPrimitives.ReadInt64LittleEndian(Take(8)),
    };

    public byte[] Bytes(long length) => Take(length).ToArray();

    public string Text(long length)
    {
        ReadOnlySpan<byte> text = Take(length);
        try
        {
            return s_strict.GetString(text);
        }
        catch (ArgumentException)
        {
            throw new PickleException($"the text at byte {Position - length} is not UTF-8");
        }
    }

    /// <summary>A whole number: a long where it fits, and a BigInteger otherwise.</summary>
    public object Number(long length)
    {
        if (length > LongestNumber) throw new PickleException($"there is a number of {length} bytes at byte {Position}");
        var number = new BigInteger(Take(length));
        return number >= long.MinValue && number <= long.MaxValue ? (long)number : number;
    }

    /// <summary>The text up to the end of a line.</summary>
    public string Line()
    {
        int length = bytes.AsSpan(Position).IndexOf((byte)'\n');
        if (length < 0) throw new PickleException("it ends in the middle of a name");
        string text = Text(length);
        Position++;
        return text;
    }

    private ReadOnlySpan<byte> Take(long length)
    {
        if (length < 0 || length > bytes.Length - Position)
            throw new PickleException($"at byte {Position} it needs {length} more bytes and has {bytes.Length - Position}");
        ReadOnlySpan<byte> taken = bytes.AsSpan(Position, (int)length);
        Position += (int)length;
        return taken;
    }
}
