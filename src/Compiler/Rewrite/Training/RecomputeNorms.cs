namespace Fusion.Compiler.Rewrite;

/// <summary>
/// Makes the result of a norm and its activation again where the backward pass begins to read it, from what the norm read, which is kept in
/// any case: it takes no memory in between. The pass reads from memory what would have been read in its place, writes where the cache has
/// it, and leaves there what the norm's own gradient reads next.
/// </summary>
public sealed class RecomputeNorms : IRewritePass
{
    /// <summary>A value of fewer is no memory that would be worth another kernel.</summary>
    private const long LeastElements = 4096;

    public void Apply(GraphEditor graph, FusionNotes notes)
    {
        foreach (EditableNode node in graph.Nodes)
        {
            if (!IsNorm(node.Operation) || node.Shape.Elements < LeastElements || graph.IsShown(node)) continue;
            EditableNode[] readers = [.. graph.Consumers(node).Distinct()];
            EditableNode[] backward = [.. readers.Where(reader => IsBackward(reader, node))];
            if (backward.Length == readers.Length || !backward.Any(reader => reader.Operation is ConvWeightGradient)) continue;
            EditableNode again = graph.Add(node.Operation, node.Inputs, backward[0], -0.5);
            again.Name = node.Name;
            foreach (EditableNode reader in backward)
                graph.Set(reader, reader.Operation, [.. reader.Inputs.Select(input => input == node ? again : input)]);
        }
    }

    /// <summary>Whether an operation is a norm, or one with what follows from its own result.</summary>
    private static bool IsNorm(Operation operation) => operation is BatchNormalize
        || (operation is Fused { Core: BatchNormalize } fused && !fused.Epilogue.Any(Fused.TakesTwo));

    /// <summary>Whether a node makes gradients: of weights from the value, or of the value.</summary>
    private static bool IsBackward(EditableNode reader, EditableNode value) =>
        reader.Operation is ConvWeightGradient or LinearWeightGradient
        || (reader.Operation is Fused fused && fused.Epilogue.Any(step => step is GradientStep)
            && reader.Inputs.Skip(fused.CoreInputs).Contains(value));
}
