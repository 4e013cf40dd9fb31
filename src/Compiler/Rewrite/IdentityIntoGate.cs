namespace Fusion.Compiler.Rewrite;

/// <summary>
/// A value and what a gate leaves of it, added, is the value times one gate: <c>y + y · g = y · (1 + g)</c>. The one is added where the
/// gate is made, of which there are fewer numbers; what is left is a gate like any other.
/// </summary>
public sealed class IdentityIntoGate : IRewritePass
{
    public void Apply(GraphEditor graph, FusionNotes notes)
    {
        foreach (EditableNode sum in graph.Nodes)
        {
            if (sum.Operation is not Add || Find(sum) is not var (value, product, gate)) continue;
            if (graph.KeepingTap(product) is { } tap)
            {
                notes.NotFused(sum.Title, $"adds the value itself to what a gate leaves of it, because the tap {tap} shows the product.");
                continue;
            }
            if (graph.OnlyConsumer(product) != sum) continue;
            EditableNode more = graph.Add(new Affine(1, 1), [gate], product, -0.25);
            graph.Set(sum, new Multiply(), [value, more]);
        }
    }

    /// <summary>The value, its product with a gate of fewer numbers, and the gate; null where the sum is none of that kind.</summary>
    private static (EditableNode Value, EditableNode Product, EditableNode Gate)? Find(EditableNode sum)
    {
        foreach (EditableNode product in sum.Inputs)
        {
            EditableNode value = sum.Inputs[0] == product ? sum.Inputs[1] : sum.Inputs[0];
            if (product.Operation is not Multiply || product == value || value.Shape != product.Shape) continue;
            EditableNode gate = product.Inputs[0] == value ? product.Inputs[1] : product.Inputs[0];
            if (product.Inputs.Contains(value) && gate.Shape.Elements < value.Shape.Elements) return (value, product, gate);
        }
        return null;
    }
}
