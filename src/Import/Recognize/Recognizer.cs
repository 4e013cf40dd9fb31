using Fusion.Compiler.Rewrite;
using Fusion.Import.Fold;

namespace Fusion.Import.Recognize;

/// <summary>What a node turns out to be.</summary>
internal sealed record Finding(Operation Operation, params EditableNode[] Inputs)
{
    /// <summary>What is applied to the input first.</summary>
    public Operation? Before { get; init; }

    /// <summary>Whether the inputs are matrices, (positions, channels), whatever the positions are elsewhere.</summary>
    public bool TakesMatrices { get; init; }
}

/// <summary>Finds operations of the language in the parts that exporters take them apart into.</summary>
internal static class Recognizer
{
    /// <summary>Each gives what a node is, or null. A rule may count on those before it.</summary>
    private static readonly Func<EditableNode, Dictionary<string, ConstantTensor>, Finding?>[] s_rules =
    [
        (node, _) => Merges.Affines(node),
        (node, _) => Merges.Subsamples(node),
        (node, _) => Gates.HardSigmoid(node),
        (node, _) => Gates.HardSwish(node),
        (node, _) => Gates.ScaledHardSwish(node),
        (node, _) => Merges.Affines(node),
        (node, _) => Gates.Silu(node),
        (node, _) => Gates.Softplus(node),
        (node, _) => Gates.Mish(node),
        (node, _) => Gelus.OfErrorFunction(node),
        (node, _) => Gelus.OfTanh(node),
        (node, _) => PositionNorms.LayerNorm(node),
        PositionNorms.WithWeights,
        (node, _) => Attentions.Heads(node),
        (node, _) => Merges.Shorten(node),
    ];

    /// <param name="weights">The state dict, in which parameters may get other names.</param>
    public static Graph Apply(Graph graph, Dictionary<string, ConstantTensor> weights)
    {
        var editor = new GraphEditor(graph);
        foreach (var rule in s_rules)
        {
            foreach (EditableNode node in editor.Nodes.ToList())
            {
                if (rule(node, weights) is not { } found) continue;
                EditableNode[] inputs = found.Before is null ? found.Inputs : [editor.Add(found.Before, found.Inputs, node, -0.5)];
                if (found.TakesMatrices) inputs = [.. inputs.Select(input => Matrix(editor, input, node))];
                editor.Set(node, found.Operation, inputs);
            }
        }

        return editor.Build();
    }

    private static EditableNode Matrix(GraphEditor editor, EditableNode input, EditableNode node)
    {
        int channels = input.Shape.Channels, positions = input.Shape.Dimensions.Aggregate(1, (product, size) => product * size) / channels;
        return input.Shape.Rank == 2 ? input : editor.Add(new Reshape([positions, channels]), [input], node, -0.5);
    }
}
