using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>Prints a convolution as a product of tiles in shared memory.</summary>
/// <remarks>
/// Shared memory has two slices. While one is multiplied, the next is on its way from the device's memory to registers; it is stored where
/// nobody reads any more, and the barrier comes last. The loads of shared memory are in a loop of their own, which keeps the compiler
/// from moving them behind the stores.
/// </remarks>
internal sealed class GpuConvolutionEmitter
{
    private readonly GpuContext _context;
    private readonly GpuConvolutionPlan _plan;
    private readonly GpuTile _tile;
    private readonly CodeWriter _writer;
    private readonly GpuInput _input;
    private readonly GpuFinish _finish;
    private readonly int _steps;
    private readonly int _stepsOfPart;

    private GpuConvolutionEmitter(GpuContext context, GpuConvolutionPlan plan)
    {
        (_context, _plan, _tile, _writer) = (context, plan, plan.Tile, context.Writer);
        _input = new GpuInput(context, plan.Name, plan.Convolution, plan.Input, plan.Output, plan.Weights.Inputs, plan.Gate);
        _finish = new GpuFinish(context, plan, plan.Output, plan.Epilogue);
        _steps = (plan.Weights.Depth + _tile.Depth - 1) / _tile.Depth;
        _stepsOfPart = (_steps + plan.Splits - 1) / plan.Splits;
    }

    public static void Emit(GpuContext context, GpuConvolutionPlan plan) => new GpuConvolutionEmitter(context, plan).Emit();

    private bool IsGrouped => _plan.Convolution.Groups > 1;

    private string Group => IsGrouped ? "group" : "0";

    private int InputLoads => (_tile.Rows * _tile.DepthVectors + _tile.Threads - 1) / _tile.Threads;

    private int WeightLoads => (_tile.WeightVectors + _tile.Threads - 1) / _tile.Threads;

    /// <summary>Results can be finished four at a time: a vector of outputs belongs to one group.</summary>
    private bool IsWhole => _finish.OfVectors && _plan.Weights.Outputs % 4 == 0;

    private void Emit()
    {
        _context.Open(_plan);
        EmitPlaces();
        EmitFirstSlice();
        EmitLoop();
        EmitResults();
        _writer.Close();
        _input.EmitDepth();
        if (_plan.Partial is null) _finish.Emit(alsoOne: !IsWhole);
    }

    private void EmitPlaces()
    {
        _writer.Line($"var inputSlices = SharedMemory.Allocate<Float4>({2 * _tile.InputVectors});");
        _writer.Line($"var weightSlices = SharedMemory.Allocate<Float4>({2 * _tile.WeightVectors});");
        _writer.Comment(
            $"This thread's place in the tile: {_tile.ThreadsAcross} threads side by side, {_tile.ThreadsDown} above each other.");
        _writer.Line($"int thread = Group.IdxX, across = thread % {_tile.ThreadsAcross}, down = thread / {_tile.ThreadsAcross};");
        _writer.Comment("The tile's first position, and the position behind the last one.");
        if (_plan.Squeeze is null)
        {
            _writer.Line($"int first = Grid.IdxX * {_tile.Rows};");
            _writer.Line($"int end = batch * {_plan.Output.Pixels};");
        }
        else
        {
            _writer.Line($"int sample = Grid.IdxX / {_plan.TilesPerSample};");
            _writer.Line($"int first = sample * {_plan.Output.Pixels} + Grid.IdxX % {_plan.TilesPerSample} * {_tile.Rows};");
            _writer.Line($"int end = (sample + 1) * {_plan.Output.Pixels};");
        }
        EmitPanel();
        int depth = _plan.Weights.Depth;
        long panel = (long)depth * _tile.Columns;
        string place = _context.Places.Of("weights", _plan.Weights.Offset);
        string number = _plan.Splits > 1 ? "panel" : "Grid.IdxY";
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
    }

    /// <summary>Which panel of weights is the group's, of which group of the convolution, and which part of the depth.</summary>
    private void EmitPanel()
    {
        int panels = _plan.Weights.Panels;
        if (_plan.Splits > 1)
        {
            _writer.Line($"int panel = Grid.IdxY % {panels}, part = Grid.IdxY / {panels};");
            _writer.Comment("The slices of this part of the depth.");
            _writer.Line($"int begin = part * {_stepsOfPart};");
            _writer.Line(_steps % _stepsOfPart == 0 ? $"int last = begin + {_stepsOfPart};"
                : $"int last = begin + {_stepsOfPart} < {_steps} ? begin + {_stepsOfPart} : {_steps};");
        }
        else if (IsGrouped && panels > 1) _writer.Line($"int group = Grid.IdxY / {panels}, panel = Grid.IdxY % {panels};");
        else _writer.Line(IsGrouped ? "int group = Grid.IdxY, panel = 0;" : "int panel = Grid.IdxY;");
    }

    /// <summary>The first slice, and that behind the last.</summary>
    private (string Begin, string End) Range => _plan.Splits > 1 ? ("begin", "last") : ("0", CodeWriter.Number(_steps));

    private void EmitFirstSlice()
    {
        for (int i = 0; i < InputLoads; i++)
        {
            string depth = GpuValue.Sum(GpuValue.Times(Range.Begin, _tile.Depth), $"4 * part{i}");
            _writer.Line($"Float4 nextInput{i} = {LoadInput(i, depth)};");
        }
        for (int i = 0; i < WeightLoads; i++)
        {
            _writer.Line($"Float4 nextWeights{i} = new Float4();");
            EmitWeightLoad(i, Range.Begin);
        }
        EmitStores("");
        _writer.Line("Group.Barrier();");
    }

    private void EmitLoop()
    {
        string sums = _context.Tiles.Sums(_tile.ThreadRows, _tile.ThreadVectors);
        _writer.Line($"var sums = new {sums}();");
        _writer.Line("int current = 0;");
        (string begin, string end) = Range;
        _writer.Open($"for (int step = {(begin == "0" ? "1" : begin + " + 1")}; step <= {end}; step++)");
        _writer.Comment("The next slice is on its way while this one is multiplied.");
        _writer.Open($"if (step < {end})");
        for (int i = 0; i < InputLoads; i++) _writer.Line($"nextInput{i} = {LoadInput(i, $"step * {_tile.Depth} + 4 * part{i}")};");
        for (int i = 0; i < WeightLoads; i++) EmitWeightLoad(i, "step");
        _writer.Close();
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
        _writer.Line("current = 1 - current;");
        _writer.Open($"if (step < {end})");
        EmitStores("current");
        _writer.Close();
        _writer.Line("Group.Barrier();");
        _writer.Close();
    }

    private string LoadInput(int i, string depth) => _input.Load(CodeWriter.Number(i), depth, Group);

    private void EmitWeightLoad(int i, string step)
    {
        string index = Index(i), at = GpuValue.Sum(GpuValue.Times(step, _tile.WeightVectors), index);
        bool hasEnd = _plan.Weights.Depth % _tile.Depth != 0;
        var conditions = new List<string>();
        if ((i + 1) * _tile.Threads > _tile.WeightVectors) conditions.Add($"{index} < {_tile.WeightVectors}");
        if (hasEnd) conditions.Add($"{at} < {(long)_plan.Weights.Depth * _tile.Columns / 4}");
        string condition = string.Join(" && ", conditions);
        // Rows behind the last one are zeros, for they meet whatever the input's slice holds.
        _writer.Line(hasEnd ? $"nextWeights{i} = {condition} ? panels[{at}] : new Float4();"
            : conditions.Count > 0 ? $"if ({condition}) nextWeights{i} = panels[{at}];"
            : $"nextWeights{i} = panels[{at}];");
    }

    /// <summary>A thread's number among all that load at a time, and the next time.</summary>
    private string Index(int i) => GpuValue.Sum("thread", i == 0 ? "" : CodeWriter.Number(i * _tile.Threads));

    private void EmitStores(string current)
    {
        string Base(int size) => current.Length == 0 ? "" : GpuValue.Times(current, size);
        for (int i = 0; i < InputLoads; i++)
        {
            bool isCut = (i + 1) * _tile.Threads > _tile.Rows * _tile.DepthVectors;
            string at = GpuValue.Sum(Base(_tile.InputVectors), GpuValue.Times("row" + i, _tile.RowStride), "part" + i);
            _writer.Line((isCut ? $"if (row{i} < {_tile.Rows}) " : "") + $"inputSlices[{at}] = nextInput{i};");
        }
        for (int i = 0; i < WeightLoads; i++)
        {
            string index = Index(i);
            bool isCut = (i + 1) * _tile.Threads > _tile.WeightVectors;
            _writer.Line((isCut ? $"if ({index} < {_tile.WeightVectors}) " : "")
                + $"weightSlices[{GpuValue.Sum(Base(_tile.WeightVectors), index)}] = nextWeights{i};");
        }
    }

    /// <summary>The sums over a part of the depth, as they are.</summary>
    private void EmitPartialSums(GpuPartialSums partial)
    {
        GpuValue sums = _context.Value("parts", partial.Sums, ofVectors: true);
        int pixels = _plan.Output.Pixels, vectors = partial.Sums.Channels / 4;
        _writer.Line(sums.Declaration);
        for (int v = 0; v < _tile.ThreadVectors; v++)
        {
            string column = GpuValue.Sum(GpuValue.Times("panel", _tile.Columns / 4), "across",
                v == 0 ? "" : CodeWriter.Number(v * _tile.ThreadsAcross));
            for (int r = 0; r < _tile.ThreadRows; r++)
            {
                string position = GpuValue.Sum("first", "down", r == 0 ? "" : CodeWriter.Number(r * _tile.ThreadsDown));
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

    private void EmitResults()
    {
        if (_plan.Partial is { } partial)
        {
            EmitPartialSums(partial);
            return;
        }
        _writer.Line($"var biases = {_context.Weights("biases", _plan.Weights.BiasOffset, ofVectors: true)};");
        for (int v = 0; v < _tile.ThreadVectors; v++)
        {
            string suffix = _tile.ThreadVectors == 1 ? "" : CodeWriter.Number(v);
            string within = GpuValue.Sum(GpuValue.Times("panel", _tile.Columns), GpuValue.Times("across", 4),
                v == 0 ? "" : CodeWriter.Number(4 * v * _tile.ThreadsAcross));
            _writer.Line($"int output{suffix} = {within};");
            string bias = GpuValue.Sum(IsGrouped ? GpuValue.Times("group", _plan.Weights.Padded / 4) : "", $"output{suffix} / 4");
            _writer.Line($"Float4 bias{suffix} = biases[{bias}];");
            if (_plan.Squeeze is not null) _writer.Line($"Float4 squeeze{suffix} = new Float4();");
            for (int r = 0; r < _tile.ThreadRows; r++) EmitResult(r, v, suffix);
        }
        if (_plan.Squeeze is { } squeeze) EmitSqueeze(squeeze);
    }

    private void EmitResult(int r, int v, string suffix)
    {
        string position = GpuValue.Sum("first", "down", r == 0 ? "" : CodeWriter.Number(r * _tile.ThreadsDown));
        int outputs = _plan.Weights.Outputs;
        string inside = $"{position} < end" + (outputs % _tile.Columns == 0 ? "" : $" && output{suffix} < {outputs}");
        _writer.Open($"if ({inside})");
        _writer.Line("Float4 v;");
        for (int c = 0; c < 4; c++)
            _writer.Line($"v.{"XYZW"[c]} = sums.{GpuTiles.Field(r, 4 * v + c)} + bias{suffix}.{"XYZW"[c]};");
        string channel = GpuValue.Sum(IsGrouped ? GpuValue.Times("group", outputs) : "", "output" + suffix);
        if (IsWhole) _writer.Line((_plan.Squeeze is null ? "" : "v = ") + _finish.Call(position, channel, "v") + ";");
        else
            for (int c = 0; c < 4; c++)
            {
                string lane = $"v.{"XYZW"[c]}", next = c == 0 ? "" : CodeWriter.Number(c);
                string call = _finish.Call(position, GpuValue.Sum(channel, next), lane);
                string isThere = outputs % _tile.Columns == 0 ? "" : $"if ({GpuValue.Sum("output" + suffix, next)} < {outputs}) ";
                _writer.Line(_plan.Squeeze is null ? $"{isThere}{call};"
                    : isThere.Length == 0 ? $"{lane} = {call};"
                        : $"{lane} = {GpuValue.Sum("output" + suffix, next)} < {outputs} ? {call} : 0f;");
            }
        if (_plan.Squeeze is not null)
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
            string at = GpuValue.Sum(GpuValue.Times("down", across), "across", v == 0 ? "" : CodeWriter.Number(v * _tile.ThreadsAcross));
            _writer.Line($"rows[{at}] = squeeze{(_tile.ThreadVectors == 1 ? "" : v)};");
        }
        GpuSqueezeRows.Emit(_context, squeeze, across, _tile.ThreadsDown,
            GpuValue.Sum(GpuValue.Times("panel", across), "thread"), "Grid.IdxX");
    }
}
