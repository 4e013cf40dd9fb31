using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Gpu;

namespace Fusion.Compiler.Emit.Gpu;

/// <summary>GPUs, through ILGPU: for projects that reference the package <c>Fusion.Gpu</c>.</summary>
/// <param name="arithmetic">Whether Winograd's form is allowed.</param>
/// <param name="precisions">Those that convolutions have kernels for, beside fp32.</param>
public sealed class GpuTarget(Arithmetic arithmetic, params IReadOnlyList<GpuPrecision> precisions) : Target
{
    /// <summary>From so many samples on, the kernels for batches run.</summary>
    internal const int LeastBatch = 8;

    /// <summary>The batch that those are planned for.</summary>
    private const int SamplesOfBatch = 32;

    public override string Name => "Gpu";

    public override string? FindGap(Graph graph, Node node) => GpuScheduler.HasKernel(node.Operation) ? null
        : $"{node.Operation.Kind} has no kernel for GPUs";

    public override IEnumerable<(string Name, string Lines)> PlaceholderMembers(PlaceholderText text) => GpuPlaceholder.Members(text);

    public override PlannedTarget Plan(IReadOnlyList<Graph> graphs, EquatableArray<string> remarks)
    {
        var programs = new List<GpuProgramSet>();
        Rewritten[] rewritten = [.. graphs.Select(graph => Rewritten.Of(graph, Name))];
        foreach (GpuPrecision precision in precisions.Prepend(GpuPrecision.Single).Distinct().OrderBy(precision => precision))
        {
            GpuWeightLayout ofOne = new(), ofBatch = new();
            programs.Add(new GpuProgramSet(precision, [.. rewritten.Select(graph => (
                GpuScheduler.Schedule(graph.Graph, ofOne, 1, arithmetic, precision),
                GpuScheduler.Schedule(graph.Graph, ofBatch, SamplesOfBatch, arithmetic, precision)))]));
        }
        return new PlannedGpu([.. graphs.Select((graph, i) =>
        {
            GpuNetworkPlan[] plans = [.. programs.SelectMany(set => new[] { set.Sizes[i].One, set.Sizes[i].Batch })];
            string text = PlanText.FusionPlan(graph, [plans[0]], rewritten[i].Notes, remarks);
            return new CompiledVariant(graph, GraphText.Print(graph), plans, text);
        })], programs);
    }

    private sealed record Rewritten(Graph Graph, FusionNotes Notes)
    {
        public static Rewritten Of(Graph graph, string target)
        {
            var notes = new FusionNotes();
            return new Rewritten(RewritePipeline.Run(graph, notes, target), notes);
        }
    }
}
