using System.IO;

namespace Fusion.Compiler.Onnx;

/// <summary>The order of the dimensions at the inputs and outputs of an exported model.</summary>
public enum OnnxLayout
{
    /// <summary>[batch, H, W, C], as the generated networks take them: the values compare one to one.</summary>
    ChannelsLast,

    /// <summary>[batch, C, H, W], as ONNX's operators want them: no transposition at the border, for fair timings.</summary>
    ChannelsFirst,
}

/// <summary>Writes a graph as an ONNX model, so that other engines can run the same network.</summary>
public static class OnnxExporter
{
    /// <summary>The bytes of an ONNX file.</summary>
    public static byte[] Export(
        Graph graph, Func<string, float[]> parameters, int? batch = null, OnnxLayout layout = OnnxLayout.ChannelsLast)
    {
        using var stream = new MemoryStream();
        Write(stream, graph, parameters, batch, layout);
        return stream.ToArray();
    }

    /// <summary>Writes an ONNX file. Inputs and outputs have the graph's names.</summary>
    /// <param name="parameters">The tensors of the state dict by name.</param>
    /// <param name="batch">The batch size; null leaves it open until run time.</param>
    public static void Write(
        Stream stream, Graph graph, Func<string, float[]> parameters, int? batch = null, OnnxLayout layout = OnnxLayout.ChannelsLast)
    {
        var declared = graph.Parameters.ToDictionary(parameter => parameter.Name);
        var model = new OnnxModel(graph.Name);
        var values = new string[graph.Nodes.Count];
        Dictionary<int, Linear> inner = Recurrence.OwnLayers(graph);
        // Inputs first: what has none takes the batch from them.
        foreach (Node node in graph.Nodes.OrderBy(node => node.Operation is not Input)) values[node.Id] = Export(node);
        foreach (GraphOutput output in graph.Outputs)
        {
            Shape shape = graph.Nodes[output.Node].Shape;
            model.Output(output.Name, batch, Border(shape));
            if (layout == OnnxLayout.ChannelsLast)
                OnnxContext.Transpose(model, values[output.Node], OnnxContext.LastPermutation(shape.Rank), output.Name);
            else model.Add("Identity", [values[output.Node]], [], output.Name);
        }

        model.WriteTo(stream);
        return;

        IEnumerable<int> Border(Shape shape) => layout == OnnxLayout.ChannelsLast ? shape.Dimensions : [shape.Channels, .. shape.Spatial];

        string Export(Node node)
        {
            if (node.Operation is Input input)
            {
                model.Input(input.Name, batch, Border(node.Shape));
                return layout == OnnxLayout.ChannelsLast
                    ? OnnxContext.Transpose(model, input.Name, OnnxContext.FirstPermutation(node.Shape.Rank))
                    : input.Name;
            }

            if (inner.ContainsKey(node.Id)) return values[node.Inputs[0]];
            var context = new OnnxContext(
                model, [.. node.Inputs.Select(id => values[id])], graph.InputShapes(node), node.Shape, declared, parameters)
            {
                Before = node.Inputs.Count == 1 && inner.TryGetValue(node.Inputs[0], out Linear? before) ? before : null,
            };
            node.Operation.Export(context);
            return context.Result ?? throw new InvalidOperationException($"{node.Operation.Kind} exported no result.");
        }
    }
}
