using Fusion.Compiler.Differentiate;
using Fusion.Kernels.Tests.Support;
using TrainingStep = Fusion.Kernels.Tests.Support.TrainingStep;

namespace Fusion.Kernels.Tests;

/// <summary>Training steps of small networks of every kind, from the losses to the gradients of all parameters.</summary>
public sealed class TrainingNetworkTests
{
    private const int Classes = 5;

    [Fact]
    public void Residual_blocks() => Run(Network("ResNet", g =>
    {
        int x = g.ConvNormRelu(g.Input("x", 9, 8, 3), 16, 3);
        x = g.Relu(g.Sum(g.ConvNorm(g.ConvNormRelu(x, 16, 3), 16, 3), x));
        x = g.Relu(g.Sum(g.ConvNorm(g.ConvNormRelu(x, 20, 3, stride: 2), 20, 3), g.ConvNorm(x, 20, 1, stride: 2)));
        return g.Linear(g.Mean(x), Classes);
    }));

    [Fact]
    public void Gated_blocks() => Run(Network("SeNet", g =>
    {
        int x = g.ConvNormRelu(g.Input("x", 7, 6, 3), 17, 3);
        int gated = g.SqueezeExcite(g.ConvNorm(x, 17, 3), 4);
        return g.Linear(g.Mean(g.Relu(g.Sum(gated, x))), Classes);
    }));

    /// <summary>The gate lies on a norm's result, on an activation's, on a sequence, and on a depthwise convolution.</summary>
    [Fact]
    public void Gates() => TrainingStep.Check(
    [.. new (string Name, Func<Build, int> Build)[]
    {
        ("OnNorm", g => g.SqueezeExcite(g.ConvNorm(g.Input("x", 12, 11, 3), 33, 3), 4)),
        ("OnActivation", g => g.Conv(g.SqueezeExcite(g.Add(new Silu(), g.ConvNorm(g.Input("x", 6, 7, 3), 20, 3)), 4), 5, 1)),
        ("OnSequence", g => g.Relu(g.SqueezeExcite(g.ConvNorm(g.Input("x", 19, 3), 17, 3), 4))),
        ("OnDepthwise", g => g.Conv(g.SqueezeExcite(g.ConvNormRelu(g.ConvNormRelu(g.Input("x", 8, 9, 3), 24, 1), 24, 3, groups: 24), 6),
            5, 1)),
        ("OnConvolution", g => g.Conv(g.SqueezeExcite(g.Conv(g.Input("x", 6, 7, 3), 20, 3), 4), 5, 1)),
        ("Residual", g =>
        {
            int x = g.ConvNormRelu(g.Input("x", 10, 9, 3), 16, 3);
            x = g.Relu(g.Sum(g.SqueezeExcite(g.ConvNorm(x, 16, 3), 4), x));
            return g.Conv(g.Relu(g.Sum(g.SqueezeExcite(g.ConvNorm(x, 16, 3), 4), x)), 5, 3);
        }),
    }.Select(gate => TrainingStep.Of(Network(gate.Name, gate.Build)))]);

    [Fact]
    public void Inverted_bottlenecks() => Run(Network("MobileNet", g =>
    {
        int x = g.ConvNorm(g.Input("x", 8, 8, 3), 8, 3, stride: 2);
        int wide = g.Add(new Relu6(), g.ConvNorm(x, 24, 1));
        wide = g.Add(new Silu(), g.ConvNorm(wide, 24, 3, groups: 24));
        return g.Linear(g.Mean(g.Sum(g.ConvNorm(wide, 8, 1), x)), Classes);
    }));

    [Fact]
    public void Slopes_and_pooling() => Run(Network("PRelu", g =>
    {
        int x = g.Add(new PRelu("p1"), g.Conv(g.Input("x", 8, 6, 3), 9, 3));
        x = g.Add(new PRelu("p2", true), g.Conv(g.MaxPool(x, 2, 2), 12, 3));
        return g.Linear(g.Add(new Flatten(), x), Classes);
    }));

    /// <summary>Labels are classes, and so are pixels.</summary>
    private static void Run(Graph network)
    {
        var labels = new LossOperand("labels", Shape.Of(1));
        var teacher = new LossOperand("teacher", Shape.Of(Classes));
        Check.Graphs(
            [TrainingStep.ForLosses(network,
                new LossTerm("hard", new CrossEntropy(0.1), [new LossOperand("y"), labels], 0.3),
                new LossTerm("soft", new SoftLabels(), [new LossOperand("y"), teacher], 0.7),
                new LossTerm("features", new MeanSquaredError(), [new LossOperand("y"), teacher], 2))],
            graph => graph.Nodes.Max(node => (int)Math.Min(node.Shape.Pixels, 10_000)) + 1000, random => random.Next(Classes));
    }

    private static Graph Network(string name, Func<Build, int> build) => Build.Graph(name, g => g.Output("y", build(g)));
}
