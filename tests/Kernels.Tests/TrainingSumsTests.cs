using Fusion.Compiler;
using Fusion.Compiler.Emit;
using Fusion.Compiler.Schedule.Cpu;
using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>Sums over the positions of a batch, taken by the kernels that make the values.</summary>
public sealed class TrainingSumsTests
{
    /// <summary>Of each kind of kernel that takes sums, and of each way in which its units can be cut.</summary>
    private static Graph[] Steps { get; } =
    [
        Step("Rows", g => g.Output("y", g.ConvNorm(g.ConvNormRelu(g.Input("x", 32, 16, 3), 17, 3), 7, 3))),
        Step("Flat", g => g.Output("y", g.ConvNorm(g.ConvNormRelu(g.Input("x", 16, 16, 8), 40, 1), 24, 1))),
        Step("Panels", g => g.Output("y", g.ConvNormRelu(g.ConvNormRelu(g.Input("x", 16, 16, 24), 144, 1), 80, 1))),
        Step("Strided", g => g.Output("y", g.ConvNormRelu(g.ConvNormRelu(g.Input("x", 19, 21, 5), 20, 3, stride: 2), 33, 3))),
        Step("Vectors", g => g.Output("y", g.Norm(g.Linear(g.Relu(g.Norm(g.Linear(g.Input("x", 30), 70, false))), 50, false))),
            samples: 70),
        Step("Maps", g =>
        {
            int x = g.ConvNorm(g.Input("x", 13, 12, 4), 6, 3);
            g.Output("y", g.Linear(g.Mean(g.Relu(g.Sum(x, g.Norm(g.Relu(x))))), 3));
        }),
        Step("TwoNorms", g =>
        {
            int x = g.ConvNormRelu(g.Input("x", 12, 12, 4), 16, 3);
            x = g.Relu(g.Sum(g.ConvNorm(x, 20, 3), g.ConvNorm(x, 20, 1)));
            g.Output("y", g.Conv(x, 5, 3));
        }),
    ];

    [Fact]
    public void Equal_those_of_the_reference() => TrainingStep.Check(Steps);

    [Fact]
    public void Are_taken_by_every_kind_of_kernel()
    {
        CpuKernelPlan[] takers = [.. Steps.SelectMany(Kernels).Where(kernel => kernel.UnitSums.Count > 0)];
        Assert.Contains(takers, kernel => kernel is ConvolutionPlan { Blocking.IsFlat: false });
        Assert.Contains(takers, kernel => kernel is ConvolutionPlan { Blocking.IsFlat: true } && kernel.UnitSums[0].Ranges == 1);
        Assert.Contains(takers, kernel => kernel.UnitSums[0].Ranges > 1);
        Assert.Contains(takers, kernel => kernel.UnitSums.Count == 2);
        Assert.Contains(takers, kernel => kernel is MapPlan and not SampleMapPlan);
        Assert.Contains(takers, kernel => kernel is SampleMapPlan);
        Assert.All(takers, kernel => Assert.All(kernel.UnitSums, sums => Assert.Equal(kernel.Units, sums.Units)));
    }

    [Fact]
    public void Are_a_pass_of_their_own_where_no_kernel_makes_the_value()
    {
        CpuKernelPlan[] kernels = [.. Kernels(Step("Norm", g => g.Output("y", g.Norm(g.Input("x", 5, 6, 1)))))];
        Assert.Contains(kernels, kernel => kernel is ChunkSumsPlan { Operation: BatchStatistics });
        Assert.DoesNotContain(kernels, kernel => kernel.UnitSums.Any(sums => sums.Operation is BatchStatistics));
    }

    private static IReadOnlyList<CpuKernelPlan> Kernels(Graph step)
    {
        PlannedNetwork network = NetworkCompiler.Plan(new NetworkClass("Compiled", [], "Net", "public sealed"), [step]);
        return ((CpuPlan)network.Targets[0].Variants[0].Plans[0]).Kernels;
    }

    private static Graph Step(string name, Action<Build> build, int samples = TrainingStep.Samples) =>
        TrainingStep.Of(Build.Graph(name, build), samples);
}
