namespace Fusion.Compiler.Onnx;

/// <summary>An operator with its inputs by name. It is written when the whole graph is known, and with it the opset.</summary>
internal sealed record OnnxNode(
    string Operator, IReadOnlyList<string> Inputs, IReadOnlyList<(string Name, object Value)> Attributes, string Output)
{
    /// <summary>The first opset that has the operator in the form in which it is written here.</summary>
    public int Opset => Operator switch
    {
        "HardSwish" => 14,
        "LayerNormalization" => 17,
        "Mish" => 18,
        // Before, one counted padding behind the last window, too; and there were no dilations.
        "AveragePool" when IsSet("ceil_mode") || Has("dilations") => 19,
        "Resize" when Attributes.Contains(("coordinate_transformation_mode", "half_pixel_symmetric")) => 19,
        // Before, sizes were those of all dimensions, the batch included.
        "Resize" when Has("axes") || Has("antialias") => 18,
        "Gelu" => 20,
        _ => OnnxModel.LeastOpset,
    };

    /// <param name="opset">The opset of the model.</param>
    /// <param name="longs">Makes a tensor of whole numbers.</param>
    public ProtoWriter Write(int opset, Func<EquatableArray<int>, string> longs)
    {
        var node = new ProtoWriter();
        foreach (string input in Inputs) node.Text(1, input);
        (string Name, object Value)? axes = TakesAxesAsInput(opset) ? Attributes.First(attribute => attribute.Name == "axes") : null;
        if (axes is { } given) node.Text(1, longs((EquatableArray<int>)given.Value));
        node.Text(2, Output).Text(3, Output + "/" + Operator).Text(4, Operator);
        foreach (var (name, value) in Attributes)
            if (name != axes?.Name) node.Message(5, Attribute(name, value));
        return node;
    }

    /// <summary>The axes of reductions are an attribute first, later an input.</summary>
    private bool TakesAxesAsInput(int opset) =>
        Operator.StartsWith("Reduce", StringComparison.Ordinal) && Has("axes") && (Operator == "ReduceSum" || opset >= 18);

    private bool Has(string name) => Attributes.Any(attribute => attribute.Name == name);

    private bool IsSet(string name) => Attributes.Any(attribute => attribute.Name == name && attribute.Value is 1);

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
