namespace Fusion.Compiler.Graphs;

/// <summary>Checks what every pass must leave intact. Tests run it after each pass.</summary>
public static class GraphVerifier
{
    /// <returns>What is wrong, one sentence each; empty for a sound graph.</returns>
    public static IReadOnlyList<string> Verify(Graph graph)
    {
        var problems = new List<string>();
        for (int id = 0; id < graph.Nodes.Count; id++) VerifyNode(graph, id, problems);
        VerifyNames("input", graph.Nodes.Select(node => node.Operation).OfType<Input>().Select(input => input.Name), problems);
        VerifyNames("output", graph.Outputs.Select(output => output.Name), problems);
        VerifyNames("tap", graph.Taps.Select(tap => tap.Name), problems);
        if (graph.Outputs.Count == 0) problems.Add("The graph has no output.");
        foreach (GraphOutput output in graph.Outputs)
        {
            if ((uint)output.Node >= (uint)graph.Nodes.Count)
                problems.Add($"Output '{output.Name}' shows %{output.Node}, which does not exist.");
        }

        VerifyNames("store", graph.Stores.Select(store => store.Name), problems);
        foreach (GraphStore store in graph.Stores)
        {
            if ((uint)store.Node >= (uint)graph.Nodes.Count)
                problems.Add($"Store '{store.Name}' shows %{store.Node}, which does not exist.");
        }
        foreach (GraphTap tap in graph.Taps)
        {
            if ((uint)tap.Node >= (uint)graph.Nodes.Count)
                problems.Add($"Tap '{tap.Name}' shows %{tap.Node}, which does not exist.");
        }

        if (problems.Count == 0) VerifyParameters(graph, problems);
        return problems;
    }

    /// <exception cref="InvalidOperationException">The graph is not sound.</exception>
    public static void Check(Graph graph)
    {
        IReadOnlyList<string> problems = Verify(graph);
        if (problems.Count > 0)
            throw new InvalidOperationException($"The graph {graph.Name} is not sound:\n" + string.Join("\n", problems));
    }

    private static void VerifyNode(Graph graph, int id, List<string> problems)
    {
        Node node = graph.Nodes[id];
        if (node.Id != id)
        {
            problems.Add($"Node {id} has the id {node.Id}.");
            return;
        }

        foreach (int input in node.Inputs)
        {
            if (input >= 0 && input < id) continue;
            problems.Add($"%{id} {node.Operation.Kind} reads %{input}, which does not come before it.");
            return;
        }

        try
        {
            Shape inferred = node.Operation.InferShape(graph.InputShapes(node));
            if (inferred != node.Shape)
                problems.Add($"%{id} {node.Operation.Kind} has the shape {node.Shape}, but its rule gives {inferred}.");
        }
        catch (ShapeException exception)
        {
            problems.Add($"%{id} {exception.Message}");
        }

        if (node.Operation is Conv { Bias: null } or ConvTranspose { Bias: null } or Linear { Bias: null })
            problems.Add($"%{id} {node.Operation.Kind} leaves its bias open; ResolveBias must run first.");
    }

    private static void VerifyNames(string what, IEnumerable<string> names, List<string> problems)
    {
        foreach (var group in names.GroupBy(name => name))
        {
            if (group.Count() > 1) problems.Add($"There are {group.Count()} {what}s with the name '{group.Key}'.");
        }
    }

    private static void VerifyParameters(Graph graph, List<string> problems)
    {
        var seen = new Dictionary<string, Parameter>();
        foreach (Node node in graph.Nodes)
        {
            foreach (Parameter parameter in node.Operation.Parameters(graph.InputShapes(node)))
            {
                if (!seen.TryGetValue(parameter.Name, out Parameter? first)) seen.Add(parameter.Name, parameter);
                else if (first.Dimensions != parameter.Dimensions)
                    problems.Add(
                        $"The parameter '{parameter.Name}' is {first.Dimensions} in one place and {parameter.Dimensions} in %{node.Id}.");
            }
        }
    }
}
