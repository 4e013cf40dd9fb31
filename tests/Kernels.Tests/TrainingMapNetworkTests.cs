using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>Training steps of networks that combine pooling, upsampling, concatenation and gates; and sums over whole batches.</summary>
public sealed class TrainingMapNetworkTests
{
    [Fact]
    public void Branches_that_are_laid_side_by_side() => TrainingStep.Check(
        TrainingStep.Frozen(Build.Graph("Inception", g =>
        {
            int x = g.Relu(g.Conv(g.Input("x", 7, 5, 3), 9, 3));
            int pooled = g.Conv(g.MaxPool(x, 3, 1, 1), 7, 1);
            int mean = g.Add(new AveragePool([3, 3], [1, 1], [1, 1]), x);
            g.Output("y", g.Conv(g.Concat(g.Conv(x, 5, 1), g.Conv(x, 3, 3), pooled, mean, g.MaxPool(x, 3, 1, 1)), 6, 3));
        })),
        TrainingStep.Frozen(Build.Graph("Reduction", g =>
        {
            int x = g.Conv(g.Input("x", 9, 7, 3), 16, 3);
            g.Output("y", g.Concat(g.Conv(x, 17, 3, stride: 2, padding: 0), g.MaxPool(x, 3, 2)));
        })));

    [Fact]
    public void Upsampling_beside_a_shortcut() => TrainingStep.Check(
        TrainingStep.Frozen(Build.Graph("Decoder", g =>
        {
            int x = g.Relu(g.Conv(g.Input("x", 6, 10, 3), 5, 3));
            int small = g.Relu(g.Conv(g.MaxPool(x, 2, 2), 17, 3));
            int large = g.Add(new Upsample([2, 2], Interpolation.Bilinear), small);
            g.Output("y", g.Conv(g.Concat(large, x), 3, 3));
        }), samples: 2),
        TrainingStep.Frozen(Build.Graph("Pyramid", g =>
        {
            int x = g.Conv(g.Input("x", 8, 12, 3), 7, 3), half = g.Conv(x, 7, 3, stride: 2), quarter = g.Conv(half, 7, 3, stride: 2);
            int middle = g.Sum(half, g.Add(new Upsample([2, 2]), quarter));
            g.Output("p1", g.Conv(g.Sum(x, g.Add(new Upsample([2, 2], Interpolation.Bilinear, true), middle)), 4, 3));
            g.Output("p2", middle);
        })));

    [Fact]
    public void Gates() => TrainingStep.Check(
        TrainingStep.Frozen(Build.Graph("SqueezeExcite", g =>
        {
            int x = g.Conv(g.Input("x", 5, 7, 3), 18, 3);
            int gated = g.SqueezeExcite(g.Conv(x, 18, 3), 4, gate: new Relu6());
            g.Output("y", g.Conv(g.Relu(g.Sum(gated, x)), 3, 3));
        })),
        TrainingStep.Frozen(Build.Graph("TwoSqueezes", g =>
        {
            int x = g.Conv(g.Input("x", 5, 3, 3), 20, 3);
            int Excite(PoolMode mode) => g.Conv(g.Relu(g.Conv(g.Add(new GlobalPool(mode), x), 6, 1)), 20, 1);
            int gated = g.Product(x, g.Add(new Relu6(), g.Sum(Excite(PoolMode.Max), Excite(PoolMode.Average))));
            g.Output("y", g.Concat(gated, x));
        }), samples: 1),
        TrainingStep.Frozen(Build.Graph("GateOfOnePixel", g =>
        {
            int x = g.Conv(g.Input("x", 1, 1, 3), 5, 1);
            g.Output("y", g.Conv(g.SqueezeExcite(x, 3, gate: new Relu6()), 1, 1));
        })));

    [Fact]
    public void Pools_before_a_classifier() => TrainingStep.Check(
        TrainingStep.Frozen(Build.Graph("MeanAndMost", g =>
        {
            int x = g.Relu(g.Conv(g.Input("x", 7, 5, 3), 17, 3));
            g.Output("y", g.Linear(g.Concat(g.Mean(x), g.Add(new GlobalPool(PoolMode.Max), x)), 10));
        })),
        TrainingStep.Frozen(Build.Graph("Transition", g =>
        {
            int x = g.Add(new AveragePool([3, 3], [2, 2], [1, 1], CeilMode: true, CountPadding: false),
                g.Conv(g.Input("x", 8, 7, 3), 6, 3));
            int y = g.Add(new AveragePool([2, 2], [2, 2], [0, 0], CeilMode: true), g.Relu(g.Conv(x, 9, 3)));
            g.Output("y", g.Linear(g.Add(new Flatten(), y), 5));
        })));

    [Fact]
    public void Gradients_of_one_value_add_up() => TrainingStep.Check(
        TrainingStep.Frozen(Build.Graph("TwoPools", g =>
        {
            int x = g.Conv(g.Input("x", 6, 8, 3), 7, 3);
            int most = g.MaxPool(x, 2, 2), mean = g.Add(new AveragePool([2, 2], [2, 2], [0, 0]), x);
            g.Output("y", g.Sum(g.Sum(most, mean), g.Conv(g.MaxPool(x, 2, 2), 7, 1)));
            g.Output("z", x);
        })),
        TrainingStep.Frozen(Build.Graph("PoolOfTheInput", g =>
        {
            int x = g.Input("x", 7, 7, 3);
            g.Output("y", g.MaxPool(x, 3, 2, 1));
            g.Output("z", g.Mean(x));
            g.Output("u", g.Add(new Upsample([1, 2]), x));
        })));

    /// <summary>Weights, norms and all: what the pieces give to each other.</summary>
    [Fact]
    public void Networks_that_are_trained() => TrainingStep.Check(
        TrainingStep.Of(Build.Graph("Classifier", g =>
        {
            int x = g.MaxPool(g.ConvNormRelu(g.Input("x", 9, 11, 3), 18, 3), 3, 2, 1);
            int y = g.Relu(g.Sum(g.SqueezeExcite(g.ConvNorm(x, 18, 3), 5), x));
            int z = g.Add(new AveragePool([2, 2], [2, 2], [0, 0], CeilMode: true), g.Concat(y, g.Conv(x, 7, 1)));
            g.Output("y", g.Linear(g.Concat(g.Mean(z), g.Add(new GlobalPool(PoolMode.Max), z)), 10));
        })),
        TrainingStep.Of(Build.Graph("Segmentation", g =>
        {
            int x = g.ConvNormRelu(g.Input("x", 6, 8, 3), 9, 3), small = g.ConvNormRelu(g.MaxPool(x, 2, 2), 17, 3);
            int large = g.Add(new Upsample([2, 2], Interpolation.Bilinear), small);
            g.Output("y", g.Conv(g.Concat(large, x), 4, 1));
            g.Output("z", g.Linear(g.Add(new Flatten(), small), 3));
        }), samples: 2));

    /// <summary>Equal numbers, infinities and numbers that are none: dy goes to the first of equals, and to the last NaN.</summary>
    [Fact]
    public void Values_without_an_order() => Check.Graphs(
        [
            .. new Operation[]
            {
                new MaxPool([2, 2], [2, 2], [0, 0]), new MaxPool([3, 3], [2, 2], [1, 1]), new MaxPool([3, 3], [1, 1], [1, 1]),
                new GlobalPool(PoolMode.Max), new AveragePool([2, 2], [2, 2], [0, 0]), new Upsample([2, 2], Interpolation.Bilinear),
            }.SelectMany((operation, i) => new[] { 5, 16 }.Select(channels => TrainingStep.Of(
                Build.Graph($"{operation.Kind}{i}x{channels}", g => g.Output("y", g.Add(operation, g.Input("x", 6, 8, channels))))))),
        ],
        _ => 100,
        random => random.Next(40) switch
        {
            0 => float.NaN,
            1 => float.PositiveInfinity,
            2 => float.NegativeInfinity,
            int other => other % 4,
        });

    /// <summary>The gradient of a bias: of a value with a halo, of a part of a concatenation, of one that two layers share.</summary>
    [Fact]
    public void Sums_over_whole_batches() => TrainingStep.Check(
        Biases(Build.Graph("Bias", g => g.Output("y", g.Conv(g.Input("x", 25, 31, 2), 3, 1)))),
        Biases(Build.Graph("BiasOfFew", g => g.Output("y", g.Conv(g.Input("x", 1, 1, 2), 17, 1))), samples: 1),
        Biases(Build.Graph("BiasOfLine", g => g.Output("y", g.Conv(g.Input("x", 1500, 2), 5, 3)))),
        Biases(Build.Graph("BiasOfLinear", g => g.Output("y", g.Linear(g.Relu(g.Linear(g.Input("x", 7), 33)), 4))), samples: 70),
        Biases(Build.Graph("BiasesBetween", g =>
        {
            int x = g.Relu(g.Conv(g.Input("x", 17, 23, 3), 18, 3));
            g.Output("y", g.Conv(g.Concat(g.Conv(x, 5, 3), g.Conv(x, 16, 1), g.MaxPool(x, 3, 1, 1)), 70, 3));
        })),
        Biases(Build.Graph("SharedBias", g =>
        {
            int x = g.Conv(g.Input("x", 16, 18, 3), 4, 3, path: "shared");
            g.Output("y", g.Conv(g.Slice(x, 0, 3), 4, 3, path: "shared"));
        })));

    private static Graph Biases(Graph network, int samples = TrainingStep.Samples) => TrainingStep.Of(network, samples,
        [.. network.Parameters.Select(parameter => parameter.Name).Where(name => name.EndsWith(".weight", StringComparison.Ordinal))]);
}
