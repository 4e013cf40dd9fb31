using Fusion.Compiler.Differentiate;
using Fusion.Kernels.Tests.Support;

namespace Fusion.Kernels.Tests;

/// <summary>Training steps on every back end: outputs and all gradients, the gradients of the outputs being given.</summary>
public sealed class TrainingTests
{
    private const int Samples = 3;

    [Fact]
    public void Convolutions_and_activations() => Run(
        Build.Graph("Plain", g => g.Output("y", g.Relu(g.Conv(g.Input("x", 5, 6, 3), 5, 3)))),
        Build.Graph("Strided", g => g.Output("y", g.Relu(g.Conv(g.Conv(g.Input("x", 9, 8, 3), 20, 3, stride: 2), 7, 1)))),
        Build.Graph("Grouped", g => g.Output("y", g.Conv(g.Conv(g.Input("x", 6, 5, 4), 8, 1), 12, 3, groups: 4))),
        Build.Graph("Depthwise", g => g.Output("y", g.Conv(g.Conv(g.Input("x", 6, 5, 4), 18, 1), 18, 3, groups: 18, stride: 2))));

    private static void Run(params Graph[] networks) => Check.Graphs(
        [.. networks.Select(Step)], graph => graph.Nodes.Max(node => (int)Math.Min(node.Shape.Pixels, 10_000)) + 1000);

    private static Graph Step(Graph network) => WithPlainNames(Differentiation.Run(
        network, Samples, [], new FrozenLayers([.. network.Parameters.Select(p => p.Name)]),
        wantedInputs: [.. network.Inputs.Select(node => ((Input)node.Operation).Name)],
        givenGradients: [.. network.Outputs.Select(output => output.Name)]).Graph);

    /// <summary>A step runs as a network here, whose inputs and outputs are parameters of a method.</summary>
    private static Graph WithPlainNames(Graph graph) => graph with
    {
        Nodes = [.. graph.Nodes.Select(node => node.Operation is Input input
            ? node with { Operation = input with { Name = Plain(input.Name) } } : node)],
        Outputs = [.. graph.Outputs.Select(output => output with { Name = Plain(output.Name) })],
    };

    private static string Plain(string name) => name.StartsWith("gradient.", StringComparison.Ordinal)
        ? "d_" + name["gradient.".Length..].Replace('.', '_') : name.Replace('.', '_');
}
