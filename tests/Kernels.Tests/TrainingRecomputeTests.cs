using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule.Cpu;
using Fusion.Kernels.Tests.Support;
using Target = Fusion.Compiler.Schedule.Cpu.InstructionSet;

namespace Fusion.Kernels.Tests;

/// <summary>Values that the backward pass makes again instead of keeping them.</summary>
public sealed class TrainingRecomputeTests
{
    [Fact]
    public void Norms_of_residual_blocks_are_made_again()
    {
        Graph step = TrainingStep.Of(Network(32));
        // The first norm of each block and the one before the blocks, each twice; the sums of the blocks are kept.
        Assert.Equal(3 + 3 + 2, NormsOf(step).Count);
        Check.Graphs([step], _ => 9 * 32 + 3 * 90);
    }

    /// <summary>Before layers with few multiply-adds, too, depthwise ones among them, and without an activation.</summary>
    [Fact]
    public void Norms_before_small_layers_are_made_again()
    {
        Graph step = TrainingStep.Of(Build.Graph("Small", g => g.Output("y", g.Conv(
            g.ConvNorm(g.ConvNormRelu(g.Input("x", 9, 10, 3), 32, 3), 32, 3, groups: 32), 8, 1))));
        Assert.Equal(2 + 2, NormsOf(step).Count);
        Check.Graphs([step], _ => 9 * 32 + 3 * 90);
    }

    /// <summary>A kernel would cost more than the memory is worth.</summary>
    [Fact]
    public void Small_values_are_kept()
    {
        Graph step = TrainingStep.Of(Build.Graph("Small", g => g.Output("y", g.Conv(g.ConvNormRelu(g.Input("x", 9, 10, 3), 15, 3), 8, 1))));
        Assert.Single(NormsOf(step));
    }

    [Fact]
    public void A_step_takes_less_memory()
    {
        Graph step = TrainingStep.Of(Network(32));
        Graph rewritten = RewritePipeline.Run(step, new FusionNotes());
        Graph kept = step;
        foreach (IRewritePass pass in RewritePipeline.TrainingPasses.Where(pass => pass is not RecomputeNorms))
        {
            var editor = new GraphEditor(kept);
            pass.Apply(editor, new FusionNotes());
            kept = editor.Build();
        }
        Assert.True(Floats(rewritten) < Floats(kept), $"{Floats(rewritten)} floats instead of {Floats(kept)}.");
    }

    private static Graph Network(int channels) => Build.Graph("Blocks", g =>
    {
        int x = g.ConvNormRelu(g.Input("x", 9, 10, 3), channels, 3);
        for (int block = 0; block < 2; block++)
            x = g.Relu(g.Sum(g.ConvNorm(g.ConvNormRelu(x, channels, 3), channels, 3), x));
        g.Output("y", x);
    });

    private static IReadOnlyList<MapPlan> NormsOf(Graph step) =>
        [.. Plan(RewritePipeline.Run(step, new FusionNotes())).Kernels.OfType<MapPlan>().Where(plan => plan.Operation is BatchNormalize)];

    private static long Floats(Graph rewritten) => Plan(rewritten).WorkspaceFloats;

    private static CpuPlan Plan(Graph rewritten)
    {
        ScheduleOptions options = ScheduleOptions.Default with { IsTraining = true };
        return Scheduler.Schedule(rewritten, Target.Avx2, new WeightLayout(Target.Avx2, options), options);
    }
}
