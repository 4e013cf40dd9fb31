namespace Fusion.Tool.Weights;

/// <summary>A tensor that lies in a file, and whose values are read when they are asked for.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="DataType">Its type, as <c>.safetensors</c> calls it: <c>F32</c>, <c>I64</c>.</param>
/// <param name="Dimensions">Its shape, outermost first.</param>
/// <param name="Read">Gets the values: row by row, little-endian.</param>
internal sealed record StoredTensor(string Name, string DataType, IReadOnlyList<int> Dimensions, Func<byte[]> Read)
{
    public long Elements => Dimensions.Aggregate(1L, (product, size) => product * size);

    /// <summary>The length of what <see cref="Read"/> gives.</summary>
    public long Bytes => Elements * TensorTypes.Width(DataType);
}
