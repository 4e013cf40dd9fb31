using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>Chooses tile and blocking for the gradient of a layer's weights.</summary>
internal static class WeightGradientPlanner
{
    /// <summary>The widest panel, in vectors.</summary>
    private const int MostVectors = 4;

    /// <summary>With fewer inputs than this, a tile takes the taps of a row of the kernel together, for the registers' sake; with more, tap
    /// after tap finds x in the first-level cache.</summary>
    private const int FewInputs = 16;

    /// <summary>Outputs that count as a work item when the positions are cut; panels' widths depend on the instruction set.</summary>
    private const int OutputsPerUnit = 32;

    private const int DepthwiseChannels = 16;

    /// <summary>Rows and columns of taps that a tile has general registers for.</summary>
    private const int TapPointers = 8;

    private const int WantedUnits = 16;

    /// <summary>What the sums of a panel may take of the second-level cache, from which the gradient is made of them at once.</summary>
    private const int MostPanelFloats = 160 * 1024;

    /// <summary>Sums of more inputs and taps would not stay there even for the narrowest panels, of 16 outputs.</summary>
    private const int MostDepth = MostPanelFloats / 16;

    /// <summary>What the layer is to the kernel.</summary>
    public static PackedConvolution LayerOf(Operation gradient) => gradient switch
    {
        ConvWeightGradient conv => PackedConvolution.From(conv.Layer),
        LinearWeightGradient linear => PackedConvolution.Pointwise(new ConvolutionPart(linear.Layer)),
        _ => throw new InvalidOperationException($"{gradient.Kind} is not the gradient of weights."),
    };

    /// <summary>The kernel that sums, and the one that makes the result of the sums.</summary>
    /// <param name="name">What the gradient is called.</param>
    /// <param name="sizes">The layer and its sizes, in words.</param>
    public static IReadOnlyList<CpuKernelPlan> Plan(
        InstructionSet set, string name, string sizes, PackedConvolution layer, View input, View gradient, View output)
    {
        if (!output.IsDense)
            throw new NotSupportedException($"{name}: the gradient of weights can only be written to memory without gaps.");
        bool isExchanged = IsExchanged(layer, input);
        WeightGradientPlan sums = isExchanged
            ? PlanSums(set, name, sizes, Exchanged(layer, input), gradient, input, null)
            : PlanSums(set, name, sizes, layer, input, gradient, null);
        var result = new WeightGradientResultPlan($"{name}: weight gradient of {sizes}", sums.Sums, output) { IsExchanged = isExchanged };
        if (sums.Sums.Chunks > 1 || sums.Sums.Depth > MostDepth || sums.Tiles is null) return [sums, result];
        // A unit has one panel, and makes its part of the gradient while the sums are in a cache.
        GradientSums own = sums.Sums with { Memory = null };
        return [sums with { Title = result.Title, Sums = own, PanelsPerUnit = 1, Result = result with { Sums = own } }];
    }

    /// <summary>
    /// Whether dy is broadcast and x has the vectors: of one tap, either will do. Then the sums lie as the state dict has the weights, and
    /// where the outputs are fewer, fewer lanes are empty. The same for every instruction set.
    /// </summary>
    private static bool IsExchanged(PackedConvolution layer, View input) =>
        layer is { Taps: 1, IsUnstrided: true, HasPadding: false, Groups: 1 }
        && (long)layer.Outputs * PackedWeights.PaddedTo16(input.Channels) <= (long)input.Channels * PackedWeights.PaddedTo16(layer.Outputs);

    private static PackedConvolution Exchanged(PackedConvolution layer, View input) => PackedConvolution.Pointwise(
        new ConvolutionPart(new TransposedLayer(layer.Parts.Single().Source, input.Channels)));

    /// <summary>How the gradient of a pointwise layer is summed over blocks of positions that another kernel goes through.</summary>
    /// <param name="positions">Those of one block, and the chunks that the blocks make.</param>
    public static WeightGradientPlan PlanBlocks(
        InstructionSet set, string name, string sizes, PackedConvolution layer, View input, View gradient, PositionBlocks positions) =>
        AllPanels(PlanSums(set, name, sizes, layer, input, gradient, positions));

    private static WeightGradientPlan AllPanels(WeightGradientPlan plan) => plan with { PanelsPerUnit = plan.Sums.Panels };

    private static WeightGradientPlan PlanSums(
        InstructionSet set, string name, string sizes, PackedConvolution layer, View input, View gradient, PositionBlocks? given)
    {
        bool depthwise = layer.IsDepthwise(input.Channels);
        int groups = depthwise ? 1 : layer.Groups, inputs = depthwise ? 1 : input.Channels / groups, outputs = layer.Outputs / groups;
        bool runs = !depthwise && inputs < FewInputs && ConvolutionPlanner.HasRowRun(layer, input);
        int run = runs ? layer.Kernel[2] * inputs : inputs;
        long weights = (long)layer.Taps * inputs * PackedWeights.PaddedTo16(outputs) * groups;
        PositionBlocks positions = given ?? PositionPlanner.Plan(layer, input, gradient, weights,
            groups * ((outputs + OutputsPerUnit - 1) / OutputsPerUnit));
        int depth = layer.Taps * inputs;
        bool isMadeAtOnce = positions.Chunks == 1 && depth <= MostDepth;
        int widest = isMadeAtOnce ? Math.Min(MostVectors, MostPanelFloats / depth / set.Lanes) : MostVectors;
        int channels = depthwise ? DepthwiseChannels : Vectors(set, run, outputs, widest) * set.Lanes;
        var memory = Buffer.Rows(name + " sums", positions.Chunks, checked((int)weights));
        var sums = new GradientSums(View.Of(memory), positions.Chunks, layer.Taps, groups, inputs, outputs, channels, set.Lanes);
        int wantedUnits = Math.Min(sums.Panels, (WantedUnits + positions.Chunks - 1) / positions.Chunks);
        return new WeightGradientPlan($"{name}: sums for the weight gradient of {sizes}", layer, input, gradient, sums, positions,
            (sums.Panels + wantedUnits - 1) / wantedUnits)
        {
            Tiles = depthwise ? null : Tiles(layer, run, runs, TileTable.MostPixelsOf(set, channels / set.Lanes)),
        };
    }

    /// <summary>Of few inputs, a tile takes several taps: a sum alone would wait for its last product.</summary>
    private static GradientTiles Tiles(PackedConvolution layer, int run, bool runsOverColumns, int most)
    {
        int rows = layer.Kernel[1], columns = runsOverColumns ? 1 : layer.Kernel[2];
        bool hasColumns = columns <= TapPointers && run * columns <= most;
        bool hasRows = hasColumns && rows + columns <= TapPointers && run * columns * rows <= most;
        return new GradientTiles(TileSplit.Near(run, most), runsOverColumns, hasRows ? rows : 1, hasColumns ? columns : 1);
    }

    /// <summary>The width of the panels with the fewest cycles over all tiles.</summary>
    private static int Vectors(InstructionSet set, int run, int outputs, int widest)
    {
        int vectors = set.Vectors(outputs);
        return Enumerable.Range(1, Math.Min(vectors, widest)).OrderBy(width => Cost(set, run, vectors, width))
            .ThenBy(width => width).First();
    }

    private static double Cost(InstructionSet set, int run, int vectors, int width)
    {
        double Panel(int width) => TileSplit.Near(run, TileTable.MostPixelsOf(set, width)).Parts.Sum(part => part.Count
            * (PositionPlanner.BlockPositions * TileTable.CyclesPerStep(set, part.Pixels, width) + TileTable.Overhead(part.Pixels, width)));
        int tail = vectors % width;
        return vectors / width * Panel(width) + (tail == 0 ? 0 : Panel(tail));
    }
}
