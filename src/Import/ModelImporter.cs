using Fusion.Import.Fold;
using Fusion.Import.Protocol;
using Fusion.Import.Recognize;

namespace Fusion.Import;

/// <summary>Makes a graph of an ONNX model.</summary>
public static class ModelImporter
{
    /// <exception cref="UnsupportedException">The model uses what is not supported.</exception>
    /// <exception cref="ImportException">The model contradicts itself, or leaves a shape open.</exception>
    public static ImportedModel Import(ModelFile model, ImportOptions options)
    {
        RequireKnownOperators(model);
        var samples = new SampleImport(model, NodeOrder.Sort(model.Graph), InputShapes.Of(model, options));
        (ImportOptions used, ImportedModel imported) = Best(samples, options, BatchOf(samples.Shapes));
        var (notes, takesBatches) = imported.Batch > 1 ? ([], false) : BatchCheck.Require(samples, used);
        return imported with { Notes = [.. notes, .. ImportNotes.Of(model, imported)], TakesBatches = takesBatches };
    }

    /// <summary>Dimensions of inputs do not say which of them is the channels: what needs less moving is right.</summary>
    private static (ImportOptions Options, ImportedModel Model) Best(SampleImport samples, ImportOptions options, int batch)
    {
        ImportedModel first = Import(samples, options, batch);
        if (!first.Graph.Nodes.Any(node => node.Operation is Transpose || node is { Operation: Input, Shape.Rank: 2 }))
            return (options, first);
        try
        {
            ImportOptions reversed = options with { ChannelsLast = true };
            ImportedModel last = Import(samples, reversed, batch);
            return Moves(last).CompareTo(Moves(first)) < 0 ? (reversed, last) : (options, first);
        }
        catch (ImportException)
        {
            return (options, first);
        }

        static (int, int) Moves(ImportedModel imported) =>
            (imported.Graph.Nodes.Count(node => node.Operation is Transpose), imported.Graph.Nodes.Count);
    }

    private static ImportedModel Import(SampleImport samples, ImportOptions options, int batch)
    {
        if (batch == 1) return samples.Import(options);
        try
        {
            return samples.Import(options, batch);
        }
        catch (UnsupportedException exception)
        {
            // What works across the first dimension may still be a network of one sample.
            try
            {
                return samples.Import(options);
            }
            catch (ImportException)
            {
                throw exception;
            }
        }
    }

    private static void RequireKnownOperators(ModelFile model)
    {
        UnsupportedNode[] unknown = [.. NodeWalk.WithUnknownOperators(model.Graph.Nodes)];
        if (unknown.Length > 0) throw new UnsupportedException(unknown);
    }

    /// <summary>The first dimension, where all inputs agree on it.</summary>
    private static int BatchOf(Dictionary<string, int[]> all)
    {
        int[][] shapes = [.. all.Values];
        return shapes.Length > 0 && shapes.All(shape => shape.Length > 1 && shape[0] == shapes[0][0]) ? shapes[0][0] : 1;
    }
}
