namespace Fusion.Compiler.Rewrite;

/// <summary>
/// The mean of a 1×1 convolution is the convolution of the mean, for both are linear. So a Squeeze-and-Excitation gate on such a
/// convolution can be known before it runs, and its multiplication moves into the convolution's epilogue (Hu et al., "Squeeze-and-
/// Excitation Networks", give the block; the rewriting needs only the linearity).
/// </summary>
/// <param name="atAnyCost">Even where the weights, which are then read twice, are more than the result that need not be written and read
/// again.</param>
public sealed class SqueezeThroughLinear(bool atAnyCost = false) : IRewritePass
{
    public void Apply(GraphEditor graph, FusionNotes notes)
    {
        foreach (EditableNode pool in graph.Nodes)
        {
            if (pool.Operation is not GlobalPool { Mode: GlobalPoolMode.Average } || graph.IsOutput(pool)) continue;
            EditableNode value = pool.Inputs[0];
            if (value.Operation is not PackedConvolution convolution || value.Shape.Pixels == 1 || !IsGated(graph, value, pool)) continue;
            if (!convolution.IsPointwise || !convolution.IsUnstrided || convolution.HasPadding)
            {
                notes.NotFused(value.Title, "the squeeze is not taken through the convolution, because it is not an unstrided 1×1.");
                continue;
            }
            if (!atAnyCost && IsCheaperBehind(value))
            {
                notes.NotFused(
                    value.Title, $"the squeeze is not taken through the convolution, because its "
                        + $"{FusionNotes.Number(Weights(value))} weights would be read "
                        + $"again, which are more than its {FusionNotes.Number(value.Shape.Elements)} results twice.");
                continue;
            }
            EditableNode mean = graph.Add(pool.Operation, value.Inputs, pool);
            EditableNode projected = graph.Add(convolution, [mean], pool, 0.25);
            graph.Replace(pool, projected);
        }
    }

    /// <summary>
    /// Whether one more pass over the result, which the convolution then writes before the gate is known, moves fewer bytes than reading
    /// the weights for the mean as well.
    /// </summary>
    private static bool IsCheaperBehind(EditableNode value) => Weights(value) > 2 * value.Shape.Elements;

    private static long Weights(EditableNode value) => (long)value.Inputs[0].Shape.Channels * value.Shape.Channels;

    /// <summary>Whether the value is read by the pooling and by multiplications with a gate that depends on that pooling.</summary>
    private static bool IsGated(GraphEditor graph, EditableNode value, EditableNode pool) =>
        graph.Consumers(value)
            .Any(user => user.Operation is Multiply && user.Inputs.Any(gate => gate != value && DependsOn(gate, pool, 12)));

    private static bool DependsOn(EditableNode node, EditableNode source, int depth) =>
        node == source || depth > 0 && node.Inputs.Any(input => DependsOn(input, source, depth - 1));
}
