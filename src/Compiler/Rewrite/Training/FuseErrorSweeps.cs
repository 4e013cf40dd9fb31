namespace Fusion.Compiler.Rewrite;

/// <summary>
/// Makes one sweep of a layer of one tap, its mean squared error and their gradients: what an alignment is. The layer's result, the largest
/// value there, is then never written as a whole.
/// </summary>
public sealed class FuseErrorSweeps : IRewritePass
{
    public void Apply(GraphEditor graph, FusionNotes notes)
    {
        foreach (EditableNode node in graph.Nodes)
            if (node.Operation is MeanSquaredError { Normalization: FeatureNormalization.None }) Apply(graph, node, notes);
    }

    private static void Apply(GraphEditor graph, EditableNode loss, FusionNotes notes)
    {
        EditableNode result = loss.Inputs[0], target = loss.Inputs[1];
        if (!IsPointwise(result.Operation) || graph.IsShown(result) || result == target) return;
        EditableNode[] gradients = [.. graph.Consumers(result).Where(reader => reader != loss)];
        if (gradients.Length > 1 || gradients.Any(gradient => !IsGradientOf(gradient, loss) || graph.IsShown(gradient))) return;
        EditableNode[] taken = [.. gradients.SelectMany(graph.Consumers)];
        if (taken.Any(reader => !IsRule(reader.Operation, result.Operation))) return;
        if (ErrorSweep.BlockPixels(result.Shape.Pixels, result.Shape.Channels) is null)
        {
            notes.NotFused(result.Title, $"its {FusionNotes.Number(result.Shape.Pixels)} positions cannot be cut into blocks of one size, "
                + "so that it does not become one sweep with its mean squared error.");
            return;
        }
        Operation layer = result.Operation;
        EditableNode input = result.Inputs[0];
        EditableNode[] seed = [.. gradients.Select(gradient => gradient.Inputs[2])];
        graph.Set(loss, new ErrorSweep(layer), [input, target, .. seed]);
        foreach (EditableNode reader in taken)
            graph.Set(reader, new SweptGradient(layer, reader.Operation), [input, target, .. seed, loss]);
    }

    private static bool IsPointwise(Operation operation) => operation switch
    {
        Linear => true,
        Conv conv => conv.Groups == 1 && PackedConvolution.From(conv) is { IsPointwise: true, IsUnstrided: true, HasPadding: false },
        _ => false,
    };

    /// <summary>The derivative of all by the loss must be there when the loss is.</summary>
    private static bool IsGradientOf(EditableNode node, EditableNode loss) =>
        node.Operation is LossGradient { Input: 0 } gradient && gradient.Loss == loss.Operation
        && node.Inputs[0] == loss.Inputs[0] && node.Inputs[1] == loss.Inputs[1]
        && node.Inputs[2].Operation is Constant or Input;

    /// <summary>Whether an operation is a gradient of the layer that the sweep can make.</summary>
    private static bool IsRule(Operation operation, Operation layer) => operation switch
    {
        ConvInputGradient gradient => gradient.Layer == layer,
        ConvWeightGradient gradient => gradient.Layer == layer,
        LinearInputGradient gradient => gradient.Layer == layer,
        LinearWeightGradient gradient => gradient.Layer == layer,
        GlobalPool { Mode: GlobalPoolMode.Sum } => true,
        _ => false,
    };
}
