namespace Fusion.Compiler.Rewrite;

/// <summary>
/// A Flatten orders by channel first, as PyTorch does, while values lie in memory with the channels last. Where only linear layers
/// read it, their weights are permuted at load instead, and the Flatten becomes a change of view that costs nothing.
/// </summary>
public sealed class FlattenIntoLinear : IRewritePass
{
    public void Apply(GraphEditor graph, FusionNotes notes)
    {
        foreach (EditableNode flatten in graph.Nodes.Where(node => node.Operation is Flatten))
        {
            Shape input = flatten.Inputs[0].Shape;
            var view = new Reshape([(int)input.Elements]);
            if (input.Pixels == 1)
            {
                graph.Set(flatten, view, flatten.Inputs);
                continue;
            }
            if (graph.IsShown(flatten) || graph.Consumers(flatten).Any(user => user.Operation is not Linear))
            {
                string why = graph.TapOf(flatten) is { } tap ? $"the tap {tap} shows its order" : "not only linear layers read it";
                notes.NotFused(flatten.Title, $"Flatten is a pass of its own, because {why}.");
                continue;
            }
            foreach (EditableNode linear in graph.Consumers(flatten))
            {
                ConvolutionPart part = new(linear.Operation) { FlattenPixels = input.Pixels };
                graph.Set(linear, PackedConvolution.Pointwise(part), linear.Inputs);
            }
            graph.Set(flatten, view, flatten.Inputs);
        }
    }
}
