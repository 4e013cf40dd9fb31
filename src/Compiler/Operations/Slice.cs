using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>Some neighbouring channels.</summary>
public sealed record Slice(int Start, int Count) : Operation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Slice", (arguments, _, _) =>
        new Slice(arguments.Int("start"), arguments.Int("count")));

    public override IEnumerable<(string Name, object Value)> Properties => [("start", Start), ("count", Count)];

    public override bool IsPositionwise(IReadOnlyList<Shape> inputs) => true;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Shape input = ShapeRule.Single(Kind, inputs);
        ShapeRule.AtLeast(Kind, "start", Start, 0);
        ShapeRule.AtLeast(Kind, "count", Count, 1);
        if ((long)Start + Count > input.Channels)
        {
            throw new ShapeException(
                $"Slice: it takes {Count} channels from channel {Start} on, but the input {input} has only {input.Channels}. Use start "
                    + $"+ count of at most {input.Channels}.",
                "count");
        }

        return input.WithChannels(Count);
    }

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor input = context.Inputs[0], output = context.Output;
        for (int pixel = 0; pixel < output.Pixels; pixel++)
            for (int c = 0; c < Count; c++) output[pixel, c] = input[pixel, Start + c];
    }

    public override void Gradient(GradientContext context)
    {
        int after = context.InputShapes[0].Channels - Start - Count;
        context.Give(0, context.Add(new PadChannels(Start, after), context.OutputGradient));
    }

    public override void Export(OnnxContext context) =>
        context.Return(context.Add("Slice",
            [context.Inputs[0], context.Longs([Start]), context.Longs([Start + Count]), context.Longs([1])]));
}
