namespace Fusion.Compiler.Rewrite;

/// <summary>
/// Takes element-wise work to the front of what only moves elements, so that it joins the kernel that makes them. What works channel by
/// channel, such as a BatchNorm, goes where channels stay what they are.
/// </summary>
public sealed class ReshapeLast : IRewritePass
{
    public void Apply(GraphEditor graph, FusionNotes notes)
    {
        // In order, so that a chain of element-wise operations follows its first.
        foreach (EditableNode node in graph.Nodes)
        {
            EditableNode? move = node.Inputs.Where(input => graph.OnlyConsumer(input) == node && CanFollow(node, input))
                .OrderByDescending(input => input.Order).FirstOrDefault();
            if (move is null) continue;
            EditableNode source = move.Inputs[0];
            EditableNode work = graph.Add(
                node.Operation, node.Inputs.Select(input => input == move ? source : Beside(graph, input, move)), move, -0.25);
            Operation moving = move.Operation;
            (work.Name, node.Name) = (node.Name, move.Name);
            graph.Set(node, moving, [work]);
        }
        foreach (EditableNode node in graph.Nodes) Shorten(graph, node);
    }

    /// <summary>Of a change of shape behind another, only the last counts.</summary>
    private static void Shorten(GraphEditor graph, EditableNode node)
    {
        if (node.Operation is not Reshape || node.Inputs[0].Operation is not Reshape) return;
        EditableNode source = node.Inputs[0].Inputs[0];
        if (source.Shape == node.Shape) graph.Replace(node, source);
        else graph.Set(node, new Reshape(node.Shape.Dimensions), [source]);
    }

    /// <summary>Whether the node may work on what <paramref name="move"/> moves, instead of on its result.</summary>
    private static bool CanFollow(EditableNode node, EditableNode move)
    {
        if (move.Inputs.FirstOrDefault() is not { } source) return false;
        bool isView = move.Operation is Reshape;
        bool keepsChannels = isView && source.Shape.Channels == move.Shape.Channels;
        return node.Operation switch
        {
            ElementwiseOperation => isView || move.Operation is Flatten or ChannelShuffle,
            PRelu or ChannelAffine => keepsChannels,
            // The other side is as large, and is seen in the same shape, or applies to all positions.
            BinaryOperation => isView && node.Shape == move.Shape && node.Inputs.Distinct().Count() == 2
                && node.Inputs.All(input => input.Shape == node.Shape || (keepsChannels && input.Shape.Rank == 1)),
            _ => false,
        };
    }

    /// <summary>The other side, beside what <paramref name="move"/> moves.</summary>
    private static EditableNode Beside(GraphEditor graph, EditableNode other, EditableNode move)
    {
        Shape shape = move.Inputs[0].Shape;
        return other.Shape != move.Shape || shape == move.Shape ? other
            : other.Operation is Reshape && other.Inputs[0].Shape == shape ? other.Inputs[0]
            : graph.Add(new Reshape(shape.Dimensions), [other], move, -0.5);
    }
}
