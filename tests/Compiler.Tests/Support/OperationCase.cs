using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Tests.Support;

/// <summary>One operation on inputs of given shapes: <c>new("Conv", "outputs: 5, kernel: 3", "7x5x3")</c>; several inputs as <c>"7x5x3,
/// 3"</c>.</summary>
internal sealed class OperationCase
{
    public const string Path = "layer";

    public OperationCase(string kind, string properties, string shapes)
    {
        var builder = new GraphBuilder("case");
        int[] inputs = [.. shapes.Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select((shape, index) => builder.Input($"x{index}", [.. shape.Trim().Split('x').Select(int.Parse)]))];
        OperationDefinition definition = OperationTable.Find(kind) ?? throw new ArgumentException(kind);
        var results = definition.Lower(new LoweringContext(builder, Arguments(kind, properties), inputs, Path, -1));
        for (int i = 0; i < results.Count; i++) builder.Output($"y{i}", results[i]);
        Graph = ResolveBias.Run(builder.Build());
    }

    public Graph Graph { get; }

    /// <summary>The shape of the first result.</summary>
    public Shape Shape => Graph.Nodes[Graph.Outputs[0].Node].Shape;

    /// <summary>What the shape rule says to these inputs.</summary>
    public static string Error(string kind, string properties, string shapes) =>
        Assert.Throws<ShapeException>(() => new OperationCase(kind, properties, shapes)).Message;

    /// <summary>The first result of the reference for given inputs and parameters (<c>weight</c>, <c>bias</c>, …).</summary>
    public double[] Evaluate(double[][] inputs, params (string Name, double[] Values)[] parameters) => ReferenceInterpreter.Run(
        Graph,
        parameters.ToDictionary(parameter => Path + "." + parameter.Name, parameter => parameter.Values),
        inputs.Select((values, index) => (values, index)).ToDictionary(pair => $"x{pair.index}", pair => pair.values))["y0"];

    public double[] Evaluate(params double[] input) => Evaluate([input]);

    /// <summary>Infinity and NaN reach the same results in the reference and in ONNX Runtime.</summary>
    public static void ReachesAsInOnnxRuntime(string kind, string properties, string shapes, string? only = null) =>
        GraphChecks.ReachesAsInOnnxRuntime(new OperationCase(kind, properties, shapes).Graph, only);

    /// <summary>Seeded random values go through the reference and, exported and in a batch of two, through ONNX Runtime; the text round
    /// trip is checked on the way.</summary>
    public static void AgreesWithOnnxRuntime(string kind, string properties, string shapes)
    {
        Graph graph = new OperationCase(kind, properties, shapes).Graph;
        GraphVerifier.Check(graph);
        GraphChecks.RoundTrips(graph);
        GraphChecks.AgreesWithOnnxRuntime(graph);
    }

    private static OperationArguments Arguments(string kind, string properties)
    {
        var reader = new GraphTextReader(properties);
        var arguments = new List<KeyValuePair<string, object>>();
        while (!reader.IsAtEnd)
        {
            string name = reader.Word();
            reader.Expect(":");
            arguments.Add(new(name, reader.Value()));
            reader.TryTake(",");
        }

        return new OperationArguments(kind, arguments);
    }
}
