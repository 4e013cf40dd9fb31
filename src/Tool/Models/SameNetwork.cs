using Fusion.Compiler;
using Fusion.Compiler.Graphs;
using Fusion.Compiler.Operations;
using Fusion.Compiler.Reference;
using Fusion.Import.Fold;

namespace Fusion.Tool.Models;

/// <summary>Whether a declaration that was written and read again is the network that it was written of.</summary>
internal static class SameNetwork
{
    /// <summary>Up to so many multiply-adds both are computed where they are not put together alike: some seconds.</summary>
    private const long MostMultiplyAdds = 300_000_000;

    private const double Tolerance = 1e-6;

    /// <param name="renames">What the parameters of <paramref name="first"/> are called in <paramref name="second"/>.</param>
    public static bool Check(
        Graph first, Graph second, IReadOnlyDictionary<string, string> renames, IReadOnlyDictionary<string, ConstantTensor> weights)
    {
        if (first.Inputs.Count() != second.Inputs.Count() || first.Outputs.Count != second.Outputs.Count
            || first.ParameterCount != second.ParameterCount) return false;
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        int[] left = Results(first, name => renames.GetValueOrDefault(name, name), numbers), right = Results(second, name => name, numbers);
        return left.SequenceEqual(right) || (first.MultiplyAdds <= MostMultiplyAdds && ComputeAlike(first, second, renames, weights));
    }

    /// <summary>A number for each result: the same for values that are made of the same values in the same way.</summary>
    private static int[] Results(Graph graph, Func<string, string> rename, Dictionary<string, int> numbers)
    {
        var own = new int[graph.Nodes.Count];
        string[] inputs = [.. graph.Inputs.Select(node => ((Input)node.Operation).Name)];
        foreach (Node node in graph.Nodes)
        {
            if (IsSpelling(graph, node))
            {
                own[node.Id] = own[node.Inputs[0]];
                continue;
            }

            IEnumerable<int> read = node.Inputs.Select(id => own[id]);
            if (node.Operation is Add or Multiply or Minimum or Maximum) read = read.Order();
            string properties = node.Operation is Input input
                ? $"{Array.IndexOf(inputs, input.Name)}"
                : string.Join(",", node.Operation.Properties.Where(property => property.Name is not ("path" or "weight" or "bias"))
                    .Select(property => $"{property.Name}={Text(property.Value)}"));
            string parameters = string.Join(",",
                node.Operation.Parameters(graph.InputShapes(node)).Select(parameter => rename(parameter.Name)));
            string text = $"{node.Operation.Kind}({properties};{parameters};{string.Join(",", read)})";
            if (!numbers.TryGetValue(text, out int number)) numbers.Add(text, number = numbers.Count);
            own[node.Id] = number;
        }

        return [.. graph.Outputs.Select(output => own[output.Node])];
    }

    private static string Text(object value) =>
        value is EquatableArray<int> sizes ? string.Join("x", sizes) : FormattableString.Invariant($"{value}");

    /// <summary>Whether the elements stay as they are, in their order: what the language may say in another way, or not at all.</summary>
    private static bool IsSpelling(Graph graph, Node node) => node.Operation is Reshape or Flatten
        || (node.Operation is GlobalPool or Reduce && graph.Nodes[node.Inputs[0]].Shape.Elements == node.Shape.Elements);

    private static bool ComputeAlike(
        Graph first, Graph second, IReadOnlyDictionary<string, string> renames, IReadOnlyDictionary<string, ConstantTensor> weights)
    {
        var original = renames.ToDictionary(pair => pair.Value, pair => pair.Key);
        var random = new Random(1);
        var inputs = first.Inputs.Select(node => Array.ConvertAll(new double[node.Shape.Elements], _ => random.NextDouble() * 2 - 1))
            .ToList();
        double[][] left = Run(first, name => name), right = Run(second, name => original.GetValueOrDefault(name, name));
        return left.Zip(right).All(pair => pair.First.Length == pair.Second.Length && AreNear(pair.First, pair.Second));

        double[][] Run(Graph graph, Func<string, string> rename)
        {
            var named = graph.Inputs.Select((node, i) => (((Input)node.Operation).Name, Values: inputs[i]))
                .ToDictionary(pair => pair.Name, pair => pair.Values);
            var values = ReferenceInterpreter.RunAll(
                graph, name => Array.ConvertAll(weights[rename(name)].ReadFloats(), value => (double)value), named);
            return [.. graph.Outputs.Select(output => values[output.Node].Values.ToArray())];
        }
    }

    private static bool AreNear(double[] first, double[] second)
    {
        double largest = first.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
        return first.Zip(second).All(pair => pair.First.Equals(pair.Second) || Math.Abs(pair.First - pair.Second) <= Tolerance * largest);
    }
}
