namespace Fusion.Compiler.Operations;

/// <summary>Attention head by head, of operations that have gradients and kernels of their own.</summary>
internal static class AttentionExpansion
{
    /// <typeparam name="T">What stands for a value.</typeparam>
    /// <param name="shapes">The inputs' shapes, of one sample.</param>
    /// <param name="add">Appends what runs on a sample.</param>
    public static T Append<T>(
        Attention attention, IReadOnlyList<T> inputs, IReadOnlyList<Shape> shapes, Func<Operation, T[], T> add)
    {
        T[] flat = [.. inputs.Select((value, i) => i < 3 ? Flat(value, shapes[i]) : value)];
        Shape queries = shapes[0], keys = shapes[1], values = shapes[2];
        if (inputs.Count > 3 && shapes[3].Rank != (shapes[3].Pixels == 1 ? 1 : 2))
            flat[3] = add(new Reshape(shapes[3].Pixels == 1 ? [keys.Pixels] : [queries.Pixels, keys.Pixels]), [flat[3]]);
        var scores = new MatMul(TransposeB: true, attention.ScaleOf(queries.Channels));
        T[] heads = [.. Enumerable.Range(0, attention.Heads).Select(Head)];
        T result = heads.Length == 1 ? heads[0] : add(new Concat(), heads);
        Shape output = queries.WithChannels(values.Channels);
        return output.Rank == 2 ? result : add(new Reshape(output.Dimensions), [result]);

        T Flat(T value, Shape shape) => shape.Rank == 2 ? value : add(new Reshape([shape.Pixels, shape.Channels]), [value]);

        T Part(int input, int head)
        {
            int channels = shapes[input].Channels / attention.Heads;
            return attention.Heads == 1 ? flat[input] : add(new Slice(head * channels, channels), [flat[input]]);
        }

        T Head(int head)
        {
            T seen = add(scores, [Part(0, head), Part(1, head)]);
            if (flat.Length > 3) seen = add(new Add(), [seen, flat[3]]);
            if (attention.Causal) seen = add(new CausalMask(), [seen]);
            return add(new MatMul(), [add(new Softmax(), [seen]), Part(2, head)]);
        }
    }
}
