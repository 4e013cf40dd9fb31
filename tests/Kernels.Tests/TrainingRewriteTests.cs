using Fusion.Compiler.Differentiate;
using Fusion.Compiler.Reference;
using Fusion.Compiler.Rewrite;
using Fusion.Kernels.Tests.Support;
using Steps = Fusion.Kernels.Tests.Support.TrainingStep;

namespace Fusion.Kernels.Tests;

/// <summary>Every pass keeps what a training step computes: the reference interpreter runs the graph after each of them.</summary>
public sealed class TrainingRewriteTests
{
    public static TheoryData<string> Passes => [.. RewritePipeline.TrainingPasses.Select(pass => pass.GetType().Name)];

    private static Graph[] All { get; } = [.. Networks().Select(network => Steps.Of(network)), Aligned()];

    [Theory]
    [MemberData(nameof(Passes))]
    public void Keeps_the_results(string pass)
    {
        bool changed = false;
        foreach (Graph step in All)
        {
            StateDict weights = RandomWeights.Of(step, 3);
            var random = new Random(4);
            var inputs = step.Inputs.ToDictionary(
                node => ((Input)node.Operation).Name, node =>
                    Enumerable.Range(0, (int)node.Shape.Elements).Select(_ => random.NextDouble() * 2 - 1).ToArray());
            double[][] Run(Graph graph)
            {
                IReadOnlyList<ReferenceTensor> values = ReferenceInterpreter.RunAll(
                    graph, name => Array.ConvertAll(weights[name].Values.ToArray(), value => (double)value), inputs);
                return [.. graph.Outputs.Select(output => values[output.Node].Values)];
            }
            double[][] expected = Run(step);
            string before = GraphText.Print(step);
            RewritePipeline.Run(step, new FusionNotes(), (done, graph) =>
            {
                string text = GraphText.Print(graph), last = before;
                before = text;
                if (done.GetType().Name != pass || text == last) return;
                changed = true;
                double[][] found = Run(graph);
                for (int i = 0; i < found.Length; i++)
                    for (int j = 0; j < found[i].Length; j++)
                        Assert.True(Math.Abs(found[i][j] - expected[i][j]) <= 1e-10 * (1 + Math.Abs(expected[i][j])),
                            $"{step.Name}: {graph.Outputs[i].Name}[{j}] is {found[i][j]:R} instead of {expected[i][j]:R}.\n{text}");
            });
        }
        Assert.True(changed, $"{pass} changed none of the steps, so that nothing was tested.");
    }

    /// <summary>The value before the activation is neither kept for the gradient nor written at all.</summary>
    [Theory]
    [InlineData("Relu"), InlineData("Relu6"), InlineData("LeakyRelu"), InlineData("HardSigmoid"), InlineData("Sigmoid"), InlineData("Tanh")]
    [InlineData("Silu"), InlineData("HardSwish"), InlineData("Gelu"), InlineData("Elu"), InlineData("Mish")]
    public void Norms_and_activations_are_one_kernel(string activation)
    {
        Graph network = Build.Graph("Norm", g => g.Output("y",
            g.Conv(g.Add(Activation(activation), g.ConvNorm(g.Input("x", 5, 4, 3), 7, 3)), 5, 3)));
        Graph rewritten = RewritePipeline.Run(Steps.Of(network), new FusionNotes());
        Fused[] kernels = [.. rewritten.Nodes.Select(node => node.Operation).OfType<Fused>()];
        Assert.Contains(kernels, kernel => kernel.Core is BatchNormalize && kernel.Epilogue.Single() is ElementwiseOperation);
        Assert.Contains(kernels, kernel => kernel.Epilogue.LastOrDefault() is GradientStep);
        Assert.DoesNotContain(kernels, kernel => kernel.Core is BatchNormalize or Copy && kernel.Epilogue.Count == 0);
    }

    /// <summary>Neither the norm under a gate nor the product with the gate's gradient is ever written.</summary>
    [Fact]
    public void Gates_have_no_pass_of_their_own()
    {
        Graph network = Build.Graph("Gate", g =>
        {
            int x = g.ConvNormRelu(g.Input("x", 5, 4, 3), 8, 3);
            g.Output("y", g.Conv(g.Relu(g.Sum(g.SqueezeExcite(g.ConvNorm(x, 8, 3), 4), x)), 5, 3));
        });
        Graph rewritten = RewritePipeline.Run(Steps.Of(network), new FusionNotes());
        Fused[] kernels = [.. rewritten.Nodes.Select(node => node.Operation).OfType<Fused>()];
        Assert.Contains(kernels, kernel => kernel is { Core: BatchNormalize, Epilogue: [SampleStep { Each: Multiply }, Add, Relu] });
        Assert.Contains(kernels, kernel => kernel is { Core: Copy, Epilogue: [SampleStep { Each: Multiply }, SampleStep { Each: Add }] });
        Assert.Contains(rewritten.Nodes, node => node.Operation is ProductSums { Norm: not null });
        Assert.DoesNotContain(rewritten.Nodes, node => node.Operation is Fused { Core: Batched { Each: Spread } }
            && node.Shape.Pixels > Steps.Samples);
    }

    private static ElementwiseOperation Activation(string kind) => kind switch
    {
        "Relu" => new Relu(),
        "Relu6" => new Relu6(),
        "LeakyRelu" => new LeakyRelu(0.1),
        "HardSigmoid" => new HardSigmoid(),
        "Sigmoid" => new Sigmoid(),
        "Tanh" => new Tanh(),
        "Silu" => new Silu(),
        "HardSwish" => new HardSwish(),
        "Gelu" => new Gelu(),
        "Elu" => new Elu(0.7),
        _ => new Mish(),
    };

    /// <summary>A student whose features are compared with others through a connector.</summary>
    private static Graph Aligned()
    {
        Graph student = Build.Graph("Aligned", g =>
        {
            int x = g.ConvNormRelu(g.Input("x", 5, 4, 3), 6, 3);
            g.Tap("features", g.Conv(x, 9, 1));
            g.Tap("vector", g.Linear(g.Mean(x), 7));
            g.Output("y", g.Conv(x, 4, 3));
        });
        return Steps.ForLosses(
            student, ["x"], [], Error("features", Shape.Of(5, 4, 9)), Error("vector", Shape.Of(7)), Error("y", Shape.Of(5, 4, 4)));

        LossTerm Error(string of, Shape shape) =>
            new(of, new MeanSquaredError(), [new LossOperand(of), new LossOperand("other_" + of, shape)]);
    }

    private static IEnumerable<Graph> Networks()
    {
        foreach (string activation in new[]
            { "Relu", "Relu6", "LeakyRelu", "HardSigmoid", "Sigmoid", "Tanh", "Silu", "HardSwish", "Gelu", "Elu", "Mish" })
            yield return Build.Graph(activation, g => g.Output("y",
                g.Conv(g.Add(Activation(activation), g.ConvNorm(g.Input("x", 5, 4, 3), 7, 3)), 5, 3)));
        yield return Build.Graph("PixelShuffle", g => g.Output("y", g.Conv(g.Add(
            new DepthToSpace([2, 2]), g.Add(new ChannelShuffle(5), g.Conv(g.Input("x", 4, 3, 3), 20, 3))), 5, 3)));
        yield return Build.Graph("Residual", g =>
        {
            int x = g.ConvNormRelu(g.Input("x", 6, 5, 3), 8, 3);
            x = g.Relu(g.Sum(g.ConvNorm(g.ConvNormRelu(x, 8, 3), 8, 3), x));
            x = g.Relu(g.Sum(g.ConvNorm(g.ConvNormRelu(x, 10, 3, stride: 2), 10, 3), g.ConvNorm(x, 10, 1, stride: 2)));
            g.Output("y", g.Linear(g.Mean(x), 3));
        });
        yield return Build.Graph("Gated", g =>
        {
            int x = g.ConvNormRelu(g.Input("x", 5, 4, 3), 8, 3);
            g.Output("y", g.Linear(g.Mean(g.Relu(g.Sum(g.SqueezeExcite(g.ConvNorm(x, 8, 3), 4), x))), 3));
        });
        yield return Build.Graph("GatedActivation", g =>
        {
            int x = g.Add(new Silu(), g.ConvNorm(g.Input("x", 5, 4, 3), 8, 3));
            g.Output("y", g.ConvNorm(g.SqueezeExcite(x, 4), 6, 1));
        });
        yield return Build.Graph("GatedSequence", g =>
        {
            int x = g.ConvNorm(g.Input("x", 9, 3), 8, 3);
            g.Output("y", g.Relu(g.SqueezeExcite(x, 4)));
        });
        yield return Build.Graph("Depthwise", g =>
        {
            int x = g.Add(new Relu6(), g.ConvNorm(g.Input("x", 6, 6, 3), 8, 1));
            g.Output("y", g.ConvNorm(g.Add(new Silu(), g.ConvNorm(x, 8, 3, groups: 8)), 4, 1));
        });
        yield return Build.Graph("Slopes", g =>
        {
            int x = g.Add(new PRelu("p"), g.ConvNorm(g.Input("x", 6, 6, 3), 8, 3));
            g.Output("y", g.Relu(g.Add(new BatchNorm("n"), g.MaxPool(x, 2, 2))));
        });
        yield return Build.Graph("Identity", g => g.Output("y", g.Norm(g.Add(new Subsample([1, 1]), g.Input("x", 4, 3, 2)))));
        // The norm's result has 4320 elements: enough to be made again for the gradient.
        yield return Build.Graph("Wide", g =>
        {
            int x = g.ConvNormRelu(g.Input("x", 16, 15, 3), 6, 3);
            g.Output("y", g.ConvNorm(x, 16, 3));
        });
        yield return Build.Graph("SharedResult", g =>
        {
            int x = g.ConvNorm(g.Input("x", 4, 3, 3), 8, 3);
            g.Output("y", g.Sum(g.Add(new Silu(), x), g.Conv(g.Relu(x), 8, 1)));
            g.Output("x1", x);
        });
    }
}
