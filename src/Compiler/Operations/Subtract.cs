namespace Fusion.Compiler.Operations;

/// <summary>The difference of two values.</summary>
/// <param name="Reversed">See <see cref="BinaryOperation.IsReversed"/>.</param>
public sealed record Subtract(bool Reversed = false) : BinaryOperation
{
    public static OperationDefinition Definition { get; } = Define("Subtract", new Subtract());

    public override bool IsReversed => Reversed;

    public override BinaryOperation Swapped => new Subtract(!Reversed);

    protected override string Symbol => "-";

    protected override string OnnxName => "Sub";

    protected override double Combine(double left, double right) => left - right;

    protected override int GradientOf(GradientContext context, int input) => input == 0
        ? context.OutputGradient
        : context.Add(new Affine(-1), context.OutputGradient);
}
