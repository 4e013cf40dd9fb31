using System.Text;
using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule;
using Fusion.Kernels.Tests.Support;
using Set = Fusion.Compiler.Schedule.InstructionSet;

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

    private static Task Verify(Graph graph, [System.Runtime.CompilerServices.CallerMemberName] string method = "")
    {
        var text = new StringBuilder("Declared\n\n").Append(GraphText.Print(graph).TrimEnd('\n')).Append('\n');
        var notes = new FusionNotes();
        string before = GraphText.Print(graph);
        Graph rewritten = RewritePipeline.Run(graph, notes, (pass, after) =>
        {
            string now = GraphText.Print(after);
            text.Append('\n').Append(pass.GetType().Name);
            text.Append(now == before ? ": nothing to do\n" : "\n\n" + now.TrimEnd('\n') + "\n");
            before = now;
        });
        var plans = Set.All.Select(set => Scheduler.Schedule(rewritten, set, new WeightLayout(set))).ToList();
        text.Append("\nFusion plan\n\n").Append(PlanText.FusionPlan(graph, plans, notes));
        return Verifier.Verify(text.ToString(), method: method);
    }
}
