using Fusion.Import.Protocol;

namespace Fusion.Import;

/// <summary>A model as a network computes it: in 32-bit floats, and without the rounding of quantised values. Other engines can run that,
/// too, which shows whether a difference is the rounding's or a mistake's.</summary>
public static class FloatModel
{
    /// <returns>The changed model; null where there is nothing to change.</returns>
    public static ModelFile? Of(ModelFile model)
    {
        bool isChanged = false;
        ModelGraph graph = Changed(model.Graph, ref isChanged);
        return isChanged ? model with { Graph = graph } : null;
    }

    private static ModelGraph Changed(ModelGraph graph, ref bool isChanged)
    {
        HashSet<string> constants = [.. graph.Initializers.Keys];
        List<ModelNode> nodes = [];
        foreach (ModelNode node in graph.Nodes)
        {
            bool isConstant = node.Inputs.All(input => input.Length == 0 || constants.Contains(input));
            if (isConstant) constants.UnionWith(node.Outputs);
            if (node.Operator is "QuantizeLinear" or "DequantizeLinear" && node.Domain.Length == 0 && !constants.Contains(node.Inputs[0]))
            {
                isChanged = true;
                nodes.Add(node with { Operator = "Identity", Inputs = [node.Inputs[0]], Attributes = s_none });
                continue;
            }

            Dictionary<string, ModelAttribute> attributes = new(StringComparer.Ordinal);
            foreach (var (name, attribute) in node.Attributes) attributes[name] = Changed(node, attribute, ref isChanged);
            nodes.Add(node with { Attributes = attributes });
        }

        Dictionary<string, StoredTensor> tensors = new(StringComparer.Ordinal);
        foreach (var (name, tensor) in graph.Initializers) tensors[name] = Changed(tensor, ref isChanged);
        List<ModelValue> inputs = [], outputs = [];
        foreach (ModelValue input in graph.Inputs) inputs.Add(Changed(input, ref isChanged));
        foreach (ModelValue output in graph.Outputs) outputs.Add(Changed(output, ref isChanged));
        return graph with { Nodes = nodes, Initializers = tensors, Inputs = inputs, Outputs = outputs };
    }

    private static readonly Dictionary<string, ModelAttribute> s_none = [];

    private static ModelAttribute Changed(ModelNode node, ModelAttribute attribute, ref bool isChanged)
    {
        if (attribute.Graph is { } graph) return attribute with { Graph = Changed(graph, ref isChanged) };
        if (attribute.Tensor is { } tensor) return attribute with { Tensor = Changed(tensor, ref isChanged) };
        if (node.Operator != "Cast" || attribute.Name != "to" || !IsOther((ElementType)(attribute.Integer ?? 0))) return attribute;
        isChanged = true;
        return attribute with { Integer = (int)ElementType.Float32 };
    }

    private static StoredTensor Changed(StoredTensor tensor, ref bool isChanged)
    {
        if (!IsOther(tensor.Type)) return tensor;
        isChanged = true;
        return new StoredTensor(tensor.Name, ElementType.Float32, tensor.Dimensions, null) { Typed = tensor.Floats() };
    }

    private static ModelValue Changed(ModelValue value, ref bool isChanged)
    {
        if (!IsOther(value.Type)) return value;
        isChanged = true;
        return value with { Type = ElementType.Float32 };
    }

    private static bool IsOther(ElementType type) => type.IsFloating() && type != ElementType.Float32;
}
