using Fusion.Compiler.Rewrite;

namespace Fusion.Compiler.Schedule.Gpu;

/// <summary>Finds linear layers on one position each of which is read by the next only, and the squeeze in front of them.</summary>
internal sealed class GpuLinearChains(Graph graph)
{
    private readonly IReadOnlyList<IReadOnlyList<int>> _consumers = graph.Consumers();

    /// <summary>Whether a node is a linear layer on one position.</summary>
    public static bool IsLinear(Node node) => node.Shape.Pixels == 1 && node.Operation is Fused { Core: PackedConvolution convolution }
        && convolution.IsPointwise && convolution.IsUnstrided && !convolution.HasPadding;

    /// <summary>The nodes from this one on, each read by the next only; empty where this one continues another chain, or is no part of
    /// one.</summary>
    public IReadOnlyList<Node> StartingAt(Node node)
    {
        if (!IsPart(node) || (node.Inputs.Count > 0 && IsPart(graph.Nodes[node.Inputs[0]])
            && Next(graph.Nodes[node.Inputs[0]]) == node)) return [];
        var chain = new List<Node>();
        for (Node? part = node; part is not null; part = Next(part)) chain.Add(part);
        return chain;
    }

    private static bool IsPart(Node node) => node.Operation is SqueezeResult || IsLinear(node);

    /// <summary>The layer that alone reads a value that nobody else sees; null where there is none.</summary>
    private Node? Next(Node node)
    {
        if (_consumers[node.Id].Count != 1 || graph.IsOutput(node.Id) || graph.IsTapped(node.Id) || !IsPlain(node)) return null;
        Node next = graph.Nodes[_consumers[node.Id][0]];
        return IsLinear(next) && next.Inputs[0] == node.Id
            && next.Operation is Fused { Core: PackedConvolution { ScaledByGate: false } } ? next : null;
    }

    /// <summary>Whether its epilogue needs no other values, which would be read by every group.</summary>
    private static bool IsPlain(Node node) => node.Operation is not Fused fused || !fused.Epilogue.Any(Fused.TakesTwo);
}
