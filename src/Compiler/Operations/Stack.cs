namespace Fusion.Compiler.Operations;

/// <summary>Lays values of one shape behind each other along a new first dimension; it lowers to <see cref="Append"/>.</summary>
public static class Stack
{
    public static OperationDefinition Definition { get; } = new("Stack", context =>
    {
        IReadOnlyList<Shape> shapes = context.InputShapes;
        if (shapes.Count == 0) throw new ShapeException("Stack: it was given no input, but it takes at least one.");
        if (shapes[0].Rank > 3)
            throw new ShapeException(
                $"Stack: the input {shapes[0]} has four dimensions, which is the most there are. Append along the first one instead.");
        for (int i = 1; i < shapes.Count; i++)
            if (shapes[i] != shapes[0])
                throw new ShapeException(
                    $"Stack: the first input is {shapes[0]}, input {i + 1} is {shapes[i]}, but all must be equal. Reshape or crop them "
                        + "alike first.");
        EquatableArray<int> one = [1, .. shapes[0].Dimensions];
        return [context.Add(new Append(), [.. context.Inputs.Select(input => context.Add(new Reshape(one), input))])];
    });
}
