using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>Lays values side by side along the channels.</summary>
public sealed record Concat : Operation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Concat", (_, _, _) => new Concat());

    public override bool IsPositionwise(IReadOnlyList<Shape> inputs) => true;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count == 0) throw new ShapeException("Concat: it was given no input, but it takes at least one.");
        for (int i = 1; i < inputs.Count; i++)
        {
            if (inputs[i].Spatial != inputs[0].Spatial)
            {
                throw new ShapeException(
                    $"Concat: the first input is {inputs[0]}, input {i + 1} is {inputs[i]}, but all must have the same spatial size. "
                        + Mend(inputs[0], inputs[i]));
            }
        }

        return ShapeRule.Checked(Kind, inputs[0].WithChannels(checked(inputs.Sum(input => input.Channels))));
    }

    private static string Mend(Shape first, Shape second)
    {
        if (first.Rank == second.Rank && first.Dimensions.Skip(1).SequenceEqual(second.Dimensions.Skip(1)))
            return "Lay them one after the other along the first dimension with Append, or give the branches the same stride and padding.";
        if (first.Rank == second.Rank)
            return "Give the branches the same stride and padding, or resize one with Upsample or Subsample.";
        (Shape low, Shape high) = first.Rank < second.Rank ? (first, second) : (second, first);
        return low.Rank == 1
            ? $"Give the vector positions first: Reshape to ({string.Join(", ", high.Spatial.Select(_ => 1))}, {low.Channels}), then Tile."
            : "Give both the same number of dimensions with Reshape.";
    }

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor output = context.Output;
        for (int pixel = 0; pixel < output.Pixels; pixel++)
        {
            int first = 0;
            foreach (ReferenceTensor input in context.Inputs)
            {
                for (int c = 0; c < input.Channels; c++) output[pixel, first + c] = input[pixel, c];
                first += input.Channels;
            }
        }
    }

    public override void Gradient(GradientContext context)
    {
        int start = 0;
        for (int i = 0; i < context.Inputs.Count; i++)
        {
            int channels = context.InputShapes[i].Channels;
            if (context.Needs(i)) context.Give(i, context.Add(new Slice(start, channels), context.OutputGradient));
            start += channels;
        }
    }

    public override void Export(OnnxContext context) => context.Return(context.Add("Concat", context.Inputs, ("axis", 1)));
}
