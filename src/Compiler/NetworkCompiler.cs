using Fusion.Compiler.Declarations;
using Fusion.Compiler.Emit;
using Fusion.Compiler.Emit.Alignments;
using Fusion.Compiler.Emit.Cpu;
using Fusion.Compiler.Emit.Training;
using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule.Cpu;

namespace Fusion.Compiler;

/// <summary>From graphs to the text of the generated files, for every target that is on: rewrite, schedule, emit.</summary>
public static class NetworkCompiler
{
    /// <summary>Compiles a network for the CPU.</summary>
    /// <param name="type">Where the generated part goes.</param>
    /// <param name="graphs">One per declared size; they share their parameters.</param>
    public static NetworkFiles Compile(NetworkClass type, IReadOnlyList<Graph> graphs, ScheduleOptions? options = null) =>
        Print(Plan(type, graphs, options), NetworkEmitter.Members);

    /// <summary>What the plan of an alignment says beside its kernels.</summary>
    public static EquatableArray<string> Remarks(AlignmentClass alignment) => alignment.Remark is { } remark ? [remark] : [];

    /// <summary>Plans a network as its declaration and its project say.</summary>
    public static PlannedNetwork Plan(NetworkSpec spec, IReadOnlyList<Graph> graphs, ProjectOptions project) => Plan(
        new NetworkClass(spec.Namespace, spec.ContainingTypes, spec.ClassName, spec.Modifiers), graphs,
        TargetTable.For(new CompileOptions(spec.Arithmetic, spec.Weights, project)));

    /// <inheritdoc cref="Compile"/>
    /// <param name="remarks">Sentences for the fusion plan, about what is no kernel.</param>
    public static PlannedNetwork Plan(
        NetworkClass type, IReadOnlyList<Graph> graphs, ScheduleOptions? options = null, EquatableArray<string>? remarks = null) =>
        Plan(type, graphs, [new CpuTarget(options)], remarks);

    /// <summary>Plans a network for each target that has all of the kernels. The others add nothing; whose operations they lack is said
    /// where the declaration is lowered.</summary>
    /// <inheritdoc cref="Plan(NetworkClass, IReadOnlyList{Graph}, ScheduleOptions, EquatableArray{string}?)"/>
    public static PlannedNetwork Plan(
        NetworkClass type, IReadOnlyList<Graph> graphs, IReadOnlyList<Target> targets, EquatableArray<string>? remarks = null)
    {
        bool isTraining = graphs.Any(RewritePipeline.IsTraining);
        IEnumerable<Target> able = targets.Where(target => isTraining ? target.CanTrain : HasAll(target));
        return new PlannedNetwork(type, [.. able.Select(target => target.Plan(graphs, remarks ?? []))]);

        bool HasAll(Target target) => graphs.All(graph => graph.Nodes.All(node => target.FindGap(graph, node) is null));
    }

    private static NetworkFiles Print(PlannedNetwork network, Func<PlannedNetwork, string> members) =>
        new(members(network), [.. network.Targets.Select(target => NetworkEmitter.File(network, target))]);
}
