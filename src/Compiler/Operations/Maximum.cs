namespace Fusion.Compiler.Operations;

/// <summary>The greater of two values, element by element; NaN where one is NaN.</summary>
public sealed record Maximum : BinaryOperation
{
    public static OperationDefinition Definition { get; } = DefineBound("Maximum", new Maximum(), bound => new Clamp(bound, null));

    protected override string Symbol => "max";

    protected override string OnnxName => "Max";

    protected override double Combine(double left, double right) => left > right || double.IsNaN(left) ? left : right;

    protected override int GradientOf(GradientContext context, int input) =>
        Share(context, context.Inputs[input], context.Inputs[1 - input]);
}
