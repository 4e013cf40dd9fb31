using Fusion.Import.Fold;
using Fusion.Import.Trace;

namespace Fusion.Import.Operators;

/// <summary>Recurrent layers over a sequence of each sample: a linear layer for the input of all steps, and the steps.</summary>
internal static class Recurrences
{
    private static readonly string[] s_rnn = ["Tanh"], s_gru = ["Sigmoid", "Tanh"], s_lstm = ["Sigmoid", "Tanh", "Tanh"];

    public static void Rnn(NodeContext context)
    {
        if (IsStep(context, s_rnn)) RecurrentStep.Rnn(context);
        else Import(context, [0], s_rnn, (path, hidden, suffix, bias, reverse) => new RnnSteps(path, hidden, suffix, bias, reverse));
    }

    public static void Gru(NodeContext context)
    {
        if (IsStep(context, s_gru))
        {
            RecurrentStep.Gru(context);
            return;
        }

        if (context.Int("linear_before_reset", 0) == 0)
            throw new ImportException("its reset gate stands before the product (linear_before_reset is 0); only behind it is supported");
        // ONNX has update, reset, new.
        Import(context, [1, 0, 2], s_gru, (path, hidden, suffix, bias, reverse) => new GruSteps(path, hidden, suffix, bias, reverse));
    }

    public static void Lstm(NodeContext context)
    {
        if (context.Int("input_forget", 0) != 0) throw new ImportException("its input and forget gates are coupled");
        RequireZeros(context, 7, "peepholes");
        if (IsStep(context, s_lstm))
        {
            RecurrentStep.Lstm(context);
            return;
        }

        RequireZeros(context, 6, "the initial cell state");
        if (context.Node.Outputs.Count > 2 && context.Session.IsRead(context.Node.Outputs[2]))
            throw new ImportException("its last cell state is read, which is supported where the sequence has one step");
        // ONNX has input, output, forget, cell.
        Import(context, [0, 3, 1, 2], s_lstm, (path, hidden, suffix, bias, reverse) => new LstmSteps(path, hidden, suffix, bias, reverse));
    }

    /// <param name="gates">For each gate in ONNX's order its place in the parameters.</param>
    private static void Import(
        NodeContext context, int[] gates, string[] activations, Func<string, int, string, bool, bool, Recurrence> create)
    {
        bool[] directions = Directions(context);
        RequireUsual(context, activations, directions.Length);
        bool isBatchFirst = context.Int("layout", 0) != 0;
        TracedValue x = context.Traced(0);
        if (x.Rank != 3) throw new ImportException($"the input has {x.Rank} dimensions; a sequence of three was expected");
        (Extent length, Extent batch) = isBatchFirst ? (x.Dims[1], x.Dims[0]) : (x.Dims[0], x.Dims[1]);
        Extent channels = x.Dims[2];
        if (!batch.Is(context.Arranger.BatchExtent))
            throw new ImportException($"its batch is {batch.Size}; sequences of one sample at a time are supported");
        RequireWhole(context, length.Size);
        ConstantTensor weight = context.Constant(1), recurrent = context.Constant(2);
        int hidden = recurrent.Dimensions is [_, var rows, var own] && rows == gates.Length * own ? own
            : throw new ImportException(
                $"the weights of the state {ConstantTensor.Text(recurrent.Dimensions)} have not {gates.Length} gates");
        if (!weight.Dimensions.SequenceEqual([directions.Length, gates.Length * hidden, channels.Size]))
            throw new ImportException(
                $"the weights {ConstantTensor.Text(weight.Dimensions)} do not fit the input {ConstantTensor.Text(x.Sizes)}");
        var parameters = new Tensors(context, gates, hidden, PathOf(context.Path(1)), context.ConstantOrNull(3));
        int input = context.Arranger.Arrange(x, [length, channels]);
        int[] states =
        [
            .. directions.Select((reverse, d) =>
            {
                string suffix = "_l0" + (reverse && directions.Length > 1 ? "_reverse" : "");
                Recurrence steps = create(parameters.Path, hidden, suffix, parameters.HasBias, reverse);
                return context.Builder.Add(steps, [parameters.Gates(steps, suffix, d, input)], parameters.Path);
            }),
        ];
        Return(context, states, directions, length, hidden, isBatchFirst);
    }

    /// <summary>The layer's own name, where its weight has the one that the layer gives it.</summary>
    private static string PathOf(string weight)
    {
        const string Own = ".weight_ih_l0";
        return weight.EndsWith(Own, StringComparison.Ordinal) ? weight[..^Own.Length] : weight;
    }

    private static void Return(NodeContext context, int[] states, bool[] directions, Extent length, int hidden, bool isBatchFirst)
    {
        Extent ways = Extent.Of(states.Length), own = Extent.Of(hidden), batch = context.Arranger.BatchExtent;
        Extent both = new([.. ways.Factors, .. own.Factors]);
        int all = states.Length == 1 ? states[0] : context.Add(new Concat(), states);
        context.Return(new TracedValue(all, [length, both], isBatchFirst ? [batch, length, ways, own] : [length, ways, batch, own]));
        if (context.Node.Outputs.Count < 2 || !context.Session.IsRead(context.Node.Outputs[1])) return;
        // The last step of each way: the first position of the way back.
        int[] last = [.. states.Select((state, d) => context.Arranger.Reshape(Last(state, directions[d]), [hidden]))];
        int end = last.Length == 1 ? last[0] : context.Add(new Concat(), last);
        context.Return(new TracedValue(end, [both], isBatchFirst ? [batch, ways, own] : [ways, batch, own]), 1);

        int Last(int state, bool reverse)
        {
            int rest = length.Size - 1;
            return rest == 0 ? state : context.Add(reverse ? new Pad([0], [-rest]) : new Pad([-rest], [0]), state);
        }
    }

    private static bool[] Directions(NodeContext context) => context.Text("direction", "forward") switch
    {
        "forward" => [false],
        "reverse" => [true],
        "bidirectional" => [false, true],
        var other => throw new ImportException($"the direction '{other}' is not known"),
    };

    private static bool IsStep(NodeContext context, string[] activations)
    {
        if (!RecurrentStep.Fits(context)) return false;
        RequireUsualGates(context, activations, 1);
        RequireWhole(context, 1);
        return true;
    }

    private static void RequireUsualGates(NodeContext context, string[] activations, int directions)
    {
        IEnumerable<string> usual = Enumerable.Repeat(activations, directions).SelectMany(names => names);
        if (context.Node.Attributes.GetValueOrDefault("activations")?.Texts is { Count: > 0 } given
            && !given.SequenceEqual(usual, StringComparer.OrdinalIgnoreCase))
            throw new ImportException($"its activations are {string.Join(", ", given)}; {string.Join(", ", activations)} are supported");
        if (context.Float("clip", 0) != 0) throw new ImportException("it clips what its gates get");
    }

    private static void RequireUsual(NodeContext context, string[] activations, int directions)
    {
        RequireUsualGates(context, activations, directions);
        RequireZeros(context, 5, "the initial state");
    }

    private static void RequireZeros(NodeContext context, int input, string what)
    {
        if (!context.Has(input)) return;
        if (context.Input(input).Constant is not { } given)
        {
            string name = context.Node.Inputs[input];
            throw new ImportException(context.Session.Model.Graph.Inputs.Any(value => value.Name == name)
                ? $"{what} is the input '{name}'; only 0 is supported, which --constant {name}=0 makes it"
                : $"{what} is computed; only 0 is supported");
        }

        if (given.Floats.Any(value => value != 0)) throw new ImportException($"{what} is not 0, and only 0 is supported");
    }

    private static void RequireWhole(NodeContext context, int length)
    {
        if (context.Has(4) && context.Constant(4).Integers.Any(own => own != length))
            throw new ImportException("sequences end before the input does (sequence_lens)");
    }

    /// <summary>The weights, gate by gate in the order of the parameters.</summary>
    private sealed record Tensors(NodeContext Context, int[] Order, int Hidden, string Path, ConstantTensor? Biases)
    {
        private int Rows => Order.Length * Hidden;

        public bool HasBias => Biases is not null;

        /// <summary>Adds the weights of a direction, and what its gates get from the input.</summary>
        public int Gates(Recurrence steps, string suffix, int direction, int input)
        {
            ConstantTensor weight = Part(Context.Constant(1), direction);
            Linear layer = steps.Layer with { WeightSuffix = "weight_ih" + suffix, BiasSuffix = "bias_ih" + suffix };
            Context.Weight(steps.Layer.WeightName, Part(Context.Constant(2), direction));
            float[] biases = Biases?.Floats[(direction * 2 * Rows)..((direction + 1) * 2 * Rows)] ?? [];
            if (HasBias) Context.Weight(steps.Layer.BiasName, Ordered(biases[Rows..], 1, [Rows]));
            // Steps alone are written with a weight that does nothing.
            if (IsUnit(weight) && biases.Take(Rows).All(value => value == 0)) return input;
            Context.Weight(layer.WeightName, weight);
            if (HasBias) Context.Weight(layer.BiasName, Ordered(biases[..Rows], 1, [Rows]));
            return Context.Builder.Add(layer, [input], Path);
        }

        private ConstantTensor Part(ConstantTensor all, int direction)
        {
            int columns = all.Dimensions[2], size = Rows * columns;
            return Ordered(all.Floats[(direction * size)..((direction + 1) * size)], columns, [Rows, columns]);
        }

        private ConstantTensor Ordered(float[] values, int columns, int[] dimensions)
        {
            float[] ordered = new float[values.Length];
            int gate = Hidden * columns;
            for (int i = 0; i < Order.Length; i++) Array.Copy(values, i * gate, ordered, Order[i] * gate, gate);
            return ConstantTensor.OfFloats(dimensions, ordered);
        }

        private bool IsUnit(ConstantTensor weight) => weight.Dimensions[0] == weight.Dimensions[1]
            && weight.Floats.Select((value, i) => value == (i % (Rows + 1) == 0 ? 1 : 0)).All(fits => fits);
    }
}
