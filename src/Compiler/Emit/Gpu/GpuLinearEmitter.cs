using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>
/// Prints linear layers on one position: each thread takes four output channels through a part of the depth, and the parts' sums are added
/// in order. What a step hands to the next one lies in shared memory.
/// </summary>
/// <remarks>Weights do not depend on anything, so that what a thread can keep of them is loaded in the beginning: all ways to memory are
/// one wait.</remarks>
internal sealed class GpuLinearEmitter
{
    /// <summary>Vectors of weights that a thread can keep until they are needed.</summary>
    private const int MostKept = 24;

    private readonly GpuContext _context;
    private readonly GpuLinearPlan _plan;
    private readonly CodeWriter _writer;
    private readonly GpuShareEmitter _shares;
    private int _kept;

    private GpuLinearEmitter(GpuContext context, GpuLinearPlan plan) =>
        (_context, _plan, _writer, _shares) = (context, plan, context.Writer, new GpuShareEmitter(context.Writer, plan.Threads));

    public static void Emit(GpuContext context, GpuLinearPlan plan) => new GpuLinearEmitter(context, plan).Emit();

    private void Emit()
    {
        GpuLinearStage[] stages = [.. _plan.Layers.Select((layer, i) => Stage(layer, i))];
        GpuMeanEmitter? mean = _plan.Mean is null ? null : new GpuMeanEmitter(_context, _plan, _plan.Mean, _shares);
        _context.Open(_plan);
        mean?.Allocate();
        foreach (GpuLinearStage stage in stages)
        {
            if (stage.Shares.Slices > 1) _shares.Allocate(stage.Sums, stage.Shares);
            if (!stage.IsLast) _writer.Line($"var {stage.Values} = SharedMemory.Allocate<float>({4 * stage.Shares.Across});");
        }
        _writer.Line("int thread = Group.IdxX, sample = Grid.IdxX;");
        mean?.EmitLoads();
        foreach (GpuLinearStage stage in stages) EmitPlace(stage);
        mean?.EmitMean();
        foreach (GpuLinearStage stage in stages) EmitLayer(stage);
        _writer.Close();
        foreach (GpuLinearStage stage in stages) stage.Finish.Emit();
    }

    private GpuLinearStage Stage(GpuLinearLayer layer, int i)
    {
        bool isLast = i == _plan.Layers.Count - 1;
        string suffix = _plan.Layers.Count == 1 ? "" : CodeWriter.Number(i + 1);
        GpuShares shares = _plan.Shares[i];
        var finish = new GpuFinish(_context, _plan, layer.Output, layer.Epilogue, suffix, isLast);
        return new GpuLinearStage(layer, suffix, isLast, shares, finish)
        {
            Input = i > 0 ? "values" + i : _plan.Mean is null ? "" : "mean",
            IsKept = (_plan.Mean is not null || i > 0) && TakesFew(shares),
        };
    }

    private bool TakesFew(GpuShares shares)
    {
        if (_kept + shares.MostRows > MostKept) return false;
        _kept += shares.MostRows;
        return true;
    }

    /// <summary>Where this thread's weights begin, the bias, and weights that are kept.</summary>
    private void EmitPlace(GpuLinearStage stage)
    {
        (string suffix, GpuWeights weights) = (stage.Suffix, stage.Layer.Weights);
        int across = stage.Shares.Across, panel = weights.Panel, columns = _plan.Columns;
        string whose = stage.IsLast && _plan.GroupsY > 1 ? "the group's" : "the";
        string of = stage.Shares.Slices == 1 ? "every input channel" : $"one of every {stage.Shares.Slices} input channels";
        _writer.Comment($"Four of {whose} output channels, and {of}: a panel has a row for each.");
        _writer.Line($"int across{suffix} = thread % {across}, slice{suffix} = thread / {across};");
        string output = stage.IsLast && _plan.GroupsY > 1 ? $"Grid.IdxY * {columns} + 4 * across{suffix}" : $"4 * across{suffix}";
        _writer.Line($"int output{suffix} = {output};");
        string column = weights.Panels == 1 ? $"output{suffix} / 4"
            : $"output{suffix} / {panel} * {weights.Depth * panel / 4} + output{suffix} % {panel} / 4";
        _writer.Line($"int column{suffix} = {column};");
        _writer.Line($"var columns{suffix} = weights.SubView({_context.Places.Of("weights" + suffix, weights.Offset)}, {weights.Floats})"
            + ".AsAligned(16).Cast<Float4>();");
        _writer.Line(
            $"Float4 bias{suffix} = {_context.Weights("biases" + suffix, weights.BiasOffset, ofVectors: true)}[output{suffix} / 4];");
        if (stage.IsKept) _shares.EmitKept(stage.Shares, "slice" + suffix, stage.Kept, row => Weight(stage, row));
    }

    private static string Weight(GpuLinearStage stage, string row) =>
        $"columns{stage.Suffix}[{GpuValue.Sum(GpuValue.Times(row, stage.Layer.Weights.Panel / 4), "column" + stage.Suffix)}]";

    private void EmitLayer(GpuLinearStage stage)
    {
        (string suffix, GpuShares shares) = (stage.Suffix, stage.Shares);
        _writer.Comment(stage.IsLast ? "The layer's channels that are the group's." : "All channels of a layer, for the next one.");
        if (stage.Input.Length == 0)
        {
            _writer.Line(_context.Value("x", _plan.Input, ofVectors: false).Declaration);
            if (_plan.Gate is not null) _writer.Line(_context.Value("g", _plan.Gate, ofVectors: false).Declaration);
        }
        _writer.Line($"Float4 sum{suffix} = new Float4();");
        _shares.OpenForThreads(shares);
        if (stage.IsKept) EmitKeptProducts(stage);
        else
            _shares.EmitRows(shares, "slice" + suffix, "line" + suffix, "sum" + suffix,
                (name, row) => $"Float4 {name} = {Weight(stage, row)}; float x{name} = {Input(stage, row)};",
                (name, row) => GpuShareEmitter.Each(c => $"{{0}}.{c} += x{name} * {name}.{c};"));
        if (shares.Slices > 1) _writer.Line($"{stage.Sums}[thread] = sum{suffix};");
        _shares.CloseForThreads(shares);
        string sums = shares.Slices > 1 ? _shares.EmitFirstSums(stage.Sums, shares) : "";
        bool isCut = stage.IsLast && stage.Layer.Weights.Outputs % _plan.Columns != 0;
        _writer.Open($"if (thread < {shares.Across}{(isCut ? $" && output{suffix} < {stage.Layer.Weights.Outputs}" : "")})");
        if (sums.Length > 0) _shares.EmitTotal(sums, shares);
        else _writer.Line($"Float4 total = sum{suffix};");
        _writer.Line(GpuShareEmitter.Each(c => $"total.{c} += bias{suffix}.{c};"));
        string finish = stage.Finish.Call("sample", "output" + suffix, "total");
        if (stage.IsLast) _writer.Line($"{finish};");
        else
        {
            _writer.Line($"total = {finish};");
            for (int c = 0; c < 4; c++)
                _writer.Line($"{stage.Values}[{GpuValue.Sum("4 * thread", c == 0 ? "" : CodeWriter.Number(c))}] = total.{"XYZW"[c]};");
        }
        _writer.Close();
        if (!stage.IsLast) _writer.Line("Group.Barrier();");
    }

    private void EmitKeptProducts(GpuLinearStage stage)
    {
        GpuShares shares = stage.Shares;
        for (int i = 0; i < shares.MostRows; i++)
        {
            bool isRest = i >= shares.RowsOfAll;
            if (isRest) _writer.Open($"if (slice{stage.Suffix} < {shares.Rest})");
            string x = $"x{stage.Suffix}_{i}", row = GpuShareEmitter.Row("slice" + stage.Suffix, i, shares);
            _writer.Line($"float {x} = {Input(stage, row)};");
            _writer.Line(GpuShareEmitter.Each(c => $"sum{stage.Suffix}.{c} += {x} * {stage.Kept(i)}.{c};"));
            if (isRest) _writer.Close();
        }
    }

    private string Input(GpuLinearStage stage, string row)
    {
        if (stage.Input.Length > 0) return $"{stage.Input}[{row}]";
        string gate = _plan.Gate is null ? "" : " * " + _context.Value("g", _plan.Gate, ofVectors: false).At("sample", row);
        return _context.Value("x", _plan.Input, ofVectors: false).At("sample", row) + gate;
    }
}

/// <summary>A layer with what its code is called.</summary>
/// <param name="Suffix">Behind its names.</param>
internal sealed record GpuLinearStage(GpuLinearLayer Layer, string Suffix, bool IsLast, GpuShares Shares, GpuFinish Finish)
{
    /// <summary>The shared memory that its input lies in; empty where it is read from the device's.</summary>
    public string Input { get; init; } = "";

    /// <summary>Whether its weights are loaded before all else.</summary>
    public bool IsKept { get; init; }

    public string Sums => "sums" + Suffix;

    public string Values => "values" + Suffix;

    public string Kept(int i) => $"weights{Suffix}_{i}";
}
