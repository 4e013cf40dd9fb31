using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Cpu;

/// <summary>
/// The gradient of a layer's weights, as sums of each chunk of positions: outer products x · dy, added up in registers.
/// </summary>
/// <param name="Layer">Kernel, stride, dilation, padding and groups.</param>
/// <param name="Input">What the layer read, with the zeros around it that its padding asks for.</param>
/// <param name="Gradient">The gradient of its result.</param>
/// <param name="Sums">Where the sums go.</param>
/// <param name="Positions">How the positions are cut.</param>
/// <param name="PanelsPerUnit">Panels that one work item passes over a chunk.</param>
public sealed record WeightGradientPlan(
    string Title, PackedConvolution Layer, View Input, View Gradient, GradientSums Sums, PositionBlocks Positions, int PanelsPerUnit)
    : CpuKernelPlan(Title)
{
    /// <summary>How the weights of a panel are split into register tiles; null for a depthwise layer, whose tiles are taps.</summary>
    public GradientTiles? Tiles { get; init; }

    /// <summary>Work items over the panels.</summary>
    public int PanelUnits => (Sums.Panels + PanelsPerUnit - 1) / PanelsPerUnit;

    public override string NameSuffix => "_Sums";

    public override int Units => Positions.Chunks * PanelUnits;

    /// <summary>Makes the gradient of a unit's sums, which are all that there are; null where they are chunks, which another kernel adds
    /// up.</summary>
    public WeightGradientResultPlan? Result { get; init; }

    public override IReadOnlyList<CpuKernelPlan> Parts => Result is null ? [] : [Result];

    public override long ScratchFloats => Result?.ScratchFloats ?? 0;

    public override IEnumerable<View> Reads => [Input, Gradient];

    public override IEnumerable<View> Writes => PlanViews.Of(Sums.Memory, Result?.Output, Result?.Squares?.Memory);

    public override string TileText =>
        Tiles is null ? $"{Layer.Taps} taps × 1 vector" : $"{Tiles}×{Sums.PanelChannels}";
}

/// <summary>The register tiles of a weight gradient.</summary>
/// <param name="Split">How the inputs of a tap are split.</param>
/// <param name="RunsOverColumns">Whether a row of the kernel counts as one tap: where nothing lies between what its taps read.</param>
/// <param name="Rows">Rows of taps in a tile: 1, or all.</param>
/// <param name="Columns">Columns of taps in a tile: 1, or all.</param>
public sealed record GradientTiles(TileSplit Split, bool RunsOverColumns, int Rows, int Columns)
{
    public override string ToString() => (Rows * Columns == 1 ? "" : $"{Rows}×{Columns} taps × ")
        + string.Join("+", Split.Parts.Select(part => part.Pixels));
}

/// <summary>Adds up the chunks' sums, and brings the gradient into the state dict's layout.</summary>
public sealed record WeightGradientResultPlan(string Title, GradientSums Sums, View Output) : CpuKernelPlan(Title)
{
    private const int MostScratch = 4096;

    /// <summary>Whether inputs and outputs were exchanged for the sums' sake: the outputs of a panel follow each other in the gradient,
    /// too.</summary>
    public bool IsExchanged { get; init; }

    /// <summary>Where the squares of the gradient are summed on the way; null where they are not.</summary>
    public ColumnSquares? Squares { get; init; }

    public override int Units => Sums.Panels;

    public override IEnumerable<View> Reads => PlanViews.Of(Sums.Memory);

    public override IEnumerable<View> Writes => PlanViews.Of(Output, Squares?.Memory);

    /// <summary>Inputs, with all taps, that are turned around at once, in the first-level cache.</summary>
    public int InputsAtOnce => Math.Max(1, Math.Min(Sums.Inputs, MostScratch / (Sums.Taps * Sums.PanelChannels)));

    /// <summary>Where those begin in the thread's own memory, behind a panel's sums if they lie there.</summary>
    public long TurnedOffset => Sums.Memory is null ? Sums.PanelFloats : 0;

    public override long ScratchFloats => TurnedOffset + (IsExchanged ? 0 : (long)InputsAtOnce * Sums.Taps * Sums.PanelChannels);
}

/// <summary>Sums of a weight's gradient in memory: for each chunk, for each panel of outputs, [tap][input][output of the panel].</summary>
/// <param name="Memory">Where they lie; null where they are those of one panel at a time, in the thread's own memory.</param>
/// <param name="Groups">Groups, each of which has its own panels. A depthwise layer counts as one group.</param>
/// <param name="Inputs">Inputs of a group; 1 in a depthwise layer.</param>
/// <param name="Outputs">Outputs of a group.</param>
/// <param name="PanelChannels">The width of a panel; the last of a group has fewer vectors where they suffice.</param>
public sealed record GradientSums(
    View? Memory, int Chunks, int Taps, int Groups, int Inputs, int Outputs, int PanelChannels, int Lanes)
{
    /// <summary>Sums of one output, or of one vector of them.</summary>
    public int Depth => Taps * Inputs;

    public int PanelsPerGroup => (Outputs + PanelChannels - 1) / PanelChannels;

    public int Panels => Groups * PanelsPerGroup;

    /// <summary>Outputs in a group's last panel.</summary>
    public int LastOutputs => Outputs - (PanelsPerGroup - 1) * PanelChannels;

    /// <summary>The width of a group's last panel, in whole vectors.</summary>
    public int LastChannels => (LastOutputs + Lanes - 1) / Lanes * Lanes;

    public long PanelFloats => (long)Depth * PanelChannels;

    public long GroupFloats => (long)Depth * PackedWeights.PaddedTo16(Outputs);

    public long ChunkFloats => Groups * GroupFloats;
}
