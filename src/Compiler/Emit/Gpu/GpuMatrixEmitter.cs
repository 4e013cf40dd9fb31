using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>Prints a convolution as a product of tiles whose warps multiply on matrix units.</summary>
/// <remarks>
/// Thread l of a warp is of quad g = l / 4 and has place t = l % 4 in it. In the instruction (PTX ISA, <c>mma.sync.m16n8k8</c>), it has of
/// the input rows g and g + 8 and steps t and t + 4 of the depth, of the weights these steps and column g, and of the sums rows g and g + 8
/// and columns 2t and 2t + 1.
/// <para>
/// A product adds up all steps, whatever their order. So of a block of sixteen steps a thread takes 4t … 4t + 3, which are a vector of
/// input channels: two for one instruction, and two for the next. Nor does the order of columns matter, if sums are stored by it: of a
/// panel of 32 output channels, column g of four instructions is vector g / 2 + g % 2 · 4, a component each. Columns 2t and 2t + 1 then
/// are vectors t and t + 4, so that a thread has vectors of results, too.
/// </para>
/// <para>
/// Eight threads read shared memory at a time. Of the input they read two positions, eight vectors behind each other. Of the weights they
/// read two vectors, four apart, of four steps of the depth, four apart: they meet all banks because the vectors of four steps each are
/// exchanged, by the exclusive or with the number of the four.
/// </para>
/// <para>
/// With BF16, two steps of the depth share a word, and all of this is said of words: <c>mma.sync.m16n8k16</c> has pairs of steps where
/// m16n8k8 of TF32 has steps.
/// </para>
/// </remarks>
internal sealed class GpuMatrixEmitter : GpuConvolutionEmitter
{
    private readonly GpuMatrixTile _tile;
    private readonly CodeWriter _writer;

    public GpuMatrixEmitter(GpuContext context, GpuConvolutionPlan plan, GpuMatrixTile tile) : base(context, plan) =>
        (_tile, _writer) = (tile, context.Writer);

    protected override string Sums => Context.Tiles.Sums(_tile);

    protected override string ThreadDown => GpuValue.Sum(GpuValue.Times(WarpDown, 8), "quad");

    private string WarpDown => _tile.WarpsAcross == 1 ? "warp" : $"warp / {_tile.WarpsAcross}";

    private string WarpAcross => GpuValue.Remainder("warp", _tile.WarpsAcross);

    /// <summary>Whether there is a choice of which groups follow each other.</summary>
    private bool IsTurned => Plan.GroupsY > 1;

    protected override string GroupX => IsTurned ? "tile" : base.GroupX;

    protected override string GroupY => IsTurned ? "strip" : base.GroupY;

    protected override void EmitThread()
    {
        if (IsTurned)
        {
            _writer.Comment("Groups that read the same positions follow each other, so that these are in the second-level cache.");
            _writer.Line("int number = Grid.IdxY * Grid.DimX + Grid.IdxX;");
            _writer.Line($"int tile = number / {Plan.GroupsY}, strip = number % {Plan.GroupsY};");
        }
        _writer.Comment($"This thread's warp in the tile: {_tile.WarpsAcross} warps side by side, {_tile.WarpsDown} above each other.");
        _writer.Line("int thread = Group.IdxX, warp = thread / 32, quad = thread % 32 / 4, place = thread % 4;");
        string across = GpuValue.Sum(GpuValue.Times(WarpAcross, _tile.WarpColumns / 4), "place");
        _writer.Line($"int across = {across}, down = {GpuValue.Sum(GpuValue.Times(WarpDown, _tile.WarpRows), "quad")};");
    }

    protected override void EmitWeightPlaces()
    {
        int panel = _tile.PanelVectors;
        for (int i = 0; i < WeightLoads; i++)
        {
            if (_tile.Columns > GpuMatrixTile.Panel)
                _writer.Line($"int source{i} = ({Index(i)}) / {panel} * {Plan.Weights.Rows * 8} + ({Index(i)}) % {panel};");
            _writer.Line($"int slot{i} = ({Index(i)}) ^ (({Index(i)}) / 32 % 4);");
        }
    }

    protected override (string At, string IsInside) WeightSource(int i, string step)
    {
        string slice = GpuValue.Times(step, _tile.PanelVectors);
        if (_tile.Columns == GpuMatrixTile.Panel) return base.WeightSource(i, step);
        string within = GpuValue.Sum(slice, $"({Index(i)}) % {_tile.PanelVectors}");
        return (GpuValue.Sum(slice, "source" + i), $"{within} < {Plan.Weights.Rows * 8}");
    }

    protected override string InputSlot(int i) => _tile.Blocks == 1 ? base.InputSlot(i)
        : $"part{i} / 4 * {_tile.InputBlock} + row{i} * 4 + part{i} % 4";

    protected override string WeightSlot(int i) => "slot" + i;

    /// <summary>Steps of the depth in a word.</summary>
    protected override int Halves => Plan.Weights.IsNarrow ? 2 : 1;

    protected override string StoredInput(string vector, string more) => _tile.Precision switch
    {
        // Cut into two later, for shared memory has no room for both.
        GpuPrecision.TensorFloat32x3 => vector,
        GpuPrecision.BFloat16 => $"BFloat16({vector}, {more})",
        _ => $"TensorFloat32({vector})",
    };

    protected override string StoredWeights(string vector) => Plan.Weights.IsNarrow ? vector : StoredInput(vector, "");

    /// <summary>The depth of a slice in steps.</summary>
    private int Steps => _tile.Depth * Halves;

    /// <summary>Whether a slice lies under one tap, which all threads then have in common.</summary>
    private bool IsUnderOneTap(GpuInput input) => input.OfVectors && Plan.Weights.Inputs % Steps == 0;

    protected override void EmitInput(GpuInput input)
    {
        if (IsUnderOneTap(input)) input.EmitUnder(isAlwaysTap: true);
        else base.EmitInput(input);
    }

    protected override string LoadInput(GpuInput input, int i, int half, string step)
    {
        string part = GpuValue.Sum(GpuValue.Times("part" + i, 4 * Halves), half == 0 ? "" : "4");
        if (!IsUnderOneTap(input)) return input.Load(CodeWriter.Number(i), GpuValue.Sum(GpuValue.Times(step, Steps), part));
        int slices = Plan.Weights.Inputs / Steps;
        bool hasTaps = Plan.Convolution.Taps > 1 && step != "0";
        string tap = hasTaps ? GpuValue.Divided(step, slices) : "0", slice = hasTaps ? GpuValue.Remainder(step, slices) : step;
        return input.LoadUnder(CodeWriter.Number(i), tap, GpuValue.Sum(GpuValue.Times(slice, Steps), part));
    }

    protected override void EmitProducts()
    {
        int panels = _tile.WarpPanels * _tile.PanelVectors, row = _tile.RowStride;
        int inputLength = (_tile.ThreadRows - 1) * 8 * row + 1, weightLength = panels - _tile.PanelVectors + 3 * 8 + 1;
        string input = GpuValue.Sum($"current * {_tile.InputVectors}", GpuValue.Times("down", row), "place");
        string weights = GpuValue.Sum($"current * {_tile.WeightVectors}", GpuValue.Times(WarpAcross, panels), "place * 32",
            "((quad / 2 + quad % 2 * 4) ^ place)");
        int blocks = _tile.Blocks - 1;
        _writer.Line($"var input = inputSlices.SubView({input}, {inputLength + blocks * _tile.InputBlock});");
        _writer.Line($"var slice = weightSlices.SubView({weights}, {weightLength + blocks * 128});");
        if (blocks > 0)
        {
            _writer.Open($"for (int k = 0; k < {_tile.Blocks}; k++)");
            EmitProduct($"input.SubView(k * {_tile.InputBlock}, {inputLength})", $"slice.SubView(k * 128, {weightLength})");
            _writer.Close();
        }
        else EmitProduct("input", "slice");
    }

    private void EmitProduct(string input, string weights) =>
        _writer.Line($"sums = {GpuMatrixProducts.Name(_tile)}(sums, {input}, {weights}, {_tile.PanelVectors});");
}
