using Fusion.Compiler.Reference;

namespace Fusion.Compiler.Tests.Support;

/// <summary>A loss alone, on batches that are written down.</summary>
internal static class LossRunner
{
    /// <param name="shape">With the samples first: <c>"2x3x3x4"</c>.</param>
    public static ReferenceTensor Tensor(string shape, params double[] values)
    {
        var tensor = new ReferenceTensor(ShapeOf(shape), values);
        Assert.Equal(tensor.Shape.Elements, values.Length);
        return tensor;
    }

    public static double Value(Loss loss, params ReferenceTensor[] inputs)
    {
        Assert.Equal(Shape.Of(1), loss.InferShape([.. inputs.Select(input => input.Shape)]));
        return loss.Value(inputs);
    }

    public static double[] Derivative(Loss loss, int input, params ReferenceTensor[] inputs)
    {
        var derivative = new ReferenceTensor(inputs[input].Shape);
        loss.Derive(inputs, input, derivative);
        return derivative.Values;
    }

    /// <summary>What the shape rule says to these inputs.</summary>
    public static string Error(Loss loss, params string[] shapes) =>
        Assert.Throws<ShapeException>(() => loss.InferShape([.. shapes.Select(ShapeOf)])).Message;

    private static Shape ShapeOf(string text) => Shape.Of([.. text.Split('x').Select(int.Parse)]);
}
