using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>Losses and their gradients on every back end.</summary>
public sealed class TrainingLossTests
{
    private const int Classes = 5;

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(1)]
    public void Cross_entropy(double smoothing) => Check.Graphs(
        [Classifier("Vectors", Classes, smoothing, 7, 3), Classifier("OneSample", 17, smoothing, 1, 4),
            Classifier("Pixels", 33, smoothing, 2, 5, 3, 6), Classifier("ManyClasses", 1000, smoothing, 3, 8),
            Classifier("ManySamples", Classes, smoothing, 2500, 2)],
        _ => 1000, random => random.Next(Classes));

    [Fact]
    public void Soft_labels() => Check.Graphs(SoftLabels(), _ => 1000);

    /// <summary>By the student's logits alone: of a teacher that is sure, the gradient by its own is a difference of large
    /// numbers.</summary>
    [Fact]
    public void Soft_labels_of_large_logits() => Check.Graphs(
        [Student(new SoftLabels(1.7), 3, 17)], _ => 1000, random => 150 * (random.NextSingle() * 2 - 1));

    [Fact]
    public void Soft_labels_of_masked_classes() => Check.Graphs(
        [Student(new SoftLabels(1.7), 3, 17), Student(new SoftLabels(1), 40, 7)], _ => 1000,
        random => random.Next(6) == 0 ? float.NegativeInfinity : random.NextSingle());

    /// <summary>What is left of two distributions that are nearly even is as exact as that of others.</summary>
    [Theory]
    [InlineData(1e-6)]
    [InlineData(0.01)]
    [InlineData(100)]
    [InlineData(1e4)]
    [InlineData(1e6)]
    public void Divergences_at_any_temperature(double temperature) => Check.Graphs(
        [Pair(new SoftLabels(temperature), 7, 19), Pair(new ChannelWiseKl(temperature), 2, 5, 3, 17),
            Build.Graph("Decoupled", g => Finish(g, new DecoupledSoftLabels(temperature, 1, 8),
                g.Input("a", 7, Classes), g.Input("t", 7, Classes), g.Input("labels", 7, 1)))],
        _ => 100, random => random.Next(Classes));

    [Fact]
    public void Elementwise_losses() => Check.Graphs(
        [.. new Loss[] { new MeanSquaredError(), new MeanAbsoluteError(), new SmoothL1(), new SmoothL1(0.3), new BinaryCrossEntropy() }
            .SelectMany(loss => new[] { Pair(loss, 3, 5, 3, 4), Pair(loss, 2, 33), Pair(loss, 1, 1), Pair(loss, 40, 31, 2, 16) })],
        _ => 1000);

    /// <summary>Weights of 0 among them.</summary>
    [Fact]
    public void Weighted_losses() => Check.Graphs(
        [.. new Loss[] { new WeightedSquaredError(), new MeanAbsoluteError(true), new SmoothL1(0.3, true), new BinaryCrossEntropy(true) }
            .SelectMany(loss => new[] { Weighted(loss, 3, 5, 3, 4), Weighted(loss, 2, 33), Weighted(loss, 40, 31, 2, 16) }),
            WeightedClassifier(0, 7, Classes), WeightedClassifier(0.1, 2, 5, 3, 33)],
        _ => 1000, random => random.Next(Classes));

    [Fact]
    public void Binary_cross_entropy_of_large_logits() => Check.Graphs(
        [Pair(new BinaryCrossEntropy(), 3, 5, 3, 4)], _ => 1000, random => 80 * (random.NextSingle() * 2 - 1));

    [Fact]
    public void Decoupled_soft_labels() => Check.Graphs(
        [Decoupled(new DecoupledSoftLabels(), 7, Classes), Decoupled(new DecoupledSoftLabels(2.5, 0.7, 1.3), 2, 5, 3, 33),
            Decoupled(new DecoupledSoftLabels(1, 0, 2), 1, 17)],
        _ => 1000, random => random.Next(Classes));

    [Fact]
    public void Directions() => Check.Graphs(
        [.. new[] { FeatureNormalization.PerPixel, FeatureNormalization.PerSample }
            .SelectMany(normalization => new[] { new[] { 3, 5, 3, 4 }, [2, 33], [1, 9], [40, 31, 2, 16], [5, 7, 3], [1, 3, 4, 2] }
            .Select(shape => Pair(new MeanSquaredError(normalization), shape)))],
        _ => 1000);

    /// <summary>A position without any value has no direction.</summary>
    [Fact]
    public void Directions_of_zeros() => Check.Graphs(
        [Pair(new MeanSquaredError(FeatureNormalization.PerPixel), 40, 2),
            Pair(new MeanSquaredError(FeatureNormalization.PerSample), 20, 3, 1)],
        _ => 1000, random => random.Next(2));

    [Theory]
    [InlineData(AttentionReduction.MeanSquare)]
    [InlineData(AttentionReduction.Distance)]
    public void Attention(AttentionReduction reduction) => Check.Graphs(
        [Maps(reduction, [3, 5, 3], 4, 7), Maps(reduction, [2, 7], 1, 33), Maps(reduction, [1, 2, 3], 16, 5),
            Maps(reduction, [8, 2], 2, 2)],
        _ => 1000);

    [Fact]
    public void Softmaxes_over_positions() => Check.Graphs(
        [.. new[] { new[] { 3, 5, 3, 4 }, [2, 7, 33], [1, 2, 3, 16], [2, 20, 30, 5] }
            .SelectMany(shape => new[] { Pair(new ChannelWiseKl(), shape), Pair(new ChannelWiseKl(0.7), shape) })],
        _ => 1000);

    [Fact]
    public void Correlations() => Check.Graphs(
        [.. new[] { new[] { 3, 5, 3, 4 }, [7, 33], [2, 7, 16], [40, 31, 2, 16], [2, 900, 3] }
            .Select(shape => Pair(new Pearson(), shape))],
        _ => 1000);

    /// <summary>Channels of which all values are the same have no correlation.</summary>
    [Fact]
    public void Correlations_of_constants() => Check.Graphs(
        [Pair(new Pearson(), 2, 2, 2, 300)], _ => 1000, random => random.Next(20) == 0 ? 1 : 3);

    [Fact]
    public void Attention_to_nothing() => Check.Graphs(
        [Maps(AttentionReduction.MeanSquare, [30, 2], 2, 1), Maps(AttentionReduction.Distance, [30, 2], 2, 1)], _ => 1000,
        random => random.Next(3) / 2);

    [Fact]
    public void Margins() => Check.Graphs(
        [Margin(3, 5, 3, 4), Margin(2, 33), Margin(5, 40, 31, 16)], _ => 1000);

    /// <summary>The tolerance is nothing where all of the reference is 0.</summary>
    [Fact]
    public void Losses_of_a_value_with_itself_are_zero() => Check.Graphs(
        [.. new Loss[] { new MeanSquaredError(), new MeanAbsoluteError(), new SmoothL1(), new SoftLabels(1.7),
            new MeanSquaredError(FeatureNormalization.PerPixel), new MeanSquaredError(FeatureNormalization.PerSample),
            new AttentionTransfer(), new ChannelWiseKl(), new Pearson() }.Select(loss =>
            Build.Graph(loss.Kind, g =>
            {
                int x = g.Input("x", 3, 4, 19);
                g.Output("loss", g.Add(loss, x, x));
                g.Output("dx", g.Add(new LossGradient(loss, 0), x, x, g.Input("d", 1)));
            }))],
        _ => 1000);

    private static Graph[] SoftLabels() =>
        [Pair(new SoftLabels(), 7, Classes), Pair(new SoftLabels(1.7), 1, 17), Pair(new SoftLabels(1), 2, 5, 3, 33)];

    private static Graph Classifier(string name, int classes, double smoothing, params int[] input) => Build.Graph(name, g =>
    {
        int logits = g.Linear(g.Input("x", input), classes), labels = g.Input("labels", [.. input[..^1], 1]), d = g.Input("d", 1);
        var loss = new CrossEntropy(smoothing);
        g.Output("loss", g.Add(loss, logits, labels));
        g.Output("dx", g.Add(new LossGradient(loss, 0), logits, labels, d));
    });

    private static Graph WeightedClassifier(double smoothing, params int[] logits) => Build.Graph("Weighted", g =>
    {
        int x = g.Linear(g.Input("x", logits), logits[^1]), labels = g.Input("labels", [.. logits[..^1], 1]);
        int weights = g.Input("weights", [.. logits[..^1], 1]), d = g.Input("d", 1);
        var loss = new CrossEntropy(smoothing, IsWeighted: true);
        g.Output("loss", g.Add(loss, x, labels, weights));
        g.Output("dx", g.Add(new LossGradient(loss, 0), x, labels, weights, d));
    });

    private static Graph Weighted(Loss loss, params int[] shape) => Build.Graph("Weighted" + loss.Kind, g =>
        Finish(g, loss, g.Input("a", shape), g.Input("t", shape), g.Input("w", shape)));

    private static Graph Decoupled(DecoupledSoftLabels loss, params int[] logits) => Build.Graph(loss.Kind, g =>
    {
        int a = g.Linear(g.Input("a", logits), logits[^1]), t = g.Linear(g.Input("t", logits), logits[^1]);
        Finish(g, loss, a, t, g.Input("labels", [.. logits[..^1], 1]));
    });

    private static Graph Pair(Loss loss, params int[] shape) => Build.Graph(loss.Kind, g =>
    {
        int[] inputs = [g.Input("a", shape), g.Input("t", shape)];
        Finish(g, loss, inputs);
    });

    /// <summary>The gradient by the student's values alone, of a loss of weight 0.7.</summary>
    private static Graph Student(Loss loss, params int[] shape) => Build.Graph(loss.Kind, g =>
    {
        int a = g.Input("a", shape), t = g.Input("t", shape);
        g.Output("loss", g.Add(loss, a, t));
        g.Output("da", g.Add(new LossGradient(loss, 0), a, t, g.Add(new Constant(0.7))));
    });

    private static Graph Maps(AttentionReduction reduction, int[] positions, int student, int teacher) => Build.Graph("Maps", g =>
        Finish(g, new AttentionTransfer(reduction), g.Input("a", [.. positions, student]), g.Input("t", [.. positions, teacher])));

    private static Graph Margin(params int[] shape) => Build.Graph("Margin", g =>
        Finish(g, new MarginMse(), g.Input("a", shape), g.Input("t", shape), g.Input("m", shape[^1])));

    private static void Finish(Build g, Loss loss, params int[] inputs)
    {
        int d = g.Input("d", 1);
        g.Output("loss", g.Add(loss, inputs));
        for (int i = 0; i < 2; i++) g.Output($"d{i}", g.Add(new LossGradient(loss, i), [.. inputs, d]));
    }
}
