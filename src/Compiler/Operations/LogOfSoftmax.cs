namespace Fusion.Compiler.Operations;

/// <summary>The logarithm of a softmax, <c>x − ln Σ exp(x)</c>, with all its digits where the probability has none. It lowers to the
/// reductions; the greatest value is taken off first, so that no exponential overflows.</summary>
public static class LogOfSoftmax
{
    public static OperationDefinition Definition { get; } = new("LogSoftmax", context =>
    {
        Shape shape = ShapeRule.Single("LogSoftmax", context.InputShapes);
        Axes axes = AxesArgument.Read(context.Arguments, Axes.Channels, shape);
        int x = context.Inputs[0], less = context.Add(new Subtract(), x, Along(GlobalPoolMode.Max, x));
        int sum = Along(GlobalPoolMode.Sum, context.Add(new Exp(), less));
        return [context.Add(new Subtract(), less, context.Add(new Log(), sum))];

        int Along(GlobalPoolMode mode, int value) => Reductions.Append(context.Add, mode, axes, value, shape, keep: true);
    })
    { KeepsShape = true };
}
