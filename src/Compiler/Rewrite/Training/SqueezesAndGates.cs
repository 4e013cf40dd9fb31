namespace Fusion.Compiler.Rewrite;

/// <summary>
/// Squeeze and excitation over a batch. Products that are only summed are not written. The result of a norm under a gate is made again
/// where it is read, instead of being kept: its mean is the norm of the mean, the gate's product and gradient make it value by value. A
/// gradient that goes to all positions of a sample is added as one value for each sample.
/// </summary>
public sealed class SqueezesAndGates : IRewritePass
{
    public void Apply(GraphEditor graph, FusionNotes notes)
    {
        foreach (EditableNode node in graph.Nodes)
        {
            if (node.Operation is Batched { Each: GlobalPool { Mode: GlobalPoolMode.Sum }, Sum: false }
                && node.Inputs[0] is { Operation: Multiply } product && graph.OnlyConsumer(product) == node
                && product.Inputs.All(input => input.Shape == product.Shape))
                graph.Set(node, new ProductSums(null), product.Inputs);
        }
        foreach (EditableNode node in graph.Nodes)
        {
            if (node.Operation is BatchNormalize norm) RemakeNorm(graph, node, norm);
            else if (node.Operation is Add) AddForEachSample(graph, node);
        }
    }

    private static void RemakeNorm(GraphEditor graph, EditableNode node, BatchNormalize norm)
    {
        EditableNode x = node.Inputs[0], statistics = node.Inputs[1];
        IReadOnlyList<EditableNode> users = graph.Consumers(node);
        var means = users.Where(user => user.Operation is Batched { Each: GlobalPool { Mode: GlobalPoolMode.Average }, Sum: false })
            .ToList();
        var sums = users.Where(user => user.Operation is ProductSums { Norm: null } && user.Inputs[0] != user.Inputs[1]).ToList();
        // One that needs it as it is can take it into its own kernel; for two it would be written all the same.
        if (means.Count + sums.Count == 0 || graph.IsShown(node) || users.Count - means.Count - sums.Count > 1) return;
        foreach (EditableNode mean in means)
        {
            EditableNode ofInput = graph.Add(mean.Operation, [x], mean, -0.25);
            graph.Set(mean, norm, [ofInput, statistics]);
        }
        foreach (EditableNode sum in sums)
            graph.Set(sum, new ProductSums(norm.Norm), [sum.Inputs.First(input => input != node), x, statistics]);
    }

    private static void AddForEachSample(GraphEditor graph, EditableNode node)
    {
        if (node.Inputs[0] == node.Inputs[1]) return;
        EditableNode? spread = node.Inputs.FirstOrDefault(input =>
            input.Operation is Batched { Each: Spread, Sum: false } && graph.OnlyConsumer(input) == node);
        if (spread is null) return;
        EditableNode value = node.Inputs.First(input => input != spread), each = spread.Inputs[0];
        double factor = ((Spread)((Batched)spread.Operation).Each).Factor;
        if (factor != 1) each = graph.Add(new Scale(factor), [each], spread, -0.25);
        graph.Set(node, new Batched(new Add()), [value, each]);
    }
}
