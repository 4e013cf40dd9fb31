namespace Fusion.Compiler.Operations;

/// <summary>The product of two values, element by element.</summary>
public sealed record Multiply : BinaryOperation
{
    public static OperationDefinition Definition { get; } = Define("Multiply", new Multiply());

    protected override string Symbol => "*";

    protected override string OnnxName => "Mul";

    public override double Apply(double left, double right) => left * right;
}
