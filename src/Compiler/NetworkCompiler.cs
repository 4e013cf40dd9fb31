using Fusion.Compiler.Declarations;
using Fusion.Compiler.Emit;
using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule;

namespace Fusion.Compiler;

/// <summary>One size of a network, compiled.</summary>
/// <param name="Declared">The graph as declared.</param>
/// <param name="DeclaredText">The same as text, for the run time.</param>
/// <param name="Plans">One per instruction set.</param>
public sealed record CompiledVariant(Graph Declared, string DeclaredText, IReadOnlyList<NetworkPlan> Plans, string FusionPlan);

/// <summary>From graphs to the text of the generated part: rewrite, schedule, emit.</summary>
public static class NetworkCompiler
{
    public static string Compile(NetworkSpec spec, IReadOnlyList<Graph> graphs, Tuning? tuning = null) =>
        Compile(new NetworkClass(spec.Namespace, spec.ContainingTypes, spec.ClassName, spec.Modifiers), graphs, new ScheduleOptions(spec.Arithmetic, tuning ?? Tuning.None, spec.Weights));

    /// <param name="type">Where the generated part goes.</param>
    /// <param name="graphs">One per declared size; they share their parameters.</param>
    public static string Compile(NetworkClass type, IReadOnlyList<Graph> graphs, ScheduleOptions? options = null)
    {
        options ??= ScheduleOptions.Default;
        WeightLayout[] layouts = [.. InstructionSet.All.Select(set => new WeightLayout(set, options))];
        var variants = graphs.Select(graph => Compile(graph, layouts, options)).ToList();
        return NetworkEmitter.Emit(type, variants, layouts);
    }

    private static CompiledVariant Compile(Graph graph, WeightLayout[] layouts, ScheduleOptions options)
    {
        var notes = new FusionNotes();
        Graph rewritten = RewritePipeline.Run(graph, notes);
        var plans = layouts.Select(layout => Scheduler.Schedule(rewritten, layout.Set, layout, options)).ToList();
        return new CompiledVariant(graph, GraphText.Print(graph), plans, PlanText.FusionPlan(graph, plans, notes));
    }
}
