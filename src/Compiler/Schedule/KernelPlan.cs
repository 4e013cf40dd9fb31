using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule;

/// <summary>Everything that an emitter needs to print one kernel, and nothing that it would have to decide.</summary>
/// <param name="Title">What the kernel computes, for comments and the fusion plan: <c>layer1.0.conv2: 3×3 64→64 …</c>.</param>
public abstract record KernelPlan(string Title)
{
    /// <summary>The kernel's method name, unique within the network; set by the scheduler.</summary>
    public string Name { get; set; } = "";

    /// <summary>Work items that threads share; the same for every instruction set.</summary>
    public abstract int Units { get; }

    public abstract IEnumerable<View> Reads { get; }

    public abstract IEnumerable<View> Writes { get; }

    /// <summary>The kernels that this one calls; most call none.</summary>
    public virtual IReadOnlyList<KernelPlan> Parts => [];

    /// <summary>The tile, for the fusion plan; empty where there is none.</summary>
    public virtual string TileText => "";

    /// <summary>Floats that one thread needs for itself while it runs a unit.</summary>
    public virtual long ScratchFloats => 0;

    /// <summary>Buffers whose halo this kernel zeroes first, because it is the first to write to them.</summary>
    public List<Buffer> ClearsHaloOf { get; } = [];
}

/// <summary>An operation on results in registers.</summary>
/// <param name="Operation">An activation, <see cref="PRelu"/>, <see cref="BatchNorm"/>, <see cref="Add"/> or <see cref="Multiply"/>.</param>
/// <param name="Operand">The second operand of Add and Multiply: a value of the same shape, or one value per channel.</param>
/// <param name="Vector">Offsets in the packed weights: PReLU's slopes; BatchNorm's scale, then its shift.</param>
public sealed record EpilogueStep(Operation Operation, View? Operand, EquatableArray<long> Vector)
{
    /// <summary>The operand has one value per channel for all pixels.</summary>
    public bool IsPerChannel(View output) => Operand is not null && Operand.Pixels == 1 && output.Pixels > 1;
}

/// <summary>Where the sums of a squeeze go: for each block of pixels, one value per channel.</summary>
public sealed record SqueezeSums(View Sums, int Blocks);

/// <summary>A kernel that can sum its results over the pixels.</summary>
public interface ISqueezingPlan
{
    SqueezeSums? Squeeze { get; }
}

/// <summary>A convolution or linear layer as a product of a pixel matrix with packed panels of weights.</summary>
/// <param name="Weights">Where the packed weights lie, and how wide their panels are.</param>
/// <param name="ScaledWeights">Where a copy of the weights lies that a gate has scaled for this sample; null for the weights themselves.</param>
/// <param name="Row">Output pixels that lie in one row for this kernel: the width, or all pixels where neither input nor output has gaps.</param>
/// <param name="Split">How a row is split into tiles.</param>
/// <param name="RowsPerBlock">Rows that one work item covers.</param>
/// <param name="Blocks">Work items over the rows.</param>
/// <param name="PanelsPerUnit">Panels that one work item covers.</param>
/// <param name="Unroll">Steps over k per iteration of the innermost loop.</param>
/// <param name="PrefetchOutput">Whether a tile's place in the output is fetched while its products are summed.</param>
/// <param name="PrefetchAhead">How many floats ahead the weights are fetched; 0 where the hardware's own prefetching is enough.</param>
/// <param name="PrefetchNext">Whether the next panel's weights are brought into the second-level cache meanwhile, each tile fetching its share.</param>
/// <param name="PanelsAtOnce">Panels that a microkernel goes through side by side.</param>
public sealed record ConvolutionPlan(
    string Title, PackedConvolution Convolution, View Input, View Output, EquatableArray<EpilogueStep> Epilogue, PackedWeights Weights, View? ScaledWeights,
    SqueezeSums? Squeeze, bool IsFlat, int Row, TileSplit Split, int RowsPerBlock, int Blocks, int PanelsPerUnit, int Unroll, bool PrefetchOutput, int PrefetchAhead, bool PrefetchNext, int PanelsAtOnce = 1) : KernelPlan(Title), ISqueezingPlan
{
    /// <summary>Tiles that a panel passes over in a row, and in a block.</summary>
    public int TilesPerRow => Split.LargeCount + Split.SmallCount;

    public int TilesPerBlock => TilesPerRow * (IsFlat ? 1 : RowsPerBlock);

    /// <summary>Weights of the next panel that a tile fetches in one iteration of the innermost loop, of a panel so many channels wide.</summary>
    public int NextPerIteration(int channels) => (channels + TilesPerBlock - 1) / TilesPerBlock * Unroll;

    /// <summary>The same for a whole tile.</summary>
    /// <param name="channels">The panel's width.</param>
    /// <param name="depth">Steps over k.</param>
    public long NextPerTile(int channels, int depth) => (long)depth / Unroll * NextPerIteration(channels);

    /// <summary>The panels, counted from the first, that go side by side; the others, less than a full set or not full themselves, go one by one.</summary>
    public int SideBySide => PanelsAtOnce == 1 ? 0 : Weights.Outputs / Weights.PanelChannels / PanelsAtOnce * PanelsAtOnce;

    public int PanelUnits => (Weights.Panels + PanelsPerUnit - 1) / PanelsPerUnit;

    /// <summary>Whether the kernel reads weights of 16 bits; a scaled copy is made of floats.</summary>
    public bool ReadsNarrow => Weights.IsNarrow && ScaledWeights is null;

    public override int Units => Blocks * PanelUnits;

    public override IEnumerable<View> Reads => PlanViews.Reads(Epilogue, Input, ScaledWeights);

    public override IEnumerable<View> Writes => PlanViews.Of(Output, Squeeze?.Sums);

    public override string TileText =>
        $"{string.Join("+", Split.Parts.Select(part => part.Pixels))}×{(PanelsAtOnce > 1 ? PanelsAtOnce + "×" : "")}{Weights.PanelChannels}{(Unroll > 1 ? $", k unrolled by {Unroll}" : "")}";
}

/// <summary>
/// A 3×3 convolution in Winograd's form. A unit is one block of tiles with one panel of output channels: its inputs are transformed into
/// scratch memory, multiplied with the transformed weights point by point, and transformed back on their way through the epilogue.
/// </summary>
/// <param name="TileRows">Rows of tiles in the output.</param>
/// <param name="TileColumns">Tiles in a row.</param>
/// <param name="TileRowsPerBlock">Rows of tiles in a block; the last block may have fewer.</param>
/// <param name="Tiles">Tiles of a block.</param>
/// <param name="LastTiles">Tiles of the last block.</param>
/// <param name="PointStride">Floats from one point of the transformed inputs to the next; a point holds all tiles of a block, channels last.</param>
/// <param name="ProductStride">Likewise for the products of one panel.</param>
/// <param name="Product">One point: a product of the tiles of a block with a panel of weights.</param>
/// <param name="LastProduct">The same for the last block.</param>
public sealed record WinogradPlan(
    string Title, PackedConvolution Convolution, WinogradTransform Transform, View Input, View Output, EquatableArray<EpilogueStep> Epilogue,
    PackedWeights Weights, SqueezeSums? Squeeze, int TileRows, int TileColumns, int TileRowsPerBlock, int Blocks, int Tiles, int LastTiles,
    long PointStride, long ProductStride, ConvolutionPlan Product, ConvolutionPlan LastProduct) : KernelPlan(Title), ISqueezingPlan
{
    /// <summary>Zeros, as the bias of the products; the number of the block that is transformed; and one tile between the two passes of a transform.</summary>
    public const int ZeroFloats = 256, BlockFloats = 16, TileFloats = 1024;

    public override int Units => Blocks * Weights.Panels;

    public override long ScratchFloats => ZeroFloats + BlockFloats + TileFloats + Transform.Products * (PointStride + ProductStride) + WorkspacePlanner.Slack;

    public override IEnumerable<View> Reads => PlanViews.Reads(Epilogue, Input);

    public override IEnumerable<View> Writes => PlanViews.Of(Output, Squeeze?.Sums);

    public override string TileText => $"Winograd {Transform}, {Blocks} {(Blocks == 1 ? "block" : "blocks")} of {Tiles} tiles × {Weights.PanelChannels} channels";
}

/// <summary>A convolution with one filter per channel.</summary>
/// <param name="Split">How a row of output pixels is split into tiles, each one vector of channels wide.</param>
public sealed record DepthwisePlan(
    string Title, PackedConvolution Convolution, View Input, View Output, EquatableArray<EpilogueStep> Epilogue, PackedWeights Weights,
    SqueezeSums? Squeeze, TileSplit Split, int RowsPerBlock, int Blocks) : KernelPlan(Title), ISqueezingPlan
{
    public override int Units => Blocks;

    public override IEnumerable<View> Reads => PlanViews.Reads(Epilogue, Input);

    public override IEnumerable<View> Writes => PlanViews.Of(Output, Squeeze?.Sums);

    public override string TileText => $"{string.Join("+", Split.Parts.Select(part => part.Pixels))} pixels × 1 vector";
}

/// <summary>
/// Any other operation: its units are the rows of its output or, where <paramref name="ByChannels"/> is set, 16 channels each. A Flatten,
/// whose output is one row, shares out the channels of its input.
/// </summary>
public sealed record MapPlan(
    string Title, Operation Operation, EquatableArray<View> Inputs, View Output, EquatableArray<EpilogueStep> Epilogue, bool ByChannels) : KernelPlan(Title)
{
    public override int Units => Operation is Flatten ? Inputs[0].Channels : ByChannels ? (Output.Channels + 15) / 16 : Output.Rows;

    public override IEnumerable<View> Reads => PlanViews.Reads(Epilogue, [.. Inputs]);

    public override IEnumerable<View> Writes => [Output];
}

/// <summary>Multiplies a gate into a copy of a 1×1 convolution's packed weights.</summary>
public sealed record ScaleWeightsPlan(string Title, PackedWeights Weights, View Gate, View Scaled) : KernelPlan(Title)
{
    public override int Units => Weights.Panels;

    public override IEnumerable<View> Reads => [Gate];

    public override IEnumerable<View> Writes => [Scaled];
}

/// <summary>Adds the blocks of a squeeze in order, and divides by the number of pixels for a mean.</summary>
public sealed record SqueezeResultPlan(string Title, SqueezeSums Sums, View Output, int Pixels, bool IsMean) : KernelPlan(Title)
{
    public override int Units => 1;

    public override IEnumerable<View> Reads => [Sums.Sums];

    public override IEnumerable<View> Writes => [Output];
}

/// <summary>Brings an input of the caller into the workspace, with a halo where one is needed; bytes become floats on the way.</summary>
public sealed record PackInputPlan(string Title, int Binding, View Output) : KernelPlan(Title)
{
    public override int Units => Output.Rows;

    public override IEnumerable<View> Reads => [];

    public override IEnumerable<View> Writes => [Output];
}

internal static class PlanViews
{
    public static IEnumerable<View> Reads(IEnumerable<EpilogueStep> epilogue, params View?[] inputs) =>
        Of([.. inputs, .. epilogue.Select(step => step.Operand)]);

    public static IEnumerable<View> Of(params View?[] views) => views.Where(view => view is not null)!;
}
