using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>GPUs, through ILGPU: for projects that reference the package <c>Fusion.Gpu</c>.</summary>
public sealed class GpuTarget : Target
{
    /// <summary>From so many samples on, the kernels for batches run.</summary>
    internal const int LeastBatch = 8;

    /// <summary>The batch that those are planned for.</summary>
    private const int SamplesOfBatch = 16;

    public override string Name => "Gpu";

    public override string? FindGap(Graph graph, Node node) => GpuScheduler.HasKernel(node.Operation) ? null
        : $"{node.Operation.Kind} has no kernel for GPUs";

    public override IEnumerable<(string Name, string Lines)> PlaceholderMembers(PlaceholderText text) => GpuPlaceholder.Members(text);

    public override PlannedTarget Plan(IReadOnlyList<Graph> graphs, EquatableArray<string> remarks)
    {
        var layout = new GpuWeightLayout();
        return new PlannedGpu([.. graphs.Select(graph =>
        {
            var notes = new FusionNotes();
            Graph rewritten = RewritePipeline.Run(graph, notes, Name);
            // Single samples first: they decide how weights are packed, for there a full device is harder to have.
            GpuNetworkPlan one = GpuScheduler.Schedule(rewritten, layout);
            GpuNetworkPlan many = GpuScheduler.Schedule(rewritten, layout, SamplesOfBatch);
            return new CompiledVariant(graph, GraphText.Print(graph), [one, many], PlanText.FusionPlan(graph, [one], notes, remarks));
        })], layout);
    }
}
