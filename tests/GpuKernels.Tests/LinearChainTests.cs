using Fusion.Compiler.Emit.Gpu;
using Fusion.Compiler.Schedule;
using Fusion.Compiler.Schedule.Gpu;
using Fusion.Gpu.Runtime;
using Fusion.Gpu.Tests.Support.Order;
using Fusion.Kernels.Tests.Support;
using ILGPU.Runtime.Cuda;

namespace Fusion.Kernels.Tests;

/// <summary>Linear layers one behind the other, and the mean in front of them, in one kernel: gates and classifiers.</summary>
public sealed class LinearChainTests
{
    /// <summary>Each with the steps that the kernels of its linear layers have.</summary>
    private static readonly (Graph Graph, int[] Steps)[] s_cases =
    [
        (Build.Graph("Gate", g => g.Output("y", g.SqueezeExcite(g.ConvNormRelu(g.Input("x", 9, 7, 24), 64, 3), 16))), [3]),
        (Build.Graph("GateOfFewChannels", g =>
            g.Output("y", g.SqueezeExcite(g.Conv(g.Input("x", 5, 7, 9), 10, 3), 6, new Silu(), new HardSigmoid()))), [3]),
        (Build.Graph("GateOfOneChannel", g => g.Output("y", g.SqueezeExcite(g.Conv(g.Input("x", 5, 7, 9), 1, 3), 1))), [3]),
        (Build.Graph("GateOfDepthwise", g =>
        {
            int x = g.Add(new Silu(), g.ConvNorm(g.Input("x", 12, 13, 100), 100, 3, groups: 100));
            g.Output("y", g.Conv(g.SqueezeExcite(x, 9, new Silu()), 16, 1));
        }), [3]),
        // The squeeze goes through the layer in front, which then is one with the gate's first.
        (Build.Graph("GateOfLinear", g =>
        {
            int x = g.Input("x", 6, 8, 32);
            g.Output("y", g.Relu(g.Sum(g.SqueezeExcite(g.ConvNorm(g.ConvNormRelu(x, 48, 3), 96, 1), 7), g.Conv(x, 96, 1))));
        }), [3]),
        // Whoever else reads a value needs it in memory.
        (Build.Graph("MeanReadTwice", g =>
        {
            int mean = g.Mean(g.ConvNormRelu(g.Input("x", 6, 8, 16), 32, 3));
            g.Output("y", g.Sum(g.Relu(g.Linear(mean, 32)), mean));
        }), [1]),
        (Build.Graph("LayerReadTwice", g =>
        {
            int hidden = g.Relu(g.Linear(g.Mean(g.ConvNormRelu(g.Input("x", 6, 8, 16), 32, 3)), 24));
            g.Output("y", g.Add(new Sigmoid(), g.Linear(hidden, 40)));
            g.Output("z", g.Add(new Tanh(), g.Linear(hidden, 12)));
        }), [2, 1, 1]),
        (Build.Graph("LayerShown", g =>
        {
            int hidden = g.Relu(g.Linear(g.Input("x", 100), 24));
            g.Output("hidden", hidden);
            g.Output("y", g.Linear(hidden, 40));
        }), [1, 1]),
        (Build.Graph("LayerThatAdds", g =>
        {
            int x = g.Input("x", 36);
            g.Output("y", g.Linear(g.Relu(g.Sum(g.Linear(x, 36), x)), 40));
        }), [1, 1]),
        (Build.Graph("Layers", g => g.Output("y", g.Linear(
            g.Add(new Gelu(), g.Linear(g.Relu(g.Norm(g.Linear(g.Input("x", 77), 50))), 33)), 21))), [3]),
        (Build.Graph("FewInputs", g => g.Output("y", g.Linear(g.Relu(g.Linear(g.Input("x", 3), 2)), 130))), [2]),
        (Build.Graph("ManyInputs", g => g.Output("y", g.Linear(g.Input("x", 4100), 10))), [1]),
        (Build.Graph("Wide", g => g.Output("y", g.Linear(g.Relu(g.Linear(g.Input("x", 2000), 1200)), 70))), [1, 1]),
        // More vectors of channels than threads, and more rows of sums than slices.
        (Build.Graph("Classifier", g => g.Output("y", g.Linear(g.Mean(g.ConvNormRelu(g.Input("x", 5, 5, 8), 1100, 1)), 30))), [2]),
        (Build.Graph("ManyRows", g => g.Output("y", g.Linear(g.Mean(g.ConvNormRelu(g.Input("x", 60, 61, 4), 2000, 1)), 30))), [1]),
        (Build.Graph("Rows", g => g.Output("y", g.Linear(g.Mean(g.ConvNormRelu(g.Input("x", 60, 61, 8), 20, 1)), 30))), [2]),
    ];

    private static IReadOnlyList<Graph> Graphs => [.. s_cases.Select(each => each.Graph)];

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void Results(int batch) => Check.Graphs(Graphs, _ => 5000, batch: batch);

    [Xunit.Fact]
    public void Steps_of_a_kernel()
    {
        foreach ((Graph graph, int[] steps) in s_cases)
        {
            var plans = new GpuTarget(Computation.Fast).Plan([graph], []).Variants[0].Plans[0].Kernels.OfType<GpuLinearPlan>();
            int[] found = [.. plans.Select(plan => plan.Layers.Count + (plan.Mean is null ? 0 : 1))];
            Assert.True(steps.SequenceEqual(found), $"{graph.Name}: {string.Join(", ", found)}");
        }
    }

    /// <summary>The layer in front and the gate's first layer are one, whose weights are the product of theirs.</summary>
    [Xunit.Fact]
    public void Layer_without_activation_is_multiplied_into_the_next()
    {
        Graph graph = Graphs.First(graph => graph.Name == "GateOfLinear");
        NetworkPlan network = new GpuTarget(Computation.Fast).Plan([graph], []).Variants[0].Plans[0];
        GpuLinearPlan plan = network.Kernels.OfType<GpuLinearPlan>().Single();
        Assert.Equal([48, 7], plan.Layers.Select(layer => layer.Weights.Depth));
    }

    [Xunit.Fact]
    public void Memory_is_used_in_the_order_of_the_source()
    {
        using var code = new KernelCode();
        foreach (GpuKernel kernel in CompiledGpuNetwork.Build(Graphs).SelectMany(network => network.Kernels))
        {
            string? difference = KernelOrder.Difference(code, kernel);
            Assert.True(difference is null, $"{kernel.Title}: {difference}");
            Assert.True(PtxCounts.Of(code.Ptx(kernel, CudaArchitecture.SM_90)).Local == 0, kernel.Title);
        }
    }

    /// <summary>Many samples are as many positions: a large layer then is a product of matrices, whose weights each tile reads
    /// once.</summary>
    [Fact]
    public void Large_layers_of_batches_are_products()
    {
        Graph graph = Build.Graph("Classifier", g => g.Output("y", g.Add(new Gelu(), g.Linear(g.Input("x", 2050), 1003))));
        var plans = new GpuTarget(Computation.Fast).Plan([graph], []).Variants[0].Plans;
        Assert.Contains(plans[0].Kernels, kernel => kernel is GpuLinearPlan);
        Assert.Contains(plans[1].Kernels, kernel => kernel is GpuConvolutionPlan);
        Check.Graphs([graph], _ => 2050, batch: 9);
    }
}
