using Fusion.Compiler.Emit;
using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule;

namespace Fusion.Compiler.Tests.Emit;

/// <summary>A target beside the CPU: it has a kernel for everything but softmax, and prints what it was given.</summary>
internal sealed class OtherTarget : Target
{
    public override string Name => "Other";

    public override string? FindGap(Graph graph, Node node) => node.Operation is Softmax ? "Softmax has no kernel" : null;

    public override IEnumerable<(string Name, string Lines)> PlaceholderMembers(PlaceholderText text) =>
        [("LoadOther", $"public static string LoadOther() => {text.Thrown};")];

    public override PlannedTarget Plan(IReadOnlyList<Graph> graphs, EquatableArray<string> remarks) =>
        new Planned([.. graphs.Select(graph => new CompiledVariant(graph, GraphText.Print(graph), [OtherScheduler.Plan(graph)], ""))]);

    private sealed record Planned(IReadOnlyList<CompiledVariant> Variants) : PlannedTarget("Other", Variants)
    {
        internal override KernelAliases Aliases => new([], [("StringBuilder", "System.Text.StringBuilder")]);

        internal override void EmitMembers(NetworkText text) =>
            text.Writer.Line($"public static string LoadOther() => {text.Kernels("OtherAccess")}.Find();");

        internal override void EmitAccess(NetworkText text)
        {
            text.Writer.Open("internal static partial class OtherAccess");
            text.Writer.Line("public static string Find() => new StringBuilder().ToString();");
            text.Writer.Close();
        }

        internal override void EmitFile(NetworkText text)
        {
            text.Writer.Open("internal static class OtherKernels");
            foreach (KernelPlan kernel in Variants[0].Plans[0].Kernels)
                text.Writer.Line($"public const string {kernel.Name} = {Escape.Literal(kernel.Title)};");
            text.Writer.Close();
        }
    }
}

/// <summary>Plans one kernel for each node, by what all targets share.</summary>
internal sealed class OtherScheduler : GraphScheduler<OtherKernel>
{
    private OtherScheduler(Graph graph) : base(graph, new NoRules(graph))
    {
    }

    public static NetworkPlan Plan(Graph graph)
    {
        var scheduler = new OtherScheduler(RewritePipeline.Run(graph, new FusionNotes(), "Other"));
        scheduler.AddAll();
        IReadOnlyList<TapPlan> taps = scheduler.PlaceTaps();
        var (floats, bound) = scheduler.PlaceWorkspace(taps);
        KernelNames.Assign(scheduler.Kernels);
        return new OtherPlan(scheduler.Graph, scheduler.Kernels, floats, bound) { Taps = taps };
    }

    protected override void AddKernels(Node node, View destination) => Kernels.Add(new OtherKernel(
        PlanText.NameOf(node) + ": " + PlanText.KindOf(node.Operation), [.. node.Inputs.Select(id => Values[id])], destination));

    protected override OtherKernel Copy(string title, View from, View to) => new(title, [from], to);

    protected override OtherKernel PackInput(string title, int binding, View destination) => new(title, [], destination);

    protected override OtherKernel PackChannelsFirst(string title, int binding, View destination) => new(title, [], destination);

    protected override OtherKernel WriteChannelsFirst(string title, Node node, View value, View output) => new(title, [value], output);
}

internal sealed record OtherKernel(string Title, EquatableArray<View> Inputs, View Output) : KernelPlan(Title)
{
    public override int Units => Output.Pixels;

    public override IEnumerable<View> Reads => Inputs;

    public override IEnumerable<View> Writes => [Output];
}

internal sealed record OtherPlan(Graph Graph, IReadOnlyList<KernelPlan> Kernels, long WorkspaceFloats, long WorkspaceLowerBound)
    : NetworkPlan(Graph, "Any", Kernels, WorkspaceFloats, WorkspaceLowerBound, 0);

/// <summary>Kernels that test for edges, and read no value that they do not need.</summary>
internal sealed class NoRules(Graph graph) : IBufferRules
{
    public IReadOnlyList<Halo> FindHalos() => [.. graph.Nodes.Select(_ => Halo.None)];

    public bool StaysInside(Node node) => true;

    public bool CanReadInPlace(Node input) => true;

    public int ChannelsBetween(Node node) => 0;

    public bool ReadsParametersInPlace => false;

    public long OffsetOf(string parameter, Shape shape) => throw new NotSupportedException("It does not train.");
}
