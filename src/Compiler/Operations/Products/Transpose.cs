using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>The dimensions in another order: those of the result, by their numbers in the input.</summary>
public sealed record Transpose(EquatableArray<int> Axes) : Operation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Transpose", (arguments, inputs, _) =>
        new Transpose(arguments.Has("axes") ? arguments.Ints("axes") : LastTwo(ShapeRule.Single("Transpose", inputs))));

    public override IEnumerable<(string Name, object Value)> Properties => [("axes", Axes)];

    /// <summary>The order that exchanges the last two of so many dimensions.</summary>
    public static EquatableArray<int> LastTwo(int rank) => [.. Enumerable.Range(0, rank - 2), rank - 1, rank - 2];

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Shape input = ShapeRule.Single(Kind, inputs);
        if (!Axes.OrderBy(axis => axis).SequenceEqual(Enumerable.Range(0, input.Rank)))
        {
            throw new ShapeException(
                $"Transpose: the axes are ({string.Join(", ", Axes)}), but the input {input} has the axes 0 to {input.Rank - 1}, of which "
                    + "each must be named once. Name all of them, or none to exchange the last two.",
                "axes");
        }

        return new Shape(Axes.Select(axis => input.Dimensions[axis]).ToEquatableArray());
    }

    /// <summary>For each dimension of the result, the elements between neighbours in the input.</summary>
    public EquatableArray<int> Steps(Shape input)
    {
        int[] steps = new int[input.Rank];
        for (int axis = input.Rank - 1, step = 1; axis >= 0; step *= input.Dimensions[axis--]) steps[axis] = step;
        return Axes.Select(axis => steps[axis]).ToEquatableArray();
    }

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor input = context.Inputs[0], output = context.Output;
        EquatableArray<int> steps = Steps(input.Shape);
        for (int i = 0; i < output.Values.Length; i++)
        {
            int from = 0;
            for (int axis = output.Shape.Rank - 1, rest = i; axis >= 0; rest /= output.Shape.Dimensions[axis--])
                from += rest % output.Shape.Dimensions[axis] * steps[axis];
            output.Values[i] = input.Values[from];
        }
    }

    public override int Train(TrainingContext context) =>
        context.Add(new Transpose([0, .. Axes.Select(axis => axis + 1)]), [.. context.Inputs]);

    public override void Gradient(GradientContext context)
    {
        int[] back = new int[Axes.Count];
        for (int axis = 0; axis < back.Length; axis++) back[Axes[axis]] = axis;
        context.Give(0, context.Add(new Transpose([.. back]), context.OutputGradient));
    }

    public override void Export(OnnxContext context)
    {
        string last = context.ToChannelsLast(context.Inputs[0], context.InputShapes[0].Rank);
        string transposed = context.Add(
            "Transpose", [last], ("perm", new EquatableArray<int>([0, .. Axes.Select(axis => axis + 1)])));
        context.Return(context.ToChannelsFirst(transposed, context.Shape.Rank));
    }

    private static EquatableArray<int> LastTwo(Shape input) => input.Rank > 1
        ? LastTwo(input.Rank)
        : throw new ShapeException(
            $"Transpose: the input {input} has one dimension only, so that there is nothing to exchange. Use Reshape to give it another.");
}
