using Fusion.Compiler.Reference;
using Fusion.Import.Writing.Spelling;

namespace Fusion.Import.Tests.Writing.Support;

/// <summary>Whether two graphs are one, but for the order of their nodes and the names of parameters.</summary>
internal static class SameGraph
{
    /// <summary>Fails where the graphs differ.</summary>
    /// <param name="renames">For each parameter of the first graph its name in the second.</param>
    public static void Check(Graph expected, Graph found, IReadOnlyDictionary<string, string> renames, string text)
    {
        Assert.Equal(
            expected.Parameters.Where(parameter => IsRead(expected, parameter.Name))
                .Select(parameter => renames[parameter.Name] + parameter.Dimensions).Order(),
            found.Parameters.Select(parameter => parameter.Name + parameter.Dimensions).Order());
        var known = new Dictionary<(Operation, string, string), int>();
        int[] left = Numbers(expected, name => renames[name], known), right = Numbers(found, name => name, known);
        bool areSame = expected.Outputs.Select(output => left[output.Node])
            .SequenceEqual(found.Outputs.Select(output => right[output.Node]));
        Assert.True(areSame, $"{text}\n{GraphText.Print(expected)}\n{GraphText.Print(found)}");
    }

    /// <summary>Fails where the graphs compute different numbers.</summary>
    public static void Compute(Graph expected, Graph found, IReadOnlyDictionary<string, string> renames, string text)
    {
        var back = renames.ToDictionary(pair => pair.Value, pair => pair.Key);
        double[][] inputs = [.. expected.Inputs.Select((node, i) => Values(node.Shape.Elements, i))];
        var weights = expected.Parameters.ToDictionary(parameter => parameter.Name, parameter =>
            Values(parameter.Elements, parameter.Name.GetHashCode(StringComparison.Ordinal)));
        // Same names in every run: string hashes differ from process to process, but not within one.
        double[][] first = Run(expected, name => weights[name], inputs), second = Run(found, name => weights[back[name]], inputs);
        for (int i = 0; i < first.Length; i++)
        {
            double largest = first[i].Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
            for (int j = 0; j < first[i].Length; j++)
            {
                bool isSame = first[i][j].Equals(second[i][j]) || Math.Abs(first[i][j] - second[i][j]) <= 1e-9 * largest;
                if (!isSame) Assert.Fail($"Result {i}[{j}] is {second[i][j]}, not {first[i][j]}.\n{text}\n{GraphText.Print(expected)}");
            }
        }
    }

    private static double[][] Run(Graph graph, Func<string, double[]> weights, double[][] inputs)
    {
        var named = graph.Inputs.Select((node, i) => (((Input)node.Operation).Name, inputs[i]))
            .ToDictionary(pair => pair.Name, pair => pair.Item2);
        var values = ReferenceInterpreter.RunAll(graph, weights, named);
        return [.. graph.Outputs.Select(output => values[output.Node].Values)];
    }

    private static double[] Values(long count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, (int)count).Select(_ => random.NextDouble() * 1.8 + 0.1)];
    }

    private static bool IsRead(Graph graph, string parameter)
    {
        var read = new HashSet<int>(graph.Outputs.Select(output => output.Node));
        foreach (Node node in graph.Nodes.Reverse())
            if (read.Contains(node.Id)) read.UnionWith(node.Inputs);
        return graph.Nodes.Any(node => read.Contains(node.Id)
            && node.Operation.Parameters(graph.InputShapes(node)).Any(own => own.Name == parameter));
    }

    private static int[] Numbers(Graph graph, Func<string, string> rename, Dictionary<(Operation, string, string), int> known)
    {
        int[] numbers = new int[graph.Nodes.Count];
        int inputs = 0;
        foreach (Node node in graph.Nodes)
        {
            Operation operation = node.Operation is Input input ? input with { Name = $"{inputs++}" } : Anonymous.Of(node.Operation);
            string parameters = node.Operation is Input ? "" : string.Join(
                ",", Anonymous.ParametersOf(node.Operation, graph.InputShapes(node)).Select(parameter => Renamed(parameter.Name)));
            IEnumerable<int> ids = node.Inputs.Select(id => numbers[id]);
            if (operation is Add or Multiply) ids = ids.Order();
            var key = (operation, parameters, string.Join(",", ids));
            if (!known.TryGetValue(key, out int number)) known[key] = number = known.Count;
            numbers[node.Id] = number;
        }

        return numbers;

        string Renamed(string name) => IsRead(graph, name) ? rename(name) : name;
    }
}
