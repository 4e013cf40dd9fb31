using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>A convolution or linear layer as a product of a pixel matrix with packed panels of weights.</summary>
/// <param name="Panels">Which weights it reads, and how.</param>
/// <param name="Blocking">How its pixels are cut into work items and tiles.</param>
/// <param name="Prefetching">What it fetches ahead.</param>
public sealed record ConvolutionPlan(
    string Title, PackedConvolution Convolution, View Input, View Output, EquatableArray<EpilogueStep> Epilogue, SqueezeSums? Squeeze,
    Panels Panels, Blocking Blocking, Prefetching Prefetching) : CpuKernelPlan(Title), ISqueezingPlan
{
    public PackedWeights Weights => Panels.Weights;

    /// <summary>A result adds up more products than one float should: see <see cref="LongSums"/>.</summary>
    public bool HasLongSums => LongSums.IsDeep(Convolution, Weights.Inputs);

    /// <summary>Weights of the next panel that a tile fetches in one iteration of the innermost loop, of a panel so many channels
    /// wide.</summary>
    public int NextPerIteration(int channels) => (channels + Blocking.TilesPerBlock - 1) / Blocking.TilesPerBlock * Panels.Unroll;

    /// <summary>The same for a whole tile.</summary>
    /// <param name="channels">The panel's width.</param>
    /// <param name="depth">Steps over k.</param>
    public long NextPerTile(int channels, int depth) => (long)depth / Panels.Unroll * NextPerIteration(channels);

    public override int Units => Blocking.Blocks * Panels.Units;

    public override IReadOnlyList<CpuKernelPlan> Parts => Panels.Packing is { } packing ? [packing, .. UnitSums] : UnitSums;

    public override long ScratchFloats => Parts.Select(part => part.ScratchFloats).DefaultIfEmpty().Max();

    public override IEnumerable<View> Reads => PlanViews.Reads(
        Epilogue, [Input, Panels.Scaled, Panels.Packing is null ? Weights.Place : null, .. PlanViews.Read(UnitSums)]);

    public override IEnumerable<View> Writes => PlanViews.Of([Output, Squeeze?.Sums, .. PlanViews.Written(UnitSums)]);

    public override string TileText => $"{string.Join("+", Blocking.Split.Parts.Select(part => part.Pixels))}×{Panels.Text}";
}

/// <summary>How a convolution goes through its packed weights.</summary>
/// <param name="Weights">Where they lie, and how wide their panels are.</param>
/// <param name="Scaled">Where a copy of the weights lies that a gate has scaled for this sample; null for the weights themselves.</param>
/// <param name="PerUnit">Panels that one work item covers.</param>
/// <param name="AtOnce">Panels that a microkernel goes through side by side.</param>
/// <param name="Unroll">Steps over k per iteration of the innermost loop.</param>
public sealed record Panels(PackedWeights Weights, View? Scaled, int PerUnit, int AtOnce, int Unroll)
{
    /// <summary>Lays a panel out just before it passes over the pixels, in the thread's own memory; null where the panels are
    /// there.</summary>
    public PackWeightsPlan? Packing { get; init; }

    /// <summary>Work items over the panels.</summary>
    public int Units => (Weights.Panels + PerUnit - 1) / PerUnit;

    /// <summary>The panels, counted from the first, that go side by side; the others, less than a full set or not full themselves, go one
    /// by one.</summary>
    public int SideBySide => AtOnce == 1 ? 0 : Weights.Outputs / Weights.PanelChannels / AtOnce * AtOnce;

    /// <summary>Whether the kernel reads weights of 16 bits; a scaled copy is made of floats.</summary>
    public bool ReadsNarrow => Weights.IsNarrow && Scaled is null;

    /// <summary>The width for the fusion plan: <c>4×16, k unrolled by 2</c>.</summary>
    public string Text => $"{(AtOnce > 1 ? AtOnce + "×" : "")}{Weights.PanelChannels}{(Unroll > 1 ? $", k unrolled by {Unroll}" : "")}";
}

/// <summary>How the pixels of a convolution are cut into work items and tiles.</summary>
/// <param name="IsFlat">Neither input nor output has gaps, so that all pixels are one row.</param>
/// <param name="Row">Output pixels that lie in one row for this kernel: the width, or, where all are one row, those of a block.</param>
/// <param name="Split">How a row is split into tiles.</param>
/// <param name="RowsPerBlock">Rows that one work item covers.</param>
/// <param name="Blocks">Work items over the rows.</param>
public sealed record Blocking(bool IsFlat, int Row, TileSplit Split, int RowsPerBlock, int Blocks)
{
    /// <summary>Tiles that a panel passes over in a row, and in a block.</summary>
    public int TilesPerRow => Split.LargeCount + Split.SmallCount;

    public int TilesPerBlock => TilesPerRow * (IsFlat ? 1 : RowsPerBlock);
}

/// <summary>What a convolution fetches before it needs it.</summary>
/// <param name="Output">Whether a tile's place in the output is fetched while its products are summed.</param>
/// <param name="Ahead">How many floats ahead the weights are fetched; 0 where the hardware's own prefetching is enough.</param>
/// <param name="Next">Whether the next panel's weights are brought into the second-level cache meanwhile, each tile fetching its
/// share.</param>
public sealed record Prefetching(bool Output, int Ahead, bool Next);
