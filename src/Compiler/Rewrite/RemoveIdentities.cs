namespace Fusion.Compiler.Rewrite;

/// <summary>Removes operations that hand their input on unchanged, and rejoins slices of slices and arithmetic with
/// numbers.</summary>
public sealed class RemoveIdentities : IRewritePass
{
    public void Apply(GraphEditor graph, FusionNotes notes)
    {
        foreach (EditableNode node in graph.Nodes)
        {
            if (IsIdentity(node)) graph.Replace(node, node.Inputs[0]);
            else if (node.Operation is Affine second && node.Inputs[0] is { Operation: Affine first } before
                && graph.OnlyConsumer(before) == node)
                graph.Set(node, new Affine(first.Scale * second.Scale, first.Offset * second.Scale + second.Offset), before.Inputs);
            else if (node.Operation is Slice outer && node.Inputs[0].Operation is Slice inner)
                graph.Set(node, new Slice(inner.Start + outer.Start, outer.Count), node.Inputs[0].Inputs);
        }
    }

    private static bool IsIdentity(EditableNode node) => node.Operation switch
    {
        Dropout or Affine { Scale: 1, Offset: 0 } => true,
        Reshape or Slice or Broadcast or Reduce => node.Shape == node.Inputs[0].Shape,
        Flatten => node.Inputs[0].Shape.Rank == 1,
        Concat or Append => node.Inputs.Count == 1,
        PadChannels pad => pad.Before == 0 && pad.After == 0,
        Subsample subsample => subsample.Stride.All(stride => stride == 1),
        Pad pad => pad.Before.All(size => size == 0) && pad.After.All(size => size == 0),
        TilePositions tile => tile.Counts.All(count => count == 1),
        Roll roll => node.Shape.Spatial.Select((size, d) => roll.ShiftOf(d + 3 - roll.Shift.Count, size)).All(shift => shift == 0),
        DepthToSpace blocks => blocks.Parts == 1,
        SpaceToDepth blocks => blocks.Parts == 1,
        Upsample upsample => upsample.Scale.All(scale => scale == 1),
        ChannelShuffle shuffle => shuffle.Groups == 1 || shuffle.Groups == node.Shape.Channels,
        _ => false,
    };
}
