namespace Fusion.Compiler.Operations;

/// <summary>The sum of two values.</summary>
public sealed record Add : BinaryOperation
{
    public static OperationDefinition Definition { get; } = Define("Add", new Add());

    protected override string Symbol => "+";

    protected override string OnnxName => "Add";

    protected override double Combine(double left, double right) => left + right;

    protected override int GradientOf(GradientContext context, int input) => context.OutputGradient;
}
