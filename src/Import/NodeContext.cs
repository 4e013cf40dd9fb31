using Fusion.Import.Fold;
using Fusion.Import.Protocol;
using Fusion.Import.Trace;

namespace Fusion.Import;

/// <summary>What an operator sees and does while one of its nodes is imported.</summary>
public sealed class NodeContext(ImportSession session, ModelNode node)
{
    public ImportSession Session { get; } = session;

    public ModelNode Node { get; } = node;

    public int Opset => Session.Model.Opset;

    public GraphBuilder Builder => Session.Builder;

    public Arranger Arranger => Session.Arranger;

    public int InputCount => Node.Inputs.Count;

    public bool Has(int input) => input < Node.Inputs.Count && Node.Inputs[input].Length > 0;

    /// <exception cref="ImportException">The node has no such input.</exception>
    public ImportedValue Input(int index) => !Has(index)
        ? throw new ImportException($"input {index} is missing")
        : Session.Values.TryGetValue(Node.Inputs[index], out ImportedValue value) ? value
        : throw new ImportException($"the input '{Node.Inputs[index]}' is made by no node before it");

    /// <summary>An input that must be known while the model is read.</summary>
    /// <exception cref="ImportException">It is computed.</exception>
    public ConstantTensor Constant(int index) => Input(index).Constant
        ?? throw new ImportException($"input {index} ('{Node.Inputs[index]}') is computed, but must be constant");

    public ConstantTensor? ConstantOrNull(int index) => Has(index) ? Constant(index) : null;

    /// <summary>An input as a value of the graph; one that is constant becomes a parameter.</summary>
    public TracedValue Traced(int index) => Input(index) is { Constant: { } constant } ? OfConstant(constant) : Input(index).Traced!;

    public bool IsTraced(int index) => Has(index) && Input(index).Traced is not null;

    public float Float(string name, float fallback) => Node.Attributes.GetValueOrDefault(name)?.Float ?? fallback;

    public int Int(string name, int fallback) =>
        Node.Attributes.GetValueOrDefault(name)?.Integer is { } number ? Checked(number) : fallback;

    public string Text(string name, string fallback) => Node.Attributes.GetValueOrDefault(name)?.Text ?? fallback;

    public int[]? Ints(string name) =>
        Node.Attributes.GetValueOrDefault(name)?.Integers is { } numbers ? [.. numbers.Select(Checked)] : null;

    public IReadOnlyList<float>? Floats(string name) => Node.Attributes.GetValueOrDefault(name)?.Floats;

    /// <summary>Integers that older opsets give as an attribute, newer ones as an input.</summary>
    public int[]? Ints(string name, int input) => Ints(name) ?? (Has(input) ? [.. Constant(input).Integers.Select(Checked)] : null);

    /// <summary>Appends an operation under the node's own name.</summary>
    public int Add(Operation operation, params int[] inputs) => Builder.Add(operation, inputs, Node.Name);

    /// <summary>Adds a tensor of the state dict.</summary>
    public void Weight(string name, ConstantTensor tensor) => Session.Weights.Add(name, tensor);

    /// <summary>A path for a layer, from the name of one of its tensors.</summary>
    public string Path(int input) => Session.Names.PathOf(Node, Has(input) ? Input(input).Constant?.Name ?? "" : "");

    public void Return(ImportedValue value, int output = 0)
    {
        if (output < Node.Outputs.Count && Node.Outputs[output].Length > 0) Session.Values[Node.Outputs[output]] = value;
    }

    /// <summary>Says that the node's other results are not there.</summary>
    /// <exception cref="ImportException">The model asks for them.</exception>
    public void OnlyFirstResult()
    {
        foreach (string name in Node.Outputs.Skip(1).Where(name => name.Length > 0))
        {
            if (Session.IsRead(name)) throw new ImportException($"its result '{name}' is read, of which there is only the first");
        }
    }

    /// <summary>A constant as a parameter, with dimensions in the order that the model has.</summary>
    public TracedValue OfConstant(ConstantTensor constant)
    {
        Extent[] dims = [.. constant.Dimensions.Select(Extent.Of)];
        Extent[] axes = [.. dims.Where(extent => extent.Factors.Count > 0)];
        if (axes.Length == 0) axes = [Extent.One];
        if (axes.Length > 4)
            throw new ImportException(
                $"a constant has the dimensions {ConstantTensor.Text(constant.Dimensions)}, of which at most four may be more than 1");
        return new TracedValue(Parameter(constant, [.. axes.Select(axis => axis.Size)]), axes, dims);
    }

    /// <summary>A constant as a parameter of these dimensions, which hold the same elements in the same order.</summary>
    public int Parameter(ConstantTensor constant, EquatableArray<int> dimensions)
    {
        string path = Session.Names.PathOf(Node, constant.Name);
        Weight(path, constant.Reshaped([.. dimensions]));
        return Builder.Add(new ParameterValue(path, dimensions), [], path);
    }

    /// <summary>A size that the file gives.</summary>
    /// <exception cref="ImportException">It is larger than any dimension.</exception>
    public static int Size(long number) => number is >= int.MinValue and <= int.MaxValue
        ? (int)number
        : throw new ImportException($"it asks for a dimension of {number}; dimensions have at most {int.MaxValue}");

    /// <summary>A number that is cut where it does not fit: ends of slices are written as the largest there is.</summary>
    public static int Checked(long number) => number is >= int.MinValue and <= int.MaxValue
        ? (int)number
        : number > 0 ? int.MaxValue : int.MinValue;
}
