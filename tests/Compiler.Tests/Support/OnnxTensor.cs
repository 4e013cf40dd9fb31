using System.Runtime.InteropServices;

namespace Fusion.Compiler.Tests.Support;

/// <summary>A tensor of an ONNX file, as numbers of double precision.</summary>
internal sealed record OnnxTensor(string Name, int[] Dimensions, double[] Values)
{
    private const int Single = 1, Int64 = 7;

    public static OnnxTensor Read(List<ProtoField> fields)
    {
        int[] dimensions = [.. ProtoField.Integers(fields, 1).Select(size => (int)size)];
        int type = (int)fields.Single(field => field.Number == 2).Integer;
        byte[]? raw = fields.Where(field => field.Number == 9).Select(field => field.Bytes).SingleOrDefault();
        double[] values = (type, raw) switch
        {
            (Single, null) => [.. ProtoField.Floats(fields, 4)],
            (Single, _) => [.. MemoryMarshal.Cast<byte, float>(raw).ToArray()],
            (Int64, null) => [.. ProtoField.Integers(fields, 7)],
            (Int64, _) => [.. MemoryMarshal.Cast<byte, long>(raw).ToArray()],
            _ => throw new NotSupportedException($"Tensors of type {type} are not read."),
        };
        return new OnnxTensor(fields.Where(field => field.Number == 8).Select(field => field.Text).SingleOrDefault(""), dimensions, values);
    }
}
