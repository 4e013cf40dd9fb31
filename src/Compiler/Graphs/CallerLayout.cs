namespace Fusion.Compiler.Graphs;

/// <summary>What the layout of the caller's memory makes of a shape.</summary>
public static class CallerLayout
{
    /// <summary>The dimensions in the order in which they lie in the caller's memory.</summary>
    public static Shape Order(this Layout layout, Shape shape) =>
        layout == Layout.Nchw ? new Shape([shape.Channels, .. shape.Spatial]) : shape;

    /// <summary>Whether the values lie in another order there than channels last: of one channel, or one position, they do not.</summary>
    public static bool Moves(this Layout layout, Shape shape) => layout == Layout.Nchw && shape.Channels > 1 && shape.Pixels > 1;

    /// <summary>What brings a value with its channels first to channels last.</summary>
    public static Operations.Transpose ToChannelsLast(int rank) => new([.. Enumerable.Range(1, rank - 1), 0]);

    /// <summary>What brings a value with its channels last to channels first.</summary>
    public static Operations.Transpose ToChannelsFirst(int rank) => new([rank - 1, .. Enumerable.Range(0, rank - 1)]);

    /// <summary>Whether any input or result lies in another order in the caller's memory than inside the network.</summary>
    public static bool MovesCallersValues(this Graph graph) =>
        graph.Inputs.Concat(graph.Outputs.Select(output => graph.Nodes[output.Node])).Any(node => graph.Layout.Moves(node.Shape));
}
