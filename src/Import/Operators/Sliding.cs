namespace Fusion.Import.Operators;

/// <summary>The window of a convolution or pooling, with the padding of both ends of each dimension.</summary>
internal sealed record Sliding(int[] Kernel, int[] Stride, int[] Dilation, int[] Before, int[] After)
{
    public bool IsSymmetric => Before.SequenceEqual(After);

    public bool IsUnpadded => Before.Concat(After).All(size => size == 0);

    /// <param name="kernel">The kernel's size where the weight says it.</param>
    /// <param name="sizes">Those of the input's positions.</param>
    public static Sliding Read(NodeContext context, int rank, int[]? kernel, int[] sizes)
    {
        int[] ones = [.. Enumerable.Repeat(1, rank)];
        int[] given = context.Ints("kernel_shape") ?? kernel ?? throw new ImportException("it has no kernel_shape");
        if (given.Length != rank || (kernel is not null && !given.SequenceEqual(kernel)))
            throw new ImportException($"kernel_shape is [{string.Join(", ", given)}], which does not fit the input or the weight");
        int[] stride = context.Ints("strides") ?? ones, dilation = context.Ints("dilations") ?? ones;
        if (stride.Length != rank || dilation.Length != rank) throw new ImportException($"strides or dilations have not {rank} numbers");
        string auto = context.Text("auto_pad", "NOTSET");
        int[] before = new int[rank], after = new int[rank];
        if (auto is "SAME_UPPER" or "SAME_LOWER")
        {
            for (int d = 0; d < rank; d++)
            {
                int count = (sizes[d] + stride[d] - 1) / stride[d];
                int total = Math.Max(0, (count - 1) * stride[d] + (given[d] - 1) * dilation[d] + 1 - sizes[d]);
                before[d] = auto == "SAME_UPPER" ? total / 2 : total - total / 2;
                after[d] = total - before[d];
            }
        }
        else if (auto == "NOTSET" && context.Ints("pads") is { } pads)
        {
            if (pads.Length != 2 * rank) throw new ImportException($"pads has {pads.Length} numbers where {2 * rank} were expected");
            (before, after) = (pads[..rank], pads[rank..]);
            if (pads.Any(size => size < 0)) throw new ImportException("pads are negative");
        }

        return new Sliding(given, stride, dilation, before, after);
    }
}
