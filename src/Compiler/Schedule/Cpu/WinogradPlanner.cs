using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>Decides which convolutions run in Winograd's form, and plans them. The choice is the same for every instruction set, and so are
/// the bits.</summary>
public static class WinogradPlanner
{
    /// <summary>Transformed inputs of a block of tiles should stay in the second-level cache.</summary>
    private const long BlockBytes = 320 * 1024;

    /// <summary>What a panel of transformed weights may take of the second-level cache beside the tiles.</summary>
    private const long PackedPanelBytes = 640 * 1024;

    /// <summary>Of the widest vectors.</summary>
    private const int MostLanes = 16;

    /// <summary>A row of tiles that is wider than this is left to the direct sum: far beyond any cache, nothing is gained.</summary>
    private const long MostRowBytes = 256 * 1024 * 1024;

    /// <summary>Where the weights are large, they should not be fetched for too few tiles.</summary>
    private const int LeastTilesPerBlock = 24;

    /// <summary>The transform for a convolution; null where the direct sum is quicker or nothing else is possible.</summary>
    public static WinogradTransform? Choose(ScheduleOptions options, PackedConvolution convolution, Shape input, Shape output)
    {
        bool isPossible = options.Arithmetic == Arithmetic.Fast && !convolution.IsDirect
            && convolution is { Groups: 1, ScaledByGate: false, IsUnstrided: true }
            && convolution.Kernel[0] == 1 && convolution.Kernel[1] == 3 && convolution.Kernel[2] == 3 && convolution.Padding[0] == 0
            && convolution.Dilation.All(step => step == 1)
            && input.Channels % 16 == 0 && output.Channels % 16 == 0
            && !LongSums.IsTooDeepForWinograd(convolution, input.Channels);
        if (!isPossible) return null;
        WinogradTransform[] transforms =
            [.. new[] { WinogradTransform.Two, WinogradTransform.Four }.Where(transform => IsWithinLimits(transform, input, output))];
        if (transforms.Length == 0) return null;
        if (options.Tuning.WinogradFor(PlanText.Layer(convolution, input, output)) is { } tuned)
            return transforms.FirstOrDefault(transform => transform.Tile == tuned);
        double Filters(WinogradTransform transform) => options.IsTraining ? FilterCycles(transform, input, output) : 0;
        double direct = (double)output.Pixels * convolution.Taps * input.Channels * output.Channels / DirectRate;
        var best = transforms.Select(transform =>
            (Transform: transform, Cycles: Filters(transform)
                + Cycles(transform, input, output, options.StorageOf(convolution, transform, input.Channels))))
            .OrderBy(choice => choice.Cycles).First();
        return best.Cycles < direct ? best.Transform : null;
    }

    /// <summary>Whether the weights stay as few as the compiler can count, and a row of tiles as small as a thread's memory should
    /// be.</summary>
    private static bool IsWithinLimits(WinogradTransform transform, Shape input, Shape output) =>
        (double)transform.Products * input.Channels * output.Channels <= Limits.Elements
        && (double)transform.Products * transform.TilesOver(output.Width) * input.Channels * sizeof(float) <= MostRowBytes
        && (double)input.Frames * (input.Height + 8) * (input.Width + 8) * input.Channels <= Limits.Elements;

    /// <summary>The zeros behind the interior that the last tiles read.</summary>
    public static int HaloAfter(WinogradTransform transform, int results, int padding, int inputs) =>
        transform.TilesOver(results) * transform.Tile + 2 - padding - inputs;

    /// <summary>Rows of tiles in a block; the same for every instruction set, because a squeeze sums per block.</summary>
    private static int TileRowsPerBlock(WinogradTransform transform, Shape input, View output)
    {
        int rows = output.Frames * transform.TilesOver(output.Height), columns = transform.TilesOver(output.Width);
        long rowBytes = (long)transform.Products * columns * input.Channels * sizeof(float);
        int most = (int)Math.Max(BlockBytes / rowBytes, (LeastTilesPerBlock + columns - 1) / columns);
        int blocks = (rows + Math.Max(1, most) - 1) / Math.Max(1, most);
        return (rows + blocks - 1) / blocks;
    }

    /// <summary>How the output is cut into tiles and blocks of them; the same for every instruction set.</summary>
    public static TileGrid Grid(WinogradTransform transform, Shape input, View output) =>
        new(output.Frames, transform.TilesOver(output.Height), transform.TilesOver(output.Width),
            TileRowsPerBlock(transform, input, output));

    public static WinogradPlan Plan(
        InstructionSet set, WeightLayout layout, string title, PackedConvolution convolution, WinogradTransform transform, View input,
        View output,
        EquatableArray<EpilogueStep> epilogue, SqueezeSums? squeeze, TunedLayer tuned)
    {
        var inputShape = new Shape([input.Frames, input.Height, input.Width, input.Channels]);
        TileGrid tiles = Grid(transform, inputShape, output);
        int most = layout.PacksEachStep && tiles.Blocks == 1 ? MostPackedVectors(set, transform, input.Channels) : int.MaxValue;
        PackedWeights weights = layout.Winograd(convolution, transform, input.Channels,
            (vectors, storage) => Math.Min(most, ConvolutionPlanner.ChoosePanel(
                set, storage, input.Channels, vectors, tiles.PerBlock, isStreamed: false, tuned)));
        return new WinogradPlan(weights.Titled(title), convolution, transform, input, output, epilogue, weights, squeeze,
            tiles,
            Product(set, convolution, weights, tiles.PerBlock, tuned), Product(set, convolution, weights, tiles.InLast, tuned));
    }

    /// <summary>The widest panel that stays in the second-level cache when a training step transforms it just before it is read: vectors of
    /// 16 channels, or less.</summary>
    private static int MostPackedVectors(InstructionSet set, WinogradTransform transform, int inputs) =>
        (int)Math.Max(MostLanes, PackedPanelBytes / sizeof(float) / transform.Products / inputs) / set.Lanes;

    /// <summary>One point is a 1×1 convolution over the tiles of a block, without bias and epilogue.</summary>
    private static ConvolutionPlan Product(InstructionSet set, PackedConvolution convolution, PackedWeights weights, int tiles,
        TunedLayer tuned)
    {
        PackedConvolution pointwise = convolution with { Kernel = [1, 1, 1], Padding = [0, 0, 0] };
        View points = View.Of(new Buffer("points", BufferKind.Workspace, -1, 1, 1, tiles, weights.Inputs));
        View products = View.Of(new Buffer("products", BufferKind.Workspace, -1, 1, 1, tiles, weights.PanelChannels));
        TileSplit split = TileSplit.Near(tiles, ConvolutionPlanner.MostPixels(set, weights, tuned));
        bool next = ConvolutionPlanner.PrefetchNext(set, weights, split.LargeCount + split.SmallCount, tuned);
        int unroll = ConvolutionPlanner.ChooseUnroll(split.Large * weights.PanelVectors, weights.Inputs);
        return new ConvolutionPlan("", pointwise, points, products, [], Squeeze: null,
            new Panels(weights, Scaled: null, PerUnit: 1, AtOnce: 1, unroll),
            new Blocking(IsFlat: true, tiles, split, RowsPerBlock: 1, Blocks: 1),
            new Prefetching(Output: false, next ? 0 : ConvolutionPlanner.PrefetchAhead(weights, tuned), next));
    }

    /// <summary>Multiply-adds a cycle of a direct 3×3 convolution with 256-bit vectors, as measured.</summary>
    private const double DirectRate = 14.4;

    /// <summary>
    /// Bytes a cycle that arrive from beyond the second-level cache in a whole network, when they are fetched a panel ahead. At 14×14 with
    /// 256 channels the tiles of 4×4 results, with more than twice as many weights, take 0.7 to 0.8 of the time of those of 2×2.
    /// </summary>
    private const double BytesPerCycle = 5;

    /// <summary>Weights up to here come from the second-level cache.</summary>
    private const double NearBytes = 256 * 1024, NearBytesPerCycle = 16;

    /// <summary>Cycles for the products, or for bringing in their weights, and for the transforms.</summary>
    private static double Cycles(WinogradTransform transform, Shape input, Shape output, WeightStorage storage)
    {
        double tiles = (double)output.Frames * transform.TilesOver(output.Height) * transform.TilesOver(output.Width);
        double weights = (double)transform.Products * input.Channels * output.Channels;
        // Starting a register tile costs about as much as eight steps over k.
        double products = weights * tiles / DirectRate * (input.Channels + 8) / input.Channels;
        double bytes = weights * (storage == WeightStorage.BFloat16 ? sizeof(ushort) : sizeof(float)),
        fetch = bytes / (bytes <= NearBytes ? NearBytesPerCycle : BytesPerCycle);
        double transforms = tiles * (input.Channels + output.Channels) / 8 * transform.Products * 3;
        return Math.Max(products, fetch) + transforms;
    }

    /// <summary>Cycles for transforming the filters at the beginning of a training step, beyond those for laying them out as they are:
    /// what is written more arrives from memory when it is read.</summary>
    private static double FilterCycles(WinogradTransform transform, Shape input, Shape output) =>
        2 * sizeof(float) * (transform.Products - 9.0) * input.Channels * output.Channels / BytesPerCycle;
}
