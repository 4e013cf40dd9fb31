using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>Prints what becomes of the sums of a convolution's tile: results, and sums of these for a squeeze; sums over a part of the
/// depth; or products of a point of Winograd's form.</summary>
/// <param name="threadDown">A thread's number among those above each other.</param>
/// <param name="groupX">A group's number among those of the positions.</param>
internal sealed class GpuResultsEmitter(GpuContext context, GpuConvolutionPlan plan, GpuFinish finish, string threadDown, string groupX)
{
    private readonly CodeWriter _writer = context.Writer;
    private readonly GpuTile _tile = plan.Tile;

    /// <summary>Results can be finished four at a time: a vector of outputs belongs to one group.</summary>
    public static bool IsWhole(GpuConvolutionPlan plan, GpuFinish finish) => finish.OfVectors && plan.Weights.Outputs % 4 == 0;

    private bool IsGrouped => plan.Convolution.Groups > 1;

    /// <summary>Where products are quick, what takes part in the results is waited for once instead of once for each.</summary>
    private bool CanLoadAhead => _tile is GpuMatrixTile && IsWhole(plan, finish) && plan.Weights.Outputs % _tile.Columns == 0;

    private string Position(int r) => GpuValue.Sum("first", "down", r == 0 ? "" : CodeWriter.Number(r * _tile.RowStep));

    private string Channel(string suffix) =>
        GpuValue.Sum(IsGrouped ? GpuValue.Times("group", plan.Weights.Outputs) : "", "output" + suffix);

    public void Emit()
    {
        if (plan.Partial is { } partial)
        {
            EmitPartialSums(partial);
            return;
        }
        if (plan.Weights.Transform is not null)
        {
            EmitProducts();
            return;
        }
        _writer.Line($"var biases = {context.Weights("biases", plan.Weights.BiasOffset, ofVectors: true)};");
        for (int v = 0; v < _tile.ThreadVectors; v++)
        {
            string suffix = _tile.ThreadVectors == 1 ? "" : CodeWriter.Number(v);
            string within = GpuValue.Sum(GpuValue.Times("panel", _tile.Columns), GpuValue.Times("across", 4),
                v == 0 ? "" : CodeWriter.Number(4 * v * _tile.VectorStep));
            _writer.Line($"int output{suffix} = {within};");
            string bias = GpuValue.Sum(IsGrouped ? GpuValue.Times("group", plan.Weights.Padded / 4) : "", $"output{suffix} / 4");
            _writer.Line($"Float4 bias{suffix} = biases[{bias}];");
            if (plan.Squeeze is not null) _writer.Line($"Float4 squeeze{suffix} = new Float4();");
            bool isAhead = CanLoadAhead && finish.LoadAhead();
            for (int r = 0; isAhead && r < _tile.ThreadRows; r++)
            {
                string position = $"global::System.Math.Min({Position(r)}, end - 1)";
                _writer.Line($"Float4 operand{suffix}_{r} = {finish.Operand(position, Channel(suffix))};");
            }
            for (int r = 0; r < _tile.ThreadRows; r++) EmitResult(r, v, suffix, isAhead);
        }
        if (plan.Squeeze is { } squeeze) EmitSqueeze(squeeze);
    }

    /// <summary>The sums over a part of the depth, as they are.</summary>
    private void EmitPartialSums(GpuPartialSums partial)
    {
        GpuValue sums = context.Value("parts", partial.Sums, ofVectors: true);
        int pixels = plan.Output.Pixels, vectors = partial.Sums.Channels / 4;
        _writer.Line(sums.Declaration);
        for (int v = 0; v < _tile.ThreadVectors; v++)
        {
            string column = GpuValue.Sum(GpuValue.Times("panel", _tile.Columns / 4), "across",
                v == 0 ? "" : CodeWriter.Number(v * _tile.VectorStep));
            for (int r = 0; r < _tile.ThreadRows; r++)
            {
                string position = Position(r);
                _writer.Open($"if ({position} < end && {column} < {vectors})");
                _writer.Line($"int position = {position};");
                _writer.Line("Float4 v;");
                for (int c = 0; c < 4; c++) _writer.Line($"v.{"XYZW"[c]} = sums.{GpuTiles.Field(r, 4 * v + c)};");
                string row = $"(position / {pixels} * {partial.Splits} + part) * {pixels} + position % {pixels}";
                _writer.Line($"{sums.At(row, column)} = v;");
                _writer.Close();
            }
        }
    }

    /// <summary>The products of a point of Winograd's form, as they are.</summary>
    private void EmitProducts()
    {
        GpuValue products = context.Value("products", plan.Output, ofVectors: true);
        int vectors = plan.Weights.Outputs / 4;
        _writer.Line(products.Declaration);
        for (int v = 0; v < _tile.ThreadVectors; v++)
        {
            string column = GpuValue.Sum(GpuValue.Times("panel", _tile.Columns / 4), "across",
                v == 0 ? "" : CodeWriter.Number(v * _tile.VectorStep));
            string isInside = plan.Weights.Outputs % _tile.Columns == 0 ? "" : $" && {column} < {vectors}";
            for (int r = 0; r < _tile.ThreadRows; r++)
            {
                string position = Position(r);
                _writer.Open($"if ({position} < end{isInside})");
                _writer.Line("Float4 v;");
                for (int c = 0; c < 4; c++) _writer.Line($"v.{"XYZW"[c]} = sums.{GpuTiles.Field(r, 4 * v + c)};");
                _writer.Line($"{products.At(position, GpuValue.Sum(GpuValue.Times("group", vectors), column))} = v;");
                _writer.Close();
            }
        }
    }

    private void EmitResult(int r, int v, string suffix, bool isAhead)
    {
        string position = Position(r);
        int outputs = plan.Weights.Outputs;
        string inside = $"{position} < end" + (outputs % _tile.Columns == 0 ? "" : $" && output{suffix} < {outputs}");
        _writer.Open($"if ({inside})");
        _writer.Line("Float4 v;");
        for (int c = 0; c < 4; c++)
            _writer.Line($"v.{"XYZW"[c]} = sums.{GpuTiles.Field(r, 4 * v + c)} + bias{suffix}.{"XYZW"[c]};");
        string channel = Channel(suffix), operand = isAhead ? $"operand{suffix}_{r}" : "";
        if (IsWhole(plan, finish)) _writer.Line((plan.Squeeze is null ? "" : "v = ") + finish.Call(position, channel, "v", operand) + ";");
        else
            for (int c = 0; c < 4; c++)
            {
                string lane = $"v.{"XYZW"[c]}", next = c == 0 ? "" : CodeWriter.Number(c);
                string call = finish.Call(position, GpuValue.Sum(channel, next), lane);
                string isThere = outputs % _tile.Columns == 0 ? "" : $"if ({GpuValue.Sum("output" + suffix, next)} < {outputs}) ";
                _writer.Line(plan.Squeeze is null ? $"{isThere}{call};"
                    : isThere.Length == 0 ? $"{lane} = {call};"
                        : $"{lane} = {GpuValue.Sum("output" + suffix, next)} < {outputs} ? {call} : 0f;");
            }
        if (plan.Squeeze is not null)
            _writer.Line(string.Join(" ", "XYZW".Select(c => $"squeeze{suffix}.{c} += v.{c};")));
        _writer.Close();
    }

    /// <summary>The sums of this thread's positions, then those of all threads above each other.</summary>
    private void EmitSqueeze(GpuSqueezeSums squeeze)
    {
        _writer.Comment("The sums over the tile's positions: each thread's own, then those of the threads above each other, in order.");
        int across = _tile.Columns / 4;
        _writer.Line($"var rows = SharedMemory.Allocate<Float4>({across * _tile.ThreadsDown});");
        for (int v = 0; v < _tile.ThreadVectors; v++)
        {
            string at = GpuValue.Sum(GpuValue.Times(threadDown, across), "across", v == 0 ? "" : CodeWriter.Number(v * _tile.VectorStep));
            _writer.Line($"rows[{at}] = squeeze{(_tile.ThreadVectors == 1 ? "" : v)};");
        }
        GpuSqueezeRows.Emit(context, squeeze, across, _tile.ThreadsDown,
            GpuValue.Sum(GpuValue.Times("panel", across), "thread"), groupX);
    }
}
