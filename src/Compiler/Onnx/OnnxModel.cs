using System.IO;

namespace Fusion.Compiler.Onnx;

/// <summary>Collects the parts of an ONNX model and writes the file.</summary>
internal sealed class OnnxModel(string name)
{
    /// <summary>No model has an older opset: since this one, axes of Squeeze and sums are inputs, and Softmax has one axis.</summary>
    public const int LeastOpset = 13;

    private const int FloatType = 1, IntegerType = 7;

    private readonly ProtoWriter _graph = new();
    private readonly List<OnnxNode> _nodes = [];
    private readonly Dictionary<string, EquatableArray<int>> _initializers = new(StringComparer.Ordinal);
    private int _values;

    public string NewName() => FormattableString.Invariant($"t{_values++}");

    public string Add(
        string operatorName, IEnumerable<string> inputs, IEnumerable<(string Name, object Value)> attributes, string? output = null)
    {
        output ??= NewName();
        _nodes.Add(new OnnxNode(operatorName, [.. inputs], [.. attributes], output));
        return output;
    }

    /// <summary>Adds a constant tensor, once per name.</summary>
    public string Initializer(string tensorName, IEnumerable<int> dimensions, float[] values) =>
        Initializer(tensorName, dimensions, FloatType, () =>
        {
            var bytes = new byte[values.Length * sizeof(float)];
            Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
            return bytes;
        });

    public string Initializer(string tensorName, IEnumerable<int> dimensions, long[] values) =>
        Initializer(tensorName, dimensions, IntegerType, () =>
        {
            var bytes = new byte[values.Length * sizeof(long)];
            Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
            return bytes;
        });

    /// <summary>Whether a tensor can have that name, or is there under it.</summary>
    public bool Fits(string tensorName, EquatableArray<int> dimensions) =>
        !_initializers.TryGetValue(tensorName, out EquatableArray<int> known) || known.Equals(dimensions);

    /// <summary>The name of the first input.</summary>
    public string FirstInput { get; private set; } = "";

    public void Input(string valueName, int? batch, IEnumerable<int> dimensions)
    {
        if (FirstInput.Length == 0) FirstInput = valueName;
        _graph.Message(11, ValueInfo(valueName, batch, dimensions));
    }

    public void Output(string valueName, int? batch, IEnumerable<int> dimensions) =>
        _graph.Message(12, ValueInfo(valueName, batch, dimensions));

    /// <summary>The file, of the oldest opset that has all of its operators, so that older engines read it, too.</summary>
    public void WriteTo(Stream stream)
    {
        int opset = _nodes.Select(node => node.Opset).DefaultIfEmpty(LeastOpset).Max();
        foreach (OnnxNode node in _nodes) _graph.Message(1, node.Write(opset, Longs));
        new ProtoWriter()
            .Integer(1, FormatOf(opset))
            .Text(2, "Fusion")
            .Message(8, new ProtoWriter().Text(1, "").Integer(2, opset))
            .Message(7, _graph.Text(2, name))
            .WriteTo(stream);
    }

    /// <summary>The version of the file format that came with an opset.</summary>
    private static int FormatOf(int opset) => opset switch { < 15 => 7, < 19 => 8, _ => 9 };

    /// <summary>A tensor of whole numbers.</summary>
    public string Longs(EquatableArray<int> values) =>
        Initializer(NewName(), [values.Count], [.. values.Select(value => (long)value)]);

    private string Initializer(string tensorName, IEnumerable<int> dimensions, int type, Func<byte[]> bytes)
    {
        if (_initializers.ContainsKey(tensorName)) return tensorName;
        _initializers.Add(tensorName, [.. dimensions]);
        var tensor = new ProtoWriter();
        foreach (int dimension in dimensions) tensor.Integer(1, dimension);
        _graph.Message(5, tensor.Integer(2, type).Text(8, tensorName).Bytes(9, bytes()));
        return tensorName;
    }

    private static ProtoWriter ValueInfo(string valueName, int? batch, IEnumerable<int> dimensions)
    {
        var shape = new ProtoWriter();
        shape.Message(1, batch is { } size ? new ProtoWriter().Integer(1, size) : new ProtoWriter().Text(2, "batch"));
        foreach (int dimension in dimensions) shape.Message(1, new ProtoWriter().Integer(1, dimension));
        var tensor = new ProtoWriter().Integer(1, FloatType).Message(2, shape);
        return new ProtoWriter().Text(1, valueName).Message(2, new ProtoWriter().Message(1, tensor));
    }
}
