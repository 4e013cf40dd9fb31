using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu.Maps;

/// <summary>What the printers of maps share: a thread has one channel of a position, or four, called <c>position</c> and <c>channel</c>
/// (counted in vectors of four where it has four), and computes <c>v</c>.</summary>
internal sealed class GpuMapWriter
{
    private readonly GpuFinish _finish;

    public GpuMapWriter(GpuContext context, GpuMapPlan plan)
    {
        (Context, Plan) = (context, plan);
        _finish = new GpuFinish(context, plan, plan.Output, plan.Epilogue);
        // What reads nothing has a name for its own result.
        Input = context.Value("x", plan.Inputs.Count > 0 ? plan.Inputs[0] : plan.Output, OfVectors);
    }

    public GpuContext Context { get; }

    public GpuMapPlan Plan { get; }

    public CodeWriter Writer => Context.Writer;

    public GpuValue Input { get; }

    public View Output => Plan.Output;

    public bool OfVectors => Plan.Lanes == 4;

    /// <summary>The lanes of a value: behind its name.</summary>
    private string[] Lanes => OfVectors ? [".X", ".Y", ".Z", ".W"] : [""];

    public void Open()
    {
        int channels = Output.Channels / Plan.Lanes;
        Context.Open(Plan);
        Writer.Line($"int index = Grid.IdxX * {Plan.Threads} + Group.IdxX;");
        Writer.Open($"if (index < batch * {Plan.UnitsPerSample})");
        Writer.Line(channels == 1
            ? "int position = index, channel = 0;"
            : $"int position = index / {channels}, channel = index % {channels};");
        if (Plan.Inputs.Count > 0) Writer.Line(Input.Declaration);
    }

    public void Close()
    {
        Writer.Line($"{_finish.Call("position", OfVectors ? "4 * channel" : "channel", "v")};");
        Writer.Close();
        Writer.Close();
        if (OfVectors) _finish.Emit();
        else _finish.EmitOne();
    }

    /// <summary>One statement for each lane.</summary>
    public void Each(Func<string, string> statement) => Writer.Line(string.Join(" ", Lanes.Select(statement)));

    /// <summary>Declares a value.</summary>
    public void Declare(string name, string value) => Writer.Line($"{Input.Type} {name} = {value};");

    /// <summary>Where the sample of <c>position</c> begins in the input, and its place along T, H and W, under the names of
    /// <see cref="Axes"/>.</summary>
    public void Locate()
    {
        Writer.Line($"int start = {Input.SampleStart(GpuValue.Divided("position", Output.Pixels))};");
        int[] counts = SizesOf(Output);
        for (int axis = 0; axis < 3; axis++)
        {
            if (counts[axis] == 1) continue;
            int behind = counts.Skip(axis + 1).Aggregate(1, (product, count) => product * count);
            Writer.Line($"int {Axes[axis]} = {GpuValue.Remainder(GpuValue.Divided("position", behind), counts[axis])};");
        }
    }

    /// <summary>The names of the output's place along T, H and W; <c>0</c> along what has one position.</summary>
    public string Place(int axis) => SizesOf(Output)[axis] == 1 ? "0" : Axes[axis];

    public static string[] Axes { get; } = ["frame", "line", "column"];

    /// <summary>Positions along T, H and W.</summary>
    public static int[] SizesOf(View view) => [view.Frames, view.Height, view.Width];

    /// <summary>The input at a place of its sample.</summary>
    public string At(string frame, string line, string column, string channel = "channel") => Input.In("start",
        GpuValue.Sum(GpuValue.Times(frame, (long)Plan.Inputs[0].Height * Plan.Inputs[0].Width), GpuValue.Times(line, Plan.Inputs[0].Width),
            column),
        channel);
}
