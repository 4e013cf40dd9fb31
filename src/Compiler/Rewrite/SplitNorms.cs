namespace Fusion.Compiler.Rewrite;

/// <summary>
/// Parts norms from the weight and bias that they end with, which then go into the weights of a layer behind them, or into the epilogue of
/// the norm's kernel. Of one position, the groups of a GroupNorm become positions.
/// </summary>
public sealed class SplitNorms : IRewritePass
{
    public void Apply(GraphEditor graph, FusionNotes notes)
    {
        foreach (EditableNode node in graph.Nodes)
        {
            EditableNode standard = node;
            if (node.Operation is AffineNorm { AffinePart: { } affine } norm)
            {
                standard = graph.Add(norm.WithoutAffine, node.Inputs, node, -0.5);
                graph.Set(node, affine, [standard]);
            }
            if (standard.Operation is GroupNorm groups && standard.Shape.Pixels == 1) OverPositions(graph, standard, groups);
        }
    }

    private static void OverPositions(GraphEditor graph, EditableNode node, GroupNorm norm)
    {
        EquatableArray<int> dimensions = node.Shape.Dimensions, apart = [norm.Groups, node.Shape.Channels / norm.Groups];
        EditableNode positions = graph.Add(new Reshape(apart), node.Inputs, node, -0.25);
        EditableNode standard = graph.Add(new LayerNorm("", false, norm.Epsilon), [positions], node, -0.125);
        graph.Set(node, new Reshape(dimensions), [standard]);
    }
}
