namespace Fusion.Compiler.Onnx;

/// <summary>Collects the parts of an ONNX model and writes the file.</summary>
internal sealed class OnnxModel(string name)
{
    /// <summary>The first opset with every operator that the operations use: Mish (18), the corrected ceil mode (19), Gelu (20).</summary>
    private const int Opset = 20;

    /// <summary>The version of the file format that came with <see cref="Opset"/>.</summary>
    private const int FormatVersion = 9;

    private const int FloatType = 1, IntegerType = 7;

    private readonly ProtoWriter _graph = new();
    private readonly HashSet<string> _initializers = new(StringComparer.Ordinal);
    private int _values;

    public string NewName() => FormattableString.Invariant($"t{_values++}");

    public string Add(
        string operatorName, IEnumerable<string> inputs, IEnumerable<(string Name, object Value)> attributes, string? output = null)
    {
        output ??= NewName();
        var node = new ProtoWriter();
        foreach (string input in inputs) node.Text(1, input);
        node.Text(2, output).Text(3, output + "/" + operatorName).Text(4, operatorName);
        foreach (var (attribute, value) in attributes) node.Message(5, Attribute(attribute, value));
        _graph.Message(1, node);
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

    /// <summary>The name of the first input.</summary>
    public string FirstInput { get; private set; } = "";

    public void Input(string valueName, int? batch, IEnumerable<int> dimensions)
    {
        if (FirstInput.Length == 0) FirstInput = valueName;
        _graph.Message(11, ValueInfo(valueName, batch, dimensions));
    }

    public void Output(string valueName, int? batch, IEnumerable<int> dimensions) =>
        _graph.Message(12, ValueInfo(valueName, batch, dimensions));

    public byte[] ToArray() => new ProtoWriter()
        .Integer(1, FormatVersion)
        .Text(2, "Fusion")
        .Message(8, new ProtoWriter().Text(1, "").Integer(2, Opset))
        .Message(7, _graph.Text(2, name))
        .ToArray();

    private string Initializer(string tensorName, IEnumerable<int> dimensions, int type, Func<byte[]> bytes)
    {
        if (!_initializers.Add(tensorName)) return tensorName;
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

    private static ProtoWriter Attribute(string name, object value)
    {
        ProtoWriter attribute = new ProtoWriter().Text(1, name);
        switch (value)
        {
            case int number: return attribute.Integer(3, number).Integer(20, 2);
            case double number: return attribute.Float(2, (float)number).Integer(20, 1);
            case string text: return attribute.Text(4, text).Integer(20, 3);
            case EquatableArray<int> numbers:
                foreach (int number in numbers) attribute.Integer(8, number);
                return attribute.Integer(20, 7);
            default: throw new ArgumentException($"The attribute '{name}' has the unsupported type {value.GetType()}.");
        }
    }
}
