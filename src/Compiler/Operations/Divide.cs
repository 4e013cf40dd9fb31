namespace Fusion.Compiler.Operations;

/// <summary>The quotient of two values, element by element.</summary>
/// <param name="Reversed">See <see cref="BinaryOperation.IsReversed"/>.</param>
public sealed record Divide(bool Reversed = false) : BinaryOperation
{
    public static OperationDefinition Definition { get; } = Define("Divide", new Divide());

    public override bool IsReversed => Reversed;

    public override BinaryOperation Swapped => new Divide(!Reversed);

    protected override string Symbol => "/";

    protected override string OnnxName => "Div";

    protected override double Combine(double left, double right) => left / right;

    protected override int GradientOf(GradientContext context, int input)
    {
        int ofLeft = context.Add(new Divide(), context.OutputGradient, context.Inputs[1]);
        return input == 0 ? ofLeft : context.Add(new Affine(-1), context.Add(new Multiply(), ofLeft, context.Output));
    }
}
