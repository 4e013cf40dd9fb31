using Fusion.Gpu;
using Fusion.Gpu.Runtime;
using Fusion.Gpu.Tests.Support.Order;
using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>NaN stays where it has been, and comparisons of floats are never turned round, which would lose it.</summary>
public sealed class NotANumberTests
{
    internal static readonly Graph[] Greatest =
    [
        Build.Graph("Extremes", g =>
        {
            int x = g.Input("x", 5, 1, 1);
            g.Output("max", g.Add(new Reduce(PoolMode.Max, ReducedAxes.Height), x));
            g.Output("min", g.Add(new Affine(-1), g.Add(new Reduce(PoolMode.Max, ReducedAxes.Height), g.Add(new Affine(-1), x))));
        }),
        Build.Single(new MaxPool([5, 1], [1, 1], [0, 0]), 5, 1, 1),
        Build.Single(new MaxPool([3, 1], [1, 1], [0, 0]) { Dilation = [2, 1] }, 5, 1, 1),
        Build.Single(new Reduce(PoolMode.Max, ReducedAxes.Width), 1, 4, 1),
        Build.Single(new Reduce(PoolMode.Max, ReducedAxes.Width), 1, 3, 4),
        Build.Single(new Reduce(PoolMode.Max, ReducedAxes.Channels), 1, 7),
        Build.Single(new GlobalPool(PoolMode.Max), 3, 3, 1),
        Build.Single(new Softmax(), 1, 6),
        Build.Graph("Greater", g => g.Output("y", g.Add(new Maximum(), g.Input("x", 3, 1), g.Input("z", 3, 1)))),
        Build.Graph("Less", g => g.Output("y", g.Add(new Minimum(), g.Input("x", 3, 4), g.Input("z", 3, 4)))),
    ];

    internal static readonly Operation[] Elementwise =
    [
        new Relu(), new Relu6(), new LeakyRelu(0.1), new Silu(), new HardSwish(), new Sigmoid(), new HardSigmoid(), new Tanh(), new Gelu(),
        new Gelu(Approximate: true), new Elu(0.7), new Mish(), new Softplus(), new ThresholdedRelu(0.3), new PRelu("slopes"), new Sin(),
        new Cos(), new Exp(), new Log(), new Sqrt(), new Rsqrt(), new Abs(), new Clamp(-0.5, 2), new Clamp(1, null), new Clamp(null, 1),
        new Pow(3), new Pow(-0.7), new IsZero(), new Reciprocal(2),
    ];

    private static Graph[] All =>
    [
        .. Greatest, .. Networks.All, .. Elementwise.Select(operation => Build.Single(operation, 7, 4)),
        .. Elementwise.Select(operation => Build.Single(operation, 7, 3)),
        .. Enumerable.Range(0, 12).Select(i => RandomGraph.Create(new Random(i), $"Random{i}")),
        Build.Graph("Power", g => g.Output("y", g.Add(new Power(), g.Input("x", 3, 1), g.Input("z", 3, 1)))),
    ];

    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    public void At_each_place_it_comes_through(int batch)
    {
        foreach (CompiledGpuNetwork network in CompiledGpuNetwork.Build(Greatest))
        {
            int i = 0, size = (int)network.Graph.Inputs.First().Shape.Elements;
            float Next(Random random)
            {
                int place = i % size, sample = i++ / size;
                return place == sample % size ? float.NaN : place + 2 - size;
            }
            for (int turn = 0; turn < size; turn += batch + 1)
            {
                i = turn * size;
                Check.Network(network, 4, new GpuOptions { Batch = batch }, Next);
            }
        }
    }

    [Fact]
    public void Of_nothing_else_there_is_nothing_else() => Check.Graphs(
    [
        .. Greatest,
        Build.Graph("Chain", g =>
        {
            int pooled = g.Add(new MaxPool([3, 3], [2, 2], [0, 0], CeilMode: true), g.Relu(g.Conv(g.Input("x", 8, 8, 3), 4, 3)));
            int averaged = g.Add(new AveragePool([2, 2], [1, 1], [0, 0]), g.Conv(pooled, 5, 1));
            g.Output("y", g.Add(new GlobalPool(PoolMode.Max), averaged));
        }),
    ], _ => 4, _ => float.NaN);

    /// <summary>Compiled without a device.</summary>
    [Xunit.Fact]
    public void No_comparison_is_turned_round()
    {
        using var code = new KernelCode();
        var found = CompiledGpuNetwork.Build(All).SelectMany(network => network.Kernels)
            .Select(kernel => TurnedComparisons.Find(code, kernel)).OfType<string>().ToList();
        Assert.True(found.Count == 0, string.Join("\n", found));
    }
}
