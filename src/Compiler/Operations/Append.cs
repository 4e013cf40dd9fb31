using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>Lays values one after the other along the first spatial dimension, as detectors do with the predictions of their
/// levels.</summary>
public sealed record Append : Operation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Append", (_, _, _) => new Append());

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count == 0) throw new ShapeException("Append: it was given no input, but it takes at least one.");
        if (inputs[0].SpatialRank == 0)
        {
            throw new ShapeException(
                $"Append: the input {inputs[0]} has no spatial dimension to append along. Use Concat to lay channels side by side, or " +
                $"Reshape to (1, {inputs[0].Channels}) first.");
        }

        for (int i = 1; i < inputs.Count; i++)
        {
            if (inputs[i].Rank != inputs[0].Rank || !inputs[i].Dimensions.Skip(1).SequenceEqual(inputs[0].Dimensions.Skip(1)))
            {
                throw new ShapeException(
                    $"Append: the first input is {inputs[0]}, input {i + 1} is {inputs[i]}, but all dimensions after the first must be " +
                    "equal. "
                    + (inputs[i].Spatial == inputs[0].Spatial
                        ? "Lay channels side by side with Concat." : "Reshape them alike first."));
            }
        }

        return ShapeRule.Checked(Kind, new Shape([checked(inputs.Sum(input => input.Dimensions[0])), .. inputs[0].Dimensions.Skip(1)]));
    }

    public override void Evaluate(ReferenceContext context)
    {
        int offset = 0;
        foreach (ReferenceTensor input in context.Inputs)
        {
            input.Values.CopyTo(context.Output.Values, offset);
            offset += input.Values.Length;
        }
    }

    public override void Gradient(GradientContext context)
    {
        int start = 0;
        for (int i = 0; i < context.Inputs.Count; i++)
        {
            int count = context.InputShapes[i].Dimensions[0];
            if (context.Needs(i)) context.Give(i, context.Add(new Segment(start, count), context.OutputGradient));
            start += count;
        }
    }

    public override void Export(OnnxContext context) => context.Return(context.Add("Concat", context.Inputs, ("axis", 2)));
}
