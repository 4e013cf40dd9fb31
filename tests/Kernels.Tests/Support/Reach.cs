using Fusion.Compiler.Reference;

namespace Fusion.Kernels.Tests.Support;

/// <summary>
/// Which results a single value reaches that is infinite or NaN: those that it reaches in the reference interpreter, and no other. A zero
/// that a kernel adds of its own, in padding, in vectors or among weights, must meet no such value, for 0 · ∞ is NaN.
/// </summary>
internal sealed class Reach
{
    public const int Batch = 2;

    private const int Places = 3;

    private readonly Graph _graph;
    private readonly float[][] _inputs;
    private readonly IReadOnlyList<Case> _cases;

    /// <param name="graph">A network, or the gradients of one.</param>
    /// <param name="specials">The values that are tried.</param>
    public Reach(Graph graph, float[] specials)
    {
        _graph = graph;
        Weights = RandomWeights.Of(graph, 1);
        var random = new Random(2);
        _inputs = [.. graph.Inputs.Select(node => Enumerable.Range(0, (int)node.Shape.Elements * Batch)
            .Select(_ => random.NextSingle() * 2 - 1).ToArray())];
        _cases =
        [
            .. from input in Enumerable.Range(0, _inputs.Length)
               from special in specials
               from _ in Enumerable.Range(0, Places)
               let place = random.Next(_inputs[input].Length / Batch)
               select new Case(input, place, special, Expected(input, place, special)),
        ];
    }

    public StateDict Weights { get; }

    /// <param name="where">What runs the network.</param>
    /// <param name="run">Makes the outputs of a batch; the special value is in the first sample.</param>
    public void Check(string where, Func<float[][], float[][]> run)
    {
        float[][] clean = run(_inputs);
        foreach (Case each in _cases)
        {
            float was = _inputs[each.Input][each.Place];
            _inputs[each.Input][each.Place] = each.Special;
            float[][] found = run(_inputs);
            _inputs[each.Input][each.Place] = was;
            for (int i = 0; i < found.Length; i++)
                for (int j = 0; j < found[i].Length; j++)
                    if (float.IsFinite(found[i][j]) != (j >= each.Expected[i].Length || double.IsFinite(each.Expected[i][j])))
                        Assert.Fail($"{where}, {each.Special} as value {each.Place} of input {each.Input}: {_graph.Outputs[i].Name}[{j}] "
                            + $"is {found[i][j]}.\n{GraphText.Print(_graph)}");
        }
        // What it has left in the workspace is read by nobody.
        float[][] after = run(_inputs);
        for (int i = 0; i < clean.Length; i++) Assert.Equal(clean[i], after[i]);
    }

    private double[][] Expected(int input, int place, float special)
    {
        var named = _graph.Inputs.Select((node, i) => (((Input)node.Operation).Name,
            Values: Array.ConvertAll(_inputs[i][..(int)node.Shape.Elements], value => (double)value))).ToList();
        named[input].Values[place] = special;
        var results = ReferenceInterpreter.Run(
            _graph, name => Weights[name].Values.ToArray(), named.ToDictionary(pair => pair.Name, pair => pair.Values));
        return [.. _graph.Outputs.Select(output => results[output.Name])];
    }

    /// <param name="Expected">The first sample's results.</param>
    private sealed record Case(int Input, int Place, float Special, double[][] Expected);
}
