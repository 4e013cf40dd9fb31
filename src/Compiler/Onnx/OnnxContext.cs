namespace Fusion.Compiler.Onnx;

/// <summary>
/// What an operation sees while it writes itself as ONNX nodes. Values are channels first inside the model: (C) is [batch, C],
/// (H, W, C) is [batch, C, H, W].
/// </summary>
public sealed class OnnxContext
{
    private readonly OnnxModel _model;
    private readonly IReadOnlyDictionary<string, Parameter> _declared;
    private readonly Func<string, float[]> _parameters;

    internal OnnxContext(
        OnnxModel model, IReadOnlyList<string> inputs, IReadOnlyList<Shape> inputShapes, Shape shape,
        IReadOnlyDictionary<string, Parameter> declared, Func<string, float[]> parameters)
    {
        _model = model;
        _declared = declared;
        _parameters = parameters;
        Inputs = inputs;
        InputShapes = inputShapes;
        Shape = shape;
    }

    /// <summary>The names of the inputs' values.</summary>
    public IReadOnlyList<string> Inputs { get; }

    public IReadOnlyList<Shape> InputShapes { get; }

    /// <summary>The layer before, where the operation's own operator does its work, too; the input is that layer's then.</summary>
    public Linear? Before { get; internal init; }

    /// <summary>The shape of the operation's result, channels last.</summary>
    public Shape Shape { get; }

    internal string? Result { get; private set; }

    /// <summary>
    /// Adds an ONNX node and returns the name of its first output. An attribute is an int, a double, a string or an array of int.
    /// </summary>
    public string Add(string operatorName, IReadOnlyList<string> inputs, params (string Name, object Value)[] attributes) =>
        _model.Add(operatorName, inputs, attributes);

    /// <summary>Declares which value is the operation's result.</summary>
    public void Return(string value) => Result = value;

    /// <summary>A tensor of the state dict, under its declared dimensions.</summary>
    public string Parameter(string name) => Parameter(name, [.. _declared[name].Dimensions]);

    /// <summary>A tensor of the state dict with other dimensions, for operators that want more ones. It keeps its name, unless the model
    /// has it with others, too.</summary>
    public string Parameter(string name, EquatableArray<int> dimensions) => _model.Initializer(
        _model.Fits(name, dimensions) ? name : name + ":" + string.Join("x", dimensions), dimensions, _parameters(name));

    /// <summary>A tensor of the state dict as the graph declares it.</summary>
    public Parameter Declared(string name) => _declared[name];

    /// <summary>A tensor of the state dict, cut along its first dimension into equal blocks, in another order.</summary>
    /// <param name="order">For each block the place where it is in the state dict.</param>
    public string Blocks(string name, EquatableArray<int> dimensions, IReadOnlyList<int> order)
    {
        float[] values = _parameters(name);
        int block = values.Length / order.Count;
        return _model.Initializer(_model.Fits(name, dimensions) ? name : name + ":" + string.Join("x", dimensions), dimensions,
            [.. order.SelectMany(from => values.Skip(from * block).Take(block))]);
    }

    /// <summary>A value [1, …] once for each sample.</summary>
    public string ForEachSample(string value, EquatableArray<int> dimensions)
    {
        string batch = Add("Slice", [Add("Shape", [_model.FirstInput]), Longs([0]), Longs([1])]);
        return Add("Expand", [value, Add("Concat", [batch, Longs(dimensions)], ("axis", 0))]);
    }

    public string Scalar(double value) => _model.Initializer(_model.NewName(), [], [(float)value]);

    public string Floats(EquatableArray<float> values) => _model.Initializer(_model.NewName(), [values.Count], [.. values]);

    public string Longs(EquatableArray<int> values) => _model.Longs(values);

    /// <summary>Adds a reduction (ReduceSum, ReduceMax, …), whose axes are written as the model's opset has them.</summary>
    public string Reduce(string operatorName, string value, EquatableArray<int> axes, bool keep) =>
        Add(operatorName, [value], ("axes", axes), ("keepdims", keep ? 1 : 0));

    public string Squeeze(string value, params EquatableArray<int> axes) => Add("Squeeze", [value, Longs(axes)]);

    public string Unsqueeze(string value, params EquatableArray<int> axes) => Add("Unsqueeze", [value, Longs(axes)]);

    /// <summary>[batch, C, spatial…] to [batch, spatial…, C]; <paramref name="rank"/> is the shape's, without the batch.</summary>
    public string ToChannelsLast(string value, int rank) => Transpose(_model, value, LastPermutation(rank));

    /// <summary>[batch, spatial…, C] to [batch, C, spatial…].</summary>
    public string ToChannelsFirst(string value, int rank) => Transpose(_model, value, FirstPermutation(rank));

    internal static EquatableArray<int> LastPermutation(int rank) => [0, .. Enumerable.Range(2, rank - 1), 1];

    internal static EquatableArray<int> FirstPermutation(int rank) => [0, rank, .. Enumerable.Range(1, rank - 1)];

    internal static string Transpose(OnnxModel model, string value, EquatableArray<int> permutation, string? output = null) =>
        permutation.Count == 2 && output is null ? value : model.Add("Transpose", [value], [("perm", permutation)], output);
}
