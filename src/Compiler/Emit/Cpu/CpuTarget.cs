using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler.Emit.Cpu;

/// <summary>The CPU, in all its instruction sets: always on, for all operations, and for training.</summary>
public sealed class CpuTarget(ScheduleOptions? options = null) : Target
{
    private readonly ScheduleOptions _options = options ?? ScheduleOptions.Default;

    public override string Name => "Cpu";

    public override bool CanTrain => true;

    public override PlannedTarget Plan(IReadOnlyList<Graph> graphs, EquatableArray<string> remarks)
    {
        // What changes at each step is kept as it is trained.
        ScheduleOptions options = graphs.Any(RewritePipeline.IsTraining)
            ? _options with { IsTraining = true, Weights = WeightStorage.Float32 }
            : _options;
        WeightLayout[] layouts = [.. options.Sets.Select(set => new WeightLayout(set, options))];
        if (options.IsTraining)
        {
            // First, so that they lie at the same place for all instruction sets.
            foreach (WeightLayout layout in layouts)
                foreach (Parameter parameter in graphs.SelectMany(graph => graph.Parameters))
                    layout.Parameter(parameter.Name, (int)parameter.Elements);
        }
        return new PlannedCpu([.. graphs.Select((graph, i) => Plan(graph, layouts, options, i == 0 ? remarks : []))], layouts);
    }

    private CompiledVariant Plan(Graph graph, WeightLayout[] layouts, ScheduleOptions options, EquatableArray<string> remarks)
    {
        var notes = new FusionNotes();
        Graph rewritten = RewritePipeline.Run(graph, notes, Name);
        // First, because blocks have the say in how weights are packed.
        IReadOnlyList<SampleBlock> blocks = SampleBlockPlanner.Plan(graph, layouts, options, Name, out string? obstacle);
        NetworkPlan[] plans = [.. layouts.Select(layout => Scheduler.Schedule(rewritten, layout.Set, layout, options))];
        blocks = [.. blocks.Where(block => SampleBlockPlanner.HasKernelsOf(block, plans))];
        if (SampleBlockPlanner.Remark(blocks, obstacle) is { } remark) remarks = [.. remarks, remark];
        return new CompiledVariant(graph, GraphText.Print(graph), plans, PlanText.FusionPlan(graph, plans, notes, remarks))
        {
            Blocks = blocks,
        };
    }
}
