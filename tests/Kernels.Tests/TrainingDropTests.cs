using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>Dropout in training steps: the reference's masks, with every instruction set.</summary>
public sealed class TrainingDropTests
{
    [Fact]
    public void Dropout() => Check(
    [
        .. from channels in new[] { 1, 5, 16, 17, 32, 33, 40, 64, 70, 96, 130 } select Step($"Pixels{channels}", 0.5, 5, 3, channels),
        .. from channels in new[] { 3, 16, 48, 100 } select Step($"Vector{channels}", 0.2, channels),
        Step("Line", 0.9, 9, 20), Step("Rare", 1e-6, 5, 3, 20), Step("Nearly", 0.999999, 5, 3, 20), Step("Pixel", 0.3, 1, 1, 7),
    ]);

    [Fact]
    public void Dropout_within_networks() => Check(
        TrainingStep.Of(Build.Graph("Between", g =>
        {
            // Into a halo, with an epilogue, into a part of a concatenation, and twice with masks of their own.
            int x = Drop(g, 0.3, g.Relu(g.Conv(g.Input("x", 6, 7, 3), 20, 3)));
            int left = g.Relu(Drop(g, 0.5, g.Conv(x, 36, 3))), right = g.Add(new Silu(), Drop(g, 0.25, g.Conv(x, 5, 1)));
            g.Output("y", g.Conv(g.Concat(left, right), 7, 3));
            g.Output("z", Drop(g, 0.5, g.Conv(x, 18, 1)));
        })),
        TrainingStep.Of(Build.Graph("Classifier", g =>
        {
            int x = g.MaxPool(g.Relu(g.Conv(g.Input("x", 6, 6, 3), 18, 3)), 2, 2);
            int hidden = Drop(g, 0.5, g.Relu(g.Linear(g.Add(new Flatten(), x), 40)));
            g.Output("y", g.Sum(g.Linear(hidden, 40), hidden));
        })));

    /// <summary>Whole numbers, for the step's are.</summary>
    private static void Check(params Graph[] steps) => Support.Check.Graphs(
        steps, graph => graph.Nodes.Max(node => (int)Math.Min(node.Shape.Pixels, 10_000)) + 1000,
        random => random.Next(4) == 0 ? random.Next(1 << 16) : random.Next(16));

    private static Graph Step(string name, double rate, params int[] input) =>
        TrainingStep.Of(Build.Graph(name, g => g.Output("y", Drop(g, rate, g.Input("x", input)))));

    private static int Drop(Build g, double rate, int x) => g.Add(new Dropout(rate), x);
}
