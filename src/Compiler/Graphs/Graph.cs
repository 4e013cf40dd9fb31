namespace Fusion.Compiler.Graphs;

/// <summary>One value of the graph and the operation that makes it.</summary>
/// <param name="Id">The node's index in <see cref="Graph.Nodes"/>; inputs come before their users.</param>
/// <param name="Inputs">The ids of the nodes that it reads.</param>
/// <param name="Name">Where it was declared: <c>layer1.0.conv1</c>. For people; not unique.</param>
/// <param name="Origin">What it was made from, for diagnostics; −1 where there is nothing. In a network: the id of the declaration. In a
/// training: the node of the network.</param>
public sealed record Node(int Id, Operation Operation, EquatableArray<int> Inputs, Shape Shape, string Name, int Origin = -1)
{
    public override string ToString() => GraphText.Line(this);
}

/// <summary>A named result of the network.</summary>
public sealed record GraphOutput(string Name, int Node);

/// <summary>A value that can be read after a run, though it is no result of the network.</summary>
/// <param name="Name">As generated members are called: a C# name, unique among the taps.</param>
public sealed record GraphTap(string Name, int Node);

/// <summary>A value that takes the place of a parameter at the end of a training step.</summary>
/// <param name="Name">The parameter's name.</param>
public sealed record GraphStore(string Name, int Node);

/// <summary>What the rows of a layer's weights keep to while they are trained; nothing to a network that runs.</summary>
/// <param name="Projection">What brings the weights there after each update.</param>
public sealed record GraphConstraint(Operations.WeightProjection Projection);

/// <summary>
/// A network as a flat table of nodes in topological order. Immutable; passes build a new one with <see cref="GraphBuilder"/>.
/// </summary>
public sealed record Graph(string Name, EquatableArray<Node> Nodes, EquatableArray<GraphOutput> Outputs)
{
    /// <summary>The values that can be read after a run. A value may have several names, and may be an input or a result as well.</summary>
    public EquatableArray<GraphTap> Taps { get; init; } = [];

    /// <summary>How inputs and results lie in the caller's memory. The shapes of nodes are channels last in either case.</summary>
    public Layout Layout { get; init; }

    /// <summary>What a training step makes of parameters; none in a network.</summary>
    public EquatableArray<GraphStore> Stores { get; init; } = [];

    /// <summary>What weights keep to while they are trained, each parameter once.</summary>
    public EquatableArray<GraphConstraint> Constraints { get; init; } = [];

    public IEnumerable<Node> Inputs => Nodes.Where(node => node.Operation is Operations.Input);

    /// <summary>Every tensor of the state dict, once each, in the order of first use.</summary>
    public IReadOnlyList<Parameter> Parameters =>
        [.. Nodes.SelectMany(node => node.Operation.Parameters(InputShapes(node))).GroupBy(parameter => parameter.Name)
            .Select(group => group.First())];

    public long ParameterCount => Parameters.Where(parameter => parameter.IsCounted).Sum(parameter => parameter.Elements);

    public long MultiplyAdds => Nodes.Sum(node => node.Operation.MultiplyAdds(InputShapes(node), node.Shape));

    public IReadOnlyList<Shape> InputShapes(Node node) => [.. node.Inputs.Select(id => Nodes[id].Shape)];

    /// <summary>For every node, the ids of the nodes that read it, in order; a node that reads it twice appears twice.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Consumers()
    {
        var consumers = Nodes.Select(_ => new List<int>()).ToArray();
        foreach (Node node in Nodes)
            foreach (int input in node.Inputs) consumers[input].Add(node.Id);
        return consumers;
    }

    public bool IsOutput(int id) => Outputs.Any(output => output.Node == id);

    public bool IsTapped(int id) => Taps.Any(tap => tap.Node == id);
}
