using Fusion.Compiler.Reference;
using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>Training steps through norms and activations with parameters, which sum over all positions of a batch.</summary>
public sealed class TrainingNormTests
{
    [Fact]
    public void Norms() => TrainingStep.Check(
        Step("OneChannel", g => g.Output("y", g.Norm(g.Input("x", 5, 6, 1)))),
        Step("SeventeenChannels", g => g.Output("y", g.Norm(g.Input("x", 3, 7, 17)))),
        Step("WholeVectors", g => g.Output("y", g.Norm(g.Input("x", 2, 3, 32)))),
        Step("OnePixel", g => g.Output("y", g.Norm(g.Input("x", 33)))),
        Step("Sequence", g => g.Output("y", g.Norm(g.Input("x", 9, 5)))),
        Step("OneSample", g => g.Output("y", g.Norm(g.Input("x", 4, 5, 7))), samples: 1),
        Step("Padded", g => g.Output("y", g.Conv(g.ConvNormRelu(g.Conv(g.Input("x", 7, 6, 3), 5, 3), 33, 3, stride: 2), 4, 3))),
        Step("Slices", g =>
        {
            int x = g.Input("x", 5, 4, 9);
            g.Output("y", g.Concat(g.Norm(g.Slice(x, 0, 4)), g.Relu(g.Norm(g.Slice(x, 4, 5)))));
        }),
        Step("Residual", g =>
        {
            int x = g.ConvNormRelu(g.Input("x", 6, 5, 7), 20, 3);
            g.Output("y", g.Relu(g.Sum(x, g.ConvNorm(x, 20, 1))));
        }));

    [Fact]
    public void Norms_over_several_chunks() => TrainingStep.Check(
        Step("LongRow", g => g.Output("y", g.Norm(g.Input("x", 1, 1500, 3)))),
        Step("ManyRows", g => g.Output("y", g.Norm(g.Input("x", 50, 25, 5)))),
        Step("ManySamples", g => g.Output("y", g.Norm(g.Input("x", 20))), samples: 1100),
        Step("ManyChannels", g => g.Output("y", g.Norm(g.Input("x", 7, 9, 2100)))));

    /// <summary>They run with their running statistics, which do not change.</summary>
    [Fact]
    public void Frozen_norms() => TrainingStep.Check(
        Frozen("Frozen", g => g.Output("y", g.Norm(g.Conv(g.Input("x", 5, 6, 3), 17, 3)))),
        Frozen("FrozenOneChannel", g => g.Output("y", g.Norm(g.Input("x", 4, 3, 1)))),
        Frozen("FrozenBelow", g => g.Output("y", g.Relu(g.Norm(g.Input("x", 5, 6, 5))))));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Slopes(bool shared) => TrainingStep.Check(
        Step("OneChannel", g => g.Output("y", g.Add(new PRelu("p", shared), g.Input("x", 5, 6, 1)))),
        Step("SeveralChannels", g => g.Output("y", g.Add(new PRelu("p", shared), g.Conv(g.Input("x", 5, 6, 3), 19, 3)))),
        Step("SeveralChunks", g => g.Output("y", g.Add(new PRelu("p", shared), g.Input("x", 40, 31, 4)))),
        Step("Vector", g => g.Output("y", g.Add(new PRelu("p", shared), g.Input("x", 33)))));

    [Fact]
    public void Activations() => TrainingStep.Check([.. new ElementwiseOperation[]
    {
        new Silu(), new HardSwish(), new Sigmoid(), new HardSigmoid(), new Tanh(), new Gelu(), new Gelu(true), new Elu(0.7), new Mish(),
        new LeakyRelu(0.1), new Relu6(), new Softplus(), new ThresholdedRelu(0.3),
    }.Select((activation, i) => Step($"Activation{i}", g =>
        g.Output("y", g.Add(activation, g.Add(new BatchNorm("n"), g.Input("x", 5, 6, 5 + 3 * i)))))), .. Kinds()]);

    private static IEnumerable<Graph> Kinds() =>
    [
        Step("Softmax", g => g.Output("y", g.Add(new Softmax(), g.Input("x", 4, 3, 19)))),
        Step("SoftmaxOfVectors", g => g.Output("y", g.Add(new Softmax(), g.Input("x", 10)))),
        Step("SoftmaxOfMany", g => g.Output("y", g.Add(new Softmax(), g.Input("x", 3, 1000)))),
        .. new[] { 3, 5, 16, 19, 64, 1100 }.SelectMany(c => new[]
        {
            Step($"LayerNorm{c}", g => g.Output("y", g.Add(new LayerNorm("n"), g.Input("x", 4, 3, c)))),
            Step($"RmsNorm{c}", g => g.Output("y", g.Relu(g.Add(new RmsNorm("n"), g.Input("x", 4, c))))),
            Step($"Normalize{c}", g => g.Output("y", g.Add(new Normalize(), g.Input("x", 3, c)))),
            Step($"Scale{c}", g => g.Output("y", g.Add(new ChannelScale("s", "t"), g.Relu(g.Input("x", 4, 3, c))))),
        }),
        .. new[] { 4, 12, 36 }.SelectMany(c => new[]
        {
            Step($"GroupNorm{c}", g => g.Output("y", g.Relu(g.Add(new GroupNorm("n", 4), g.Conv(g.Input("x", 5, 4, 3), c, 3))))),
            Step($"InstanceNorm{c}", g => g.Output("y", g.Add(new GroupNorm("n", c, Affine: false), g.Input("x", 5, 4, c)))),
        }),
        Step("LeastNorm", g => g.Output("y", g.Add(new Normalize(2), g.Input("x", 3, 7)))),
        .. new[] { new LocalResponseNorm(5, 0.3, 0.75, 2), new LocalResponseNorm(4, 0.5, 0.5), new LocalResponseNorm(13, 2, 1.3),
            new LocalResponseNorm(1, 1, 1), new LocalResponseNorm(700, 1, 0.75) }
            .Select((norm, i) => Step($"Response{i}", g => g.Output("y", g.Add(norm, g.Input("x", 4, 3, i == 4 ? 600 : 7 + 5 * i))))),
    ];

    /// <summary>With squares of the values themselves no digit of the variance would be right.</summary>
    [Theory]
    [InlineData(1000, 0.1)]
    [InlineData(-30, 1e-3)]
    [InlineData(0, 1)]
    public void Variances_survive_large_means(double mean, double deviation)
    {
        Graph step = Step("Statistics", g => g.Output("y", g.Norm(g.Input("x", 37, 29, 5))));
        CompiledNetwork compiled = CompiledNetwork.Build(step);
        var random = new Random(1);
        float[][] inputs = [.. step.Inputs.Select(node => Enumerable.Range(0, (int)node.Shape.Elements)
            .Select(_ => (float)(mean + deviation * (2 * random.NextDouble() - 1))).ToArray())];
        // Of one channel, the first value is far off.
        inputs[0][0] = 0;
        StateDict weights = RandomWeights.Of(step, 1);
        using Network network = compiled.Load(weights, new NetworkOptions { Threads = 2 });
        int statistics = step.Outputs.ToList().FindIndex(output => output.Name == "statistics_n1");
        float[] found = compiled.Run(network, inputs)[statistics];
        var expected = new ReferenceTensor(Shape.Of(2, 5));
        new BatchStatistics().Evaluate(new ReferenceContext(
            [new ReferenceTensor(step.Inputs.First().Shape, Array.ConvertAll(inputs[0], value => (double)value))], expected, _ => []));
        for (int c = 0; c < 5; c++)
        {
            Assert.Equal(1, found[c] / expected[0, c], 1e-6 + (mean == 0 ? 1e-3 : 0));
            Assert.Equal(1, found[5 + c] / expected[1, c], 1e-6);
        }
    }

    /// <summary>Between the steps, with statistics that change: alone, and with what follows a norm.</summary>
    [Fact]
    public void Running_statistics() => Check.Graphs(
        [.. new[] { new[] { 3, 5, 3, 4 }, [2, 33], [40, 7, 2, 16] }.Select(shape => Build.Graph("Running", g =>
        {
            int x = g.Input("x", shape), norm = g.Add(new RunningNormalize(new BatchNorm("n1")), x);
            g.Output("alone", norm);
            g.Output("y", g.Add(new Relu(), g.Add(new Add(), g.Add(new RunningNormalize(new BatchNorm("n2")), x), g.Input("r", shape))));
        }))],
        _ => 1000);

    private static Graph Frozen(string name, Action<Build> build)
    {
        Graph network = Build.Graph(name, build);
        string[] norms = [.. network.Nodes.Select(node => node.Operation).OfType<BatchNorm>().Select(norm => norm.Path)];
        Graph step = TrainingStep.Of(network, TrainingStep.Samples, norms);
        Assert.Contains(step.Nodes, node => node.Operation is FixedNormGradient);
        return step;
    }

    /// <summary>The step that trains all but convolutions.</summary>
    private static Graph Step(string name, Action<Build> build, int samples = TrainingStep.Samples)
    {
        Graph network = Build.Graph(name, build);
        return TrainingStep.Of(network, samples,
            [.. network.Nodes.Select(node => node.Operation).OfType<Conv>().Select(conv => conv.Path)]);
    }
}
