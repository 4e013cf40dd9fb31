namespace Fusion.Compiler.Graphs;

/// <summary>Appends nodes and infers their shapes.</summary>
public sealed class GraphBuilder(string name)
{
    private readonly List<Node> _nodes = [];
    private readonly List<GraphOutput> _outputs = [];
    private readonly List<GraphTap> _taps = [];
    private readonly List<GraphStore> _stores = [];
    private readonly List<GraphConstraint> _constraints = [];

    public IReadOnlyList<Node> Nodes => _nodes;

    /// <summary>How inputs and results lie in the caller's memory.</summary>
    public Layout Layout { get; set; }

    public Node this[int id] => _nodes[id];

    /// <summary>Appends an operation.</summary>
    /// <exception cref="ShapeException">The operation's shape rule rejects its inputs.</exception>
    public int Add(Operation operation, IEnumerable<int> inputs, string name = "", int origin = -1)
    {
        var ids = inputs.ToEquatableArray();
        Shape shape = operation.InferShape([.. ids.Select(id => _nodes[id].Shape)]);
        _nodes.Add(new Node(_nodes.Count, operation, ids, shape, name, origin));
        return _nodes.Count - 1;
    }

    public int Add(Operation operation, params int[] inputs) => Add(operation, (IEnumerable<int>)inputs);

    public int Input(string inputName, params int[] dimensions) =>
        Add(new Operations.Input(inputName, Shape.Of(dimensions)), [], inputName);

    public void Output(string outputName, int node) => _outputs.Add(new GraphOutput(outputName, node));

    public void Tap(string tapName, int node) => _taps.Add(new GraphTap(tapName, node));

    public void Store(string parameter, int node) => _stores.Add(new GraphStore(parameter, node));

    public void Constrain(Operations.WeightProjection projection) => _constraints.Add(new GraphConstraint(projection));

    public Graph Build() => new(name, _nodes.ToEquatableArray(), _outputs.ToEquatableArray())
    {
        Layout = Layout,
        Taps = _taps.ToEquatableArray(),
        Stores = _stores.ToEquatableArray(),
        Constraints = _constraints.ToEquatableArray(),
    };
}
