using Fusion.Compiler.Differentiate;

namespace Fusion.Kernels.Tests.Support;

/// <summary>Training steps in the form of networks: the gradients of the outputs are inputs, all other gradients are outputs.</summary>
internal static class TrainingStep
{
    /// <summary>As many samples as the tests' batches have where the number does not matter: odd, and more than one.</summary>
    public const int Samples = 3;

    /// <summary>Compares steps with the reference on every back end, and bit by bit with each other.</summary>
    public static void Check(params Graph[] steps) => Support.Check.Graphs(
        steps, graph => graph.Nodes.Max(node => (int)Math.Min(node.Shape.Pixels, 10_000)) + 1000);

    /// <summary>The step that trains everything.</summary>
    public static Graph Of(Graph network, int samples = Samples) => Of(network, samples, []);

    /// <summary>The step that trains nothing: it makes the gradients of the inputs only.</summary>
    public static Graph Frozen(Graph network, int samples = Samples) =>
        Of(network, samples, [.. network.Parameters.Select(parameter => parameter.Name)]);

    /// <param name="frozen">Paths of layers, or names of parameters, that are not trained.</param>
    /// <param name="ofInputs">Whether the gradients of the network's inputs are made, too.</param>
    public static Graph Of(Graph network, int samples, IReadOnlyList<string> frozen, bool ofInputs = true) => WithPlainNames(
        Differentiation.Run(network, samples, [], new FrozenLayers([.. frozen]),
        wantedInputs: !ofInputs ? [] : [.. network.Inputs.Select(node => ((Input)node.Operation).Name)],
        givenGradients: [.. network.Outputs.Select(output => output.Name)]).Graph);

    /// <summary>The step that trains everything for the sake of losses, whose gradients are those of the parameters.</summary>
    public static Graph ForLosses(Graph network, params LossTerm[] losses) =>
        WithPlainNames(Differentiation.Run(network, Samples, losses).Graph);

    /// <summary>The step that trains everything but <paramref name="frozen"/> for the sake of losses, with the gradients of some inputs,
    /// too.</summary>
    public static Graph ForLosses(Graph network, string[] wantedInputs, string[] frozen, params LossTerm[] losses) => WithPlainNames(
        Differentiation.Run(network, Samples, losses, new FrozenLayers([.. frozen]), wantedInputs).Graph);

    /// <summary>The losses alone.</summary>
    public static Graph Losses(Graph network, params LossTerm[] losses) =>
        WithPlainNames(Differentiation.Forward(network, Samples, losses));

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
