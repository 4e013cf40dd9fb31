using Fusion.Compiler.Onnx;
using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Operations;

/// <summary>
/// Combines two values element by element. The shapes are equal, or one side has a single position, (C) or (1, 1, C), and applies to
/// every position of the other.
/// </summary>
public abstract record BinaryOperation : Operation
{
    protected abstract string Symbol { get; }

    protected abstract string OnnxName { get; }

    public abstract double Apply(double left, double right);

    public override bool IsPositionwise(IReadOnlyList<Shape> inputs) => inputs.Distinct().Count() == 1;

    public override Shape InferShape(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count != 2)
            throw new ShapeException($"{Kind}: it was given {inputs.Count} inputs, but it takes two. Write a {Symbol} b.");
        Shape left = inputs[0], right = inputs[1];
        if (left == right) return left;
        if (left.Channels == right.Channels && right.Pixels == 1 && right.Rank <= left.Rank) return left;
        if (left.Channels == right.Channels && left.Pixels == 1 && left.Rank <= right.Rank) return right;
        throw new ShapeException($"{Kind}: the left side is {left}, the right side {right}, but {Expectation(left, right)}");
    }

    public override void Evaluate(ReferenceContext context)
    {
        ReferenceTensor left = context.Inputs[0], right = context.Inputs[1], output = context.Output;
        for (int pixel = 0; pixel < output.Pixels; pixel++)
        {
            for (int c = 0; c < output.Channels; c++)
                output[pixel, c] = Apply(left[left.Pixels == 1 ? 0 : pixel, c], right[right.Pixels == 1 ? 0 : pixel, c]);
        }
    }

    public override void Export(OnnxContext context)
    {
        string Expanded(int index)
        {
            int missing = context.Shape.Rank - context.InputShapes[index].Rank;
            return missing == 0 ? context.Inputs[index] : context.Unsqueeze(context.Inputs[index], [.. Enumerable.Range(2, missing)]);
        }

        context.Return(context.Add(OnnxName, [Expanded(0), Expanded(1)]));
    }

    /// <summary>Gives an input its gradient; one that applied to every position gets the sum over them.</summary>
    private protected static void GiveSummed(GradientContext context, int input, int gradient, Shape result)
    {
        Shape shape = context.InputShapes[input];
        if (shape == result)
        {
            context.Give(input, gradient);
            return;
        }

        int sum = result.Pixels == 1 ? gradient : context.Add(new GlobalPool(GlobalPoolMode.Sum), gradient);
        Shape summed = result.Pixels == 1 ? result : Shape.Of(result.Channels);
        context.Give(input, summed == shape ? sum : context.Add(new Reshape(shape.Dimensions), sum));
    }

    /// <summary>With more than two inputs, the left-most two are combined first.</summary>
    private protected static OperationDefinition Define(string name, BinaryOperation operation) => new(name, context =>
    {
        if (context.Inputs.Count < 2) return [context.Add(operation)];
        int result = context.Inputs[0];
        foreach (int next in context.Inputs.Skip(1)) result = context.Add(operation, result, next);
        return [result];
    })
    { Bind = (_, _, _) => operation };

    private static string Expectation(Shape left, Shape right)
    {
        bool sameSpatial = left.Spatial == right.Spatial;
        if (sameSpatial && left.Channels != right.Channels)
        {
            return "both must have the same number of channels. Give the layer that makes the one with " +
                $"{Math.Min(left.Channels, right.Channels)} channels "
                + $"{Math.Max(left.Channels, right.Channels)} outputs, or project the other with a 1x1 Conv.";
        }

        if (left.Channels == right.Channels && left.Rank == right.Rank)
            return "both must have the same spatial size, or one side a single position. Give the two branches the same stride and " +
                "padding, or resize one with Upsample or Subsample.";
        return "the shapes must be equal, or one of them (C) with the same number of channels. Give the two branches the same strides " +
            "and outputs, for instance with a strided 1x1 Conv on the shortcut.";
    }
}
