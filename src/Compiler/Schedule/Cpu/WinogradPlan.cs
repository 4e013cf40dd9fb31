using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>
/// A 3×3 convolution in Winograd's form. A unit is one block of tiles with one panel of output channels: its inputs are transformed into
/// scratch memory, multiplied with the transformed weights point by point, and transformed back on their way through the epilogue.
/// </summary>
/// <param name="Tiles">How the output is cut into tiles, and these into blocks.</param>
/// <param name="Product">One point: a product of the tiles of a block with a panel of weights.</param>
/// <param name="LastProduct">The same for the last block.</param>
public sealed record WinogradPlan(
    string Title, PackedConvolution Convolution, WinogradTransform Transform, View Input, View Output,
    EquatableArray<EpilogueStep> Epilogue,
    PackedWeights Weights, SqueezeSums? Squeeze, TileGrid Tiles, ConvolutionPlan Product, ConvolutionPlan LastProduct)
    : CpuKernelPlan(Title), ISqueezingPlan
{
    /// <summary>Zeros, as the bias of the products; the number of the block that is transformed; and one tile between the two passes of a
    /// transform.</summary>
    public const int ZeroFloats = 256, BlockFloats = 16, TileFloats = 1024;

    /// <summary>Floats between the points of a tile, so that they do not all fall into the same cache set.</summary>
    private const int PointPadding = 16;

    /// <summary>Floats from one point of the transformed inputs to the next; a point holds all tiles of a block, channels last.</summary>
    public long PointStride => (long)Tiles.PerBlock * Input.Channels + PointPadding;

    /// <summary>Likewise for the products of one panel.</summary>
    public long ProductStride => (long)Tiles.PerBlock * Weights.PanelChannels + PointPadding;

    /// <summary>Transforms a panel of weights just before they are multiplied, in the thread's own memory; null where the panels are
    /// there.</summary>
    public TransformWeightsPlan? Packing { get; init; }

    public override IReadOnlyList<CpuKernelPlan> Parts => Packing is { } packing ? [packing, .. UnitSums] : UnitSums;

    public override int Units => Tiles.Blocks * Weights.Panels;

    /// <summary>Behind the tiles and products.</summary>
    public override long PartsOffset => (OwnFloats + 15) / 16 * 16;

    public override long ScratchFloats =>
        Parts.Count == 0 ? OwnFloats : PartsOffset + Parts.Max(part => part.ScratchFloats);

    public override IEnumerable<View> Reads => PlanViews.Reads(
        Epilogue, [Input, Packing is null ? Weights.Place : null, .. PlanViews.Read(UnitSums)]);

    private long OwnFloats =>
        ZeroFloats + BlockFloats + TileFloats + Transform.Products * (PointStride + ProductStride) + WorkspacePlanner.Slack;

    public override IEnumerable<View> Writes => PlanViews.Of([Output, Squeeze?.Sums, .. PlanViews.Written(UnitSums)]);

    public override string TileText =>
        $"Winograd {Transform}, {Tiles.Blocks} {(Tiles.Blocks == 1 ? "block" : "blocks")} of {Tiles.PerBlock} tiles × " +
        $"{Weights.PanelChannels} channels";
}

/// <summary>The tiles of a convolution in Winograd's form.</summary>
/// <param name="Frames">Frames of the output: samples, where it is a batch.</param>
/// <param name="RowsPerFrame">Rows of tiles in each.</param>
/// <param name="Columns">Tiles in a row.</param>
/// <param name="RowsPerBlock">Rows of tiles in a block, which goes on from one frame to the next; the last block may have fewer.</param>
public sealed record TileGrid(int Frames, int RowsPerFrame, int Columns, int RowsPerBlock)
{
    /// <summary>Rows of tiles in all frames.</summary>
    public int Rows => Frames * RowsPerFrame;

    public int Blocks => (Rows + RowsPerBlock - 1) / RowsPerBlock;

    /// <summary>Tiles of a block.</summary>
    public int PerBlock => RowsPerBlock * Columns;

    /// <summary>Tiles of the last block.</summary>
    public int InLast => (Rows - (Blocks - 1) * RowsPerBlock) * Columns;
}
