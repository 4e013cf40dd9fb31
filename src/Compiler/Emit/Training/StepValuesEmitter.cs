using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Emit.Training;

/// <summary>Prints where the kernels of a training step write values, to look for the first that is no finite number.</summary>
internal sealed class StepValuesEmitter(NetworkText text)
{
    public const string ClassName = "StepValues";

    /// <summary>The run time's type for one of them.</summary>
    public const string Type = "global::Fusion.Training.StepValue";

    private readonly CodeWriter _writer = text.Writer;

    /// <summary>Whether a training is printed: a step, whose values are looked at where its guard has found something, and what else has
    /// its losses.</summary>
    public static bool Takes(NetworkText text) => text.Variants[0].Plans[0].Graph.Nodes.Any(node => node.Operation is StepGuard);

    public void Emit()
    {
        _writer.Summary("Where the kernels of a program write values, in their order. Asked for only where no finite loss was found.");
        _writer.Open($"internal static class {ClassName}");
        _writer.Line($"public static {Type}[] Find(int program) => program switch");
        _writer.Line("{");
        for (int i = 0; i < text.Variants.Count; i++) _writer.Line($"    {i} => Of{text.Class.ProgramOf(i)}(),");
        _writer.Line("    _ => [],");
        _writer.Line("};");
        for (int i = 0; i < text.Variants.Count; i++)
        {
            _writer.Line();
            Emit(text.Class.ProgramOf(i), text.Variants[i].Plans[0]);
        }
        _writer.Close();
    }

    private void Emit(string program, NetworkPlan plan)
    {
        var values = new StepValues(plan.Graph);
        _writer.Line($"private static {Type}[] Of{program}() =>");
        _writer.Line("[");
        for (int i = 0; i < plan.Kernels.Count; i++)
        {
            KernelPlan kernel = plan.Kernels[i];
            if (kernel.Node < 0 || !values.IsBeforeGuard(kernel.Node)) continue;
            foreach (View view in kernel.Writes.Where(view => view.Buffer.IsValue))
                if (Place(view) is { } place)
                    _writer.Line($"    new({i}, {Escape.Literal(values.Describe(kernel.Node))}, {place}, {Layout(view)}),");
        }
        _writer.Line("];");
    }

    private static string? Place(View view) => view.Buffer.Kind switch
    {
        BufferKind.Workspace => "-1",
        BufferKind.Output => CodeWriter.Number(view.Buffer.Binding),
        _ => null,
    };

    private static string Layout(View view) =>
        $"{CodeWriter.Number(view.Offset)}, [{view.Frames}, {view.Height}, {view.Width}, {view.Channels}], "
        + $"[{view.PlaneStride}, {view.RowStride}, {view.PixelStride}]";
}
