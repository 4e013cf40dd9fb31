namespace Fusion.Import.Protocol;

/// <summary>What an ONNX file says, as it says it.</summary>
/// <param name="Opset">The version of ONNX's own operators.</param>
/// <param name="Producer">The program that wrote the file; may be empty.</param>
public sealed record ModelFile(int Opset, string Producer, ModelGraph Graph);

/// <summary>The graph of a model. Initializers are found by their names.</summary>
public sealed record ModelGraph(
    string Name, IReadOnlyList<ModelNode> Nodes, IReadOnlyDictionary<string, StoredTensor> Initializers,
    IReadOnlyList<ModelValue> Inputs, IReadOnlyList<ModelValue> Outputs);

/// <summary>An input or output. A dimension is a size, or the name of one that is known at run time only.</summary>
/// <param name="Dimensions">Null where the file gives no shape.</param>
public sealed record ModelValue(string Name, ElementType Type, IReadOnlyList<ModelDimension>? Dimensions);

/// <summary>A dimension: a size, or null and perhaps a name.</summary>
public readonly record struct ModelDimension(long? Size, string Name)
{
    public override string ToString() =>
        Size?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? (Name.Length > 0 ? Name : "?");
}

/// <summary>One node. A missing optional input is an empty name.</summary>
/// <param name="Domain">Empty for ONNX's own operators.</param>
public sealed record ModelNode(
    string Name, string Operator, string Domain, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs,
    IReadOnlyDictionary<string, ModelAttribute> Attributes)
{
    /// <summary>How messages name the node.</summary>
    public string Title => Name.Length > 0 ? $"{Operator} '{Name}'" : Outputs.Count > 0
        ? $"{Operator} that makes '{Outputs[0]}'"
        : Operator;
}

/// <summary>An attribute of a node. Only the member of its type is set.</summary>
public sealed record ModelAttribute(string Name)
{
    public float? Float { get; init; }

    public long? Integer { get; init; }

    public string? Text { get; init; }

    public StoredTensor? Tensor { get; init; }

    public IReadOnlyList<float>? Floats { get; init; }

    public IReadOnlyList<long>? Integers { get; init; }

    public IReadOnlyList<string>? Texts { get; init; }

    /// <summary>Whether it is a graph of its own, as of If and Loop, which is not read.</summary>
    public bool IsGraph { get; init; }
}
