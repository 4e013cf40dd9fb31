using System.Text;
using Fusion.Compiler;
using Fusion.Compiler.Emit;
using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule.Cpu;
using Fusion.Kernels.Tests.Support;
using Set = Fusion.Compiler.Schedule.Cpu.InstructionSet;

namespace Fusion.Kernels.Tests;

/// <summary>What becomes of small networks: the graph after each pass, and the fusion plan. A change of the compiler shows up here as a
/// diff.</summary>
public sealed class SnapshotTests
{
    [Fact]
    public Task Residual() => Verify(Networks.Residual);

    [Fact]
    public Task SeBottleneck() => Verify(Networks.SeBottleneck);

    [Fact]
    public Task MbConv() => Verify(Networks.MbConv);

    [Fact]
    public Task Inception() => Verify(Networks.Inception);

    [Fact]
    public Task StridedPointwise() => Verify(Networks.StridedPointwise);

    [Fact]
    public Task RepVgg() => Verify(Networks.RepVgg);

    [Fact]
    public Task Transition() => Verify(Networks.Transition);

    [Fact]
    public Task Shuffle() => Verify(Networks.Shuffle);

    /// <summary>The first norm ends with weight and bias of its own, the second leaves them to the layer behind it.</summary>
    [Fact]
    public Task ConvNext() => Verify(Networks.ConvNext);

    /// <summary>A step of a gated residual block, whose norms, gates and activations have no pass of their own.</summary>
    [Fact]
    public Task TrainedBlock() => Verify(TrainingStep.Of(Build.Graph("TrainedBlock", g =>
    {
        int x = g.ConvNormRelu(g.Input("x", 6, 5, 3), 8, 3);
        g.Output("y", g.Relu(g.Sum(g.SqueezeExcite(g.ConvNorm(x, 8, 3), 4), x)));
    })));

    /// <summary>The kernels of a step of a convolution, a norm and an activation, and of what is behind them.</summary>
    [Fact]
    public Task TrainedKernels()
    {
        Graph step = TrainingStep.Of(
            Build.Graph("TrainedKernels", g => g.Output("y", g.Conv(g.ConvNormRelu(g.Input("x", 6, 5, 3), 8, 3), 5, 1))));
        return Verifier.Verify(NetworkCompiler.Compile(Class, [step], ScheduleOptions.Default with { Sets = [Set.Avx512] }).Kernels);
    }

    private static NetworkClass Class => new("Snapshots", [], "Step", "public sealed");

    private static Task Verify(Graph graph, [System.Runtime.CompilerServices.CallerMemberName] string method = "")
    {
        var text = new StringBuilder("Declared\n\n").Append(GraphText.Print(graph).TrimEnd('\n')).Append('\n');
        string before = GraphText.Print(graph);
        RewritePipeline.Run(graph, new FusionNotes(), (pass, after) =>
        {
            string now = GraphText.Print(after);
            text.Append('\n').Append(pass.GetType().Name);
            text.Append(now == before ? ": nothing to do\n" : "\n\n" + now.TrimEnd('\n') + "\n");
            before = now;
        });
        text.Append("\nFusion plan\n\n").Append(NetworkCompiler.Plan(Class, [graph]).Targets[0].Variants[0].FusionPlan);
        return Verifier.Verify(text.ToString(), method: method);
    }
}
