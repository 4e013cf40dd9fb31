namespace Fusion.Compiler.Reference;

/// <summary>
/// Runs a graph for one sample in double precision, one node after the other. It is written for clarity: what it computes is what a
/// network means, and every kernel is tested against it.
/// </summary>
public static class ReferenceInterpreter
{
    /// <summary>Runs the graph.</summary>
    /// <param name="parameters">The tensors of the state dict by name.</param>
    /// <param name="inputs">The inputs by name, channels last.</param>
    /// <returns>The outputs by name, channels last.</returns>
    /// <exception cref="ArgumentException">A parameter or an input is missing or has the wrong length.</exception>
    public static IReadOnlyDictionary<string, double[]> Run(
        Graph graph, IReadOnlyDictionary<string, double[]> parameters, IReadOnlyDictionary<string, double[]> inputs) =>
        Run(graph, name => parameters.TryGetValue(name, out double[]? values) ? values : throw MissingParameter(name), inputs);

    /// <inheritdoc cref="Run(Graph, IReadOnlyDictionary{string, double[]}, IReadOnlyDictionary{string, double[]})"/>
    public static IReadOnlyDictionary<string, double[]> Run(
        Graph graph, Func<string, float[]> parameters, IReadOnlyDictionary<string, double[]> inputs) =>
        Run(graph, name => Array.ConvertAll(parameters(name), value => (double)value), inputs);

    /// <inheritdoc cref="Run(Graph, IReadOnlyDictionary{string, double[]}, IReadOnlyDictionary{string, double[]})"/>
    public static IReadOnlyDictionary<string, double[]> Run(
        Graph graph, Func<string, double[]> parameters, IReadOnlyDictionary<string, double[]> inputs)
    {
        IReadOnlyList<ReferenceTensor> values = RunAll(graph, parameters, inputs);
        return graph.Outputs.ToDictionary(output => output.Name, output => values[output.Node].Values);
    }

    /// <summary>
    /// As <see cref="Run(Graph, Func{string, double[]}, IReadOnlyDictionary{string, double[]})"/>, but returns the value of every node, by
    /// id.
    /// </summary>
    public static IReadOnlyList<ReferenceTensor> RunAll(
        Graph graph, Func<string, double[]> parameters, IReadOnlyDictionary<string, double[]> inputs)
    {
        var declared = graph.Parameters.ToDictionary(parameter => parameter.Name);
        var values = new ReferenceTensor[graph.Nodes.Count];
        foreach (Node node in graph.Nodes) values[node.Id] = Compute(node);
        return values;

        ReferenceTensor Compute(Node node)
        {
            if (node.Operation is Input input) return new ReferenceTensor(node.Shape, Given(input));
            var output = new ReferenceTensor(node.Shape);
            node.Operation.Evaluate(new ReferenceContext([.. node.Inputs.Select(id => values[id])], output, Fetch));
            return output;
        }

        double[] Given(Input input)
        {
            if (!inputs.TryGetValue(input.Name, out double[]? given))
                throw new ArgumentException($"The input '{input.Name}' {input.Shape} is missing.");
            if (given.Length != input.Shape.Elements)
                throw new ArgumentException(
                    $"The input '{input.Name}' {input.Shape} needs {input.Shape.Elements} values, but {given.Length} were given.");
            return given;
        }

        double[] Fetch(string name)
        {
            double[] fetched = parameters(name) ?? throw MissingParameter(name);
            long expected = declared[name].Elements;
            return fetched.Length == expected
                ? fetched
                : throw new ArgumentException($"The parameter '{name}' needs {expected} values, but {fetched.Length} were given.");
        }
    }

    private static ArgumentException MissingParameter(string name) => new($"The parameter '{name}' is missing.");
}
