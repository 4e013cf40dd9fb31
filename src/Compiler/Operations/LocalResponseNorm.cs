using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary><c>x / (k + α / size · Σ x²)^β</c>, the sum over <c>size</c> neighbouring channels: size/2 before, (size − 1)/2
/// after.</summary>
public sealed record LocalResponseNorm(int Size, double Alpha = 1e-4, double Beta = 0.75, double K = 1) : Operation
{
    public static OperationDefinition Definition { get; } = OperationDefinition.Single("LocalResponseNorm", (arguments, _, _) =>
        new LocalResponseNorm(
            arguments.Int("size"), arguments.Double("alpha", 1e-4), arguments.Double("beta", 0.75), arguments.Double("k", 1)))
        .KeepingShape();

    public override IEnumerable<(string Name, object Value)> Properties => [("size", Size), ("alpha", Alpha), ("beta", Beta), ("k", K)];

    public override bool IsPositionwise(IReadOnlyList<Shape> inputs) => true;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        ShapeRule.AtLeast(Kind, "size", Size, 1);
        return ShapeRule.Single(Kind, inputs);
    }

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor input = context.Inputs[0];
        for (int pixel = 0; pixel < input.Pixels; pixel++)
        {
            for (int c = 0; c < input.Channels; c++)
                context.Output[pixel, c] = input[pixel, c] / Math.Pow(Scale(input, pixel, c), Beta);
        }
    }

    public override void Gradient(GradientContext context) =>
        context.Give(0, context.Add(new LocalResponseNormGradient(this), context.Inputs[0], context.OutputGradient));

    /// <summary>The channels whose squares count for one.</summary>
    internal IEnumerable<int> Near(int channel, int channels)
    {
        int first = Math.Max(channel - Size / 2, 0), last = Math.Min(channel + (Size - 1) / 2, channels - 1);
        return Enumerable.Range(first, last - first + 1);
    }

    /// <summary>What is raised to the power.</summary>
    internal double Scale(ReferenceTensor input, int pixel, int channel) =>
        K + Alpha / Size * Near(channel, input.Channels).Sum(near => input[pixel, near] * input[pixel, near]);

    /// <summary>Spelled out where it is no image, or its size is even: ONNX's operator counts these from the other side, if at
    /// all.</summary>
    public override void Export(OnnxContext context)
    {
        Shape shape = context.Shape;
        if (Size % 2 == 1 && shape.SpatialRank == 2)
        {
            context.Return(context.Add("LRN", context.Inputs, ("size", Size), ("alpha", Alpha), ("beta", Beta), ("bias", K)));
            return;
        }

        string flat = context.Add("Reshape", [context.Inputs[0], context.Longs([0, 1, shape.Channels, shape.Pixels])]);
        string padded = context.Add("Pad", [context.Add("Mul", [flat, flat]), context.Longs([0, 0, Size / 2, 0, 0, 0, (Size - 1) / 2, 0])],
            ("mode", "constant"));
        string mean = context.Add("AveragePool", [padded], ("kernel_shape", new EquatableArray<int>([Size, 1])));
        string divisor = context.Add("Pow",
            [context.Add("Add", [context.Add("Mul", [mean, context.Scalar(Alpha)]), context.Scalar(K)]), context.Scalar(Beta)]);
        context.Return(context.Add("Reshape", [context.Add("Div", [flat, divisor]), context.Longs([0, shape.Channels, .. shape.Spatial])]));
    }
}
