using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>Adds channels of zeros, as the parameter-free shortcut of CIFAR ResNets does.</summary>
public sealed record PadChannels(int Before, int After) : Operation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("PadChannels", (arguments, _, _) =>
        new PadChannels(arguments.Int("before", 0), arguments.Int("after", 0)));

    public override IEnumerable<(string Name, object Value)> Properties => [("before", Before), ("after", After)];

    public override bool IsPositionwise(IReadOnlyList<Shape> inputs) => true;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Shape input = ShapeRule.Single(Kind, inputs);
        ShapeRule.AtLeast(Kind, "before", Before, 0);
        ShapeRule.AtLeast(Kind, "after", After, 0);
        return ShapeRule.Checked(Kind, input.WithChannels(checked(Before + input.Channels + After)));
    }

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor input = context.Inputs[0];
        for (int pixel = 0; pixel < input.Pixels; pixel++)
            for (int c = 0; c < input.Channels; c++) context.Output[pixel, Before + c] = input[pixel, c];
    }

    public override void Gradient(GradientContext context) =>
        context.Give(0, context.Add(new Slice(Before, context.InputShapes[0].Channels), context.OutputGradient));

    public override void Export(OnnxContext context)
    {
        IEnumerable<int> none = Enumerable.Repeat(0, context.Shape.SpatialRank);
        context.Return(context.Add("Pad", [context.Inputs[0], context.Longs([0, Before, .. none, 0, After, .. none])],
            ("mode", "constant")));
    }
}
