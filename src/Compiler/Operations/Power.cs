namespace Fusion.Compiler.Operations;

/// <summary>A value to the power of another, element by element: what <see cref="Pow"/> of two values is. Of less than 0 only whole powers
/// are numbers; everything to the power of 0 is 1.</summary>
/// <param name="Reversed">See <see cref="BinaryOperation.IsReversed"/>.</param>
public sealed record Power(bool Reversed = false) : BinaryOperation
{
    public static OperationDefinition Definition { get; } = Define("Power", new Power());

    public override bool IsReversed => Reversed;

    public override BinaryOperation Swapped => new Power(!Reversed);

    protected override string Symbol => "to the power of";

    internal override string Title => "Pow";

    protected override string OnnxName => "Pow";

    protected override double Combine(double left, double right) => Math.Pow(left, right);

    /// <summary><c>y xʸ⁻¹</c>, and <c>xʸ ln x</c>; both are 0 where PyTorch's are: for an exponent of 0, and for 0 itself.</summary>
    protected override int GradientOf(GradientContext context, int input)
    {
        int dy = context.OutputGradient, x = context.Inputs[0], y = context.Inputs[1];
        if (input == 0)
        {
            int less = OneWhereZero(context, y, context.Add(new Affine(1, -1), y));
            return context.Add(new Multiply(), context.Add(new Multiply(), dy, context.Add(new Power(), x, less)), y);
        }

        int logarithm = context.Add(new Log(), OneWhereZero(context, x, x));
        return context.Add(new Multiply(), context.Add(new Multiply(), dy, context.Output), logarithm);
    }

    private static int OneWhereZero(GradientContext context, int value, int changed) =>
        context.Add(new Add(), changed, context.Add(new IsZero(), value));
}
