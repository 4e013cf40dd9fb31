using Fusion.Compiler.Declarations;
using Fusion.Compiler.Emit;
using Fusion.Compiler.Emit.Alignments;
using Fusion.Compiler.Emit.Training;
using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler;

/// <summary>From graphs to the text of the generated files: rewrite, schedule, emit.</summary>
public static class NetworkCompiler
{
    /// <param name="type">Where the generated part goes.</param>
    /// <param name="graphs">One per declared size; they share their parameters.</param>
    public static NetworkFiles Compile(NetworkClass type, IReadOnlyList<Graph> graphs, ScheduleOptions? options = null) =>
        new(NetworkEmitter.Members(Plan(type, graphs, options)), NetworkEmitter.Kernels(Plan(type, graphs, options)));

    /// <param name="type">Where the generated part goes.</param>
    /// <param name="step">The graph of a training step.</param>
    /// <param name="training">What users see of it.</param>
    public static NetworkFiles CompileTraining(NetworkClass type, Graph step, TrainingClass training, ScheduleOptions? options = null) =>
        new(NetworkEmitter.Members(Plan(type, [step], options), training), NetworkEmitter.Kernels(Plan(type, [step], options)));

    /// <param name="type">Where the generated part goes.</param>
    /// <param name="programs">The graphs of an alignment's programs, which share their parameters.</param>
    /// <param name="alignment">What users see of it.</param>
    public static NetworkFiles CompileAlignment(
        NetworkClass type, IReadOnlyList<Graph> programs, AlignmentClass alignment, ScheduleOptions? options = null) =>
        new(NetworkEmitter.Members(Plan(type, programs, options, Remarks(alignment)), alignment),
            NetworkEmitter.Kernels(Plan(type, programs, options)));

    /// <summary>What the plan of an alignment says beside its kernels.</summary>
    public static EquatableArray<string> Remarks(AlignmentClass alignment) => alignment.Remark is { } remark ? [remark] : [];

    public static PlannedNetwork Plan(NetworkSpec spec, IReadOnlyList<Graph> graphs, Tuning tuning,
        EquatableArray<InstructionSet> sets) => Plan(
        new NetworkClass(spec.Namespace, spec.ContainingTypes, spec.ClassName, spec.Modifiers), graphs,
        new ScheduleOptions(spec.Arithmetic, tuning, spec.Weights) { Sets = sets });

    /// <inheritdoc cref="Compile"/>
    /// <param name="remarks">Sentences for the fusion plan, about what is no kernel.</param>
    public static PlannedNetwork Plan(
        NetworkClass type, IReadOnlyList<Graph> graphs, ScheduleOptions? options = null, EquatableArray<string>? remarks = null)
    {
        options ??= ScheduleOptions.Default;
        // What changes at each step is kept as it is trained.
        if (graphs.Any(RewritePipeline.IsTraining)) options = options with { IsTraining = true, Weights = WeightStorage.Float32 };
        WeightLayout[] layouts = [.. options.Sets.Select(set => new WeightLayout(set, options))];
        if (options.IsTraining)
        {
            // First, so that they lie at the same place for all instruction sets.
            foreach (WeightLayout layout in layouts)
                foreach (Parameter parameter in graphs.SelectMany(graph => graph.Parameters))
                    layout.Parameter(parameter.Name, (int)parameter.Elements);
        }
        return new PlannedNetwork(type,
            [.. graphs.Select((graph, i) => Plan(graph, layouts, options, i == 0 && remarks is not null ? remarks.Value : []))], layouts);
    }

    private static CompiledVariant Plan(
        Graph graph, WeightLayout[] layouts, ScheduleOptions options, EquatableArray<string> remarks)
    {
        var notes = new FusionNotes();
        Graph rewritten = RewritePipeline.Run(graph, notes);
        var plans = layouts.Select(layout => Scheduler.Schedule(rewritten, layout.Set, layout, options)).ToList();
        return new CompiledVariant(graph, GraphText.Print(graph), plans, PlanText.FusionPlan(graph, plans, notes, remarks));
    }
}
