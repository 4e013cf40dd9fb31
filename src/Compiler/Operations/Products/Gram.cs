namespace Fusion.Compiler.Operations;

/// <summary>
/// How the channels of a value go together: <c>xᵀ x</c> over all positions, (…, C) to (C, C), divided by what is asked for. It lowers to a
/// product.
/// </summary>
public static class Gram
{
    public static OperationDefinition Definition { get; } = new("Gram", Lower);

    private static IReadOnlyList<int> Lower(LoweringContext context)
    {
        Shape input = ShapeRule.Spatial("Gram", context.InputShapes);
        double count = context.Arguments.Enum("normalize", GramNormalization.None) switch
        {
            GramNormalization.Positions => input.Pixels,
            GramNormalization.Elements => input.Elements,
            _ => 1,
        };
        int x = context.Inputs[0];
        if (input.Rank > 2) x = context.Add(new Reshape([input.Pixels, input.Channels]), x);
        int turned = context.Add(new Transpose([1, 0]), x);
        return [context.Add(new MatMul(Scale: 1 / count), turned, x)];
    }
}

/// <summary>What a Gram matrix is divided by.</summary>
public enum GramNormalization
{
    None,
    Positions,
    Elements,
}
