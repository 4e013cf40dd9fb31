using Google.Protobuf;

namespace Fusion.Import.Protocol;

/// <summary>
/// Walks over the fields of one protocol buffer message. Bytes and messages within it are slices of the file's memory: nothing is copied.
/// </summary>
internal sealed class ProtoMessage(ReadOnlyMemory<byte> memory)
{
    private ReadOnlyMemory<byte> _rest = memory;
    private CodedInputStream _stream = OfMemory(memory);

    /// <summary>The stream counts from the beginning of the array that the memory is a part of.</summary>
    private long _begin = OfMemory(memory).Position;

    /// <summary>The number of the current field.</summary>
    public int Field { get; private set; }

    private WireFormat.WireType Wire { get; set; }

    /// <summary>Whether the current field is bytes with their length before them: of numbers, all in one piece.</summary>
    public bool IsPacked => Wire == WireFormat.WireType.LengthDelimited;

    /// <summary>Goes on to the next field, over what is left of the current one.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Next()
    {
        uint tag = _stream.ReadTag();
        if (tag == 0) return false;
        Field = WireFormat.GetTagFieldNumber(tag);
        Wire = WireFormat.GetTagWireType(tag);
        return true;
    }

    public void Skip()
    {
        switch (Wire)
        {
            case WireFormat.WireType.Varint: _stream.ReadUInt64(); break;
            case WireFormat.WireType.Fixed64: _stream.ReadFixed64(); break;
            case WireFormat.WireType.Fixed32: _stream.ReadFixed32(); break;
            case WireFormat.WireType.LengthDelimited: Bytes(); break;
            default: throw new ImportException($"The file is not ONNX: a field has the wire type {Wire}, which ONNX does not use.");
        }
    }

    public long Integer()
    {
        Expect(WireFormat.WireType.Varint);
        return _stream.ReadInt64();
    }

    public float Float()
    {
        Expect(WireFormat.WireType.Fixed32);
        return _stream.ReadFloat();
    }

    public string Text() => System.Text.Encoding.UTF8.GetString(Bytes().Span);

    public ProtoMessage Message() => new(Bytes());

    /// <summary>The bytes of a field that has its length before it.</summary>
    public ReadOnlyMemory<byte> Bytes()
    {
        Expect(WireFormat.WireType.LengthDelimited);
        int length = _stream.ReadLength();
        int position = checked((int)(_stream.Position - _begin));
        if (length < 0 || length > _rest.Length - position)
            throw new ImportException(
                $"The file is truncated or damaged: a field of {length} bytes begins where {_rest.Length - position} are left.");
        ReadOnlyMemory<byte> bytes = _rest.Slice(position, length);
        // The stream can only copy what it skips: another one goes on behind.
        _rest = _rest[(position + length)..];
        _stream = OfMemory(_rest);
        _begin = _stream.Position;
        return bytes;
    }

    /// <summary>The numbers of a repeated field, packed or not.</summary>
    public void Integers(List<long> values)
    {
        if (Wire == WireFormat.WireType.Varint) values.Add(_stream.ReadInt64());
        else
        {
            CodedInputStream packed = OfMemory(Bytes());
            while (!packed.IsAtEnd) values.Add(packed.ReadInt64());
        }
    }

    public void Floats(List<float> values)
    {
        if (Wire == WireFormat.WireType.Fixed32) values.Add(_stream.ReadFloat());
        else
        {
            CodedInputStream packed = OfMemory(Bytes());
            while (!packed.IsAtEnd) values.Add(packed.ReadFloat());
        }
    }

    public void Doubles(List<double> values)
    {
        if (Wire == WireFormat.WireType.Fixed64) values.Add(_stream.ReadDouble());
        else
        {
            CodedInputStream packed = OfMemory(Bytes());
            while (!packed.IsAtEnd) values.Add(packed.ReadDouble());
        }
    }

    private void Expect(WireFormat.WireType wire)
    {
        if (Wire != wire)
            throw new ImportException($"The file is not ONNX: field {Field} has the wire type {Wire} where {wire} was expected.");
    }

    private static CodedInputStream OfMemory(ReadOnlyMemory<byte> memory) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(memory, out ArraySegment<byte> segment)
            ? new CodedInputStream(segment.Array!, segment.Offset, segment.Count)
            : new CodedInputStream(memory.ToArray());
}
