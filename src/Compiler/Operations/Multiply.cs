namespace Fusion.Compiler.Operations;

/// <summary>The product of two values, element by element.</summary>
public sealed record Multiply : BinaryOperation
{
    public static OperationDefinition Definition { get; } = Define("Multiply", new Multiply());

    protected override string Symbol => "*";

    protected override string OnnxName => "Mul";

    public override double Apply(double left, double right) => left * right;

    public override void Gradient(GradientContext context)
    {
        Shape result = InferShape(context.InputShapes);
        for (int i = 0; i < 2; i++)
        {
            if (!context.Needs(i)) continue;
            GiveSummed(context, i, context.Add(new Multiply(), context.OutputGradient, context.Inputs[1 - i]), result);
        }
    }
}
