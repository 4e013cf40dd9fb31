using Fusion.Import.Protocol;

namespace Fusion.Import;

/// <summary>What a user should know of an import that has gone well.</summary>
internal static class ImportNotes
{
    public static IEnumerable<string> Of(ModelFile model, ImportedModel imported)
    {
        foreach (Border input in imported.Inputs)
        {
            if (!IsUsed(imported, input.Name)) yield return $"The model uses its input '{input.ModelName}' for nothing.";
            if (input.Type is not (ElementType.Float32 or ElementType.Undefined))
            {
                yield return $"The model's input '{input.ModelName}' holds {input.Type}; the network takes the same numbers as 32-bit "
                    + "floats.";
            }
        }

        string[] types = [.. model.Graph.Initializers.Values.Where(tensor => tensor.Type.IsFloating() && tensor.Type != ElementType.Float32)
            .Select(tensor => tensor.Type).Distinct().Order().Select(type => type.ToString())];
        if (types.Length > 0)
        {
            yield return $"The file has weights of the type {string.Join(" and ", types)}; the network has them, and computes, as 32-bit "
                + "floats.";
        }

        foreach (var shared in model.Graph.Nodes.Where(HasWeight).GroupBy(node => node.Inputs[1]))
        {
            if (shared.Count() > 1 && model.Graph.Initializers.ContainsKey(shared.Key))
            {
                yield return $"The weight '{shared.Key}' is that of {shared.Count()} layers; in the network each of them has it for "
                    + "itself. A field that Forward calls several times would share it.";
            }
        }

        if (model.Graph.Nodes.Any(node => node.Operator == "QuantizeLinear"))
        {
            yield return "The model rounds values to few bits (QuantizeLinear); the network does not, so that its results differ by about "
                + "a step.";
        }
    }

    private static bool HasWeight(ModelNode node) =>
        node.Operator is "Conv" or "ConvTranspose" or "Gemm" or "MatMul" or "RNN" or "GRU" or "LSTM" && node.Inputs.Count > 1;

    private static bool IsUsed(ImportedModel imported, string name)
    {
        Graph graph = imported.Graph;
        bool[] isNeeded = new bool[graph.Nodes.Count];
        foreach (var output in graph.Outputs) isNeeded[output.Node] = true;
        foreach (Node node in graph.Nodes.Reverse())
        {
            if (!isNeeded[node.Id]) continue;
            foreach (int input in node.Inputs) isNeeded[input] = true;
        }

        return graph.Nodes.Any(node => node.Operation is Input input && input.Name == name && isNeeded[node.Id]);
    }
}
