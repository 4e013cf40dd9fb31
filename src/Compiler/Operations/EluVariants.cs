namespace Fusion.Compiler.Operations;

/// <summary>Activations that are an <see cref="Elu"/> between scales, or one quotient. They lower to these.</summary>
public static class EluVariants
{
    /// <summary>α and the scale of SELU: G. Klambauer et al., "Self-Normalizing Neural Networks", 2017.</summary>
    private const double SeluAlpha = 1.6732632423543772848170429916717, SeluScale = 1.0507009873554804934193349852946;

    public static OperationDefinition SeluDefinition { get; } = new("Selu", context =>
        [context.Add(new Affine(SeluScale), context.Add(new Elu(SeluAlpha)))])
    { KeepsShape = true };

    /// <summary><c>max(x, 0) + min(α · (exp(x / α) − 1), 0)</c>: J. T. Barron, "Continuously Differentiable Exponential Linear Units",
    /// 2017.</summary>
    public static OperationDefinition CeluDefinition { get; } = new("Celu", context =>
    {
        double alpha = context.Arguments.Double("alpha", 1);
        if (alpha <= 0) throw new ShapeException($"Celu: alpha is {alpha}, but it must be greater than zero.", "alpha");
        return alpha == 1 ? [context.Add(new Elu())]
            : [context.Add(new Affine(alpha), context.Add(new Elu(), context.Add(new Affine(1 / alpha))))];
    })
    { KeepsShape = true };

    /// <summary><c>x / (1 + |x|)</c>.</summary>
    public static OperationDefinition SoftsignDefinition { get; } = new("Softsign", context =>
        [context.Add(new Divide(), context.Inputs[0], context.Add(new Affine(1, 1), context.Add(new Abs())))])
    { KeepsShape = true };
}
