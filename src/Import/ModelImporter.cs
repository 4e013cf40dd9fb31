using Fusion.Import.Fold;
using Fusion.Import.Operators;
using Fusion.Import.Protocol;
using Fusion.Import.Recognize;
using Fusion.Import.Trace;

namespace Fusion.Import;

/// <summary>Makes a graph of an ONNX model.</summary>
public static class ModelImporter
{
    private const long MostElements = 1L << 31;

    /// <exception cref="UnsupportedException">The model uses what is not supported.</exception>
    /// <exception cref="ImportException">The model contradicts itself, or leaves a shape open.</exception>
    public static ImportedModel Import(ModelFile model, ImportOptions options)
    {
        RequireKnownOperators(model);
        IReadOnlyList<ModelNode> nodes = NodeOrder.Sort(model.Graph);
        int batch = BatchOf(model, options);
        // Dimensions of inputs do not say which of them is the channels: what needs less moving is right.
        ImportedModel first = Import(model, nodes, options, batch);
        if (!first.Graph.Nodes.Any(node => node.Operation is Transpose || node is { Operation: Input, Shape.Rank: 2 })) return first;
        try
        {
            ImportedModel last = Import(model, nodes, options with { ChannelsLast = true }, batch);
            return Moves(last).CompareTo(Moves(first)) < 0 ? last : first;
        }
        catch (ImportException)
        {
            return first;
        }

        static (int, int) Moves(ImportedModel imported) =>
            (imported.Graph.Nodes.Count(node => node.Operation is Transpose), imported.Graph.Nodes.Count);
    }

    private static ImportedModel Import(ModelFile model, IReadOnlyList<ModelNode> nodes, ImportOptions options, int batch)
    {
        if (batch == 1) return ImportSamples(model, nodes, options, 1);
        try
        {
            return ImportSamples(model, nodes, options, batch);
        }
        catch (UnsupportedException exception)
        {
            // What works across the first dimension may still be a network of one sample.
            try
            {
                return ImportSamples(model, nodes, options, 1);
            }
            catch (ImportException)
            {
                throw exception;
            }
        }
    }

    private static ImportedModel ImportSamples(ModelFile model, IReadOnlyList<ModelNode> nodes, ImportOptions options, int batch)
    {
        var session = new ImportSession(model, options, batch);
        List<Border> inputs = [];
        foreach (ModelValue input in model.Graph.Inputs)
        {
            if (options.Constants.TryGetValue(input.Name, out ConstantTensor? constant)) session.Values[input.Name] = constant;
            else inputs.Add(Borders.AddInput(session, input, ShapeOf(input, options)));
        }

        session.AddInitializers(model.Graph);
        session.Walk.Import(nodes);
        if (session.Walk.Unsupported is { Count: > 0 } unsupported) throw new UnsupportedException(unsupported);
        Border[] outputs = [.. model.Graph.Outputs.Select(output => Borders.AddOutput(session, output))];
        return Finish(session, inputs, outputs, batch);
    }

    private static ImportedModel Finish(ImportSession session, IReadOnlyList<Border> inputs, IReadOnlyList<Border> outputs, int batch)
    {
        Graph graph = Recognizer.Apply(session.Builder.Build(), session.Weights);
        UnsupportedNode[] left = [.. graph.Nodes.Where(node => node.Operation is Erf).Select(node => new UnsupportedNode(
            "Erf", node.Name, "it is supported as a part of GELU only, x / 2 · (1 + erf(x / √2))"))];
        if (left.Length > 0) throw new UnsupportedException(left);
        var weights = graph.Parameters.ToDictionary(parameter => parameter.Name, parameter =>
            session.Weights[parameter.Name], StringComparer.Ordinal);
        return new ImportedModel(graph, weights, inputs, outputs, batch) { CutPools = session.CutPools };
    }

    private static void RequireKnownOperators(ModelFile model)
    {
        UnsupportedNode[] unknown = [.. NodeWalk.WithUnknownOperators(model.Graph.Nodes)];
        if (unknown.Length > 0) throw new UnsupportedException(unknown);
    }

    /// <summary>The first dimension, where all inputs agree on it.</summary>
    private static int BatchOf(ModelFile model, ImportOptions options)
    {
        int[][] shapes = [.. model.Graph.Inputs.Where(input => !options.Constants.ContainsKey(input.Name))
            .Select(input => ShapeOf(input, options))];
        return shapes.Length > 0 && shapes.All(shape => shape.Length > 1 && shape[0] == shapes[0][0]) ? shapes[0][0] : 1;
    }

    private static int[] ShapeOf(ModelValue input, ImportOptions options)
    {
        if (options.Shapes.TryGetValue(input.Name, out int[]? given)) return given;
        if (input.Dimensions is null)
            throw new ImportException($"The file gives no shape for the input '{input.Name}'. Give it one: {input.Name}=1x3x224x224.");
        int[] shape = new int[input.Dimensions.Count];
        Int128 elements = 1;
        for (int i = 0; i < shape.Length; i++)
        {
            // An open first dimension is the batch, of which the network takes one sample after the other.
            long size = input.Dimensions[i].Size is { } known and not 0 ? known : i == 0 ? 1 : throw new ImportException(
                $"The input '{input.Name}' has the shape [{string.Join(", ", input.Dimensions)}], of which dimension {i} is open. "
                + "Give it one: "
                + $"{input.Name}={string.Join("x", input.Dimensions.Select((dimension, d) => dimension.Size ?? (d == 0 ? 1 : 224)))}.");
            if (size < 0 || (elements *= Math.Max(1, size)) > MostElements)
                throw new ImportException(
                    $"The input '{input.Name}' has the shape [{string.Join(", ", input.Dimensions)}], which is negative or too large.");
            shape[i] = (int)size;
        }

        return shape;
    }
}
