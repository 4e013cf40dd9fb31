using Fusion.Import.Fold;
using Fusion.Import.Protocol;

namespace Fusion.Import.Tests.Support;

/// <summary>Builds small models in memory.</summary>
internal sealed class OnnxText(int opset = 17, string prefix = "")
{
    private readonly List<ModelNode> _nodes = [];
    private readonly Dictionary<string, StoredTensor> _tensors = [];
    private int _constants;

    /// <summary>Adds a node with one result, and returns its name.</summary>
    public string Add(string type, string[] inputs, params (string Name, object Value)[] attributes) =>
        AddMany(type, inputs, 1, attributes)[0];

    /// <summary>Adds a node with several results.</summary>
    public string[] AddMany(string type, string[] inputs, int results, params (string Name, object Value)[] attributes)
    {
        string[] names = [.. Enumerable.Range(0, results).Select(i => $"{prefix}v{_nodes.Count}" + (i == 0 ? "" : $"_{i}"))];
        _nodes.Add(new ModelNode("", type, "", inputs, names,
            attributes.ToDictionary(pair => pair.Name, pair => Attribute(pair.Name, pair.Value))));
        return names;
    }

    public string Floats(string name, int[] dimensions, params float[] values)
    {
        _tensors[name] = new StoredTensor(name, ElementType.Float32, [.. dimensions.Select(size => (long)size)], null) { Typed = values };
        return name;
    }

    public string Float(float value) => Floats($"{prefix}c{_constants++}", [], value);

    public string Random(string name, params int[] dimensions)
    {
        var random = new Random(name.Length + dimensions.Sum());
        return Floats(name, dimensions,
            [.. Enumerable.Range(0, dimensions.Aggregate(1, (a, b) => a * b)).Select(_ => random.NextSingle() * 2 - 1)]);
    }

    /// <summary>A whole number without a dimension.</summary>
    public string Scalar(long value)
    {
        string name = Longs(value);
        _tensors[name] = _tensors[name] with { Dimensions = [] };
        return name;
    }

    public string Longs(params long[] values)
    {
        string name = $"{prefix}c{_constants++}";
        _tensors[name] = new StoredTensor(name, ElementType.Int64, [values.Length], null) { Typed = values };
        return name;
    }

    public ModelFile Build(string output, params int[] shape) => new(opset, "", new ModelGraph("test", _nodes, _tensors,
        [new ModelValue("x", ElementType.Float32, [.. shape.Select(size => new ModelDimension(size, ""))])],
        [new ModelValue(output, ElementType.Float32, null)]));

    /// <summary>The model as a file.</summary>
    public byte[] Bytes(string output, params int[] shape) => OnnxBytes.Of(Build(output, shape));

    /// <summary>What has been added as a branch of another model, which may read its values.</summary>
    public ModelGraph Branch(params string[] outputs) => new("branch", [.. _nodes], new Dictionary<string, StoredTensor>(_tensors), [],
        [.. outputs.Select(output => new ModelValue(output, ElementType.Float32, null))]);

    /// <summary>Imports the model.</summary>
    public ImportedModel Import(string output, params int[] shape) => ModelImporter.Import(Build(output, shape), new ImportOptions());

    private static ModelAttribute Attribute(string name, object value) => value switch
    {
        int number => new ModelAttribute(name) { Integer = number },
        float number => new ModelAttribute(name) { Float = number },
        string text => new ModelAttribute(name) { Text = text },
        string[] texts => new ModelAttribute(name) { Texts = texts },
        long[] numbers => new ModelAttribute(name) { Integers = numbers },
        ModelGraph graph => new ModelAttribute(name) { Graph = graph },
        _ => throw new ArgumentException(name),
    };
}
