namespace Fusion.Compiler.Rewrite;

/// <summary>
/// A shuffle of two groups takes the channels of two halves in turn, and so need not have them side by side: it reads the two values that
/// a Concat would have put there. (Ma et al., "ShuffleNet V2", end each unit with the two.)
/// </summary>
public sealed class ShuffleWithoutConcat : IRewritePass
{
    public void Apply(GraphEditor graph, FusionNotes notes)
    {
        foreach (EditableNode shuffle in graph.Nodes)
        {
            if (shuffle.Operation is not ChannelShuffle { Groups: 2 }) continue;
            EditableNode value = shuffle.Inputs[0];
            int half = value.Shape.Channels / 2;
            bool areApart = value.Operation is Concat && value.Inputs.Count == 2 && value.Inputs.All(input => input.Shape.Channels == half);
            IReadOnlyList<EditableNode> halves = areApart ? value.Inputs
                : [graph.Add(new Slice(0, half), [value], shuffle, -0.5), graph.Add(new Slice(half, half), [value], shuffle, -0.25)];
            graph.Set(shuffle, new Interleave(), halves);
        }
    }
}
