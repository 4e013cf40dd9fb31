namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>Plans products of two values, and attention, of the microkernels that convolutions have.</summary>
internal sealed class ProductPlanner(InstructionSet set)
{
    /// <summary>Right sides up to here stay in the second-level cache while blocks of rows small enough for the first pass over
    /// them.</summary>
    private const long NearBytes = 256 * 1024, NearBlockBytes = 16 * 1024, FarBlockBytes = 128 * 1024;

    /// <summary>Fewer rows than this would fetch the right side too often.</summary>
    private const int LeastRows = 24;

    /// <summary>Work items that a large kernel should have.</summary>
    private const int WantedUnits = 8;

    /// <summary>Below this many multiply-adds a second work item costs more than it gains.</summary>
    private const long SmallKernel = 200_000;

    /// <summary>Scores of a block of queries, which stay in the cache until they are multiplied with the values.</summary>
    private const int ScoreBytes = 64 * 1024, MostQueries = 64, LeastQueries = 8;

    private static readonly TunedLayer s_untuned = new("", TunedLayer.EverySet);

    public IReadOnlyList<CpuKernelPlan> Plan(
        string name, string title, MatMul product, View left, View right, View output, EquatableArray<EpilogueStep> epilogue)
    {
        var source = new Matrices(right);
        int rows = left.Width, depth = left.Channels, columns = output.Channels, count = source.Count;
        RowBlocks blocks = BlocksOf(count, rows, depth, columns);
        PackedMatrices packed = Pack(name, count, depth, columns, blocks.PerBlock);
        ConvolutionPlan tile = Tile(title, packed, left, output, epilogue, blocks.PerBlock);
        int shares = 1;
        while ((long)count * rows * depth * columns >= SmallKernel && shares * 2 <= packed.Weights.Panels
            && count * blocks.Count * shares < WantedUnits) shares *= 2;
        return
        [
            new PackMatricesPlan($"{name}: lays the right side out in panels", source, product.TransposeB, product.Scale, packed),
            new ProductPlan(title, tile, packed, blocks, shares),
        ];
    }

    public IReadOnlyList<CpuKernelPlan> Plan(
        string name, string title, Attention attention, IReadOnlyList<View> inputs, View output)
    {
        int heads = attention.Heads;
        Matrices queries = new(inputs[0], heads), keys = new(inputs[1], heads), values = new(inputs[2], heads);
        int perBlock = ScoreBytes / sizeof(float) / PackedWeights.PaddedTo16(keys.Rows);
        RowBlocks blocks = RowBlocks.Near(queries.Rows, Math.Max(LeastQueries, Math.Min(MostQueries, perBlock)));
        PackedMatrices packedKeys = Pack(name + " keys", heads, keys.Columns, keys.Rows, blocks.PerBlock);
        PackedMatrices packedValues = Pack(name + " values", heads, values.Rows, values.Columns, blocks.PerBlock);
        View scores = View.Of(Buffer.Rows(name + " scores", blocks.PerBlock, PackedWeights.PaddedTo16(keys.Rows))).Window(0, keys.Rows);
        var sides = new AttentionSides(
            queries, packedKeys, packedValues, inputs.Count > 3 ? inputs[3] : null, new Matrices(output, heads));
        return
        [
            new PackMatricesPlan($"{name}: lays the keys out in panels", keys, IsTransposed: true,
                attention.ScaleOf(inputs[0].Channels), packedKeys),
            new PackMatricesPlan($"{name}: lays the values out in panels", values, IsTransposed: false, 1, packedValues),
            new AttentionPlan(title,
                Tile(title, packedKeys, inputs[0].Window(0, queries.Columns), scores, [], blocks.PerBlock),
                Tile(title, packedValues, scores, output.Window(0, values.Columns), [], blocks.PerBlock),
                sides, blocks, attention.Causal),
        ];
    }

    private static RowBlocks BlocksOf(int count, int rows, int depth, int columns)
    {
        if ((long)rows * depth * columns < SmallKernel) return RowBlocks.Near(rows, rows);
        long bytes = (long)depth * columns * sizeof(float) <= NearBytes ? NearBlockBytes : FarBlockBytes;
        long perBlock = Math.Max(LeastRows, bytes / sizeof(float) / depth);
        int wanted = (WantedUnits + count - 1) / count;
        perBlock = Math.Min(perBlock, Math.Max(LeastRows, (rows + wanted - 1) / wanted));
        return RowBlocks.Near(rows, (int)Math.Min(rows, perBlock));
    }

    private PackedMatrices Pack(string name, int count, int depth, int columns, int rows) =>
        PackedMatrices.In(name + " panels", set, count, depth, columns, vectors =>
            ConvolutionPlanner.ChoosePanel(set, WeightStorage.Float32, depth, vectors, rows, isStreamed: false, s_untuned));

    private ConvolutionPlan Tile(
        string title, PackedMatrices packed, View input, View output, EquatableArray<EpilogueStep> epilogue, int rows)
    {
        PackedWeights weights = packed.Weights;
        TileSplit split = TileSplit.Near(rows, ConvolutionPlanner.MostPixels(set, weights, s_untuned));
        int unroll = ConvolutionPlanner.ChooseUnroll(
            split.Large * weights.PanelVectors, weights.Depth, LongSums.IsDeep(weights.Convolution, weights.Inputs));
        return new ConvolutionPlan(
            title, weights.Convolution, input, output, epilogue, null,
            new Panels(weights, null, weights.Panels, 1, unroll),
            new Blocking(false, rows, split, 1, 1),
            new Prefetching(false, 0, false));
    }
}
