using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>Repeats a value along every dimension in which it has the size 1.</summary>
/// <param name="Dimensions">The sizes of the result, as many as the input has.</param>
public sealed record Broadcast(EquatableArray<int> Dimensions) : Operation
{
    public static OperationDefinition Definition { get; } =
        OperationDefinition.Single("Broadcast", (arguments, _, _) => new Broadcast(arguments.Ints("dimensions")));

    public override IEnumerable<(string Name, object Value)> Properties => [("dimensions", Dimensions)];

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Shape input = ShapeRule.Single(Kind, inputs);
        if (Dimensions.Count == input.Rank && Dimensions.All(size => size >= 1) && Broadcasting.Covers(new Shape(Dimensions), input))
            return ShapeRule.Checked(Kind, new Shape(Dimensions));
        throw new ShapeException(
            $"Broadcast: the input is {input}, the result would be ({string.Join(", ", Dimensions)}), but each size must be the input's, "
                + "or anything where that is 1. Change the dimensions.",
            "dimensions");
    }

    public override bool IsPositionwise(IReadOnlyList<Shape> inputs) => false;

    public override void Evaluate(ReferenceContext context) =>
        Broadcasting.Spread(context.Inputs[0], context.Output.Shape).Values.CopyTo(context.Output.Values, 0);

    public override void Gradient(GradientContext context) =>
        Broadcasting.GiveSummed(context, 0, context.OutputGradient, new Shape(Dimensions));

    public override void Export(OnnxContext context) => context.Return(context.Add("Expand",
        [context.Inputs[0], context.Longs([1, context.Shape.Channels, .. context.Shape.Spatial])]));
}
