namespace Fusion.Compiler.Rewrite;

/// <summary>
/// A global average or sum over a convolution's result is taken by the convolution itself, from its registers, in chunks of fixed size;
/// what is left is to add the chunks.
/// </summary>
public sealed class FuseSqueeze : IRewritePass
{
    public void Apply(GraphEditor graph, FusionNotes notes)
    {
        foreach (EditableNode pool in graph.Nodes)
        {
            if (pool.Operation is not Fused { Core: GlobalPool { Mode: not GlobalPoolMode.Max } global } fusedPool) continue;
            EditableNode value = pool.Inputs[0];
            if (value.Shape.Pixels == 1) continue;
            if (value.Operation is not Fused { Core: PackedConvolution convolution } fused
                || (convolution.Groups > 1 && !convolution.IsDepthwise(value.Inputs[0].Shape.Channels)))
            {
                notes.NotFused(pool.Title, $"{global.Kind} is a pass of its own, because no convolution without groups makes its input.");
                continue;
            }
            graph.Set(value, fused with { Squeeze = true }, value.Inputs);
            EditableNode sums = graph.Add(new SqueezeResult(global.Mode), [value], pool, -0.125);
            if (fusedPool.Epilogue.Count == 0) graph.Replace(pool, sums);
            else graph.Set(pool, fusedPool with { Core = new Copy() }, [sums, .. pool.Inputs.Skip(1)]);
        }
    }
}
