using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>All elements as channels, in PyTorch's channel-first order, so that the linear layer that follows takes its weights as they
/// are.</summary>
public sealed record Flatten : Operation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Flatten", (_, _, _) => new Flatten());

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => Shape.Of(checked((int)ShapeRule.Single(Kind, inputs).Elements));

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor input = context.Inputs[0];
        for (int c = 0; c < input.Channels; c++)
            for (int pixel = 0; pixel < input.Pixels; pixel++) context.Output[0, c * input.Pixels + pixel] = input[pixel, c];
    }

    public override void Gradient(GradientContext context) =>
        context.Give(0, context.Add(new Unflatten(context.InputShapes[0]), context.OutputGradient));

    public override void Export(OnnxContext context) => context.Return(context.Add("Flatten", context.Inputs, ("axis", 1)));
}
