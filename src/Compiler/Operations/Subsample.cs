using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>Keeps every n-th position, the first included: <c>x[::n]</c>.</summary>
public sealed record Subsample(EquatableArray<int> Stride) : Operation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("Subsample", (arguments, inputs, _) =>
        new Subsample(arguments.Spatial("stride", ShapeRule.Spatial("Subsample", inputs).SpatialRank, null)));

    public override IEnumerable<(string Name, object Value)> Properties => [("stride", Window.Compact(Stride, 1))];

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        Shape input = ShapeRule.Spatial(Kind, inputs);
        ShapeRule.SameRank(Kind, "stride", Stride, input);
        ShapeRule.AtLeast(Kind, "stride", Stride, 1);
        return input.WithSpatial(input.Spatial.Zip(Stride, (size, step) => (size - 1) / step + 1));
    }

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor input = context.Inputs[0], output = context.Output;
        Extent step = Extent.Of(Stride, 1);
        context.ForEachRow(output, (t, y) =>
        {
            for (int x = 0; x < output.Width; x++)
            {
                int source = input.Offset(t * step.Frames, y * step.Height, x * step.Width);
                Array.Copy(input.Values, source, output.Values, output.Offset(t, y, x), output.Channels);
            }
        });
    }

    public override void Gradient(GradientContext context) =>
        context.Give(0, context.Add(new SubsampleGradient(this, context.InputShapes[0]), context.OutputGradient));

    public override void Export(OnnxContext context)
    {
        int rank = Stride.Count;
        context.Return(context.Add("Slice",
        [
            context.Inputs[0],
            context.Longs([.. Enumerable.Repeat(0, rank)]),
            context.Longs([.. context.InputShapes[0].Spatial]),
            context.Longs([.. Enumerable.Range(2, rank)]),
            context.Longs([.. Stride]),
        ]));
    }
}
