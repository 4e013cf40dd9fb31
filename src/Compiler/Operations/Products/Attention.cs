using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// Scaled dot product attention: <c>softmax(scale · Q Kᵀ + mask) V</c> in each head, which has its share of the channels, side by side.
/// Positions are tokens. Inputs: queries (…, C), keys (…, C), values (…, D) and, where there is one, a mask, which all heads share.
/// Vaswani et al., "Attention Is All You Need", 2017.
/// </summary>
/// <param name="Causal">Whether a query sees no key of a later position.</param>
/// <param name="Scale">Null for <c>1 / √(C / heads)</c>.</param>
public sealed record Attention(int Heads = 1, bool Causal = false, double? Scale = null) : Operation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Attention", (arguments, _, _) =>
        new Attention(arguments.Int("heads", 1), arguments.Bool("causal", false),
            arguments.Has("scale") ? arguments.Double("scale", 0) : null)).WhoseShapeIgnores("heads", "causal", "scale");

    public override IEnumerable<(string Name, object Value)> Properties
    {
        get
        {
            if (Heads != 1) yield return ("heads", Heads);
            if (Causal) yield return ("causal", true);
            if (Scale is { } scale) yield return ("scale", scale);
        }
    }

    /// <summary>What products of queries and keys are multiplied by.</summary>
    /// <param name="channels">Channels of the queries.</param>
    public double ScaleOf(int channels) => Scale ?? 1 / Math.Sqrt((double)channels / Heads);

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count is not (3 or 4))
        {
            throw new ShapeException(
                $"Attention: it was given {inputs.Count} inputs, but it takes queries, keys and values, and perhaps a mask. Write "
                    + "Attention(q, k, v).");
        }

        ShapeRule.AtLeast(Kind, "heads", Heads, 1);
        Shape queries = inputs[0], keys = inputs[1], values = inputs[2];
        foreach (Shape input in inputs.Take(3)) ShapeRule.Spatial(Kind, [input]);
        if (queries.Channels != keys.Channels)
        {
            throw new ShapeException(
                $"Attention: the queries are {queries}, the keys {keys}, but both must have the same number of channels. Project one of "
                    + "them with a Linear.");
        }

        if (keys.Pixels != values.Pixels)
        {
            throw new ShapeException(
                $"Attention: the keys are {keys}, the values {values}, but there must be a value for each key, at as many positions.");
        }

        if (queries.Channels % Heads != 0 || values.Channels % Heads != 0)
        {
            string found = queries.Channels % Heads != 0 ? $"the queries have {queries.Channels}" : $"the values have {values.Channels}";
            throw new ShapeException($"Attention: heads is {Heads}, but {found} channels, which must divide by the number of heads.",
                "heads");
        }

        if (inputs.Count == 4) CheckMask(inputs[3], queries.Pixels, keys.Pixels);
        return ShapeRule.Checked(Kind, queries.WithChannels(values.Channels));
    }

    public override long MultiplyAdds(IReadOnlyList<Shape> inputs, Shape output) =>
        (long)inputs[0].Pixels * inputs[1].Pixels * (inputs[0].Channels + (long)inputs[2].Channels);

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor q = context.Inputs[0], k = context.Inputs[1], v = context.Inputs[2];
        ReferenceTensor? mask = context.Inputs.Count > 3 ? context.Inputs[3] : null;
        int depth = q.Channels / Heads, columns = v.Channels / Heads;
        double scale = ScaleOf(q.Channels);
        double[] scores = new double[k.Pixels];
        for (int head = 0; head < Heads; head++)
        {
            for (int query = 0; query < q.Pixels; query++)
            {
                int seen = Causal ? Math.Min(query + 1, k.Pixels) : k.Pixels;
                double greatest = double.NegativeInfinity, sum = 0;
                for (int key = 0; key < seen; key++)
                {
                    double product = 0;
                    for (int c = head * depth; c < (head + 1) * depth; c++) product += q[query, c] * k[key, c];
                    scores[key] = scale * product + (mask is null ? 0 : mask[mask.Pixels == 1 ? 0 : query, key]);
                    greatest = Math.Max(greatest, scores[key]);
                }

                for (int key = 0; key < seen; key++) sum += scores[key] = Math.Exp(scores[key] - greatest);
                for (int c = head * columns; c < (head + 1) * columns; c++)
                {
                    double result = 0;
                    // What is not seen has the weight 0, as in PyTorch and as under a mask of −∞; of an infinity that makes NaN.
                    for (int key = 0; key < k.Pixels; key++) result += (key < seen ? scores[key] : 0) * v[key, c];
                    context.Output[query, c] = result / sum;
                }
            }
        }
    }

    public override int Train(TrainingContext context) => AttentionExpansion.Append(
        this, [.. context.Inputs], context.InputShapes,
        (operation, inputs) => operation is MatMul or CausalMask ? context.Add(operation, inputs) : context.Each(operation, inputs));

    public override void Export(OnnxContext context)
    {
        Shape q = context.InputShapes[0], k = context.InputShapes[1], v = context.InputShapes[2];
        string scores = context.Add("MatMul", [Heads(0, q, 0, 2, 1, 3), Heads(1, k, 0, 2, 3, 1)]);
        scores = context.Add("Mul", [scores, context.Scalar(ScaleOf(q.Channels))]);
        if (Causal)
            scores = context.Add("Add",
                [scores, context.Add("Reshape", [Future(q.Pixels, k.Pixels), context.Longs([q.Pixels, k.Pixels])])]);
        if (context.Inputs.Count > 3)
        {
            string mask = context.ToChannelsLast(context.Inputs[3], context.InputShapes[3].Rank);
            scores = context.Add("Add", [scores, context.Add("Reshape", [mask, context.Longs([0, 1, -1, k.Pixels])])]);
        }

        string product = context.Add("MatMul", [context.Add("Softmax", [scores], ("axis", -1)), Heads(2, v, 0, 2, 1, 3)]);
        string positions = context.Add("Transpose", [product], ("perm", new EquatableArray<int>([0, 2, 1, 3])));
        string result = context.Add("Reshape", [positions, context.Longs([0, .. context.Shape.Dimensions])]);
        context.Return(context.ToChannelsFirst(result, context.Shape.Rank));

        string Heads(int input, Shape shape, params EquatableArray<int> order)
        {
            string last = context.ToChannelsLast(context.Inputs[input], shape.Rank);
            string split = context.Add("Reshape", [last, context.Longs([0, shape.Pixels, this.Heads, shape.Channels / this.Heads])]);
            return context.Add("Transpose", [split], ("perm", order));
        }

        string Future(int queries, int keys) => context.Floats(Enumerable.Range(0, queries * keys)
            .Select(i => i % keys > i / keys ? float.NegativeInfinity : 0).ToEquatableArray());
    }

    private static void CheckMask(Shape mask, int queries, int keys)
    {
        if (mask.Channels == keys && (mask.Pixels == 1 || mask.Pixels == queries)) return;
        throw new ShapeException(
            $"Attention: the mask is {mask}, but for {queries} queries and {keys} keys it must be ({queries}, {keys}), or ({keys}) for all "
                + "queries alike. It is added before the softmax: 0 where a query sees a key, a large negative number where it does not.");
    }
}
