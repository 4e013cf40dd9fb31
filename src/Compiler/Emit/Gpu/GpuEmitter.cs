using Fusion.Compiler.Emit.Gpu.Maps;
using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>Prints the kernels of a network for GPUs.</summary>
internal static class GpuEmitter
{
    public const string ClassName = "GpuKernels";

    /// <summary>Stands for a kernel's name until it is known whether another has the same text.</summary>
    private const string Placeholder = "KERNEL__";

    /// <param name="tables">The plans, that for single samples before that for batches, which has kernels of its own where tiles
    /// differ.</param>
    /// <param name="size">Behind the class's name, where a network has several sizes.</param>
    public static void Emit(CodeWriter writer, IReadOnlyList<GpuKernelTable> tables, string size)
    {
        var context = new GpuContext(tables[0].Plan);
        var printed = new Dictionary<string, List<GpuKernelPlan>>(StringComparer.Ordinal);
        IReadOnlyList<string>[] entries = [.. tables.Select(table => Print(context, table.Plan, table.KernelSuffix, printed))];
        writer.Summary("The network's kernels for GPUs, in the order in which they run. The last numbers of an entry are the kernel's "
            + "places, P0, P1 and so on: where its weights and values lie.");
        writer.Open($"internal static class {ClassName}{size}");
        for (int i = 0; i < tables.Count; i++)
        {
            if (i > 0) writer.Line();
            if (i > 0 && entries[i].SequenceEqual(entries[i - 1]))
                writer.Line($"public static GpuKernel[] {tables[i].Name} => {tables[i - 1].Name};");
            else EmitTable(writer, tables[i].Name, entries[i]);
        }
        foreach (var pair in printed)
        {
            writer.Line();
            string[] others = [.. pair.Value.Select(Layer).Distinct().Skip(1)];
            writer.Summary(pair.Value[0].Title + (others.Length == 0 ? "" : $"; and of the same form {string.Join(", ", others)}"));
            writer.Lines(pair.Key.Replace(Placeholder, pair.Value[0].Name));
        }
        context.Tiles.Write(writer);
        context.Functions.Write(writer);
        writer.Close();
    }

    private static void EmitTable(CodeWriter writer, string name, IReadOnlyList<string> entries)
    {
        writer.Line($"public static GpuKernel[] {name} {{ get; }} =");
        writer.Line("[");
        foreach (string entry in entries) writer.Line("    " + entry);
        writer.Line("];");
    }

    /// <summary>The entries of a plan's kernels in the table. A kernel that has not been printed before is, under its own name.</summary>
    private static IReadOnlyList<string> Print(
        GpuContext context, GpuNetworkPlan plan, string suffix, Dictionary<string, List<GpuKernelPlan>> printed)
    {
        var entries = new List<string>();
        foreach (GpuKernelPlan kernel in plan.GpuKernels)
        {
            kernel.Name += suffix;
            (string text, string places) = Print(context, kernel);
            if (!printed.TryGetValue(text, out List<GpuKernelPlan>? same)) printed[text] = same = [];
            same.Add(kernel);
            entries.Add($"new({Escape.Literal(kernel.Title)}, {same[0].Name}, {kernel.Threads}, {kernel.UnitsPerSample}, "
                + $"{kernel.UnitsPerGroup}, {kernel.GroupsY}, new({places})),");
        }
        return entries;
    }

    private static string Layer(GpuKernelPlan kernel) => kernel.Title.Split(':')[0];

    /// <summary>A kernel's text, with a placeholder for its name, and its places.</summary>
    private static (string Text, string Places) Print(GpuContext context, GpuKernelPlan kernel)
    {
        string name = kernel.Name;
        context.Begin();
        kernel.Name = Placeholder;
        try
        {
            Emit(context, kernel);
        }
        finally
        {
            kernel.Name = name;
        }
        return (context.Writer.ToString(), string.Join(", ", context.Places.Offsets));
    }

    private static void Emit(GpuContext context, GpuKernelPlan kernel)
    {
        switch (kernel)
        {
            case GpuConvolutionPlan plan: GpuConvolutionEmitter.Emit(context, plan); break;
            case GpuWinogradInputPlan plan: GpuWinogradEmitter.EmitInput(context, plan); break;
            case GpuWinogradOutputPlan plan: GpuWinogradEmitter.EmitOutput(context, plan); break;
            case GpuSplitPlan plan: GpuSplitEmitter.Emit(context, plan); break;
            case GpuDirectPlan plan: GpuDirectEmitter.Emit(context, plan); break;
            case GpuDepthwisePlan plan: GpuDepthwiseEmitter.Emit(context, plan); break;
            case GpuLinearPlan plan: GpuLinearEmitter.Emit(context, plan); break;
            case GpuReducePlan plan: GpuReduceEmitter.Emit(context, plan); break;
            case GpuSoftmaxPlan plan: GpuSoftmaxEmitter.Emit(context, plan); break;
            case GpuNormPlan plan: GpuNormEmitter.Emit(context, plan); break;
            case GpuRecurrencePlan plan: GpuRecurrenceEmitter.Emit(context, plan); break;
            case GpuMapPlan plan: GpuMapEmitter.Emit(context, plan); break;
            default: throw new NotSupportedException($"{kernel.GetType().Name} has no printer.");
        }
    }
}
