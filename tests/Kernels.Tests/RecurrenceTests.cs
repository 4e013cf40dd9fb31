using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>The steps of recurrent layers, at sizes around those of vectors and panels.</summary>
public sealed class RecurrenceTests
{
    private static readonly int[] s_hidden = [1, 3, 8, 15, 16, 17, 24, 33, 64, 70];

    [Fact]
    public void Steps_of_every_width() => Check.Graphs(
        [.. from hidden in s_hidden
            from reverse in new[] { false, true }
            from steps in new Recurrence[]
            {
                new RnnSteps("s", hidden, Bias: hidden % 3 != 0, Reverse: reverse),
                new GruSteps("s", hidden, Bias: hidden % 3 != 0, Reverse: reverse),
                new LstmSteps("s", hidden, Bias: hidden % 3 != 0, Reverse: reverse),
            }
            select Build.Single(steps, reverse ? 1 + hidden % 5 : 9, steps.Gates * hidden)], Accumulations);

    [Fact]
    public void Layers_with_neighbours() => Check.Graphs(
        [
            Build.Graph("Stacked", g =>
            {
                int x = g.Conv(g.Input("x", 20, 7), 12, 3);
                int first = g.Add(new GruSteps("a", 20), g.Linear(x, 60));
                int back = g.Add(new GruSteps("b", 20, Reverse: true), g.Linear(x, 60));
                int both = g.Concat(first, back);
                g.Output("y", g.Conv(g.Add(new LstmSteps("c", 21), g.Linear(both, 84)), 5, 3));
                g.Output("z", both);
            }),
            Build.Graph("Epilogue", g =>
            {
                int x = g.Input("x", 20, 19);
                int h = g.Add(new LstmSteps("a", 19, Reverse: true), g.Linear(x, 76));
                g.Output("y", g.Product(g.Sum(g.Relu(h), x), g.Input("gate", 19)));
                g.Output("z", g.Add(new Silu(), g.Add(new GruSteps("b", 19), g.Linear(x, 57))));
            }),
        ], Accumulations);

    [Fact]
    public void Numbers_that_are_none_stay() => Check.Graphs(
        [
            Build.Single(new RnnSteps("s", 5), 6, 5), Build.Single(new GruSteps("s", 5), 6, 15),
            Build.Single(new LstmSteps("s", 5), 6, 20),
        ], _ => 60,
        random => random.Next(60) switch
        {
            0 => float.NaN,
            1 => float.PositiveInfinity,
            2 => float.NegativeInfinity,
            _ => random.NextSingle() * 2 - 1,
        });

    private static int Accumulations(Graph graph) =>
        graph.Nodes.Select(node => node.Operation).OfType<Recurrence>().Sum(steps => steps.Hidden) + 60;
}
