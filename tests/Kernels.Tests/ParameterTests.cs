using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>Values that are parameters, wherever a value may stand.</summary>
public sealed class ParameterTests
{
    [Fact]
    public void Values_that_are_parameters() => Check.Graphs([Embeddings(), Masked(), Alone(), .. TiedWeights.All], _ => 200);

    /// <summary>A gradient of weights that are used twice is the sum of both.</summary>
    [Fact]
    public void Tied_weights_in_training() => TrainingStep.Check([.. TiedWeights.All.Select(network => TrainingStep.Of(network))]);

    internal static Graph Embeddings() => Build.Graph("Embeddings", g =>
    {
        int x = g.Linear(g.Input("x", 9, 5), 20);
        int tokens = g.Add(new Append(), g.Add(new ParameterValue("cls", [1, 20])), x);
        int sum = g.Sum(tokens, g.Add(new ParameterValue("positions", [10, 20])));
        int scores = g.Add(new MatMul(TransposeB: true), sum, g.Add(new ParameterValue("table", [7, 20])));
        g.Output("y", scores);
        g.Output("z", g.Linear(sum, 6));
    });

    internal static Graph Masked() => Build.Graph("Masked", g =>
    {
        int x = g.Input("x", 6, 7, 3);
        int mask = g.Add(new ParameterValue("mask", [6, 7, 3]));
        int gate = g.Add(new ParameterValue("gate", [3]));
        int wide = g.Concat(g.Product(g.Product(x, gate), mask), g.Add(new ParameterValue("more", [6, 7, 5])));
        g.Output("y", g.Conv(wide, 4, 3));
        g.Output("z", g.Conv(mask, 4, 3));
    });

    private static Graph Alone() => Build.Graph("Alone", g =>
    {
        g.Output("y", g.Relu(g.Input("x", 3)));
        g.Output("z", g.Add(new ParameterValue("alone", [2, 5])));
        g.Output("w", g.Add(new Softmax(), g.Add(new ParameterValue("alone", [2, 5]))));
    });
}
