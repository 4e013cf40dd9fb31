using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>Prints a convolution as a product of tiles in shared memory.</summary>
/// <remarks>
/// Shared memory has two slices. While one is multiplied, the next is on its way from the device's memory to registers; it is stored where
/// nobody reads any more, and the barrier comes last. The loads of shared memory are in a loop of their own, which keeps the compiler
/// from moving them behind the stores.
/// </remarks>
internal class GpuConvolutionEmitter
{
    private readonly GpuContext _context;
    private readonly GpuConvolutionPlan _plan;
    private readonly GpuTile _tile;
    private readonly CodeWriter _writer;
    private readonly GpuInput _input;
    private readonly GpuFinish _finish;
    private readonly int _steps;
    private readonly int _stepsOfPart;

    protected GpuConvolutionEmitter(GpuContext context, GpuConvolutionPlan plan)
    {
        (_context, _plan, _tile, _writer) = (context, plan, plan.Tile, context.Writer);
        _input = new GpuInput(context, plan.Name, plan.Convolution, plan.Input, plan.Output, plan.Weights.Inputs, plan.Gate);
        _finish = new GpuFinish(context, plan, plan.Output, plan.Epilogue);
        _steps = (plan.Weights.Rows + _tile.Depth - 1) / _tile.Depth;
        _stepsOfPart = (_steps + plan.Splits - 1) / plan.Splits;
    }

    public static void Emit(GpuContext context, GpuConvolutionPlan plan) =>
        (plan.Tile is GpuMatrixTile tile ? new GpuMatrixEmitter(context, plan, tile) : new GpuConvolutionEmitter(context, plan)).Emit();

    protected GpuContext Context => _context;

    protected GpuConvolutionPlan Plan => _plan;

    private bool IsGrouped => _plan.Convolution.Groups > 1;

    /// <summary>The groups are the points of Winograd's form, whose products another kernel finishes.</summary>
    private bool IsProduct => _plan.Weights.Transform is not null;

    private int InputLoads => (_tile.Rows * _tile.DepthVectors + _tile.Threads - 1) / _tile.Threads;

    protected int WeightLoads => (_tile.WeightVectors + _tile.Threads - 1) / _tile.Threads;

    private void Emit()
    {
        _context.Open(_plan);
        EmitPlaces();
        EmitFirstSlice();
        EmitLoop();
        new GpuResultsEmitter(_context, _plan, _finish, ThreadDown, GroupX).Emit();
        _writer.Close();
        EmitInput(_input);
        if (_plan.Partial is null && !IsProduct) _finish.Emit(alsoOne: !GpuResultsEmitter.IsWhole(_plan, _finish));
    }

    private void EmitPlaces()
    {
        _writer.Line($"var inputSlices = SharedMemory.Allocate<Float4>({2 * _tile.InputVectors});");
        _writer.Line($"var weightSlices = SharedMemory.Allocate<Float4>({2 * _tile.WeightVectors});");
        EmitThread();
        _writer.Comment("The tile's first position, and the position behind the last one.");
        if (_plan.Squeeze is null)
        {
            _writer.Line($"int first = {GroupX} * {_tile.Rows};");
            _writer.Line($"int end = batch * {_plan.Output.Pixels};");
        }
        else
        {
            _writer.Line($"int sample = {GroupX} / {_plan.TilesPerSample};");
            _writer.Line($"int first = sample * {_plan.Output.Pixels} + {GroupX} % {_plan.TilesPerSample} * {_tile.Rows};");
            _writer.Line($"int end = (sample + 1) * {_plan.Output.Pixels};");
        }
        EmitPanel();
        int depth = _plan.Weights.Rows;
        long panel = (long)depth * _tile.Columns;
        string place = _context.Places.Of("weights", _plan.Weights.Offset);
        string number = _plan.Splits > 1 ? "panel" : GroupY;
        _writer.Line($"var panels = weights.SubView({place} + {number} * {panel}L, {panel}).AsAligned(16).Cast<Float4>();");
        _writer.Comment("What this thread brings into each slice.");
        for (int i = 0; i < InputLoads; i++)
        {
            string index = Index(i);
            _writer.Line(
                $"int row{i} = {GpuValue.Divided(index, _tile.DepthVectors)}, part{i} = {GpuValue.Remainder(index, _tile.DepthVectors)};");
            _writer.Line($"int position{i} = first + row{i} < end ? first + row{i} : end - 1;");
            _input.Locate(_writer, "position" + i, CodeWriter.Number(i));
        }
        EmitWeightPlaces();
    }

    /// <summary>Which tile of the positions is the group's.</summary>
    protected virtual string GroupX => "Grid.IdxX";

    /// <summary>Which tile of the output channels, of which group of the convolution and part of the depth.</summary>
    protected virtual string GroupY => "Grid.IdxY";

    /// <summary>The first position of a thread, and its first vector of output channels.</summary>
    protected virtual void EmitThread()
    {
        _writer.Comment(
            $"This thread's place in the tile: {_tile.ThreadsAcross} threads side by side, {_tile.ThreadsDown} above each other.");
        _writer.Line($"int thread = Group.IdxX, across = thread % {_tile.ThreadsAcross}, down = thread / {_tile.ThreadsAcross};");
    }

    /// <summary>Which vectors of weights a thread brings, where that is not its number.</summary>
    protected virtual void EmitWeightPlaces()
    {
    }

    /// <summary>Which panel of weights is the group's, of which group of the convolution, and which part of the depth.</summary>
    private void EmitPanel()
    {
        int panels = _plan.TilesAcross;
        if (_plan.Splits > 1)
        {
            _writer.Line($"int panel = {GroupY} % {panels}, part = {GroupY} / {panels};");
            _writer.Comment("The slices of this part of the depth.");
            _writer.Line($"int begin = part * {_stepsOfPart};");
            _writer.Line(_steps % _stepsOfPart == 0 ? $"int last = begin + {_stepsOfPart};"
                : $"int last = begin + {_stepsOfPart} < {_steps} ? begin + {_stepsOfPart} : {_steps};");
        }
        else if (IsProduct && panels > 1)
            _writer.Line($"int panel = {GroupY} / {_plan.Convolution.Groups}, group = {GroupY} % {_plan.Convolution.Groups};");
        else if (IsGrouped && panels > 1) _writer.Line($"int group = {GroupY} / {panels}, panel = {GroupY} % {panels};");
        else _writer.Line(IsGrouped ? $"int group = {GroupY}, panel = 0;" : $"int panel = {GroupY};");
    }

    /// <summary>The first slice, and that behind the last.</summary>
    private (string Begin, string End) Range => _plan.Splits > 1 ? ("begin", "last") : ("0", CodeWriter.Number(_steps));

    private void EmitFirstSlice()
    {
        EmitInputLoads("Float4 ", Range.Begin);
        for (int i = 0; i < WeightLoads; i++) EmitWeightLoad(i, Range.Begin, isFirst: true);
        EmitStores("");
        _writer.Line("Group.Barrier();");
    }

    private void EmitInputLoads(string type, string step)
    {
        for (int i = 0; i < InputLoads; i++)
            for (int half = 0; half < Halves; half++)
                _writer.Line($"{type}{NextInput(i, half)} = {LoadInput(_input, i, half, step)};");
    }

    private static string NextInput(int i, int half) => $"nextInput{i}{(half == 0 ? "" : "More")}";

    private void EmitLoop()
    {
        _writer.Line($"var sums = new {Sums}();");
        _writer.Line("int current = 0;");
        (string begin, string end) = Range;
        if (begin == "0" && _steps == 1)
        {
            _writer.Open("");
            EmitProducts();
            _writer.Close();
            _writer.Line("Group.Barrier();");
            return;
        }
        _writer.Open($"for (int step = {(begin == "0" ? "1" : begin + " + 1")}; step <= {end}; step++)");
        _writer.Comment("The next slice is on its way while this one is multiplied.");
        _writer.Open($"if (step < {end})");
        EmitInputLoads("", "step");
        for (int i = 0; i < WeightLoads; i++) EmitWeightLoad(i, "step");
        _writer.Close();
        EmitProducts();
        _writer.Line("current = 1 - current;");
        _writer.Open($"if (step < {end})");
        EmitStores("current");
        _writer.Close();
        _writer.Line("Group.Barrier();");
        _writer.Close();
    }

    /// <summary>The type of a thread's sums.</summary>
    protected virtual string Sums => _context.Tiles.Sums(_tile.ThreadRows, _tile.ThreadVectors);

    /// <summary>Adds the products of a slice to the sums.</summary>
    protected virtual void EmitProducts()
    {
        _writer.Line($"var input = inputSlices.SubView(current * {_tile.InputVectors} + down * {_tile.RowStride}, "
            + $"{_tile.InputVectors - (_tile.ThreadsDown - 1) * _tile.RowStride});");
        _writer.Line($"var slice = weightSlices.SubView(current * {_tile.WeightVectors} + across, "
            + $"{_tile.WeightVectors - _tile.ThreadsAcross + 1});");
        int row = _tile.ThreadsDown * _tile.RowStride, weightRow = _tile.Columns / 4;
        _writer.Open($"for (int k = 0; k < {_tile.DepthVectors}; k++)");
        _writer.Line($"sums = Multiply(sums, input.SubView(k, {(_tile.ThreadRows - 1) * row + 1}), {row}, "
            + $"slice.SubView(k * {4 * weightRow}, {3 * weightRow + (_tile.ThreadVectors - 1) * _tile.ThreadsAcross + 1}), "
            + $"{weightRow}, {_tile.ThreadsAcross});");
        _writer.Close();
    }

    /// <summary>Prints the methods that <see cref="LoadInput(GpuInput, int, int, string)"/> calls.</summary>
    protected virtual void EmitInput(GpuInput input) => input.EmitDepth();

    /// <summary>Vectors of the input of which shared memory has one: 2 where two steps of the depth share a word.</summary>
    protected virtual int Halves => 1;

    protected virtual string LoadInput(GpuInput input, int i, int half, string step) =>
        input.Load(CodeWriter.Number(i), GpuValue.Sum(GpuValue.Times(step, _tile.Depth), $"4 * part{i}"));

    /// <summary>Where a vector of weights of a slice comes from, and what holds unless it lies behind the depth.</summary>
    protected virtual (string At, string IsInside) WeightSource(int i, string step)
    {
        string at = GpuValue.Sum(GpuValue.Times(step, _tile.WeightVectors), Index(i));
        return (at, $"{at} < {(long)_plan.Weights.Rows * _tile.Columns / 4}");
    }

    private void EmitWeightLoad(int i, string step, bool isFirst = false)
    {
        (string at, string isInside) = WeightSource(i, step);
        bool hasEnd = _plan.Weights.Rows % _tile.Depth != 0;
        var conditions = new List<string>();
        if ((i + 1) * _tile.Threads > _tile.WeightVectors) conditions.Add($"{Index(i)} < {_tile.WeightVectors}");
        if (hasEnd) conditions.Add(isInside);
        // Of two bounds for the same number, one is enough.
        if (conditions.Count == 2 && at == Index(i) && (long)_plan.Weights.Rows * _tile.Columns / 4 <= _tile.WeightVectors)
            conditions.RemoveAt(0);
        string condition = string.Join(" && ", conditions), type = isFirst ? "Float4 " : "";
        if (isFirst && !hasEnd && conditions.Count > 0)
        {
            _writer.Line($"Float4 nextWeights{i} = new Float4();");
            type = "";
        }
        // Rows behind the last one are zeros, for they meet whatever the input's slice holds.
        _writer.Line(hasEnd ? $"{type}nextWeights{i} = {condition} ? panels[{at}] : new Float4();"
            : conditions.Count > 0 ? $"if ({condition}) nextWeights{i} = panels[{at}];"
            : $"{type}nextWeights{i} = panels[{at}];");
    }

    /// <summary>A thread's number among all that load at a time, and the next time.</summary>
    protected string Index(int i) => GpuValue.Sum("thread", i == 0 ? "" : CodeWriter.Number(i * _tile.Threads));

    private void EmitStores(string current)
    {
        string Base(int size) => current.Length == 0 ? "" : GpuValue.Times(current, size);
        for (int i = 0; i < InputLoads; i++)
        {
            bool isCut = (i + 1) * _tile.Threads > _tile.Rows * _tile.DepthVectors;
            string at = GpuValue.Sum(Base(_tile.InputVectors), InputSlot(i));
            string stored = StoredInput(NextInput(i, 0), NextInput(i, 1));
            _writer.Line((isCut ? $"if (row{i} < {_tile.Rows}) " : "") + $"inputSlices[{at}] = {stored};");
        }
        for (int i = 0; i < WeightLoads; i++)
        {
            string index = Index(i);
            bool isCut = (i + 1) * _tile.Threads > _tile.WeightVectors;
            _writer.Line((isCut ? $"if ({index} < {_tile.WeightVectors}) " : "")
                + $"weightSlices[{GpuValue.Sum(Base(_tile.WeightVectors), WeightSlot(i))}] = {StoredWeights("nextWeights" + i)};");
        }
    }

    /// <summary>Where a vector of a position goes within a slice.</summary>
    protected virtual string InputSlot(int i) => GpuValue.Sum(GpuValue.Times("row" + i, _tile.RowStride), "part" + i);

    /// <summary>Where a vector of weights goes within a slice.</summary>
    protected virtual string WeightSlot(int i) => Index(i);

    /// <summary>A vector of the input as shared memory has it, or one of two.</summary>
    protected virtual string StoredInput(string vector, string more) => vector;

    /// <summary>A vector of weights as shared memory has it.</summary>
    protected virtual string StoredWeights(string vector) => vector;

    /// <summary>A thread's number among those above each other.</summary>
    protected virtual string ThreadDown => "down";
}
