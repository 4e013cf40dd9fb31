using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>Reads the same elements, in channels-last order, under another shape. One dimension may be −1: whatever is left.</summary>
public sealed record Reshape(EquatableArray<int> Dimensions) : Operation
{
    public static OperationDefinition Definition { get; } =
        OperationDefinition.Single("Reshape", (arguments, _, _) => new Reshape(arguments.Ints("dimensions")));

    public override IEnumerable<(string Name, object Value)> Properties => [("dimensions", Dimensions)];

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Shape input = ShapeRule.Single(Kind, inputs);
        string wanted = "(" + string.Join(", ", Dimensions) + ")";
        if (Dimensions.Count is < 1 or > 4)
            throw new ShapeException($"Reshape: {wanted} has {Dimensions.Count} dimensions, but a shape has one to four: (C), (L, C), "
                + "(H, W, C) or (T, H, W, C).", "dimensions");
        if (Dimensions.Any(size => size < 1 && size != -1) || Dimensions.Count(size => size == -1) > 1)
            throw new ShapeException($"Reshape: the dimensions are {wanted}, but each must be at least 1; one of them may be -1 for "
                + "whatever is left.", "dimensions");
        double known = Dimensions.Where(size => size > 0).Aggregate(1.0, (product, size) => product * size);
        bool open = Dimensions.Contains(-1);
        if (open ? input.Elements % known != 0 : input.Elements != known)
        {
            throw new ShapeException(
                $"Reshape: the input {input} has {input.Elements} elements, but {wanted} "
                    + $"{(open ? $"needs a multiple of {known:0}" : $"holds {known:0}")}; both must hold the same number.",
                "dimensions");
        }

        return new Shape(Dimensions.Select(size => size == -1 ? (int)(input.Elements / known) : size).ToEquatableArray());
    }

    public override void Evaluate(ReferenceContext context) => context.Inputs[0].Values.CopyTo(context.Output.Values, 0);

    public override void Gradient(GradientContext context) =>
        context.Give(0, context.Add(new Reshape(context.InputShapes[0].Dimensions), context.OutputGradient));

    public override void Export(OnnxContext context)
    {
        string last = context.ToChannelsLast(context.Inputs[0], context.InputShapes[0].Rank);
        string reshaped = context.Add("Reshape", [last, context.Longs([0, .. context.Shape.Dimensions])]);
        context.Return(context.ToChannelsFirst(reshaped, context.Shape.Rank));
    }
}
