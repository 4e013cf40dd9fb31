using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary><c>exp(x) / Σ exp(x)</c> over the channels, at every position alike.</summary>
public sealed record Softmax : Operation
{
    public static OperationDefinition Definition { get; } = new("Softmax", Lower)
    {
        Bind = (_, _, _) => new Softmax(),
        KeepsShape = true,
    };

    /// <summary>Along other axes than the channels it is made of what there is: the greatest value is taken off first.</summary>
    private static IReadOnlyList<int> Lower(LoweringContext context)
    {
        Shape shape = ShapeRule.Single("Softmax", context.InputShapes);
        Axes axes = AxesArgument.Read(context.Arguments, Axes.Channels, shape);
        if (axes == Axes.Channels) return [context.Add(new Softmax())];
        int x = context.Inputs[0], greatest = Along(GlobalPoolMode.Max, x);
        int exponential = context.Add(new Exp(), context.Add(new Subtract(), x, greatest));
        return [context.Add(new Divide(), exponential, Along(GlobalPoolMode.Sum, exponential))];

        int Along(GlobalPoolMode mode, int value) => Reductions.Append(context.Add, mode, axes, value, shape, keep: true);
    }

    public override bool IsPositionwise(IReadOnlyList<Shape> inputs) => true;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => ShapeRule.Single(Kind, inputs);

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor input = context.Inputs[0], output = context.Output;
        for (int pixel = 0; pixel < input.Pixels; pixel++)
        {
            // The greatest value is taken off first, so that no exponential overflows; the quotient stays the same.
            double greatest = double.NegativeInfinity, sum = 0;
            for (int c = 0; c < input.Channels; c++) greatest = Math.Max(greatest, input[pixel, c]);
            for (int c = 0; c < input.Channels; c++) sum += output[pixel, c] = Math.Exp(input[pixel, c] - greatest);
            for (int c = 0; c < input.Channels; c++) output[pixel, c] /= sum;
        }
    }

    public override void Gradient(GradientContext context) =>
        context.Give(0, context.Add(new SoftmaxGradient(), context.Output, context.OutputGradient));

    public override void Export(OnnxContext context) => context.Return(context.Add("Softmax", context.Inputs, ("axis", 1)));
}
