using System.IO;
using System.Text;

namespace Fusion.Compiler.Onnx;

/// <summary>Writes the few forms of protocol buffers that an ONNX model needs. Large contents are kept as they are given, and
/// copied once, when all is written.</summary>
internal sealed class ProtoWriter
{
    /// <summary>From so many bytes on, contents are not copied.</summary>
    private const int Large = 4096;

    private readonly List<byte[]> _parts = [];
    private MemoryStream _last = new();

    public long Length { get; private set; }

    public byte[] ToArray()
    {
        using var stream = new MemoryStream();
        WriteTo(stream);
        return stream.ToArray();
    }

    public void WriteTo(Stream stream)
    {
        foreach (byte[] part in _parts) stream.Write(part, 0, part.Length);
        _last.WriteTo(stream);
    }

    public ProtoWriter Integer(int field, long value)
    {
        Tag(field, 0);
        Varint(unchecked((ulong)value));
        return this;
    }

    public ProtoWriter Float(int field, float value)
    {
        Tag(field, 5);
        byte[] bytes = BitConverter.GetBytes(value);
        if (!BitConverter.IsLittleEndian) Array.Reverse(bytes);
        Append(bytes);
        return this;
    }

    public ProtoWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public ProtoWriter Bytes(int field, byte[] value)
    {
        Tag(field, 2);
        Varint((ulong)value.Length);
        Append(value);
        return this;
    }

    public ProtoWriter Message(int field, ProtoWriter message)
    {
        Tag(field, 2);
        Varint((ulong)message.Length);
        foreach (byte[] part in message._parts) Append(part);
        Append(message._last.ToArray());
        return this;
    }

    private void Append(byte[] bytes)
    {
        Length += bytes.Length;
        if (bytes.Length < Large)
        {
            _last.Write(bytes, 0, bytes.Length);
            return;
        }

        if (_last.Length > 0) _parts.Add(_last.ToArray());
        _parts.Add(bytes);
        _last = new MemoryStream();
    }

    private void Tag(int field, int wireType) => Varint((ulong)(field << 3 | wireType));

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7) Byte((byte)(value | 0x80));
        Byte((byte)value);
    }

    private void Byte(byte value)
    {
        Length++;
        _last.WriteByte(value);
    }
}
