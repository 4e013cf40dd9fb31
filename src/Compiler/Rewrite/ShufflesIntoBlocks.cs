namespace Fusion.Compiler.Rewrite;

/// <summary>
/// PyTorch's order of channels where they become blocks of positions, or come from them: a shuffle and a move of whole parts. One pass does
/// both. (Shi et al., "Real-Time Single Image and Video Super-Resolution Using an Efficient Sub-Pixel Convolutional Neural Network", 2016.)
/// </summary>
public sealed class ShufflesIntoBlocks : IRewritePass
{
    /// <summary>Kernels gather by a table of where each channel comes from; a longer one would be most of the program.</summary>
    private const int LongestTable = 4096;

    public void Apply(GraphEditor graph, FusionNotes notes)
    {
        foreach (EditableNode node in graph.Nodes)
        {
            if (node.Inputs.Count != 1 || node.Shape.Channels > LongestTable) continue;
            EditableNode before = node.Inputs[0];
            if (before.Inputs.Count != 1 || graph.OnlyConsumer(before) != node) continue;
            switch (before.Operation, node.Operation)
            {
                case (ChannelShuffle shuffle, DepthToSpace { Interleaved: false } blocks) when shuffle.Groups == node.Shape.Channels:
                    graph.Set(node, blocks with { Interleaved = true }, before.Inputs);
                    break;
                case (SpaceToDepth { Interleaved: false } blocks, ChannelShuffle shuffle) when shuffle.Groups == blocks.Parts:
                    graph.Set(node, blocks with { Interleaved = true }, before.Inputs);
                    break;
            }
        }
    }
}
