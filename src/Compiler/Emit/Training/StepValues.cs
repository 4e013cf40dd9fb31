namespace Fusion.Compiler.Emit.Training;

/// <summary>What the values of a training step are to people: outputs of layers, gradients of parameters.</summary>
internal sealed class StepValues
{
    private readonly Graph _graph;
    private readonly HashSet<int> _backward = [];
    private readonly Dictionary<int, string> _known = [];
    private readonly int _guard;

    /// <param name="graph">Of the step or of an evaluation, as it is scheduled.</param>
    public StepValues(Graph graph)
    {
        _graph = graph;
        foreach (Node node in graph.Nodes)
            if (CoreOf(node) is LossGradient or Constant || node.Inputs.Any(_backward.Contains)) _backward.Add(node.Id);
        foreach (GraphOutput output in graph.Outputs.Where(output => output.Name.StartsWith("loss.", StringComparison.Ordinal)))
            _known[output.Node] = $"the loss '{graph.Nodes[output.Node].Name}'";
        // There is none where nothing is updated.
        Node? guard = graph.Nodes.FirstOrDefault(node => node.Operation is StepGuard);
        _guard = guard?.Id ?? graph.Nodes.Count;
        foreach (Node node in guard is null ? [] : graph.Nodes)
        {
            if (node.Operation is UpdateOperation update && guard!.Inputs.Contains(node.Inputs[0]))
                _known[node.Inputs[0]] = $"the gradient of '{update.Target}'";
            if (node.Operation is RunningAverage average)
                foreach (int statistics in node.Inputs.Take(node.Inputs.Count - 1))
                    _known[statistics] = $"the batch's statistics of '{average.Path}'";
        }
    }

    /// <summary>Whether a value is there before the guard, which asks whether all is finite.</summary>
    public bool IsBeforeGuard(int node) => node < _guard;

    public string Describe(int id)
    {
        Node node = _graph.Nodes[id];
        return _known.TryGetValue(id, out string? known) ? known
            : CoreOf(node) is LossGradient ? $"the gradient of the loss '{node.Name}'"
            : _backward.Contains(id) ? $"the gradient at '{NameOf(node)}'"
            : $"the output of '{NameOf(node)}'";
    }

    /// <summary>A value without a name, such as a sum, is called after what reads it.</summary>
    private string NameOf(Node node) =>
        node.Name.Length > 0 ? node.Name
        : _graph.Nodes.FirstOrDefault(reader => reader.Inputs.Contains(node.Id)) is { } found ? NameOf(found) : "a result";

    private static Operation CoreOf(Node node) => node.Operation is Rewrite.Fused fused ? fused.Core : node.Operation;
}
