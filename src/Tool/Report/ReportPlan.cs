using Fusion.Compiler.Graphs;
using Fusion.Compiler.Operations;
using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;
using Fusion.Tool.Assemblies;
using Buffer = Fusion.Compiler.Schedule.Buffer;
using Set = Fusion.Compiler.Schedule.Cpu.InstructionSet;

namespace Fusion.Tool.Report;

/// <summary>How the compiler plans a network: what a built assembly does not carry, made again from its graph.</summary>
/// <param name="Kernels">In the order in which they run.</param>
/// <param name="Buffers">What lies in the workspace when.</param>
/// <param name="WorkspaceBytes">Its length.</param>
/// <param name="Taps">What can be looked at.</param>
/// <param name="IsSame">Whether the kernels are those of the assembly; a tuning file or an option of the project can make others.</param>
internal sealed record ReportPlan(
    IReadOnlyList<ReportKernel> Kernels, IReadOnlyList<ReportBuffer> Buffers, long WorkspaceBytes, IReadOnlyList<ReportTap> Taps,
    bool IsSame)
{
    public static ReportPlan Of(DeclaredSize size, InstructionSet set)
    {
        Set planned = Set.All.Single(known => known.Name == set.ToString());
        CpuPlan plan = ((Compiler.Arithmetic[])[Compiler.Arithmetic.Fast, Compiler.Arithmetic.Direct]).Select(arithmetic =>
            Scheduler.Schedule(RewritePipeline.Run(size.Graph, new FusionNotes()), planned, new WeightLayout(planned),
                new ScheduleOptions(arithmetic, Tuning.None))).OrderByDescending(made => HasKernelsOf(made, size)).First();
        IReadOnlyList<ReportKernel> kernels = KernelsOf(plan);
        return new ReportPlan(kernels, BuffersOf(plan), plan.WorkspaceFloats * sizeof(float),
            TapsOf(size.Graph, kernels), HasKernelsOf(plan, size));
    }

    private static bool HasKernelsOf(CpuPlan plan, DeclaredSize size) =>
        plan.Kernels.Select(kernel => kernel.Title).SequenceEqual(size.Kernels);

    private static IReadOnlyList<ReportKernel> KernelsOf(CpuPlan plan)
    {
        List<ReportKernel> kernels = [];
        for (int i = 0; i < plan.Kernels.Count; i++)
        {
            CpuKernelPlan kernel = plan.Kernels[i];
            Node? node = kernel.Node >= 0 && kernel.Node < plan.Graph.Nodes.Count ? plan.Graph.Nodes[kernel.Node] : null;
            // Where several kernels make one value, the last one counts for it.
            if (plan.Kernels.Skip(i + 1).Any(later => later.Node == kernel.Node)) node = null;
            IReadOnlyList<Shape> inputs = node is null ? [] : plan.Graph.InputShapes(node);
            long weights = node is null ? 0 : node.Operation.Parameters(inputs).Sum(parameter => parameter.Elements) * sizeof(float);
            kernels.Add(new ReportKernel(
                i, kernel.Title, kernel.TileText, (long)(Share(kernel) * (node?.Operation.MultiplyAdds(inputs, node.Shape) ?? 0)),
                kernel.Reads.Concat(kernel.Writes)
                    .Sum(view => (long)view.Pixels * view.Channels * sizeof(float)), weights, Sources(plan, i)));
        }
        return kernels;
    }

    /// <summary>Of the multiplications of a 3×3 convolution, those that Winograd's form does.</summary>
    private static double Share(CpuKernelPlan kernel) =>
        kernel is WinogradPlan { Transform: var form } ? form.Products / (9.0 * form.Tile * form.Tile) : 1;

    private static IReadOnlyList<int> Sources(CpuPlan plan, int reader) =>
        [.. plan.Kernels[reader].Reads.SelectMany(read => read.Buffer.Kind == BufferKind.Input ? [-1]
            : Enumerable.Range(0, reader).Where(writer => plan.Kernels[writer].Writes.Any(written => Overlap(written, read))))
            .Distinct().Order()];

    private static bool Overlap(View written, View read) => written.Buffer == read.Buffer
        && written.ChannelOffset < read.ChannelOffset + read.Channels && read.ChannelOffset < written.ChannelOffset + written.Channels;

    private static IReadOnlyList<ReportBuffer> BuffersOf(CpuPlan plan) =>
        [.. plan.Kernels.SelectMany(kernel => kernel.Reads.Concat(kernel.Writes)).Select(view => view.Buffer).Distinct()
            .Where(buffer => buffer.Kind == BufferKind.Workspace && buffer.LastStep >= 0)
            .Select(buffer => new ReportBuffer(buffer.Name, Shape(buffer), buffer.Offset * sizeof(float), buffer.Floats * sizeof(float),
                Math.Max(0, Math.Min(buffer.FirstStep, plan.Kernels.Count - 1)), Math.Min(buffer.LastStep, plan.Kernels.Count - 1)))
            .OrderBy(buffer => buffer.First).ThenBy(buffer => buffer.Offset)];

    private static string Shape(Buffer buffer) =>
        string.Join("×", ((int[])[buffer.Frames, buffer.Height, buffer.Width]).SkipWhile(size => size == 1).Append(buffer.Channels));

    private static IReadOnlyList<ReportTap> TapsOf(Graph graph, IReadOnlyList<ReportKernel> kernels)
    {
        IEnumerable<ReportTap> taps = graph.Taps.Select(tap => Tap(tap.Name, "tap", graph.Nodes[tap.Node]));
        IEnumerable<ReportTap> gates = graph.Nodes.Where(node => node.Operation is Multiply && node.Inputs.Count == 2)
            .Select(node => graph.Nodes[node.Inputs[1]]).Where(gate => gate.Shape.SpatialRank == 0 && gate.Operation is not Input)
            .Select(gate => Tap(gate.Name, "gate", gate));
        return [.. taps, .. gates];

        ReportTap Tap(string name, string kind, Node node)
        {
            string layer = node.Name.Split('.')[..^1] is { Length: > 0 } outer ? string.Join('.', outer) : node.Name;
            return new ReportTap(name, kind, node.Shape, kernels.LastOrDefault(kernel => kernel.Layer == node.Name)?.Title
                ?? kernels.LastOrDefault(kernel => kernel.Layer.StartsWith(layer + ".", StringComparison.Ordinal))?.Title ?? "", node.Id);
        }
    }
}
