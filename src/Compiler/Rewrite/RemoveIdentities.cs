namespace Fusion.Compiler.Rewrite;

/// <summary>Removes operations that hand their input on unchanged, and rejoins slices of slices and arithmetic with
/// numbers.</summary>
public sealed class RemoveIdentities : IRewritePass
{
    public void Apply(GraphEditor graph, FusionNotes notes)
    {
        foreach (EditableNode node in graph.Nodes)
        {
            if (Identities.Is(node.Operation, [.. node.Inputs.Select(input => input.Shape)], node.Shape))
                graph.Replace(node, node.Inputs[0]);
            else if (node.Operation is Affine second && node.Inputs[0] is { Operation: Affine first } before
                && graph.OnlyConsumer(before) == node)
                graph.Set(node, new Affine(first.Scale * second.Scale, first.Offset * second.Scale + second.Offset), before.Inputs);
            else if (node.Operation is Slice outer && node.Inputs[0].Operation is Slice inner)
                graph.Set(node, new Slice(inner.Start + outer.Start, outer.Count), node.Inputs[0].Inputs);
        }
    }
}
