namespace Fusion.Compiler.Operations;

/// <summary>The smaller of two values, element by element; NaN where one is NaN.</summary>
public sealed record Minimum : BinaryOperation
{
    public static OperationDefinition Definition { get; } = DefineBound("Minimum", new Minimum(), bound => new Clamp(null, bound));

    protected override string Symbol => "min";

    protected override string OnnxName => "Min";

    protected override double Combine(double left, double right) => left < right || double.IsNaN(left) ? left : right;

    protected override int GradientOf(GradientContext context, int input) =>
        Share(context, context.Inputs[1 - input], context.Inputs[input]);
}
