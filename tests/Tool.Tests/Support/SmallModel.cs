using Fusion.Import.Protocol;

namespace Fusion.Tool.Tests.Support;

/// <summary>Models of a few nodes as files.</summary>
internal sealed class SmallModel
{
    private readonly List<ModelNode> _nodes = [];
    private readonly List<ModelValue> _inputs = [];
    private readonly Dictionary<string, StoredTensor> _tensors = [];

    public SmallModel Input(string name, ElementType type, params object[] dimensions)
    {
        _inputs.Add(new ModelValue(name, type,
            [.. dimensions.Select(dimension => dimension is int size ? new ModelDimension(size, "") : new(null, (string)dimension))]));
        return this;
    }

    public SmallModel Tensor(string name, ElementType type, int[] dimensions, Array values)
    {
        _tensors[name] = new StoredTensor(name, type, [.. dimensions.Select(size => (long)size)], null) { Typed = values };
        return this;
    }

    public SmallModel Node(string type, string output, string[] inputs, params (string Name, long Value)[] attributes)
    {
        _nodes.Add(new ModelNode(output, type, "", inputs, [output],
            attributes.ToDictionary(pair => pair.Name, pair => new ModelAttribute(pair.Name) { Integer = pair.Value })));
        return this;
    }

    /// <summary>The file, whose result is the last node's.</summary>
    public byte[] Bytes(ElementType type = ElementType.Float32) => ModelWriter.Write(new ModelFile(17, "", new ModelGraph(
        "small", _nodes, _tensors, _inputs, [new ModelValue(_nodes[^1].Outputs[0], type, null)])));
}
