namespace Fusion.Compiler.Operations;

/// <summary>The sum of two values.</summary>
public sealed record Add : BinaryOperation
{
    public static OperationDefinition Definition { get; } = Define("Add", new Add());

    protected override string Symbol => "+";

    protected override string OnnxName => "Add";

    public override double Apply(double left, double right) => left + right;

    public override void Gradient(GradientContext context)
    {
        Shape result = InferShape(context.InputShapes);
        for (int i = 0; i < 2; i++)
            if (context.Needs(i)) GiveSummed(context, i, context.OutputGradient, result);
    }
}
