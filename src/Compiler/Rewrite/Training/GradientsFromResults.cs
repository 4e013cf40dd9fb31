namespace Fusion.Compiler.Rewrite;

/// <summary>
/// Decides what the gradient of an activation reads, so that the value before the activation need not be kept: the activation's result,
/// where the derivative follows from it; or what the norm before the activation read, from which the value is made again.
/// </summary>
public sealed class GradientsFromResults : IRewritePass
{
    public void Apply(GraphEditor graph, FusionNotes notes)
    {
        foreach (EditableNode node in graph.Nodes)
        {
            if (node.Operation is not ElementwiseGradient { FromResult: false } gradient) continue;
            EditableNode x = node.Inputs[0], dy = node.Inputs[1];
            EditableNode? y = graph.Consumers(x).FirstOrDefault(user => user.Operation == gradient.Function);
            if (gradient.Function.IsDerivedFromResult && y is not null)
                graph.Set(node, gradient with { FromResult = true }, [y, dy]);
            else if (x.Operation is BatchNormalize && !graph.IsShown(x) && graph.Consumers(x).All(user => user == y || user == node))
                graph.Set(node, gradient, [graph.Add(x.Operation, x.Inputs, node, -0.25), dy]);
        }
    }
}
