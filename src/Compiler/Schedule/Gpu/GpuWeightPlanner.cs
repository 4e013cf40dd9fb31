using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Gpu;

/// <summary>Chooses how the weights of convolutions lie in memory, and the tiles that read them.</summary>
/// <param name="layout">Shared by all sizes of the network, at one precision.</param>
/// <param name="samples">For how many at once the tiles are chosen.</param>
/// <param name="arithmetic">Whether Winograd's form is allowed.</param>
internal sealed class GpuWeightPlanner(
    Graph graph, GpuWeightLayout layout, int samples, Arithmetic arithmetic, GpuPrecision precision)
{
    /// <summary>Where a convolution and a squeeze that goes through it share weights, the one with the most positions has the say in how
    /// they are packed.</summary>
    public void PlaceAll()
    {
        foreach (var sharers in graph.Nodes.Where(node => node.Operation is Fused { Core: PackedConvolution })
            .GroupBy(node => ((PackedConvolution)((Fused)node.Operation).Core).Parts))
        {
            Node node = sharers.OrderByDescending(user => user.Shape.Pixels).First();
            var convolution = (PackedConvolution)((Fused)node.Operation).Core;
            if (Winograd(node, convolution) is null) Of(node, convolution);
        }
    }

    /// <summary>Winograd's form, where it is quicker; null where the direct one is.</summary>
    public WinogradTransform? Winograd(Node node, PackedConvolution convolution) => precision != GpuPrecision.Single ? null
        : GpuWinograd.Choose(convolution, graph.Nodes[node.Inputs[0]].Shape, node.Shape, samples, arithmetic);

    /// <summary>The weights of a node.</summary>
    public GpuWeights Of(Node node, PackedConvolution convolution)
    {
        int channels = graph.Nodes[node.Inputs[0]].Shape.Channels;
        return Of(convolution, channels, (long)node.Shape.Pixels * samples, node.Shape.Pixels == 1);
    }

    /// <param name="channels">Those of the input.</param>
    /// <param name="positions">Of the result, over all samples.</param>
    /// <param name="isRow">Whether the kernel is a linear layer's.</param>
    public GpuWeights Of(PackedConvolution convolution, int channels, long positions, bool isRow)
    {
        int outputs = convolution.Outputs / convolution.Groups, depth = convolution.Taps * channels / convolution.Groups;
        // Kernels of linear layers read floats.
        bool isNarrow = precision == GpuPrecision.BFloat16 && !isRow
            && !convolution.IsDepthwise(channels) && IsForMatrixUnits(outputs, depth);
        int panel = convolution.IsDepthwise(channels) ? 0
            : IsForMatrixUnits(outputs, depth) && !isRow ? GpuMatrixTile.Panel
            : GpuTileTable.Choose(positions, outputs, convolution.Groups, depth, columns: 0,
                maySplit: convolution.Groups == 1).Tile.Columns;
        return layout.Convolution(convolution, channels, panel, isNarrow);
    }

    public GpuTiling Tiling(long positions, GpuWeights weights, bool maySplit)
    {
        int groups = weights.Convolution.Groups;
        bool isWide = precision == GpuPrecision.BFloat16 && !weights.IsNarrow;
        return weights.Panel == GpuMatrixTile.Panel && !isWide && IsForMatrixUnits(weights.Outputs, weights.Depth)
            ? GpuMatrixTiles.Choose(precision, positions, weights.Outputs, groups, weights.Rows, maySplit)
            : GpuTileTable.Choose(positions, weights.Outputs, groups, weights.Depth, weights.Panel, maySplit);
    }

    private bool IsForMatrixUnits(int outputs, int depth) => precision != GpuPrecision.Single && GpuMatrixTiles.Suit(outputs, depth);
}
