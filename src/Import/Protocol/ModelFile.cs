namespace Fusion.Import.Protocol;

/// <summary>What an ONNX file says, as it says it.</summary>
/// <param name="Opset">The version of ONNX's own operators.</param>
/// <param name="Producer">The program that wrote the file; may be empty.</param>
public sealed record ModelFile(int Opset, string Producer, ModelGraph Graph);

/// <summary>The graph of a model. Initializers are found by their names.</summary>
public sealed record ModelGraph(
    string Name, IReadOnlyList<ModelNode> Nodes, IReadOnlyDictionary<string, StoredTensor> Initializers,
    IReadOnlyList<ModelValue> Inputs, IReadOnlyList<ModelValue> Outputs)
{
    /// <summary>The values that the graph has of its own: none of the graph around it.</summary>
    public HashSet<string> OwnNames =>
    [
        .. Initializers.Keys, .. Inputs.Select(input => input.Name),
        .. Nodes.SelectMany(node => node.Outputs).Where(name => name.Length > 0),
    ];

    /// <summary>The values of the graph around it that it reads.</summary>
    public IEnumerable<string> Captured =>
        Nodes.SelectMany(node => node.Reads).Concat(Outputs.Select(output => output.Name)).Distinct().Except(OwnNames);
}

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
    /// <summary>All values that the node needs: its inputs, and what the graphs in its attributes read.</summary>
    public IEnumerable<string> Reads =>
        Inputs.Concat(Attributes.Values.SelectMany(attribute => attribute.Graph?.Captured ?? [])).Where(name => name.Length > 0).Distinct();

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

    /// <summary>Within a function, the attribute of the node that calls it from which the value comes; empty for none.</summary>
    public string Reference { get; init; } = "";

    /// <summary>A graph of its own, as the branches of If.</summary>
    public ModelGraph? Graph { get; init; }
}
