using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// What a recurrent layer does step by step: each step has what its gates get from the input, (L, gates · hidden), and the state that the
/// step before has left; the state before the first is 0. Result: the state behind each step, (L, hidden). Parameters:
/// <c>{Path}.weight_hh{Suffix}</c> [gates · hidden, hidden] and <c>{Path}.bias_hh{Suffix}</c> [gates · hidden].
/// </summary>
/// <param name="Hidden">Numbers of the state.</param>
/// <param name="Suffix">The layer and the direction in the parameters' names: <c>_l0</c>, <c>_l0_reverse</c>.</param>
/// <param name="Reverse">Whether it begins with the last position.</param>
public abstract record Recurrence(string Path, int Hidden, string Suffix, bool Bias, bool Reverse) : Operation
{
    /// <summary>As <c>nn.GRU</c> fills weights, whose deviation is <c>1 / √(3 · hidden)</c>.</summary>
    private const int FanIns = 6;

    /// <summary>The gates, in the order in which the parameters have them.</summary>
    public abstract int Gates { get; }

    /// <summary>Whether it keeps a second state of the same size.</summary>
    public abstract bool HasCell { get; }

    /// <summary>The layer that every step applies to the state.</summary>
    public Linear Layer => new(Path, Gates * Hidden, Bias)
    {
        WeightSuffix = "weight_hh" + Suffix,
        BiasSuffix = "bias_hh" + Suffix,
    };

    public override IEnumerable<(string Name, object Value)> Properties
    {
        get
        {
            yield return ("path", Path);
            yield return ("hidden", Hidden);
            yield return ("suffix", Suffix);
            if (!Bias) yield return ("bias", false);
            if (Reverse) yield return ("reverse", true);
        }
    }

    /// <summary>The gates in ONNX's order, by their place in PyTorch's.</summary>
    protected abstract EquatableArray<int> OnnxGates { get; }

    protected abstract (string Operator, (string Name, object Value)[] Attributes) OnnxForm { get; }

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ShapeRule.AtLeast(Kind, "hidden", Hidden, 1);
        Shape input = RecurrentLayers.Sequence(Kind, inputs);
        if (input.Channels != (long)Gates * Hidden)
        {
            throw new ShapeException(
                $"{Kind}: the input is {input}, but for {Gates} gates of {Hidden} numbers it must have {(long)Gates * Hidden} channels. "
                    + "Apply a Linear first.");
        }

        SizeRule.Weights(Kind, input.Channels, Hidden, taps: 1, groups: 1);
        return input.WithChannels(Hidden);
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, Shape output) => inputs[0].Elements * Hidden;

    public override IReadOnlyList<Parameter> Parameters(IReadOnlyList<Shape> inputs) =>
    [
        .. Layer.Parameters([Shape.Of(Hidden)]).Select(parameter =>
            parameter.Kind == ParameterKind.Weight ? parameter with { FanIn = FanIns * Hidden } : parameter),
    ];

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor input = context.Inputs[0];
        double[] weight = context.Parameter(Layer.WeightName);
        double[]? bias = Bias ? context.Parameter(Layer.BiasName) : null;
        double[] state = new double[Hidden], cell = new double[Hidden], x = new double[Gates * Hidden], products = new double[x.Length];
        foreach (int position in Order(input.Pixels))
        {
            for (int gate = 0; gate < x.Length; gate++)
            {
                x[gate] = input[position, gate];
                products[gate] = bias?[gate] ?? 0;
                for (int i = 0; i < Hidden; i++) products[gate] += weight[gate * Hidden + i] * state[i];
            }

            Step(x, products, state, cell);
            for (int i = 0; i < Hidden; i++) context.Output[position, i] = state[i];
        }
    }

    /// <summary>Makes the next state, in its place, from what the gates get from the input and from the state.</summary>
    protected abstract void Step(double[] x, double[] products, double[] state, double[] cell);

    /// <summary>
    /// Step by step, in operations of their own. The positions become channels side by side, so that a step's are a slice, which no
    /// kernel makes.
    /// </summary>
    public override int Train(TrainingContext context)
    {
        int length = context.InputShapes[0].Width, width = Gates * Hidden;
        int all = context.Each(new Reshape([length * width]), context.Inputs[0]);
        int zero = context.Add(new Broadcast([Hidden]), context.Add(new Constant(0)));
        int state = context.Add(new Replicate(context.Samples), zero), cell = state;
        int[] results = new int[length];
        foreach (int position in Order(length))
        {
            int x = context.Each(new Slice(position * width, width), all);
            (state, cell) = Train(new RecurrentStep(context, Hidden, x, context.Each(Layer, state), state, cell));
            results[position] = state;
        }

        int row = length == 1 ? results[0] : context.Each(new Concat(), results);
        return context.Each(new Reshape([length, Hidden]), row);
    }

    /// <summary>Appends a step of training.</summary>
    /// <returns>The states behind it.</returns>
    protected abstract (int State, int Cell) Train(RecurrentStep step);

    /// <summary>The layers that only make what the gates of a recurrent layer get from its input, by their nodes.</summary>
    internal static Dictionary<int, Linear> OwnLayers(Graph graph)
    {
        IReadOnlyList<IReadOnlyList<int>> consumers = graph.Consumers();
        var layers = new Dictionary<int, Linear>();
        foreach (Node node in graph.Nodes)
        {
            if (node.Operation is Recurrence steps && graph.Nodes[node.Inputs[0]] is { Operation: Linear layer } before
                && layer.Path == steps.Path && layer.WeightSuffix == "weight_ih" + steps.Suffix && layer.Bias == steps.Layer.Bias
                && consumers[before.Id].Count == 1 && graph.Outputs.All(output => output.Node != before.Id))
                layers[before.Id] = layer;
        }

        return layers;
    }

    /// <summary>ONNX's operators multiply the input themselves: by the weights of the layer before, or by 1.</summary>
    public override void Export(OnnxContext context)
    {
        int width = Gates * Hidden;
        List<string> inputs =
        [
            context.Add("Transpose", [context.Inputs[0]], ("perm", new EquatableArray<int>([2, 0, 1]))),
            InputWeight(context, width),
            context.Blocks(Layer.WeightName, [1, width, Hidden], OnnxGates),
        ];
        if (Bias)
        {
            string before = context.Before is { } layer
                ? context.Blocks(layer.BiasName, [width], OnnxGates) : context.Floats([.. new float[width]]);
            string both = context.Add("Concat", [before, context.Blocks(Layer.BiasName, [width], OnnxGates)], ("axis", 0));
            inputs.Add(context.Unsqueeze(both, 0));
        }

        (string name, (string, object)[] attributes) = OnnxForm;
        string result = context.Add(name, inputs,
            [("hidden_size", Hidden), ("direction", Reverse ? "reverse" : "forward"), .. attributes]);
        context.Return(context.Add("Transpose", [context.Squeeze(result, 1)], ("perm", new EquatableArray<int>([1, 2, 0]))));
    }

    private string InputWeight(OnnxContext context, int width)
    {
        if (context.Before is { } layer)
            return context.Blocks(layer.WeightName, [1, width, context.Declared(layer.WeightName).Dimensions[1]], OnnxGates);
        float[] unit = new float[width * width];
        for (int row = 0; row < width; row++) unit[row * width + OnnxGates[row / Hidden] * Hidden + row % Hidden] = 1;
        return context.Add("Reshape", [context.Floats([.. unit]), context.Longs([1, width, width])]);
    }

    /// <summary>The record that an entry of the table binds.</summary>
    protected static OperationDefinition Define(string kind, Func<string, int, string, bool, bool, Recurrence> create) =>
        OperationDefinition.Single(kind, (arguments, _, path) => create(arguments.Text("path", path), arguments.Int("hidden"),
            arguments.Text("suffix", "_l0"), arguments.Bool("bias", true), arguments.Bool("reverse", false)));

    private IEnumerable<int> Order(int length) => Reverse ? Enumerable.Range(0, length).Reverse() : Enumerable.Range(0, length);

    protected static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
