using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>Chooses tile, panel width, blocking and unrolling of a convolution.</summary>
public static class ConvolutionPlanner
{
    /// <summary>Weights up to here stay in the second-level cache while blocks of pixels small enough for the first pass over
    /// them.</summary>
    private const long SmallWeights = 256 * 1024;

    private const long SmallBlockBytes = 16 * 1024;

    /// <summary>With larger weights, a block of pixels stays in the second-level cache while every panel passes over it once.</summary>
    private const long LargeBlockBytes = 128 * 1024;

    /// <summary>Fewer pixels than this would fetch the weights too often.</summary>
    private const int LeastBlockPixels = 24;

    /// <summary>Where a training step lays weights out first, and they are more than the pixels, all of these are one block: a panel passes
    /// over it while it is in the second-level cache, and need not be anywhere else.</summary>
    private const int MostPixelsOfPackedPanel = 256;

    /// <summary>Work items that a large kernel should have, so that threads get equal shares.</summary>
    private const int WantedUnits = 16;

    /// <summary>What twice or half the wanted number of blocks costs, as measured on 1×1 convolutions at 14×14: less than a tile that is
    /// filled by half.</summary>
    private const double CostOfOtherCount = 0.02;

    /// <summary>Below this many multiply-adds a second work item costs more than it gains.</summary>
    private const long SmallKernel = 200_000;

    /// <summary>
    /// With more floats of weights than this, a panel is fetched ahead. In a network, others have used the caches since the last run, and a
    /// layer at 7×7 or 14×14 passes over its weights so few times that waiting for them shows: 10 to 20 % of 1×1 convolutions with 100 K to
    /// 250 K weights at 7×7. With fewer weights there is no difference.
    /// </summary>
    private const long FetchedWeights = 64 * 1024;

    /// <summary>More floats of weights than this do not stay in the second-level cache.</summary>
    private const long FarWeights = 256 * 1024;

    /// <summary>Where a panel passes over one tile only, there is nothing to spread the next panel over. Measured best between 256 and
    /// 1024.</summary>
    private const int FloatsAhead = 512;

    /// <summary>The widest panel there is.</summary>
    private const int MostVectors = 8;

    /// <summary>
    /// A linear layer whose weights come from memory reads so many panels of so many vectors side by side: four streams arrive in 0.7 of
    /// the time of one, as far as that may be fetched ahead.
    /// </summary>
    private const int Streams = 4, StreamVectors = 2;

    /// <summary>
    /// Panels that blocks of samples and single ones share: a block's samples fill tiles of the narrow ones as well, and a single one goes
    /// through two of them side by side.
    /// </summary>
    private const int SharedVectors = 4;

    /// <summary>With fewer steps over k than this, the instructions cost more than the wait for the output's memory: 3 % of a 1×1
    /// convolution with 16 inputs.</summary>
    private const int LeastPrefetchDepth = 48;

    /// <param name="bandRows">Rows of a block, where the convolution runs in bands; null where it is free to choose.</param>
    public static ConvolutionPlan Plan(
        InstructionSet set, WeightLayout layout, string title, PackedConvolution convolution, View input, View output,
        EquatableArray<EpilogueStep> epilogue, View? scaledWeights, SqueezeSums? squeeze, TunedLayer tuned, int? bandRows = null)
    {
        bool flat = bandRows is null && IsFlat(convolution, input, output, epilogue);
        int rows = flat ? 1 : output.Rows, row = flat ? output.Pixels : output.Width;
        (int blocks, int rowsPerBlock, int rowPerBlock) = bandRows is { } band
            ? (rows / band, band, row)
            : flat && layout.PacksEachStep && output.Pixels <= MostPixelsOfPackedPanel ? (1, rows, row)
            : Blocks(convolution, input, output, flat, rows, row, tuned);
        PackedWeights weights = layout.Convolution(convolution, input.Channels, (vectors, storage) =>
            ChoosePanel(set, storage, Depth(convolution, input.Channels), vectors, rowPerBlock, IsStreamed(convolution, output.Pixels),
            tuned));
        TileSplit split = TileSplit.Near(rowPerBlock, MostPixels(set, weights, tuned));
        int panelUnits = bandRows is not null || IsSmall(convolution, input, output) ? 1 : Math.Min(weights.Panels, PanelUnits(blocks));
        int panelsAtOnce = IsStreamed(convolution, output.Pixels) ? PanelsAtOnce(weights) : 1;
        int panelsPerUnit = (weights.Panels + panelUnits * panelsAtOnce - 1) / (panelUnits * panelsAtOnce) * panelsAtOnce;
        int unroll = ChooseUnroll(
            split.Large * weights.PanelVectors * panelsAtOnce, RunLength(convolution, input), LongSums.IsDeep(convolution, weights.Inputs));
        // A scaled copy has just been written, and is near.
        bool next = scaledWeights is null
            && TileTable.HasPointerLeft(split.Large, epilogue.Sum(step => step.Operand is null ? step.Vector.Count : 1))
            && PrefetchNext(set, weights, rowsPerBlock * (split.LargeCount + split.SmallCount), tuned);
        return new ConvolutionPlan(
            weights.Titled(title), convolution, input, output, epilogue, squeeze,
            new Panels(weights, scaledWeights, panelsPerUnit, panelsAtOnce, unroll),
            new Blocking(flat, rowPerBlock, split, rowsPerBlock, blocks),
            convolution.IsConstant ? new Prefetching(Output: false, Ahead: 0, Next: false)
            : new Prefetching(weights.Depth >= LeastPrefetchDepth, next || panelsAtOnce > 1 ? 0 : PrefetchAhead(weights, tuned), next));
    }

    /// <summary>How many blocks of pixels a convolution works in. The same for every instruction set, for a squeeze sums per
    /// block.</summary>
    public static int BlockCount(PackedConvolution convolution, View input, View output, EquatableArray<EpilogueStep> epilogue,
        TunedLayer tuned)
    {
        bool flat = IsFlat(convolution, input, output, epilogue);
        return Blocks(convolution, input, output, flat, flat ? 1 : output.Rows, flat ? output.Pixels : output.Width, tuned).Blocks;
    }

    /// <summary>Input floats that one tap's run over k covers without a jump.</summary>
    public static int RunLength(PackedConvolution convolution, View input) =>
        HasRowRun(convolution, input) ? convolution.Kernel[2] * input.Channels : input.Channels / convolution.Groups;

    /// <summary>A row of the kernel reads pixels that follow each other in memory, so that its taps are one run.</summary>
    public static bool HasRowRun(PackedConvolution convolution, View input) =>
        convolution.Groups == 1 && convolution.Dilation[2] == 1 && input.PixelStride == input.Channels;

    private static bool IsFlat(PackedConvolution convolution, View input, View output, IEnumerable<EpilogueStep> epilogue) =>
        convolution.Taps == 1 && convolution.IsUnstrided && convolution.Padding.All(size => size == 0) && input.IsFlat && output.IsFlat
        && input.Pixels == output.Pixels
        && epilogue.All(step => step.Operand is null || step.IsPerChannel(output) || step.Operand.IsFlat);

    private static (int Blocks, int RowsPerBlock, int Row) Blocks(
        PackedConvolution convolution, View input, View output, bool flat, int rows, int row, TunedLayer tuned)
    {
        if (IsSmall(convolution, input, output)) return (1, rows, row);
        long weightBytes = (long)convolution.Taps * (input.Channels / convolution.Groups) * convolution.Outputs * sizeof(float);
        long blockBytes = weightBytes <= SmallWeights ? SmallBlockBytes : LargeBlockBytes;
        long inputBytes = (long)input.Pixels * input.Channels * sizeof(float);
        int most = Math.Max(1, rows * row / LeastBlockPixels);
        int wanted = (int)Math.Max(Math.Min(WantedUnits / 2, most), Math.Min(most, (inputBytes + blockBytes - 1) / blockBytes));
        int blocks = flat && tuned.Blocks is null ? FullBlocks(row, wanted) : Divisor(flat ? row : rows, tuned.Blocks ?? wanted);
        return flat ? (blocks, 1, row / blocks) : (blocks, rows / blocks, row);
    }

    /// <summary>Shares of the panels that give enough work items; a power of two, so that two and four threads get equal numbers.</summary>
    private static int PanelUnits(int blocks)
    {
        int units = 1;
        while (units * blocks < WantedUnits) units *= 2;
        return units;
    }

    private static bool IsSmall(PackedConvolution convolution, View input, View output) =>
        (long)output.Pixels * convolution.Outputs * convolution.Taps * (input.Channels / convolution.Groups) < SmallKernel;

    /// <summary>
    /// About so many blocks, of a size that register tiles fill. Tiles have 4 to 6 pixels with 16 registers and up to 14 with 32; the
    /// choice must be the same for all, so it is made for the small ones, which leave more over.
    /// </summary>
    private static int FullBlocks(int pixels, int wanted)
    {
        double Fullness(int block, int tile) => (double)block / ((block + tile - 1) / tile * tile);
        double Score(int blocks)
        {
            int block = pixels / blocks;
            return (Fullness(block, 4) + Fullness(block, 6)) / 2 - CostOfOtherCount * Math.Abs(Math.Log((double)blocks / wanted, 2));
        }
        return Divisors.Of(pixels).Where(blocks => blocks <= 3L * wanted).OrderByDescending(Score).First();
    }

    /// <summary>The least divisor that is at least <paramref name="wanted"/>, or, where that would make tiny blocks, the largest
    /// below.</summary>
    private static int Divisor(int number, int wanted)
    {
        wanted = Math.Max(1, Math.Min(number, wanted));
        IReadOnlyList<int> divisors = Divisors.Of(number);
        int above = divisors.First(divisor => divisor >= wanted);
        return above <= 3L * wanted ? above : divisors.Last(divisor => divisor <= wanted);
    }

    /// <summary>Finds the place of a convolution's weights, with panels as wide as suits so many pixels.</summary>
    /// <param name="isShared">The pixels are a block of samples, and single samples read the same weights.</param>
    public static void PlaceWeights(InstructionSet set, WeightLayout layout, PackedConvolution convolution, Shape input, Shape output,
        TunedLayer tuned, bool isShared)
    {
        int row = convolution.IsPointwise && convolution.IsUnstrided ? output.Pixels : output.Width;
        layout.Convolution(convolution, input.Channels, (vectors, storage) =>
            isShared && tuned.Vectors is null ? SharedPanel(set, Depth(convolution, input.Channels), vectors)
            : ChoosePanel(
                set, storage, Depth(convolution, input.Channels), vectors, row, IsStreamed(convolution, output.Pixels), tuned));
    }

    private static int SharedPanel(InstructionSet set, int depth, int vectors) =>
        (long)vectors * set.Lanes * depth > FetchedWeights ? StreamVectors : Math.Min(vectors, SharedVectors);

    /// <summary>Each weight is used once.</summary>
    private static bool IsStreamed(PackedConvolution convolution, int pixels) => pixels == 1 && convolution.Groups == 1;

    /// <summary>The panel width with the fewest cycles over all tiles of a row.</summary>
    /// <param name="isStreamed">Each weight is used once, so that what counts is how they come from memory.</param>
    public static int ChoosePanel(InstructionSet set, WeightStorage storage, int depth, int vectors, int row, bool isStreamed,
        TunedLayer tuned)
    {
        if (tuned.Vectors is { } chosen) return Math.Min(Math.Min(chosen, vectors), MostVectors);
        if (isStreamed && (long)vectors * set.Lanes * depth > FetchedWeights) return StreamVectors;
        int widest = Math.Min(vectors, row == 1 ? MostVectors : 4);
        return Enumerable.Range(1, widest).OrderBy(panel => Cost(set, storage, row, vectors, panel, depth)).ThenByDescending(panel => panel)
            .First();
    }

    /// <summary>The most pixels of a register tile.</summary>
    public static int MostPixels(InstructionSet set, PackedWeights weights, TunedLayer tuned)
    {
        int most = TileTable.MostPixelsOf(set, weights.PanelVectors, weights.Storage);
        return tuned.Pixels is { } chosen ? Math.Min(chosen, most) : most;
    }

    /// <summary>How far ahead weights are fetched.</summary>
    public static int PrefetchAhead(PackedWeights weights, TunedLayer tuned) =>
        tuned.Ahead ?? (weights.GroupFloats > FarWeights ? FloatsAhead : 0);

    /// <summary>
    /// Whether a panel of weights is fetched while the one before passes over its tiles. Fetched only when they are needed, all bytes of a
    /// panel would be waited for by its first tile: 4 to 6 % of ResNet-50, up to 20 % of its 3×3 convolutions at 14×14 and 7×7.
    /// </summary>
    /// <param name="tiles">Tiles that a panel passes over.</param>
    public static bool PrefetchNext(InstructionSet set, PackedWeights weights, int tiles, TunedLayer tuned) =>
        set != InstructionSet.Portable && tuned.Ahead is null && tiles > 1 && weights.GroupFloats > FetchedWeights;

    private static int PanelsAtOnce(PackedWeights weights) =>
        Math.Max(1, Math.Min(Streams * StreamVectors / weights.PanelVectors, weights.Outputs / weights.PanelChannels));

    private static int Depth(PackedConvolution convolution, int inputChannels) => convolution.Taps * (inputChannels / convolution.Groups);

    private static double Cost(InstructionSet set, WeightStorage storage, int row, int vectors, int panel, int depth)
    {
        double Panel(int width) => TileSplit.Near(row, TileTable.MostPixelsOf(set, width, storage)).Parts.Sum(part =>
            part.Count * (depth * TileTable.CyclesPerStep(set, part.Pixels, width) + TileTable.Overhead(part.Pixels, width)));
        int tail = vectors % panel;
        return vectors / panel * Panel(panel) + (tail == 0 ? 0 : Panel(tail));
    }

    /// <summary>
    /// A tile with enough accumulators hides the loop behind its multiply-adds; unrolling it would only lengthen the text. A narrow one is
    /// unrolled.
    /// </summary>
    /// <param name="inChunks">The sums are cut into chunks, which must be whole iterations.</param>
    public static int ChooseUnroll(int accumulators, int run, bool inChunks = false)
    {
        if (accumulators >= 10) return 1;
        foreach (int unroll in new[] { 4, 3, 2 }.Where(unroll => !inChunks || LongSums.DepthChunk % unroll == 0))
            if (run % unroll == 0 && unroll * accumulators <= 16 && run > unroll) return unroll;
        return 1;
    }
}
