namespace Fusion.Compiler.Differentiate;

/// <summary>
/// Walks a forward pass from its end to its beginning and asks each operation for its gradients, which it appends: what one value's readers
/// give is added up before the value's own operation is asked.
/// </summary>
internal sealed class ReverseSweep(GraphBuilder builder, Activity activity)
{
    private readonly Dictionary<int, int> _gradients = [];
    private readonly Dictionary<string, int> _parameters = [];

    /// <summary>The gradient of every parameter that has one, by its name.</summary>
    public IReadOnlyDictionary<string, int> Parameters => _parameters;

    /// <summary>The gradient of a value; null where the loss does not depend on it or nobody needs it.</summary>
    public int? Of(int value) => _gradients.TryGetValue(value, out int gradient) ? gradient : null;

    /// <param name="seeds">The gradients of the values where the walk begins.</param>
    /// <exception cref="DifferentiationException">An operation on the way has no gradient.</exception>
    public void Run(IEnumerable<(int Value, int Gradient)> seeds)
    {
        int last = -1;
        foreach (var (value, gradient) in seeds)
        {
            Give(value, gradient);
            last = Math.Max(last, value);
        }
        for (int id = last; id >= 0; id--)
        {
            Node node = builder[id];
            if (node.Operation is not Input && activity.Contains(id) && Of(id) is { } gradient) Visit(node, gradient);
        }
    }

    private void Visit(Node node, int gradient)
    {
        try
        {
            Operation operation = node.Operation is Batched { Sum: false } batched ? batched.Each : node.Operation;
            operation.Gradient(new Context(this, node, gradient));
        }
        catch (MissingGradientException exception)
        {
            throw DifferentiationException.At(node.Name, node.Origin, exception.Message);
        }
    }

    private void Give(int value, int gradient)
    {
        if (!activity.Contains(value)) return;
        if (builder[gradient].Shape != builder[value].Shape)
            throw new InvalidOperationException(
                $"{builder[gradient]} is the gradient of {builder[value]}, but their shapes are not the same.");
        _gradients[value] = Of(value) is { } other ? Append(new Add(), [other, gradient], builder[value]) : gradient;
    }

    private int Append(Operation operation, int[] inputs, Node of) => builder.Add(operation, inputs, of.Name, of.Origin);

    private sealed class Context(ReverseSweep sweep, Node node, int gradient) : GradientContext
    {
        private readonly bool _isBatched = node.Operation is Batched;

        public override IReadOnlyList<int> Inputs => [.. node.Inputs];

        public override IReadOnlyList<Shape> InputShapes =>
            [.. node.Inputs.Select(id => sweep.ShapeOf(id)).Select(shape => _isBatched ? Batched.SampleOf(shape) : shape)];

        public override int Output => node.Id;

        public override int OutputGradient => gradient;

        public override bool Needs(int input) => sweep.IsActive(node.Inputs[input]);

        public override bool Trains(string parameter) => sweep.Trains(parameter);

        public override int Add(Operation operation, params int[] inputs) =>
            sweep.Append(_isBatched ? Batched.Map(operation, [.. inputs.Select(id => sweep.ShapeOf(id))]) : operation, inputs, node);

        public override void Give(int input, int gradient) => sweep.Give(node.Inputs[input], gradient);

        public override void GiveParameter(string parameter, Operation operation, params int[] inputs)
        {
            int own = sweep.Append(_isBatched ? Batched.Total(operation) : operation, inputs, node);
            sweep._parameters[parameter] =
                sweep._parameters.TryGetValue(parameter, out int other) ? sweep.Append(new Add(), [other, own], node) : own;
        }
    }

    private Shape ShapeOf(int id) => builder[id].Shape;

    private bool IsActive(int id) => activity.Contains(id);

    private bool Trains(string parameter) => activity.Trains(parameter);
}
