namespace Fusion.Tool.Weights.Torch;

/// <summary>Numbers in a file of their own in a checkpoint, which one or more tensors are views of.</summary>
/// <param name="Key">The name of the file.</param>
/// <param name="DataType">The type, as <c>.safetensors</c> calls it; null where only tensors know it.</param>
/// <param name="Count">How many values, or bytes where there is no type.</param>
internal sealed record TorchStorage(string Key, string? DataType, long Count);

/// <summary>A view of a storage.</summary>
/// <param name="Storage">Where the values lie.</param>
/// <param name="DataType">Their type.</param>
/// <param name="Offset">The index of the first value.</param>
/// <param name="Dimensions">The shape.</param>
/// <param name="Strides">For each dimension, how many values further the next index is.</param>
internal sealed record TorchTensor(TorchStorage Storage, string DataType, long Offset, int[] Dimensions, long[] Strides)
{
    public long Elements => Dimensions.Aggregate(1L, (product, size) => product * size);

    /// <summary>The values of the tensor, row by row, from those of its storage.</summary>
    public byte[] Gather(byte[] storage)
    {
        int width = TensorTypes.Width(DataType);
        byte[] values = new byte[Elements * width];
        if (values.Length == 0) return values;
        int rank = Dimensions.Length, run = width;
        // The innermost dimensions that lie row by row are copied at once.
        while (rank > 0 && (Dimensions[rank - 1] == 1 || Strides[rank - 1] * width == run)) run *= Dimensions[--rank];
        int[] index = new int[rank];
        for (int target = 0; target < values.Length; target += run)
        {
            long source = Offset;
            for (int d = 0; d < rank; d++) source += index[d] * Strides[d];
            storage.AsSpan((int)(source * width), run).CopyTo(values.AsSpan(target));
            for (int d = rank - 1; d >= 0 && ++index[d] == Dimensions[d]; d--) index[d] = 0;
        }
        return values;
    }
}
