using Fusion.Compiler.Onnx;
using Fusion.Import.Protocol;
using Fusion.Import.Tests.Support;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Fusion.Import.Tests;

/// <summary>Functions that a model itself defines are put in the place of the nodes that call them.</summary>
public sealed class FunctionTests
{
    /// <summary>Twice the same function, which has a value of its own, an attribute that is given or not, and calls another.</summary>
    [Fact]
    public void Functions_are_read_as_ONNX_Runtime_reads_them()
    {
        byte[] bytes = [.. Calls("Outer"), .. Function("Outer", "Inner"), .. Function("Inner", "LeakyRelu"), .. Newer];
        ModelFile file = ModelReader.Read(bytes, null);
        Assert.Equal(["LeakyRelu", "Neg", "Neg", "LeakyRelu", "Neg", "Neg"], file.Graph.Nodes.Select(node => node.Operator));
        ImportedModel imported = ModelImporter.Import(file, new ImportOptions());
        float[] x = [-2, -1, 0.5f, 3];
        using var session = new InferenceSession(bytes);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor("x", new DenseTensor<float>(x, [1, 4]))]);
        var inputs = new Dictionary<string, double[]> { [imported.Inputs[0].Name] = Array.ConvertAll(x, value => (double)value) };
        double[] found = Compiler.Reference.ReferenceInterpreter.Run(imported.Graph, new Dictionary<string, double[]>(), inputs)
            .Values.Single();
        Assert.Equal(results[0].AsTensor<float>(), found.Select(value => (float)value));
    }

    [Fact]
    public void A_function_that_calls_itself_is_reported()
    {
        byte[] bytes = [.. Calls("Outer"), .. Function("Outer", "Outer")];
        Assert.Contains("or by itself", Assert.ThrowsAny<ImportException>(() => ModelReader.Read(bytes, null)).Message);
    }

    /// <summary>Attributes of functions have defaults since version 9 of the format; of a field, the last counts.</summary>
    private static byte[] Newer => new ProtoWriter().Integer(1, 9).ToArray();

    private static byte[] Calls(string function)
    {
        ModelNode Call(string from, string to, float? slope) => new("", function, "own", [from], [to], slope is { } alpha
            ? new Dictionary<string, ModelAttribute> { ["slope"] = new("slope") { Float = alpha } }
            : new Dictionary<string, ModelAttribute>());
        var model = new OnnxText();
        ModelFile file = model.Build("b", 1, 4);
        return ModelWriter.Write(file with { Graph = file.Graph with { Nodes = [Call("x", "a", 0.25f), Call("a", "b", null)] } });
    }

    /// <summary>−f(x) with an attribute that has a default, as a field of the model.</summary>
    private static byte[] Function(string name, string calls)
    {
        string attribute = calls == "LeakyRelu" ? "alpha" : "slope";
        ProtoWriter given = new ProtoWriter().Text(1, attribute).Integer(20, 1).Text(21, "slope");
        ProtoWriter first = new ProtoWriter().Text(1, "in").Text(2, "middle").Text(4, calls).Message(5, given);
        if (calls != "LeakyRelu") first.Text(7, "own");
        ProtoWriter function = new ProtoWriter().Text(1, name).Text(4, "in").Text(5, "out").Message(7, first)
            .Message(7, new ProtoWriter().Text(1, "middle").Text(2, "out").Text(4, "Neg"))
            .Message(9, new ProtoWriter().Text(1, "").Integer(2, 17)).Message(9, new ProtoWriter().Text(1, "own").Integer(2, 1))
            .Text(10, "own").Message(11, new ProtoWriter().Text(1, "slope").Float(2, 0.5f).Integer(20, 1));
        return new ProtoWriter().Message(25, function).ToArray();
    }
}
