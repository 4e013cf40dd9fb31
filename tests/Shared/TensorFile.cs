using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Fusion.Tests;

/// <summary>A serialized ONNX <c>TensorProto</c> of floats: what the expected inputs and outputs in <c>shared/data</c> are.</summary>
internal sealed record TensorFile(string Name, int[] Dimensions, float[] Values)
{
    public static TensorFile Load(string relative) => Parse(File.ReadAllBytes(SharedData.Path(relative)));

    /// <summary>The values with the channels last: N, C, H, W becomes N, H, W, C; other ranks stay.</summary>
    public float[] ChannelsLast()
    {
        if (Dimensions.Length != 4) return Values;
        int batch = Dimensions[0], channels = Dimensions[1], pixels = Values.Length / (batch * channels);
        var result = new float[Values.Length];
        for (int n = 0; n < batch; n++)
            for (int c = 0; c < channels; c++)
                for (int p = 0; p < pixels; p++)
                    result[(n * pixels + p) * channels + c] = Values[(n * channels + c) * pixels + p];
        return result;
    }

    public static TensorFile Parse(ReadOnlySpan<byte> data)
    {
        List<int> dimensions = [];
        List<float> values = [];
        string name = "";
        while (data.Length > 0)
        {
            ulong key = Varint(ref data);
            switch ((Field: key >> 3, Wire: key & 7))
            {
                case (1, 0): dimensions.Add(checked((int)Varint(ref data))); break;
                case (1, 2):
                    for (var packed = Bytes(ref data); packed.Length > 0;) dimensions.Add(checked((int)Varint(ref packed)));
                    break;
                case (4, 5): values.Add(BinaryPrimitives.ReadSingleLittleEndian(data)); data = data[4..]; break;
                case (4 or 9, 2): values.AddRange(MemoryMarshal.Cast<byte, float>(Bytes(ref data))); break;
                case (8, 2): name = Encoding.UTF8.GetString(Bytes(ref data)); break;
                case (2, 0):
                    ulong type = Varint(ref data);
                    if (type != 1) throw new InvalidDataException($"The tensor has the ONNX type {type}; 1 (float) was expected.");
                    break;
                case (_, 0): Varint(ref data); break;
                case (_, 2): Bytes(ref data); break;
                case (_, ulong wire): throw new InvalidDataException($"Unexpected wire type {wire} in a TensorProto.");
            }
        }

        return new TensorFile(name, [.. dimensions], [.. values]);
    }

    private static ReadOnlySpan<byte> Bytes(ref ReadOnlySpan<byte> data)
    {
        int length = checked((int)Varint(ref data));
        var bytes = data[..length];
        data = data[length..];
        return bytes;
    }

    private static ulong Varint(ref ReadOnlySpan<byte> data)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = data[0];
            data = data[1..];
            value |= (ulong)(next & 127) << shift;
            if (next < 128) return value;
        }
    }
}
