namespace Fusion.Compiler.Differentiate;

/// <summary>
/// Appends a network as it runs in training: every value is a whole batch, its first dimension counting the samples, and each operation is
/// what it is in training.
/// </summary>
internal sealed class BatchForward(GraphBuilder builder, int samples, FrozenLayers frozen)
{
    private readonly List<(string Path, int Node)> _statistics = [];
    private readonly int _samples = samples;
    private int _streams;

    /// <summary>The batch's mean and variance for each use of a norm that is trained, in the order of the uses.</summary>
    public IReadOnlyList<(string Path, int Node)> Statistics => _statistics;

    /// <summary>The input with the numbers of the step; null where nothing reads it.</summary>
    public int? Numbers { get; private set; }

    /// <summary>See <see cref="TrainingContext.IsEvaluation"/>.</summary>
    public bool IsEvaluation { get; init; }

    /// <returns>The value that takes the place of each node of the network.</returns>
    /// <exception cref="DifferentiationException">A value has four dimensions already.</exception>
    public int[] Append(Graph network)
    {
        int[] values = new int[network.Nodes.Count];
        foreach (Node node in network.Nodes)
        {
            try
            {
                values[node.Id] = node.Operation is Input input
                    ? builder.Add(new Input(input.Name, Batched.Of(input.Shape, _samples)), [], node.Name, node.Id)
                    : node.Operation.Train(new Context(this, node, [.. node.Inputs.Select(id => values[id])]));
            }
            catch (ShapeException exception)
            {
                throw DifferentiationException.At(node.Name, node.Id, exception.Message);
            }
        }
        return values;
    }

    private sealed class Context(BatchForward forward, Node node, IReadOnlyList<int> inputs) : TrainingContext
    {
        public override IReadOnlyList<int> Inputs => inputs;

        public override IReadOnlyList<Shape> InputShapes => [.. inputs.Select(id => Batched.SampleOf(forward.ShapeOf(id)))];

        public override int Samples => forward._samples;

        public override bool IsFrozen(string path) => forward.IsFrozen(path);

        public override bool IsInFrozenLayer => forward.IsFrozen(node.Name);

        public override bool IsEvaluation => forward.IsEvaluation;

        public override int StepNumbers => forward.FindNumbers();

        public override int TakeStream() => forward._streams++;

        public override int Each(Operation operation, params int[] inputs) =>
            Add(Batched.Map(operation, [.. inputs.Select(id => forward.ShapeOf(id))]), inputs);

        public override int Add(Operation operation, params int[] inputs) => forward.Add(operation, inputs, node);

        public override void KeepStatistics(string path, int statistics) => forward._statistics.Add((path, statistics));
    }

    private bool IsFrozen(string path) => frozen.Contains(path);

    private int FindNumbers() => Numbers ??= builder.Input(TrainingStep.NumbersName, StepNumbers.Count);

    private Shape ShapeOf(int id) => builder[id].Shape;

    private int Add(Operation operation, int[] inputs, Node node) => builder.Add(operation, inputs, node.Name, node.Id);
}
