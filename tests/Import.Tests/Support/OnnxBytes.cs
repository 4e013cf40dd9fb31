using Fusion.Compiler.Onnx;
using Fusion.Import.Protocol;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Fusion.Import.Tests.Support;

/// <summary>Models in memory as files, so that ONNX Runtime can contradict their import.</summary>
internal static class OnnxBytes
{
    private const int FloatType = 1, LongType = 7;

    public static byte[] Of(ModelFile model)
    {
        var graph = new ProtoWriter();
        foreach (ModelNode node in model.Graph.Nodes) graph.Message(1, Node(node));
        foreach (StoredTensor tensor in model.Graph.Initializers.Values) graph.Message(5, Tensor(tensor));
        foreach (ModelValue input in model.Graph.Inputs) graph.Message(11, Value(input));
        foreach (ModelValue output in model.Graph.Outputs) graph.Message(12, Value(output));
        return new ProtoWriter().Integer(1, 8).Message(8, new ProtoWriter().Text(1, "").Integer(2, model.Opset))
            .Message(7, graph.Text(2, "test")).ToArray();
    }

    /// <summary>The first result in ONNX Runtime.</summary>
    public static (float[] Values, int[] Dimensions) Run(ModelFile model, float[] input)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = new InferenceSession(Of(model), options);
        ModelValue x = model.Graph.Inputs[0];
        int[] shape = [.. x.Dimensions!.Select(dimension => (int)dimension.Size!)];
        using var results = session.Run([NamedOnnxValue.CreateFromTensor(x.Name, new DenseTensor<float>(input, shape))]);
        var found = (DenseTensor<float>)results[0].AsTensor<float>();
        return (found.ToArray(), found.Dimensions.ToArray());
    }

    private static ProtoWriter Node(ModelNode node)
    {
        var text = new ProtoWriter();
        foreach (string input in node.Inputs) text.Text(1, input);
        foreach (string output in node.Outputs) text.Text(2, output);
        text.Text(4, node.Operator);
        foreach (var (name, attribute) in node.Attributes) text.Message(5, Attribute(name, attribute));
        return text;
    }

    private static ProtoWriter Attribute(string name, ModelAttribute attribute)
    {
        ProtoWriter text = new ProtoWriter().Text(1, name);
        if (attribute.Integer is { } number) return text.Integer(3, number).Integer(20, 2);
        if (attribute.Float is { } real) return text.Float(2, real).Integer(20, 1);
        if (attribute.Text is { } value) return text.Text(4, value).Integer(20, 3);
        foreach (long item in attribute.Integers ?? []) text.Integer(8, item);
        foreach (string item in attribute.Texts ?? []) text.Text(9, item);
        return text.Integer(20, attribute.Texts is null ? 7 : 8);
    }

    private static ProtoWriter Tensor(StoredTensor tensor)
    {
        bool isFloating = tensor.Typed is float[];
        var text = new ProtoWriter();
        foreach (long dimension in tensor.Dimensions) text.Integer(1, dimension);
        var bytes = new byte[Buffer.ByteLength(tensor.Typed!)];
        Buffer.BlockCopy(tensor.Typed!, 0, bytes, 0, bytes.Length);
        return text.Integer(2, isFloating ? FloatType : LongType).Text(8, tensor.Name).Bytes(9, bytes);
    }

    private static ProtoWriter Value(ModelValue value)
    {
        ProtoWriter tensor = new ProtoWriter().Integer(1, FloatType);
        if (value.Dimensions is { } dimensions)
        {
            var shape = new ProtoWriter();
            foreach (ModelDimension dimension in dimensions) shape.Message(1, new ProtoWriter().Integer(1, dimension.Size!.Value));
            tensor.Message(2, shape);
        }

        return new ProtoWriter().Text(1, value.Name).Message(2, new ProtoWriter().Message(1, tensor));
    }
}
