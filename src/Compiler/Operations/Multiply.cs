namespace Fusion.Compiler.Operations;

/// <summary>The product of two values, element by element.</summary>
public sealed record Multiply : BinaryOperation
{
    public static OperationDefinition Definition { get; } = Define("Multiply", new Multiply());

    protected override string Symbol => "*";

    protected override string OnnxName => "Mul";

    protected override double Combine(double left, double right) => left * right;

    protected override int GradientOf(GradientContext context, int input) =>
        context.Add(new Multiply(), context.OutputGradient, context.Inputs[1 - input]);
}
