using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Gpu;

/// <summary>A convolution as a matrix product over tiles in shared memory: positions × depth, depth × output channels. The columns of the
/// left matrix, taps and input channels, are found in the input as they are needed (implicit GEMM).</summary>
/// <param name="Gate">One value per input channel, multiplied into the input as it is loaded.</param>
public sealed record GpuConvolutionPlan(
    string Title, PackedConvolution Convolution, GpuWeights Weights, GpuTile Tile, View Input, View? Gate, View Output,
    EquatableArray<EpilogueStep> Epilogue) : GpuKernelPlan(Title)
{
    /// <summary>Sums of the results, one row for each tile; the tiles then belong to one sample each.</summary>
    public GpuSqueezeSums? Squeeze { get; init; }

    /// <summary>Where sums over parts of the depth go, which another kernel adds and finishes; null where the depth is not cut.</summary>
    public GpuPartialSums? Partial { get; init; }

    public int Splits => Partial?.Splits ?? 1;

    /// <summary>Tiles side by side over the output channels of a group. A tile has one panel of weights, or several.</summary>
    public int TilesAcross => Weights.Panels * Weights.Panel / Tile.Columns;

    public int TilesPerSample => (Output.Pixels + Tile.Rows - 1) / Tile.Rows;

    public override int Threads => Tile.Threads;

    public override long UnitsPerSample => Squeeze is null ? Output.Pixels : TilesPerSample;

    public override int UnitsPerGroup => Squeeze is null ? Tile.Rows : 1;

    public override int GroupsY => TilesAcross * Convolution.Groups * Splits;

    public override string TileText => Splits == 1 ? Tile.ToString() : $"{Tile}, the depth in {Splits} parts";

    public override IEnumerable<View> Reads => Partial is null ? ReadsOf(Epilogue, Input, Gate) : ReadsOf([], Input, Gate);

    public override IEnumerable<View> Writes => Partial is not null ? [Partial.Sums] : Squeeze is null ? [Output] : [Output, Squeeze.Sums];
}

/// <summary>Sums over parts of the depth: for each part the output's positions and channels.</summary>
public sealed record GpuPartialSums(View Sums, int Splits);

/// <summary>Adds the sums over parts of a convolution's depth, in order, and finishes them: a thread for four channels.</summary>
public sealed record GpuSplitPlan(
    string Title, GpuWeights Weights, GpuPartialSums Partial, View Output, EquatableArray<EpilogueStep> Epilogue) : GpuKernelPlan(Title)
{
    /// <summary>Vectors of channels side by side in a group that leaves sums: half a line of the cache.</summary>
    public const int VectorsAcross = 4;

    /// <summary>Positions above each other in such a group.</summary>
    public const int ThreadsDown = 64;

    /// <summary>The most rows of sums of a sample, which whoever reads them adds up.</summary>
    private const int MostBlocks = 32;

    /// <summary>Sums of the results. A group then has channels side by side and positions of one sample above each other.</summary>
    public GpuSqueezeSums? Squeeze { get; init; }

    public override string NameSuffix => "_Parts";

    public override int Threads => 256;

    /// <summary>Vectors of channels of a position.</summary>
    public int Vectors => Partial.Sums.Channels / 4;

    /// <summary>Positions of a group that leaves sums.</summary>
    public int Rows => RowsOf(Output.Pixels);

    public static int BlocksOf(int pixels) => (pixels + RowsOf(pixels) - 1) / RowsOf(pixels);

    public override long UnitsPerSample => Squeeze?.Blocks ?? (long)Output.Pixels * Vectors;

    public override int UnitsPerGroup => Squeeze is null ? Threads : 1;

    public override int GroupsY => Squeeze is null ? 1 : (Vectors + VectorsAcross - 1) / VectorsAcross;

    public override IEnumerable<View> Reads => ReadsOf(Epilogue, Partial.Sums);

    public override IEnumerable<View> Writes => Squeeze is null ? [Output] : [Output, Squeeze.Sums];

    private static int RowsOf(int pixels) => (pixels + ThreadsDown * MostBlocks - 1) / (ThreadsDown * MostBlocks) * ThreadsDown;
}

/// <summary>A convolution whose groups are too narrow for tiles: a thread for each result.</summary>
public sealed record GpuDirectPlan(
    string Title, PackedConvolution Convolution, GpuWeights Weights, View Input, View Output, EquatableArray<EpilogueStep> Epilogue)
    : GpuKernelPlan(Title)
{
    public override int Threads => 256;

    public override long UnitsPerSample => (long)Output.Pixels * Output.Channels;

    public override int UnitsPerGroup => Threads;

    public override IEnumerable<View> Reads => ReadsOf(Epilogue, Input);

    public override IEnumerable<View> Writes => [Output];
}

/// <summary>A depthwise convolution: a group of threads has channels side by side, and positions above each other.</summary>
public sealed record GpuDepthwisePlan(
    string Title, PackedConvolution Convolution, GpuWeights Weights, View Input, View Output, EquatableArray<EpilogueStep> Epilogue)
    : GpuKernelPlan(Title)
{
    /// <summary>Vectors of channels side by side in a group.</summary>
    public const int VectorsAcross = 16;

    /// <summary>Positions above each other in a group.</summary>
    public const int ThreadsDown = 16;

    /// <summary>The most positions that a thread computes one after the other where the results are summed.</summary>
    private const int MostPositions = 4;

    /// <summary>Rows of sums from which on a thread rather computes several positions.</summary>
    private const int ManyBlocks = 64;

    public GpuSqueezeSums? Squeeze { get; init; }

    public static int BlocksOf(int pixels) => (pixels + RowsOf(pixels) - 1) / RowsOf(pixels);

    public override int Threads => VectorsAcross * ThreadsDown;

    /// <summary>Positions of a group.</summary>
    public int Rows => Squeeze is null ? ThreadsDown : RowsOf(Output.Pixels);

    public override long UnitsPerSample => Squeeze is null ? Output.Pixels : BlocksOf(Output.Pixels);

    public override int UnitsPerGroup => Squeeze is null ? ThreadsDown : 1;

    public override int GroupsY => (Output.Channels + 4 * VectorsAcross - 1) / (4 * VectorsAcross);

    public override IEnumerable<View> Reads => ReadsOf(Epilogue, Input);

    public override IEnumerable<View> Writes => Squeeze is null ? [Output] : [Output, Squeeze.Sums];

    private static int RowsOf(int pixels) =>
        ThreadsDown * Math.Min(MostPositions, (pixels + ThreadsDown * ManyBlocks - 1) / (ThreadsDown * ManyBlocks));
}

/// <summary>Any operation each of whose results a thread can compute alone.</summary>
public sealed record GpuMapPlan(
    string Title, Operation Operation, EquatableArray<View> Inputs, View Output, EquatableArray<EpilogueStep> Epilogue)
    : GpuKernelPlan(Title)
{
    public override int Threads => 256;

    /// <summary>Channels that a thread computes, side by side.</summary>
    public int Lanes { get; init; } = 1;

    /// <summary>Where the operation's parameter lies among the weights.</summary>
    public long Weights { get; init; }

    /// <summary>Dimensions of the first input's shape, for operations that name one.</summary>
    public int Rank { get; init; }

    public override long UnitsPerSample => (long)Output.Pixels * Output.Channels / Lanes;

    public override int UnitsPerGroup => Threads;

    public override IEnumerable<View> Reads => ReadsOf(Epilogue, [.. Inputs]);

    public override IEnumerable<View> Writes => [Output];
}

/// <summary>One value per channel from all positions of a sample, as a tree over a group of threads.</summary>
/// <param name="Rows">Positions to reduce, or rows of sums that another kernel left.</param>
public sealed record GpuReducePlan(
    string Title, GlobalPoolMode Mode, View Input, int Rows, int Pixels, View Output, EquatableArray<EpilogueStep> Epilogue)
    : GpuKernelPlan(Title)
{
    /// <summary>Channels of a group.</summary>
    public const int Columns = 32;

    public const int Slices = 8;

    public override int Threads => Columns * Slices;

    public override long UnitsPerSample => 1;

    public override int UnitsPerGroup => 1;

    public override int GroupsY => (Output.Channels + Columns - 1) / Columns;

    public override IEnumerable<View> Reads => ReadsOf(Epilogue, Input);

    public override IEnumerable<View> Writes => [Output];
}

/// <summary>Softmax over the channels of a position by a group of threads.</summary>
public sealed record GpuSoftmaxPlan(string Title, View Input, View Output, EquatableArray<EpilogueStep> Epilogue)
    : GpuKernelPlan(Title)
{
    public override int Threads => Output.Channels > 512 ? 256 : Output.Channels > 64 ? 64 : 32;

    public override long UnitsPerSample => Output.Pixels;

    public override int UnitsPerGroup => 1;

    public override IEnumerable<View> Reads => ReadsOf(Epilogue, Input);

    public override IEnumerable<View> Writes => [Output];
}

/// <summary>A norm over the channels of a position, or over a group of channels and all positions, by a group of threads.</summary>
public sealed record GpuNormPlan(string Title, Operation Operation, View Input, View Output, EquatableArray<EpilogueStep> Epilogue)
    : GpuKernelPlan(Title)
{
    /// <summary>Values that have their statistics together.</summary>
    public int Count => Operation is GroupNorm norm ? Input.Channels / norm.Groups * Input.Pixels : Input.Channels;

    public override int Threads => Count > 512 ? 256 : Count > 64 ? 64 : 32;

    public override long UnitsPerSample => Operation is GroupNorm norm ? norm.Groups : Output.Pixels;

    public override int UnitsPerGroup => 1;

    public override IEnumerable<View> Reads => ReadsOf(Epilogue, Input);

    public override IEnumerable<View> Writes => [Output];
}

/// <summary>One network at one size for a GPU.</summary>
/// <param name="Samples">For how many at once the tiles were chosen.</param>
/// <param name="WorkspaceFloats">For one sample.</param>
public sealed record GpuNetworkPlan(
    Graph Graph, int Samples, IReadOnlyList<GpuKernelPlan> GpuKernels, GpuWeightLayout Weights, long WorkspaceFloats,
    long WorkspaceLowerBound)
    : NetworkPlan(Graph, "Gpu", GpuKernels, WorkspaceFloats, WorkspaceLowerBound, 0)
{
    /// <summary>The floats of the largest value that a kernel reads or writes, for one sample.</summary>
    public long LargestFloats => GpuKernels.SelectMany(kernel => kernel.Reads.Concat(kernel.Writes)).Max(view => view.Buffer.Floats);
}
