using Fusion.Compiler.Rewrite;
using Fusion.Compiler.Schedule.Cpu;
using Fusion.Kernels.Tests.Support;
using Target = Fusion.Compiler.Schedule.Cpu.InstructionSet;

namespace Fusion.Kernels.Tests;

/// <summary>The gradients of what strided convolutions read: one convolution for each phase of the positions.</summary>
public sealed class TrainingPhaseTests
{
    /// <summary>Kernels smaller than the stride leave positions that no tap reaches, and so does padding that reaches too far.</summary>
    [Fact]
    public void Kernels_strides_and_paddings()
    {
        var steps = new List<Graph>();
        foreach (var (kernel, stride) in new[] { (1, 2), (2, 2), (3, 2), (4, 2), (5, 2), (2, 3), (3, 3), (4, 3), (7, 2) })
        {
            foreach (int padding in new[] { 0, 1, 2 })
            {
                var (height, width) = padding == 1 ? (8, 9) : (7, 8);
                steps.Add(Step(height, width, 5, 7,
                    new Conv("conv", 7, [kernel, kernel], [stride, stride], [1, 1], [padding, padding], 1, true)));
            }
        }
        Check.Graphs(steps, _ => 49 * 7 + 200);
    }

    [Fact]
    public void Dilations_groups_and_sizes_that_differ() => Check.Graphs(
    [
        Step(9, 8, 3, 17, new Conv("conv", 17, [3, 3], [2, 2], [2, 2], [2, 2], 1, true)),
        Step(9, 8, 3, 17, new Conv("conv", 17, [3, 3], [2, 2], [3, 3], [1, 1], 1, true)),
        Step(10, 11, 33, 16, new Conv("conv", 16, [3, 3], [3, 3], [2, 2], [2, 2], 1, true)),
        Step(8, 9, 20, 40, new Conv("conv", 40, [3, 5], [2, 3], [1, 2], [1, 3], 1, true)),
        Step(8, 9, 20, 40, new Conv("conv", 40, [3, 1], [1, 2], [1, 1], [1, 0], 1, true)),
        Step(6, 7, 12, 20, new Conv("conv", 20, [3, 3], [2, 2], [1, 1], [1, 1], 4, true)),
        Step(6, 7, 12, 20, new Conv("conv", 20, [1, 1], [2, 2], [1, 1], [0, 0], 2, true)),
        Step(9, 7, 18, 18, new Conv("conv", 18, [3, 3], [2, 2], [1, 1], [1, 1], 18, true)),
        Step(9, 8, 33, 33, new Conv("conv", 33, [5, 5], [3, 2], [1, 1], [2, 2], 33, true)),
        Step(7, 6, 5, 5, new Conv("conv", 5, [1, 1], [2, 2], [1, 1], [0, 0], 5, true)),
        Step(8, 8, 16, 32, new Conv("conv", 32, [3, 3], [4, 4], [1, 1], [1, 1], 1, true)),
        // More phases than there should be kernels.
        Step(11, 12, 3, 5, new Conv("conv", 5, [5, 5], [5, 5], [1, 1], [2, 2], 1, true)),
        TrainingStep.Of(Build.Graph("Sequence", g => g.Output("y", g.Add(
            new Conv("conv", 20, [5], [2], [1], [2], 1, true), g.Input("x", 13, 6))))),
        TrainingStep.Of(Build.Graph("OneSample", g => g.Output("y", g.Conv(g.Input("x", 2, 2, 17), 9, 3, stride: 2))), samples: 1),
    ], _ => 49 * 40 + 300);

    /// <summary>Padding beyond what the kernel reaches needs no stride to be out of the ordinary.</summary>
    [Fact]
    public void Padding_that_reaches_too_far() => Check.Graphs(
    [
        Step(5, 6, 5, 7, new Conv("conv", 7, [1, 1], [1, 1], [1, 1], [1, 2], 1, true)),
        Step(5, 6, 18, 18, new Conv("conv", 18, [3, 3], [1, 1], [1, 1], [3, 4], 18, true)),
        Step(5, 6, 5, 7, new Conv("conv", 7, [2, 3], [2, 1], [1, 1], [2, 3], 1, true)),
    ], _ => 300);

    /// <summary>The gradient of a shortcut that strides is added to one phase only.</summary>
    [Fact]
    public void Shortcuts()
    {
        Graph[] steps =
        [
            TrainingStep.Of(Build.Graph("Projection", g =>
            {
                int x = g.Relu(g.Conv(g.Input("x", 7, 6, 3), 17, 1));
                g.Output("y", g.Sum(g.Conv(g.Relu(g.Conv(x, 20, 3, stride: 2)), 20, 3), g.Conv(x, 20, 1, stride: 2)));
            })),
            TrainingStep.Of(Build.Graph("Subsampled", g =>
            {
                int x = g.Relu(g.Conv(g.Input("x", 8, 9, 3), 16, 1));
                g.Output("y", g.Sum(g.Conv(g.Relu(g.Conv(x, 16, 3, stride: 2)), 16, 3), g.Add(new Subsample([2, 2]), x)));
            })),
            TrainingStep.Of(Build.Graph("Depthwise", g =>
            {
                int x = g.Relu(g.Conv(g.Input("x", 6, 6, 3), 18, 1));
                g.Output("y", g.Sum(g.Conv(x, 18, 3, stride: 2, groups: 18), g.Conv(x, 18, 1, stride: 2)));
            })),
        ];
        foreach (Graph step in steps)
            Assert.DoesNotContain(Plans(step).OfType<MapPlan>(), plan => plan.Operation is SubsampleGradient);
        Check.Graphs(steps, _ => 9 * 20 + 300);
    }

    [Fact]
    public void No_zeros_lie_between_values()
    {
        IReadOnlyList<CpuKernelPlan> plans = Plans(Step(9, 8, 16, 32, new Conv("conv", 32, [3, 3], [2, 2], [1, 1], [1, 1], 1, true)));
        Assert.DoesNotContain(plans.OfType<MapPlan>(), plan => plan.Operation is SubsampleGradient);
        Assert.Equal([1, 2, 2, 4], plans.OfType<ConvolutionPlan>().Where(plan => plan.Convolution.Parts[0].Source is PhaseLayer)
            .Select(plan => plan.Convolution.Taps).Order());
    }

    private static IReadOnlyList<CpuKernelPlan> Plans(Graph step)
    {
        ScheduleOptions options = ScheduleOptions.Default with { IsTraining = true };
        Target set = Target.Avx2;
        return Scheduler.Schedule(RewritePipeline.Run(step, new FusionNotes()), set, new WeightLayout(set, options), options).Kernels;
    }

    private static Graph Step(int height, int width, int inputs, int outputs, Conv conv) => TrainingStep.Of(
        Build.Graph("Conv", g => g.Output("y", g.Add(conv with { Outputs = outputs }, g.Input("x", height, width, inputs)))));
}
