namespace Fusion.Tool.Weights;

/// <summary>A tensor without its values, for programs that read <c>--json</c>.</summary>
internal sealed record TensorSummary(string Name, string Type, IReadOnlyList<int> Shape, long Elements)
{
    public static TensorSummary Of(StoredTensor tensor) => new(tensor.Name, tensor.DataType, tensor.Dimensions, tensor.Elements);
}
