namespace Fusion.Compiler.Graphs;

/// <summary>
/// The last step of lowering: a convolution or linear layer that leaves its bias open gets one exactly where its only reader is not a
/// BatchNorm, whose own shift would make it redundant. Only the whole graph shows that, because a block boundary may lie between the two.
/// </summary>
public static class ResolveBias
{
    public static Graph Run(Graph graph)
    {
        IReadOnlyList<IReadOnlyList<int>> consumers = graph.Consumers();
        return graph with { Nodes = graph.Nodes.Select(node => node with { Operation = Resolve(node) }).ToEquatableArray() };

        Operation Resolve(Node node) => node.Operation switch
        {
            Conv { Bias: null } conv => conv with { Bias = !FeedsBatchNorm(node) },
            ConvTranspose { Bias: null } transposed => transposed with { Bias = !FeedsBatchNorm(node) },
            Linear { Bias: null } linear => linear with { Bias = !FeedsBatchNorm(node) },
            _ => node.Operation,
        };

        // A Dropout is nothing at inference, whose parameters these are.
        bool FeedsBatchNorm(Node node) => consumers[node.Id].Count == 1 && !graph.IsOutput(node.Id)
            && graph.Nodes[consumers[node.Id][0]] is var reader
            && (reader.Operation is BatchNorm || (reader.Operation is Dropout && FeedsBatchNorm(reader)));
    }
}
