using Fusion.Compiler.Rewrite;

namespace Fusion.Import.Recognize;

/// <summary>Attention from its parts: softmax(scale · Q Kᵀ) V in each head.</summary>
internal static class Attentions
{
    /// <summary>The heads beside each other again behind the second product.</summary>
    public static Finding? Heads(EditableNode node)
    {
        if (node is { Operation: Reshape { Dimensions.Count: 2 }, Inputs: [{ Operation: Transpose back, Inputs: [var product] }] }
            && back.Axes is [1, 0, 2] && Parts(product) is var (q, k, v, scale)
            && Split(q) is { } queries && Split(k) is { } keys && Split(v) is { } values
                && node.Shape.Dimensions[1] == values.Shape.Channels)
        {
            // The scale may also be multiplied to all heads at once.
            Unscale(ref queries, ref scale);
            Unscale(ref keys, ref scale);
            var attention = new Attention(product.Shape.Dimensions[0], false, Scale(scale, q.Shape.Channels));
            return new Finding(attention, queries, keys, values) { TakesMatrices = true };
        }

        return null;
    }

    private static (EditableNode Q, EditableNode K, EditableNode V, double Scale)? Parts(EditableNode product)
    {
        if (product
            is not
            {
                Operation: MatMul { TransposeB: false, Scale: 1 },
                Inputs: [{ Operation: Softmax, Inputs: [var scores] }, var v]
            }) return null;
        double scale = 1;
        Unscale(ref scores, ref scale);
        if (scores is not { Operation: MatMul { TransposeB: true } inner, Inputs: [var q, var k] }) return null;
        scale *= inner.Scale;
        Unscale(ref q, ref scale);
        Unscale(ref k, ref scale);
        return (q, k, v, scale);
    }

    private static void Unscale(ref EditableNode node, ref double scale)
    {
        while (node is { Operation: Affine { Offset: 0 } affine, Inputs: [var x] }) (node, scale) = (x, scale * affine.Scale);
    }

    /// <summary>(L, C), or (1, L, C), of (heads, L, C / heads).</summary>
    private static EditableNode? Split(EditableNode node) =>
        node
            is
        {
            Operation: Transpose { Axes: [1, 0, 2] },
            Inputs: [{ Operation: Reshape { Dimensions: { Count: 3 } parts }, Inputs: [var x] }]
        } && x.Shape.Channels == parts[1] * parts[2] ? x : null;

    /// <summary>Null where it is the usual one.</summary>
    private static double? Scale(double scale, int channels) => Math.Abs(scale * Math.Sqrt(channels) - 1) < 1e-6 ? null : scale;
}
