using System.Buffers.Binary;
using Fusion.Compiler.Onnx;

namespace Fusion.Import.Protocol;

/// <summary>Writes a model as it was read, or changed since, all tensors within the file.</summary>
public static class ModelWriter
{
    private const int FormatVersion = 8;

    public static byte[] Write(ModelFile model)
    {
        ProtoWriter file = new ProtoWriter().Integer(1, FormatVersion).Message(8, OperatorSet("", model.Opset));
        foreach (string domain in model.Graph.Nodes.Select(node => node.Domain).Where(domain => domain.Length > 0).Distinct())
            file.Message(8, OperatorSet(domain, 1));
        return file.Message(7, Graph(model.Graph)).ToArray();
    }

    private static ProtoWriter OperatorSet(string domain, long version) => new ProtoWriter().Text(1, domain).Integer(2, version);

    private static ProtoWriter Graph(ModelGraph graph)
    {
        var text = new ProtoWriter();
        foreach (ModelNode node in graph.Nodes) text.Message(1, Node(node));
        text.Text(2, graph.Name.Length > 0 ? graph.Name : "graph");
        foreach (StoredTensor tensor in graph.Initializers.Values) text.Message(5, Tensor(tensor));
        foreach (ModelValue input in graph.Inputs) text.Message(11, Value(input));
        foreach (ModelValue output in graph.Outputs) text.Message(12, Value(output));
        return text;
    }

    private static ProtoWriter Node(ModelNode node)
    {
        var text = new ProtoWriter();
        foreach (string input in node.Inputs) text.Text(1, input);
        foreach (string output in node.Outputs) text.Text(2, output);
        text.Text(3, node.Name).Text(4, node.Operator);
        foreach (ModelAttribute attribute in node.Attributes.Values) text.Message(5, Attribute(attribute));
        return node.Domain.Length > 0 ? text.Text(7, node.Domain) : text;
    }

    private static ProtoWriter Attribute(ModelAttribute attribute)
    {
        ProtoWriter text = new ProtoWriter().Text(1, attribute.Name);
        if (attribute.Integer is { } number) return text.Integer(3, number).Integer(20, 2);
        if (attribute.Float is { } real) return text.Float(2, real).Integer(20, 1);
        if (attribute.Text is { } value) return text.Text(4, value).Integer(20, 3);
        if (attribute.Tensor is { } tensor) return text.Message(5, Tensor(tensor)).Integer(20, 4);
        if (attribute.Graph is { } graph) return text.Message(6, Graph(graph)).Integer(20, 5);
        foreach (float item in attribute.Floats ?? []) text.Float(7, item);
        foreach (long item in attribute.Integers ?? []) text.Integer(8, item);
        foreach (string item in attribute.Texts ?? []) text.Text(9, item);
        return text.Integer(20, attribute.Floats is not null ? 6 : attribute.Texts is not null ? 8 : 7);
    }

    private static ProtoWriter Tensor(StoredTensor tensor)
    {
        var text = new ProtoWriter();
        foreach (long dimension in tensor.Dimensions) text.Integer(1, dimension);
        return text.Integer(2, (int)tensor.Type).Text(8, tensor.Name).Bytes(9, tensor.Raw?.ToArray() ?? Raw(tensor));
    }

    private static byte[] Raw(StoredTensor tensor)
    {
        int size = tensor.Type.Size(), count = tensor.Typed!.Length;
        byte[] raw = new byte[size * count];
        float[] floats = tensor.Type.IsFloating() && tensor.Type != ElementType.Float64 ? tensor.Floats() : [];
        long[] integers = tensor.Type.IsFloating() ? [] : tensor.Integers();
        for (int i = 0; i < count; i++)
        {
            Span<byte> bytes = raw.AsSpan(i * size, size);
            switch (tensor.Type)
            {
                case ElementType.Float32: BinaryPrimitives.WriteSingleLittleEndian(bytes, floats[i]); break;
                case ElementType.Float16: BinaryPrimitives.WriteHalfLittleEndian(bytes, (Half)floats[i]); break;
                case ElementType.BFloat16:
                    BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)(BitConverter.SingleToUInt32Bits(floats[i]) >> 16));
                    break;
                case ElementType.Float64: BinaryPrimitives.WriteDoubleLittleEndian(bytes, ((double[])tensor.Typed)[i]); break;
                default:
                    // Whole numbers of any size, the lowest byte first.
                    for (int b = 0; b < size; b++) bytes[b] = (byte)(integers[i] >> 8 * b);
                    break;
            }
        }

        return raw;
    }

    private static ProtoWriter Value(ModelValue value)
    {
        ProtoWriter tensor = new ProtoWriter().Integer(1, (int)value.Type);
        if (value.Dimensions is { } dimensions)
        {
            var shape = new ProtoWriter();
            foreach (ModelDimension dimension in dimensions) shape.Message(1, Dimension(dimension));
            tensor.Message(2, shape);
        }

        return new ProtoWriter().Text(1, value.Name).Message(2, new ProtoWriter().Message(1, tensor));
    }

    private static ProtoWriter Dimension(ModelDimension dimension) => dimension.Size is { } size ? new ProtoWriter().Integer(1, size)
        : dimension.Name.Length > 0 ? new ProtoWriter().Text(2, dimension.Name)
        : new ProtoWriter();
}
