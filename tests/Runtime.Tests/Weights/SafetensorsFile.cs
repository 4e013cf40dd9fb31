using System.Buffers.Binary;
using System.Text;

namespace Fusion.Tests.Weights;

/// <summary>Makes the bytes of <c>.safetensors</c> files, right and wrong ones.</summary>
internal static class SafetensorsFile
{
    /// <summary>Two floats, a scalar of 16 bits, an ignored count and free text, with padding.</summary>
    public static byte[] Small() => Of(
        """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}""" +
        ""","b":{"dtype":"F16","shape":[],"data_offsets":[8,10]}""" +
        ""","n.num_batches_tracked":{"dtype":"I64","shape":[],"data_offsets":[10,18]}}  """,
        [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40, 0, 0x3C, 7, 0, 0, 0, 0, 0, 0, 0]);

    public static byte[] Of(string header, ReadOnlySpan<byte> data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        return Of((ulong)json.Length, json, data);
    }

    public static byte[] Of(ulong headerLength, ReadOnlySpan<byte> header, ReadOnlySpan<byte> data)
    {
        byte[] file = new byte[8 + header.Length + data.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(file, headerLength);
        header.CopyTo(file.AsSpan(8));
        data.CopyTo(file.AsSpan(8 + header.Length));
        return file;
    }

    /// <summary>One tensor "t" and that much data.</summary>
    public static byte[] One(string type, string shape, string offsets, int dataLength) =>
        Of("{\"t\":{\"dtype\":" + type + ",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}}", new byte[dataLength]);
}
