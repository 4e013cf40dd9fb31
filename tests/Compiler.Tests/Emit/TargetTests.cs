using Fusion.Compiler.Differentiate;
using Fusion.Compiler.Emit;
using Fusion.Compiler.Emit.Cpu;
using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule;
using Fusion.Compiler.Tests.Support;
using Fusion.Kernels.Tests.Support;

namespace Fusion.Compiler.Tests.Emit;

/// <summary>What a target beside the CPU adds to a network, and where it adds nothing.</summary>
public sealed class TargetTests
{
    private static readonly NetworkClass s_class = new("Here", [], "Net", "public sealed");

    private static readonly Graph s_network = GraphNotation.Read(
        "x = Input (8, 8, 4)\na = Conv x, outputs: 16, kernel: 3\nb = Relu a\nc = Sigmoid a\nd = Concat b, c\noutput d");

    [Fact]
    public void A_target_adds_members_what_they_call_and_a_file()
    {
        PlannedNetwork network = NetworkCompiler.Plan(s_class, [s_network], [new CpuTarget(), new OtherTarget()]);
        string members = NetworkEmitter.Members(network);
        string access = $"global::{s_class.KernelNamespace}.OtherAccess";
        Assert.Contains($"        public static string LoadOther() => {access}.Find();\n", members);
        Assert.Contains("    internal static partial class OtherAccess\n", members);
        Assert.Contains("    using StringBuilder = global::System.Text.StringBuilder;\n", members);
        Assert.Equal(["Kernels", "Other"], network.Targets.Select(target => target.FileName));
        string file = NetworkEmitter.File(network, network.Targets[1]);
        Assert.Contains("namespace " + s_class.KernelNamespace + "\n{\n\n    internal static class OtherKernels\n", file);
        Assert.Contains("public const string A = \"a: ", file);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("LoadOther", false)]
    public void The_class_of_a_wrong_declaration_has_its_members_too(string taken, bool isThere)
    {
        string part = PlaceholderPart.Write(s_class, ["x"], ["y"], [], [taken], [new CpuTarget(), new OtherTarget()], "Wrong.");
        Assert.Equal(isThere, part.Contains(
            "public static string LoadOther() => throw new global::System.InvalidOperationException(\"Wrong.\");\n"));
    }

    [Fact]
    public void What_the_CPU_runs_does_not_depend_on_other_targets()
    {
        NetworkFiles alone = NetworkCompiler.Compile(s_class, [s_network]);
        PlannedNetwork both = NetworkCompiler.Plan(s_class, [s_network], [new CpuTarget(), new OtherTarget()]);
        Assert.Equal(alone.Kernels, NetworkEmitter.File(both, both.Targets[0]));
        Assert.Single(alone.Targets);
    }

    /// <summary>Concatenations are written in place, and memory is shared over time, whatever the target.</summary>
    [Fact]
    public void Values_are_placed_for_all_targets_alike()
    {
        NetworkPlan plan = OtherScheduler.Plan(s_network);
        Assert.All(plan.Kernels.Skip(1), kernel => Assert.Equal(BufferKind.Output, Assert.Single(kernel.Writes).Buffer.Kind));
        Assert.Equal([0, 16], plan.Kernels.Skip(1).Select(kernel => kernel.Writes.Single().ChannelOffset));
        Assert.Equal(8 * 8 * 16 + WorkspacePlanner.Slack, plan.WorkspaceFloats);
    }

    [Fact]
    public void A_target_without_a_kernel_adds_nothing()
    {
        Graph graph = GraphNotation.Read("x = Input (8, 8, 4)\na = Softmax x\noutput a");
        PlannedNetwork network = NetworkCompiler.Plan(s_class, [graph], [new CpuTarget(), new OtherTarget()]);
        Assert.IsType<PlannedCpu>(Assert.Single(network.Targets));
    }

    [Fact]
    public void A_target_that_does_not_train_adds_nothing_to_a_training()
    {
        Graph network = Build.Graph("Step", g => g.Output("y", g.Norm(g.Input("x", 5, 6, 1))));
        Graph step = Differentiation.Run(
            network, 3, [], new FrozenLayers([]), wantedInputs: ["x"], givenGradients: ["y"]).Graph;
        PlannedNetwork planned = NetworkCompiler.Plan(s_class, [step], [new CpuTarget(), new OtherTarget()]);
        Assert.IsType<PlannedCpu>(Assert.Single(planned.Targets));
    }

    /// <summary>The CPU is always there, and first; others are where their run time is.</summary>
    [Fact]
    public void Assemblies_switch_targets_on()
    {
        Assert.Equal(["Cpu"], Names([]));
        Assert.Equal("Cpu", Names([.. TargetTable.Assemblies])[0]);
        Assert.Equal(TargetTable.All.Count, Names([.. TargetTable.Assemblies]).Count);
        Assert.Distinct(Names([.. TargetTable.Assemblies]));
    }

    [Fact]
    public void A_pass_that_one_target_wants_runs_for_no_other()
    {
        IRewritePass all = new RemoveIdentities(), own = new OnlyFor("Other", new FuseSqueeze());
        Assert.Equal([all, own], RewritePipeline.For("Other", [all, own]));
        Assert.Equal([all], RewritePipeline.For("Cpu", [all, own]));
        Assert.Equal([all], RewritePipeline.For(null, [all, own]));
    }

    [Fact]
    public void Passes_name_targets_of_the_table() =>
        Assert.Empty(RewritePipeline.Passes.Concat(RewritePipeline.TrainingPasses).OfType<OnlyFor>().Select(pass => pass.Target)
            .Except(Names([.. TargetTable.Assemblies])));

    private static IReadOnlyList<string> Names(EquatableArray<string> assemblies) =>
    [
        .. TargetTable.For(new CompileOptions(
            Arithmetic.Fast, WeightStorage.Float32, ProjectOptions.Default with { Assemblies = assemblies })).Select(target => target.Name),
    ];
}
