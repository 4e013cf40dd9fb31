using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>GPUs, through ILGPU: for projects that reference the package <c>Fusion.Gpu</c>.</summary>
public sealed class GpuTarget : Target
{
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
            GpuNetworkPlan[] plans = [GpuScheduler.Schedule(RewritePipeline.Run(graph, notes, Name), layout)];
            return new CompiledVariant(graph, GraphText.Print(graph), plans, PlanText.FusionPlan(graph, plans, notes, remarks));
        })], layout);
    }
}
