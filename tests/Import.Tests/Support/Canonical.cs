using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Fusion.Import.Writing.Spelling;

namespace Fusion.Import.Tests.Support;

/// <summary>Numbers for values, the same for those that are made in the same way of the same values: names of nodes and parameters do not
/// count, numbers in parameters do.</summary>
internal static class Canonical
{
    /// <param name="numbers">What values of other graphs have got already.</param>
    public static int[] Results(Graph graph, Func<string, float[]> weights, Dictionary<string, int> numbers)
    {
        int[] own = new int[graph.Nodes.Count];
        int inputs = 0;
        foreach (Node node in graph.Nodes)
        {
            if (IsSpelling(graph, node))
            {
                own[node.Id] = own[node.Inputs[0]];
                continue;
            }

            IEnumerable<int> read = node.Inputs.Select(id => own[id]);
            if (node.Operation is Add or Multiply or Minimum or Maximum) read = read.Order();
            string properties = node.Operation is Input ? $"{inputs++}" : string.Join(",", Anonymous.Of(node.Operation).Properties
                .Where(property => property.Name is not ("path" or "weight" or "bias" or "weightSuffix" or "biasSuffix" or "suffix"))
                .Select(property => $"{property.Name}={Text(property.Value)}"));
            string parameters = string.Join(",", node.Operation.Parameters(graph.InputShapes(node))
                .Select(parameter => Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(weights(parameter.Name).AsSpan())))));
            string text = $"{node.Operation.Kind}({properties};{parameters};{string.Join(",", read)})";
            if (!numbers.TryGetValue(text, out int number)) numbers[text] = number = numbers.Count;
            own[node.Id] = number;
        }

        return [.. graph.Outputs.Select(output => own[output.Node])];
    }

    private static string Text(object value) =>
        value is EquatableArray<int> sizes ? string.Join("x", sizes) : FormattableString.Invariant($"{value}");

    /// <summary>Whether the elements stay as they are, in their order.</summary>
    private static bool IsSpelling(Graph graph, Node node) => node.Operation is Reshape
        || (node.Operation is Flatten && graph.Nodes[node.Inputs[0]].Shape is { Channels: 1 } or { Pixels: 1 })
        || (node.Operation is GlobalPool or Reduce && graph.Nodes[node.Inputs[0]].Shape.Elements == node.Shape.Elements);
}
