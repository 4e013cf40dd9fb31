namespace Fusion.Compiler.Operations;

/// <summary>
/// Mean, sum, maximum, minimum and length along chosen axes. Each lowers to <see cref="GlobalPool"/> and <see cref="Reduce"/>, whichever
/// has the axes.
/// </summary>
public static class Reductions
{
    public static OperationDefinition MeanDefinition { get; } = Define("Mean", (add, axes, value, shape, keep) =>
        Append(add, GlobalPoolMode.Average, axes, value, shape, keep));

    public static OperationDefinition SumDefinition { get; } = Define("Sum", (add, axes, value, shape, keep) =>
        Append(add, GlobalPoolMode.Sum, axes, value, shape, keep));

    public static OperationDefinition MaxDefinition { get; } = Define("Max", (add, axes, value, shape, keep) =>
        Append(add, GlobalPoolMode.Max, axes, value, shape, keep));

    public static OperationDefinition MinDefinition { get; } = Define("Min", (add, axes, value, shape, keep) =>
        add(new Affine(-1), [Append(add, GlobalPoolMode.Max, axes, add(new Affine(-1), [value]), shape, keep)]));

    /// <summary>Where all values are 0 it has a kink; of its gradients there, 0 is the one that PyTorch's norm takes.</summary>
    public static OperationDefinition L2NormDefinition { get; } = Define("L2Norm", (add, axes, value, shape, keep) =>
        add(new Sqrt(FlatAtZero: true), [Append(add, GlobalPoolMode.Sum, axes, add(new Square(), [value]), shape, keep)]));

    /// <summary>
    /// Appends what reduces a value along axes, which have the size 1 in the result; where all positions are reduced and need not be kept,
    /// that is (C), or (1).
    /// </summary>
    public static int Append(Func<Operation, int[], int> add, GlobalPoolMode mode, Axes axes, int value, Shape shape, bool keep)
    {
        Axes positions = Reduce.Existing(shape) & Axes.Positions;
        Shape result = Reduce.Result(shape, axes), reduced = shape;
        if (!keep && (axes & positions) == positions) result = Shape.Of(result.Channels);
        value = Reduce.Append(add, mode, axes, value, ref reduced);
        return reduced == result ? value : add(new Reshape(result.Dimensions), [value]);
    }

    private static OperationDefinition Define(string name, Func<Func<Operation, int[], int>, Axes, int, Shape, bool, int> reduce) =>
        new(name, context =>
        {
            Shape shape = ShapeRule.Single(name, context.InputShapes);
            Axes axes = AxesArgument.Read(context.Arguments, Axes.Positions, shape);
            return [reduce(context.Add, axes, context.Inputs[0], shape, context.Arguments.Bool("keep", false))];
        });
}
